import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fail, type V4Error } from "../errors.js";
import { type Git, GitError, gitIn } from "./git.js";

/** A git repository on disk. `root` is absolute and holds the work tree; `git` runs there. */
export interface Repository {
  root: string;
  git: Git;
}

/**
 * The repository that holds a folder. Environment variables that point git elsewhere (a hook sets GIT_DIR) are honoured by git itself.
 * Throws no-such-folder, not-a-repository, bare-repository, distrusted-repository, git-failed or no-git.
 */
export async function openRepository(cwd: string): Promise<Repository> {
  const folder = resolve(cwd);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw fail("no-such-folder", { path: cwd });
  try {
    const root = (await gitIn(folder).raw(["rev-parse", "--show-toplevel"])).replace(/\r?\n$/, "");
    return { root, git: gitIn(root) };
  } catch (error) {
    throw refusalOf(error, folder);
  }
}

/** The row that tells why git would not work in a folder. */
export function refusalOf(error: unknown, path: string): V4Error {
  if (!(error instanceof GitError)) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "EACCES" ? fail("no-git") : fail("git-failed", { reason: String(error) });
  }
  const { stderr } = error;
  const distrusted = /detected dubious ownership in repository at '(.*)'/.exec(stderr);
  if (distrusted) return fail("distrusted-repository", { path: distrusted[1]! });
  if (/must be run in a work tree/.test(stderr)) return fail("bare-repository", { path });
  if (/not a git repository/i.test(stderr)) return fail("not-a-repository", { path });
  const fatal = /^(?:fatal|error): (.*)$/m.exec(stderr)?.[1] ?? stderr.trim();
  return fail("git-failed", { reason: fatal });
}
