import type { Repository } from "./open.js";
import { largestText } from "./read.js";

/** Processes of git that run side by side. */
const atOnce = 8;

/** The texts of some paths in a commit, as readText would give them; null where the commit has none, or no text. */
export async function readCommit(
  { git }: Repository,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, string | null>> {
  const texts = new Map<string, string | null>(paths.map((path) => [path, null]));
  const tree = await git.raw(["ls-tree", "-r", "-l", "-z", "--full-tree", commit]);
  const blobs: [path: string, blob: string][] = [];
  for (const entry of tree.split("\0").filter(Boolean)) {
    // `100644 blob ID     SIZE\tPATH`
    const tab = entry.indexOf("\t");
    const [mode, , blob, size] = entry.slice(0, tab).split(/ +/) as [string, string, string, string];
    const path = entry.slice(tab + 1);
    if (texts.has(path) && mode.startsWith("100") && Number(size) <= largestText) blobs.push([path, blob]);
  }
  const take = async () => {
    for (let next = blobs.pop(); next; next = blobs.pop()) {
      const text = await git.raw(["cat-file", "blob", next[1]]);
      if (!text.slice(0, 8000).includes("\0")) texts.set(next[0], text.replace(/^\ufeff/, ""));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return texts;
}
