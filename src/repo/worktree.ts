import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { packageFile } from "../places.js";
import { gitIn } from "./git.js";
import { type Repository, refusalOf } from "./open.js";

/** A copy of a work tree in a temporary folder. It is gone after `remove`, and when the process is ended by a signal. */
export interface Worktree {
  root: string;
  remove(): Promise<void>;
}

/** Folders that stand beside the code and are not tracked: what is installed. `packages` hold a folder a package, `whole` are taken as they are. */
const installed: { packages: string[]; whole: string[]; own: string[] } = JSON.parse(
  packageFile("src/repo/installed-folders.json"),
);

/**
 * The work tree as it stands, changes and new files included, beside the real one: commands may run and files may change there. What is
 * installed is linked, so nothing is fetched; packages of the repository itself lead to the copy. No hook of the repository runs.
 */
export async function openWorktree(repository: Repository, folders: Iterable<string>): Promise<Worktree> {
  const { root } = repository;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "v4-worktree-")));
  const copy = join(folder, basename(root));
  const git = gitIn(root);
  const remove = async () => {
    process.off("SIGTERM", ended).off("SIGHUP", ended);
    await git.raw(["worktree", "remove", "--force", copy]).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  };
  const ended = (signal: NodeJS.Signals) => {
    void remove().finally(() => process.kill(process.pid, signal));
  };
  process.on("SIGTERM", ended).on("SIGHUP", ended);
  try {
    const noHooks = ["-c", `core.hooksPath=${join(folder, "no-hooks")}`];
    await git.raw([...noHooks, "worktree", "add", "--detach", "--quiet", copy, "HEAD"]).catch((error) => {
      throw refusalOf(error, root);
    });
    await copyChanges(repository, copy);
    for (const at of new Set(["", ...folders])) linkInstalled(root, copy, at);
    return { root: copy, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Brings what is not committed. */
async function copyChanges({ root, git }: Repository, copy: string): Promise<void> {
  const status = await git.raw([
    "status",
    "--porcelain=v1",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignore-submodules=all",
  ]);
  for (const entry of status.split("\0").filter(Boolean)) copyFile(root, copy, entry.slice(3));
}

/** Makes one file of the copy what it is in the work tree. */
export function copyFile(root: string, copy: string, path: string): void {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found?.isFile()) {
    rmSync(join(copy, path), { force: true });
    return;
  }
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  copyFileSync(join(root, path), join(copy, path));
}

function linkInstalled(root: string, copy: string, folder: string): void {
  for (const name of installed.whole) {
    const [from, to] = [join(root, folder, name), join(copy, folder, name)];
    if (existsSync(from) && !existsSync(to) && existsSync(dirname(to))) link(from, to);
  }
  for (const name of installed.packages) {
    const [from, to] = [join(root, folder, name), join(copy, folder, name)];
    if (existsSync(from) && !existsSync(to) && existsSync(dirname(to))) linkPackages(from, to, root, copy);
  }
}

/** One link a package, because those of the repository itself must lead into the copy. Tools' own folders (`.cache`) stay out. */
function linkPackages(from: string, to: string, root: string, copy: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = join(from, entry.name);
    if (entry.name.startsWith("@") && entry.isDirectory()) linkPackages(path, join(to, entry.name), root, copy);
    else if (!entry.name.startsWith(".") || installed.own.includes(entry.name))
      link(inCopy(path, root, copy), join(to, entry.name));
  }
}

/** Where a package is found: in the copy when it is a link to a folder of the repository. */
function inCopy(path: string, root: string, copy: string): string {
  let target: string;
  try {
    target = resolve(dirname(path), readlinkSync(path));
  } catch {
    return path;
  }
  const within = relative(root, target);
  const isOwn =
    within !== "" && !within.startsWith("..") && !isAbsolute(within) && !within.split(sep).includes("node_modules");
  return isOwn ? join(copy, within) : path;
}

function link(from: string, to: string): void {
  try {
    symlinkSync(from, to, "junction");
  } catch {
    // A name that is there already, or a file system without links: the command will say what it misses.
  }
}
