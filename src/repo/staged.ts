import { spawnSync } from "node:child_process";
import type { Repository } from "./open.js";
import { largestText } from "./read.js";

/** Blob ids by path, of regular files, sorted by path; `other` are links and submodules. */
export interface Tree {
  blobs: Map<string, string>;
  other: string[];
}

/** A path whose content or name a commit changes. `from` is where it was, null for a new file; `path` is null when it is taken away. */
export interface StagedChange {
  path: string | null;
  from: string | null;
  /** Blob ids; null on the side where there is no regular file. */
  blob: string | null;
  fromBlob: string | null;
}

/** What is in git's index. Of a file in conflict our side is taken. */
export async function stagedTree({ git }: Repository): Promise<Tree> {
  // `100644 BLOB STAGE\tPATH`
  return treeOf(await git.raw(["ls-files", "--stage", "-z"]), (head) => {
    const [mode, blob, stage] = head.split(" ");
    return stage === "0" || stage === "2" ? { mode: mode!, blob: blob! } : null;
  });
}

/** What is in a commit; nothing when it is null. */
export async function commitTree({ git }: Repository, commit: string | null): Promise<Tree> {
  if (commit === null) return { blobs: new Map(), other: [] };
  // `100644 blob BLOB\tPATH`
  return treeOf(await git.raw(["ls-tree", "-r", "-z", "--full-tree", commit]), (head) => {
    const [mode, , blob] = head.split(" ");
    return { mode: mode!, blob: blob! };
  });
}

function treeOf(output: string, read: (head: string) => { mode: string; blob: string } | null): Tree {
  const blobs = new Map<string, string>();
  const other: string[] = [];
  for (const entry of output.split("\0")) {
    const tab = entry.indexOf("\t");
    const row = tab < 0 ? null : read(entry.slice(0, tab));
    if (!row) continue;
    const path = entry.slice(tab + 1);
    if (row.mode.startsWith("100")) blobs.set(path, row.blob);
    else other.push(path);
  }
  return { blobs: new Map([...blobs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))), other };
}

/** How the index differs from a commit, renames found; from nothing when there is no commit yet. */
export async function stagedChanges({ git }: Repository, commit: string | null): Promise<StagedChange[]> {
  const look = ["--cached", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--ignore-submodules=all"];
  const fields = (await git.raw(["diff", ...look, ...(commit === null ? [] : [commit]), "--"])).split("\0");
  const changes: StagedChange[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    // `:100644 100644 BLOB BLOB M`, then one path, or two of a rename or copy.
    const [oldMode, mode, oldBlob, blob, status] = fields[at]!.slice(1).split(" ") as [
      string,
      string,
      string,
      string,
      string,
    ];
    const isTwo = status[0] === "R" || status[0] === "C";
    const first = fields[at + 1]!;
    const path = isTwo ? fields[at + 2]! : first;
    at += isTwo ? 3 : 2;
    if (status[0] === "U") continue;
    const [was, is] = [oldMode.startsWith("100"), mode.startsWith("100")];
    if (!was && !is) continue;
    changes.push({
      path: is ? path : null,
      from: was && status[0] !== "C" ? first : null,
      blob: is ? blob : null,
      fromBlob: was && status[0] !== "C" ? oldBlob : null,
    });
  }
  return changes;
}

/** Texts by blob id, as readText gives them; null for what is no text, too large, or not there. One process of git for all. */
export async function blobTexts({ git }: Repository, blobs: Iterable<string>): Promise<Map<string, string | null>> {
  const wanted = [...new Set(blobs)];
  const texts = new Map<string, string | null>();
  if (wanted.length === 0) return texts;
  const output = await git.bytes(["cat-file", "--batch"], `${wanted.join("\n")}\n`);
  let at = 0;
  for (const blob of wanted) {
    // `BLOB blob SIZE\nBYTES\n`, or `BLOB missing\n`
    const end = output.indexOf(10, at);
    const [, kind, size] = output.toString("utf8", at, end).split(" ");
    at = end + 1;
    if (size === undefined) {
      texts.set(blob, null);
      continue;
    }
    const bytes = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    texts.set(blob, kind === "blob" ? textOf(bytes) : null);
  }
  return texts;
}

/** One of them at once, where nobody can wait. */
export function blobTextNow({ root }: Repository, blob: string): string | null {
  const { status, stdout } = spawnSync("git", ["cat-file", "blob", blob], { cwd: root, maxBuffer: 2 * largestText });
  return status === 0 ? textOf(stdout) : null;
}

function textOf(bytes: Buffer): string | null {
  const isText = bytes.length <= largestText && !bytes.subarray(0, 8000).includes(0);
  return isText ? bytes.toString("utf8").replace(/^\ufeff/, "") : null;
}
