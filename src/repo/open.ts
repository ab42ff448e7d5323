import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type SimpleGit, simpleGit } from "simple-git";
import { fail } from "../errors.js";

/** A git repository on disk. `root` is absolute and holds the work tree; `git` runs there. */
export interface Repository {
  root: string;
  git: SimpleGit;
}

/**
 * The repository that holds a folder. Environment variables that point git elsewhere (a hook sets GIT_DIR) are honoured by git itself.
 * Throws no-such-folder, not-a-repository or no-git.
 */
export async function openRepository(cwd: string): Promise<Repository> {
  const folder = resolve(cwd);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw fail("no-such-folder", { path: cwd });
  try {
    const root = (await simpleGit(folder).raw(["rev-parse", "--show-toplevel"])).replace(/\r?\n$/, "");
    if (!root) throw fail("not-a-repository", { path: folder });
    return { root, git: simpleGit(root) };
  } catch (error) {
    if (/ENOENT|spawn git/.test(String(error))) throw fail("no-git");
    throw fail("not-a-repository", { path: folder });
  }
}
