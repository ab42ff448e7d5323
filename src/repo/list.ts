import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { packageFile } from "../places.js";
import { blobId } from "./blob.js";
import { type Repository, refusalOf } from "./open.js";
import { readBytes } from "./read.js";

/** One file of the repository. `blob` is git's id of the bytes on disk, so equal ids mean equal contents, in any branch. */
export interface RepoFile {
  /** From the repository root, with `/`. */
  path: string;
  blob: string;
}

export interface Listing {
  /** Sorted by path (code unit order), so that everything made from it is the same on every machine. */
  files: RepoFile[];
  /** Named by git but not to be read: symbolic links, submodules, deleted or sparse entries, files too large, pipes. */
  skipped: { path: string; why: string }[];
  /** When git was asked, in ms since 1970. */
  at: number;
}

/**
 * Every file that git tracks or would track (untracked, not ignored), as it stands in the work tree. Two git processes run side
 * by side; only changed and untracked files are read (to compute their id), so an unchanged tree costs what `git status` costs.
 * `git ls-files` alone could tell all of it in one process, but it looks at one file after the other and knows neither the file
 * system monitor nor the cache of untracked files: 0.30 s against 0.20 s for 100,000 files. Throws git-failed.
 */
export async function listFiles(repository: Repository): Promise<Listing> {
  const at = Date.now();
  const [staged, changed] = await Promise.all([
    repository.git.raw(["ls-files", "--stage", "-t", "-z"]),
    repository.git.raw([
      ...["-c", "status.showUntrackedFiles=all", "-c", "core.quotePath=false"],
      ...["status", "--porcelain=v1", "-z", "--no-renames", "--ignore-submodules=all"],
    ]),
  ]).catch((error) => {
    throw refusalOf(error, repository.root);
  });
  const files = new Map<string, string>();
  const skipped = new Map<string, string>();
  let algorithm = "sha1";
  for (const entry of records(staged)) {
    // `H 100644 BLOB STAGE\tPATH`
    const mode = entry.slice(2, 8);
    const blob = entry.slice(9, entry.indexOf(" ", 9));
    const path = entry.slice(entry.indexOf("\t", 9 + blob.length) + 1);
    if (mode === "160000") skipped.set(path, "submodule");
    else if (mode === "120000") skipped.set(path, "symbolic link");
    else if (entry[0] === "S") skipped.set(path, "not checked out (sparse)");
    else if (isMangled(path)) skipped.set(path, "its name is not UTF-8");
    else files.set(path, blob);
    if (blob.length === 64) algorithm = "sha256";
  }
  let read = 0;
  for (const entry of records(changed)) {
    const path = entry.slice(3);
    const isUntracked = entry.startsWith("??");
    if (path.endsWith("/")) skipped.set(path.slice(0, -1), "another repository");
    else if (isUntracked && isMangled(path)) skipped.set(path, "its name is not UTF-8");
    else if (isUntracked || (files.has(path) && isChangedOnDisk(entry))) {
      // Lets Ctrl-C in while thousands of untracked files are read.
      if (read++ % 256 === 255) await setImmediate();
      const found = blobOf(join(repository.root, path), algorithm);
      if (found.blob === null) {
        files.delete(path);
        skipped.set(path, found.why);
      } else files.set(path, found.blob);
    }
  }
  const sorted = [...files].map(([path, blob]) => ({ path, blob }));
  sorted.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files: sorted, skipped: [...skipped].map(([path, why]) => ({ path, why })), at };
}

/** The paths that differ between a commit and the work tree. Throws whatever git throws on an unknown commit. */
export async function changedSince(repository: Repository, ref: string): Promise<string[]> {
  const [tracked, untracked] = await Promise.all([
    repository.git.raw(["diff", "--name-only", "-z", "--relative", ref, "--"]),
    repository.git.raw(["ls-files", "--others", "--exclude-standard", "-z"]),
  ]);
  return [...new Set([...records(tracked), ...records(untracked)])].sort();
}

interface NameOnlyRule {
  names: string[];
  suffixes: string[];
  folders: string[];
}
const nameOnly: NameOnlyRule = JSON.parse(packageFile("src/repo/name-only.json"));

/** Machine-written files (lock files, minified bundles, source maps, vendored folders): known by name, never searched. */
export function isNameOnly(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop()!;
  return (
    nameOnly.names.includes(name) ||
    nameOnly.suffixes.some((suffix) => name.endsWith(suffix)) ||
    parts.some((part) => nameOnly.folders.includes(part))
  );
}

function records(output: string): string[] {
  return output.split("\0").filter(Boolean);
}

/** The second letter says how the file on disk differs from the index; a conflict (U, AA, DD) has marks of its own on disk. */
function isChangedOnDisk(entry: string): boolean {
  return entry[1] !== " " || entry[0] === "U";
}

/** Bytes that are no UTF-8 became this character; no file answers to that name any more. */
function isMangled(path: string): boolean {
  return path.includes("\ufffd");
}

function blobOf(path: string, algorithm: string): { blob: string } | { blob: null; why: string } {
  const found = readBytes(path, { followLink: false });
  if (found.bytes === null) return { blob: null, why: found.why };
  return { blob: blobId(found.bytes, algorithm) };
}
