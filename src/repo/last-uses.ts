import { gitLines } from "./git.js";
import type { Repository } from "./open.js";

export interface Commit {
  commit: string;
  date: string;
  subject: string;
  /** The history begins with it, or what is here of it. */
  isFirst: boolean;
}

/** A name whose last use is looked for; what its own files say of it is no use. */
export interface Sought {
  key: string;
  name: string;
  files: ReadonlySet<string>;
  /** Only lines count that import something: the name is that of a file. */
  isFile: boolean;
}

const importing = /\b(import|export|from|require|use|mod|include)\b/;

/**
 * For each name the newest commit that took a use of it away and left fewer; where there is none, the commit that brought the name. One walk
 * through the history for all of them, from its newest commit, until all are found or the time is over: those that are not found have no
 * entry. Names are told by their letters alone, so a commit that touches another thing of the same name may be taken for the one.
 */
export async function lastUses(
  { root, git }: Repository,
  sought: readonly Sought[],
  { until, signal }: { until: number; signal: AbortSignal },
): Promise<Map<string, Commit>> {
  const found = new Map<string, Commit>();
  if (sought.length === 0) return found;
  const isShallow = (await git.raw(["rev-parse", "--is-shallow-repository"])).trim() === "true";
  const byName = new Map<string, Sought[]>();
  for (const one of sought) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  let commit: Commit | null = null;
  let file = "";
  let changes = new Map<Sought, { outside: number; inside: number }>();
  const close = () => {
    if (commit === null) return;
    for (const [one, { outside, inside }] of changes) {
      if (found.has(one.key) || (commit.isFirst && isShallow)) continue;
      if (outside < 0 || (outside <= 0 && inside > 0)) found.set(one.key, commit);
    }
    changes = new Map();
  };
  const take = (line: string): boolean => {
    if (line.startsWith("\0")) {
      close();
      commit = commitOf(line);
      return found.size < sought.length && Date.now() < until && !signal.aborted;
    }
    const sign = line[0];
    if (line.startsWith("--- a/") || line.startsWith("+++ b/")) {
      file = line.slice(6);
      return true;
    }
    if ((sign !== "+" && sign !== "-") || line.startsWith("--- ") || line.startsWith("+++ ")) return true;
    const step = sign === "+" ? 1 : -1;
    for (const [word] of line.slice(1).matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
      for (const one of byName.get(word) ?? []) {
        if (found.has(one.key)) continue;
        const isInside = one.files.has(file);
        if (one.isFile && !isInside && !importing.test(line)) continue;
        const change = changes.get(one) ?? { outside: 0, inside: 0 };
        if (isInside) change.inside += step;
        else change.outside += step;
        changes.set(one, change);
      }
    }
    return true;
  };
  const pattern = [...byName.keys()].map((name) => name.replace(/[^\p{L}\p{N}_]/gu, "\\$&")).join("|");
  // A very long pattern costs more than it saves.
  const only = pattern.length < 4000 ? ["-E", `-G${pattern}`] : [];
  const look = ["--patch", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
  await gitLines(
    root,
    ["-c", "core.quotePath=false", "log", "--no-merges", `--format=${format}`, ...look, ...only],
    take,
  );
  close();
  const unknown = sought.filter(({ key, isFile }) => isFile && !found.has(key));
  if (unknown.length > 0 && !isShallow) await addArrivals(root, unknown, { until, signal }, found);
  return found;
}

/** The commits that brought files that nothing has ever named. */
async function addArrivals(
  root: string,
  sought: readonly Sought[],
  { until, signal }: { until: number; signal: AbortSignal },
  found: Map<string, Commit>,
): Promise<void> {
  let commit: Commit | null = null;
  const left = new Set(sought);
  const look = ["--name-only", "--diff-filter=A", "--no-renames"];
  await gitLines(root, ["-c", "core.quotePath=false", "log", ...look, `--format=${format}`], (line) => {
    if (line.startsWith("\0")) commit = commitOf(line);
    else if (line !== "" && commit) {
      for (const one of left) {
        if (!one.files.has(line)) continue;
        found.set(one.key, commit);
        left.delete(one);
      }
    }
    return left.size > 0 && Date.now() < until && !signal.aborted;
  });
}

const format = "%x00%H%x00%cs%x00%P%x00%s";

function commitOf(line: string): Commit {
  const [, id, date, parents, subject] = line.split("\0") as [string, string, string, string, string];
  return { commit: id, date, subject, isFirst: parents === "" };
}
