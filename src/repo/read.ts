import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
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
  return read(root, path).content;
}

/** Clocks of file systems differ from the machine's; a file younger than this before the listing is looked at again. */
const clockSlackMs = 2000;

/**
 * As readText, for a listed file, with the id of what was really read: a file that is being written differs from what the listing
 * saw, and facts kept under the listed id would be wrong for good. `listedAt` is the listing's `at`. A file that was not touched
 * since keeps the listed id without a look, also where git filters it (line ends, LFS) and its id is not that of the bytes on disk.
 */
export function readListed(root: string, file: RepoFile, listedAt: number): { content: Content; blob: string } {
  const { content, found } = read(root, file.path);
  if (!found || found.changedAt < listedAt - clockSlackMs) return { content, blob: file.blob };
  return { content, blob: blobId(found.bytes, file.blob.length === 64 ? "sha256" : "sha1") };
}

function read(root: string, path: string): { content: Content; found?: Found } {
  const file = join(root, path);
  try {
    if (!realpathSync.native(file).startsWith(realRoot(root))) return without("unreadable");
  } catch {
    return without("unreadable");
  }
  const found = readBytes(file);
  if (found.bytes === null) return without(found.why === "too large" ? "too large" : "unreadable");
  if (found.bytes.subarray(0, 8000).includes(0)) return { content: { text: null, why: "binary" }, found };
  const text = found.bytes.toString("utf8");
  return { content: { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text }, found };
}

const without = (why: "too large" | "unreadable") => ({ content: { text: null, why } as const });

/** As readText, for a file the user named: throws unreadable-file instead of explaining. */
export function readNamedText(root: string, path: string): string {
  const content = readText(root, path);
  if (content.text === null) throw fail("unreadable-file", { path, reason: content.why });
  return content.text;
}

type Unread = "too large" | "deleted" | "symbolic link" | "not a file" | "unreadable";

interface Found {
  bytes: Buffer;
  /** When content or place of the file last changed, in ms since 1970: unlike the time of modification nobody can set it. */
  changedAt: number;
}

/**
 * The bytes of a regular file of at most `largestText` bytes. Never waits: a pipe that stands where a file was is not read. A file
 * that grows meanwhile is read up to the limit.
 */
export function readBytes(path: string, { followLink = true } = {}): Found | { bytes: null; why: Unread } {
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
    if (found.size > largestText) return { bytes: null, why: "too large" };
    // One byte more than it has, so that the end is seen and a growing file noticed.
    let bytes = Buffer.allocUnsafeSlow(found.size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      if (read === 0) return { bytes: bytes.subarray(0, length), changedAt: fstatSync(file).ctimeMs };
      length += read;
      if (length > largestText) return { bytes: null, why: "too large" };
      if (length === bytes.length) bytes = Buffer.concat([bytes], length * 2);
    }
  } catch {
    return { bytes: null, why: "unreadable" };
  } finally {
    closeSync(file);
  }
}

function reasonOf(code: string | undefined): Unread {
  if (code === "ENOENT" || code === "ENOTDIR") return "deleted";
  if (code === "ELOOP") return "symbolic link";
  return code === "ENXIO" ? "not a file" : "unreadable";
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
