import { readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { fail } from "../errors.js";

/** Larger files are data, not sources: known by name only. The largest hand-written source seen in the field is 0.7 MB. */
export const largestText = 2_000_000;

/** What a file holds: its text, or why it has none. */
export type Content = { text: string } | { text: null; why: "binary" | "too large" | "unreadable" };

/**
 * Reads one file of the repository as text: UTF-8, with or without a byte order mark, broken sequences replaced; line ends stay.
 * A NUL byte in the first 8,000 bytes means binary, as in git. Links that lead out of the repository are not followed.
 */
export function readText(root: string, path: string): Content {
  let bytes: Buffer;
  try {
    const file = join(root, path);
    if (!realpathSync(file).startsWith(realpathSync(root) + sep)) return { text: null, why: "unreadable" };
    bytes = readFileSync(file);
  } catch {
    return { text: null, why: "unreadable" };
  }
  if (bytes.length > largestText) return { text: null, why: "too large" };
  if (bytes.subarray(0, 8000).includes(0)) return { text: null, why: "binary" };
  const text = bytes.toString("utf8");
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

/** As readText, for a file the user named: throws unreadable-file instead of explaining. */
export function readNamedText(root: string, path: string): string {
  const content = readText(root, path);
  if (content.text === null) throw fail("unreadable-file", { path, reason: content.why });
  return content.text;
}
