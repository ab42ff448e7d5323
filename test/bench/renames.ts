import { spawnSync } from "node:child_process";

/** A commit that changed names in spelling only: the same letters in another case, or split into words in another way. */
export interface RenameCommit {
  commit: string;
  changes: { file: string; from: string; to: string }[];
}

/** The newest such commits, at most this many. A changed name stands on a line that was taken out and one that was put in, and the
 * file no longer holds the old one. */
export function readRenames(repository: string, most: number): RenameCommit[] {
  const log = spawnSync(
    "git",
    [
      "-C",
      repository,
      "log",
      "origin/HEAD",
      "-n",
      "3000",
      "--no-merges",
      "-p",
      "-U0",
      "--no-color",
      "--format=commit %H",
    ],
    { encoding: "utf8", maxBuffer: 1 << 30 },
    // A blob that is missing ends it early.
  ).stdout;
  const found: RenameCommit[] = [];
  for (const text of log.split(/^commit (?=[0-9a-f]{40}$)/m).slice(1)) {
    const changes = text
      .split(/^diff --git /m)
      .slice(1)
      .flatMap(changesOf);
    if (changes.length > 0 && changes.length <= 30) found.push({ commit: text.slice(0, 40), changes });
    if (found.length === most) break;
  }
  return found;
}

const declared =
  /\b(?:def|class|function|func|fn|const|let|var|type|interface|struct|enum)\s+(?:\([^)]*\)\s*)?([\p{L}_$][\p{L}\p{N}_$]*)|^([\p{L}_][\p{L}\p{N}_]*)\s*(?::[^=]*)?=[^=]/gu;

function changesOf(diff: string): RenameCommit["changes"] {
  const file = /^\+\+\+ b\/(.*)$/m.exec(diff)?.[1];
  if (!file || /(^|\/)(tests?|docs?|vendor|dist)\/|test/.test(file)) return [];
  const sides = ["-", "+"].map((sign) => {
    const lines = diff.split("\n").filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)));
    return new Set(
      lines.flatMap((line) => [...line.slice(1).matchAll(declared)].map((match) => match[1] ?? match[2]!)),
    );
  });
  const [taken, put] = sides as [Set<string>, Set<string>];
  return [...taken].flatMap((from) => {
    const to = [...put].find((each) => each !== from && letters(each) === letters(from));
    // Marks alone say who may see a name; the case of a first letter does so in Go.
    if (to === undefined || put.has(from) || taken.has(to) || bare(to) === bare(from)) return [];
    return file.endsWith(".go") && bare(to).slice(1) === bare(from).slice(1) ? [] : [{ file, from, to }];
  });
}

const bare = (name: string) => name.replace(/^[_$#]+|_+$/g, "");
const letters = (name: string) => name.replace(/[_$#]/g, "").toLowerCase();
