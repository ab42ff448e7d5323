import { chmodSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail } from "../errors.js";
import type { Repository } from "../repo/open.js";
import { writeWhole } from "../write-whole.js";

/** Throws uncommitted-changes when one of the files differs from what is committed, so that git could not bring it back. */
export async function refuseUncommitted({ git }: Repository, paths: Iterable<string>): Promise<void> {
  const status = await git.raw(["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"]);
  const changed = new Set(status.split("\0").map((entry) => entry.slice(3)));
  const found = [...paths].filter((path) => changed.has(path));
  if (found.length === 0) return;
  const more = found.length > 3 ? ` and ${found.length - 3} more` : "";
  throw fail("uncommitted-changes", { files: `${found.slice(0, 3).join(", ")}${more}` });
}

/** Writes texts into a folder; null takes a file away, with the folders that have nothing left. Modes and byte order marks stay. */
export function applyTexts(root: string, texts: ReadonlyMap<string, string | null>): void {
  for (const [path, text] of texts) {
    const target = join(root, path);
    if (text === null) {
      rmSync(target, { force: true });
      removeEmptyFolders(root, dirname(path));
      continue;
    }
    const mode = statSync(target, { throwIfNoEntry: false })?.mode;
    writeWhole(target, startsWithMark(target) ? `\ufeff${text}` : text);
    if (mode !== undefined) chmodSync(target, mode);
  }
}

function startsWithMark(path: string): boolean {
  try {
    return readFileSync(path).subarray(0, 3).equals(Buffer.from("\ufeff"));
  } catch {
    return false;
  }
}

function removeEmptyFolders(root: string, folder: string): void {
  for (let at = folder; at !== "." && at !== ""; at = dirname(at)) {
    try {
      rmdirSync(join(root, at));
    } catch {
      return;
    }
  }
}
