import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFile } from "../places.js";
import type { Repository } from "./open.js";

/** One file of the repository. `blob` is git's id of the bytes on disk, so equal ids mean equal contents, in any branch. */
export interface RepoFile {
  /** From the repository root, with `/`. */
  path: string;
  blob: string;
}

export interface Listing {
  /** Sorted by path (code unit order), so that everything made from it is the same on every machine. */
  files: RepoFile[];
  /** Present in the index but not to be read: symbolic links, submodules, deleted or sparse entries. */
  skipped: { path: string; why: string }[];
}

/**
 * Every file that git tracks or would track (untracked, not ignored), as it stands in the work tree.
 * Two git processes run side by side; only changed and untracked files are read (to compute their id), so an unchanged
 * tree costs no more than git's own look at it.
 */
export async function listFiles(repository: Repository): Promise<Listing> {
  const [staged, changed] = await Promise.all([
    repository.git.raw(["ls-files", "--stage", "-t", "-z"]),
    repository.git.raw(["ls-files", "--modified", "--deleted", "--others", "--exclude-standard", "-t", "-z"]),
  ]);
  const files = new Map<string, string>();
  const skipped: Listing["skipped"] = [];
  for (const entry of records(staged)) {
    const tab = entry.indexOf("\t");
    const [tag, mode, blob] = entry.slice(0, tab).split(" ");
    const path = entry.slice(tab + 1);
    if (mode === "160000") skipped.push({ path, why: "submodule" });
    else if (mode === "120000") skipped.push({ path, why: "symbolic link" });
    else if (tag === "S") skipped.push({ path, why: "not checked out (sparse)" });
    else files.set(path, blob!);
  }
  const fresh: string[] = [];
  for (const entry of records(changed)) {
    const path = entry.slice(2);
    if (entry[0] === "R") {
      if (files.delete(path)) skipped.push({ path, why: "deleted" });
    } else if (!path.endsWith("/") && (entry[0] === "?" || files.has(path))) fresh.push(path);
  }
  await inBatches(fresh, 64, async (path) => {
    const blob = await blobOf(join(repository.root, path));
    if (blob === null) {
      files.delete(path);
      skipped.push({ path, why: "unreadable" });
    } else files.set(path, blob);
  });
  const sorted = [...files].map(([path, blob]) => ({ path, blob }));
  sorted.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files: sorted, skipped };
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

/** Git's id of the bytes: SHA-1 over `blob LENGTH\0BYTES`. Null when it is no readable regular file. */
async function blobOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return null;
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

async function inBatches<T>(items: T[], size: number, work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += size)
    await Promise.all(items.slice(start, start + size).map(work));
}
