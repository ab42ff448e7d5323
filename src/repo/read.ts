import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fail } from "../errors.js";
import { blobId } from "./blob.js";
import type { RepoFile } from "./list.js";

/** Larger files are data, not sources: known by name only. The largest hand-written source seen in the field is 0.7 MB. */
export const largestText = 2_000_000;

/** What a file holds: its text, or why it has none. The first two reasons lie in its bytes, `unreadable` in everything else. */
export type Content = { text: string } | { text: null; why: "binary" | "too large" | "unreadable" };

/**
 * Reads one file of the repository as text: UTF-8, with or without a byte order mark, broken sequences replaced; line ends stay.
 * A NUL byte in the first 8,000 bytes means binary, as in git. Links that lead out of the repository are not followed.
 */
export function readText(root: string, path: string): Content {
  const file = join(root, path);
  return isInside(root, file) ? contentOf(readBytes(file)) : without("unreadable");
}

/** Clocks of file systems differ from the machine's; a file younger than this before the listing is looked at again. */
const clockSlackMs = 2000;

/**
 * As readText, for a listed file, with the id of what was really read: a file that is being written differs from what the listing
 * saw, and facts kept under the listed id would be wrong for good. `listedAt` is the listing's `at`. A file that was not touched
 * since keeps the listed id without a look, also where git filters it (line ends, LFS) and its id is not that of the bytes on disk.
 * One that was, and is too large to be read, has git's id of nothing.
 */
export function readListed(root: string, file: RepoFile, listedAt: number): { content: Content; blob: string } {
  if (!isFolderInside(root, dirname(file.path), listedAt)) return { content: without("unreadable"), blob: file.blob };
  const found = readBytes(join(root, file.path), { followLink: false });
  const content = contentOf(found);
  if ((found.changedAt ?? 0) < listedAt - clockSlackMs) return { content, blob: file.blob };
  if (found.bytes === null) return { content, blob: noBlob };
  return { content, blob: blobId(found.bytes, file.blob.length === 64 ? "sha256" : "sha1") };
}

const noBlob = "0".repeat(40);

function contentOf(found: Found | NotFound): Content {
  if (found.bytes === null) return without(found.why === "too large" ? "too large" : "unreadable");
  if (found.bytes.subarray(0, 8000).includes(0)) return without("binary");
  const text = found.bytes.toString("utf8");
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

const without = (why: "binary" | "too large" | "unreadable"): Content => ({ text: null, why });

/** As readText, for a file the user named: throws unreadable-file instead of explaining. */
export function readNamedText(root: string, path: string): string {
  const content = readText(root, path);
  if (content.text === null) throw fail("unreadable-file", { path, reason: content.why });
  return content.text;
}

interface NotFound {
  bytes: null;
  why: "too large" | "deleted" | "symbolic link" | "not a file" | "unreadable";
  /** As in Found, for a file that was opened. */
  changedAt?: number;
}

interface Found {
  bytes: Buffer;
  /** When content or place of the file last changed, in ms since 1970: unlike the time of modification nobody can set it. */
  changedAt: number;
}

/**
 * The bytes of a regular file of at most `largestText` bytes. Never waits: a pipe that stands where a file was is not read. A file
 * that grows meanwhile is read up to the limit.
 */
export function readBytes(path: string, { followLink = true } = {}): Found | NotFound {
  let file: number;
  try {
    // Both flags are unknown to Windows, which has no such files.
    const link = followLink ? 0 : (constants.O_NOFOLLOW ?? 0);
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | link);
  } catch (error) {
    return { bytes: null, why: reasonOf((error as NodeJS.ErrnoException).code) };
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile()) return { bytes: null, why: "not a file" };
    if (found.size > largestText) return { bytes: null, why: "too large", changedAt: found.ctimeMs };
    // One byte more than it has, so that the end is seen and a growing file noticed.
    let bytes = Buffer.allocUnsafeSlow(found.size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      if (read === 0) return { bytes: bytes.subarray(0, length), changedAt: fstatSync(file).ctimeMs };
      length += read;
      if (length > largestText) return { bytes: null, why: "too large", changedAt: fstatSync(file).ctimeMs };
      if (length === bytes.length) bytes = Buffer.concat([bytes], length * 2);
    }
  } catch {
    return { bytes: null, why: "unreadable" };
  } finally {
    closeSync(file);
  }
}

function reasonOf(code: string | undefined): NotFound["why"] {
  if (code === "ENOENT" || code === "ENOTDIR") return "deleted";
  if (code === "ELOOP") return "symbolic link";
  return code === "ENXIO" ? "not a file" : "unreadable";
}

/** The folders of one listing that are known to lie in the repository. */
let known = { root: "", listedAt: 0, folders: new Set<string>() };

/** git lists no file behind a link, so the way to it is looked at once a folder; once a file was 3 % of a cold index. */
function isFolderInside(root: string, folder: string, listedAt: number): boolean {
  if (known.root !== root || known.listedAt !== listedAt) known = { root, listedAt, folders: new Set() };
  const { folders } = known;
  if (!folders.has(folder) && isInside(root, join(root, folder))) folders.add(folder);
  return folders.has(folder);
}

/** Whether a path leads into the repository when every link on the way is followed. */
function isInside(root: string, path: string): boolean {
  try {
    return `${realpathSync.native(path)}${sep}`.startsWith(realRoot(root));
  } catch {
    return false;
  }
}

const realRoots = new Map<string, string>();

/** With a separator at the end. */
function realRoot(root: string): string {
  let real = realRoots.get(root);
  if (real === undefined) {
    real = realpathSync.native(root);
    if (!real.endsWith(sep)) real += sep;
    realRoots.set(root, real);
  }
  return real;
}
