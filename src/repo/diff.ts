import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GitError, gitIn } from "./git.js";

/** A text before and after; null where there is none. */
export interface Change {
  before: string | null;
  after: string | null;
}

/**
 * The unified diff of some changes, as `git apply` takes it. git compares two temporary folders called a and b, so that neither the index nor
 * the objects of the repository are touched.
 */
export async function unifiedDiff(changes: ReadonlyMap<string, Change>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "v4-diff-"));
  try {
    for (const side of ["a", "b"]) mkdirSync(join(folder, side));
    for (const [path, { before, after }] of changes) {
      for (const [side, text] of [
        ["a", before],
        ["b", after],
      ] as const) {
        if (text === null) continue;
        mkdirSync(dirname(join(folder, side, path)), { recursive: true });
        writeFileSync(join(folder, side, path), text);
      }
    }
    const settings = ["-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.quotePath=false"];
    const look = ["--no-index", "--no-prefix", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames"];
    const diff = await differing(gitIn(folder).raw([...settings, "diff", ...look, "a", "b"]));
    // Where a file is gone, git names the folder it was in twice.
    return diff.replace(/^(diff --git a\/(.*) )a\/\2$/gm, "$1b/$2");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** git ends with 1 where something differs. */
async function differing(diff: Promise<string>): Promise<string> {
  try {
    return await diff;
  } catch (error) {
    if (error instanceof GitError && error.status === 1) return error.stdout;
    throw error;
  }
}
