import type { Entry } from "../../project/project.js";

/**
 * `certain`: nothing in the repository uses it, by any way that v4 knows. `likely`: nothing resolves to it, but something could without
 * saying so (a string that spells its name, a computed member). `possible`: the way it would be used cannot be seen (reflection, decorators).
 */
export type Verdict = "certain" | "likely" | "possible";

/** What every row has: how sure it is and why, in sentences for people; the first says what was searched. */
export interface Judged {
  verdict: Verdict;
  evidence: string[];
}

/** The commit since when nothing alive uses it. */
export interface Since {
  commit: string;
  date: string;
  subject: string;
}

export interface DeadFile extends Judged {
  file: string;
  lines: number;
  /** On request; null when the history that was looked at does not tell. */
  since?: Since | null;
}

export type ExportKind = "value" | "type" | "enumMember" | "classMember" | "namespaceMember";

/** Why a symbol is still there: `own file`: it is used where it is defined, so only the export is too much. */
export type UsedBy = "nothing" | "own file" | "tests" | "dead code";

/** A symbol that nothing uses: an export, a member, and in languages without export statements any definition. */
export interface DeadExport extends Judged {
  file: string;
  /** `Color.red` for a member; "default" for a default export. */
  symbol: string;
  line: number;
  /** The last line of its definition. */
  endLine: number;
  kind: ExportKind;
  usedBy: UsedBy;
  since?: Since | null;
}

export interface UnusedDependency extends Judged {
  name: string;
  manifest: string;
  section: string;
  line: number;
}

/** A package that is imported (or a command that a script runs) and that the nearest manifest does not declare. */
export interface Unlisted extends Judged {
  name: string;
  file: string;
  line: number;
  manifest: string | null;
}

export interface Unresolved extends Judged {
  specifier: string;
  file: string;
  line: number;
}

/** One value that a file exports under several names. */
export interface Duplicate extends Judged {
  file: string;
  symbols: { symbol: string; line: number }[];
}

/** Code that only dead code uses, removable together. Lines are those of its files and definitions. */
export interface Cluster {
  files: string[];
  symbols: { file: string; symbol: string; line: number; endLine: number }[];
  lines: number;
  /** The commit since when nothing alive uses it, on request. */
  since?: Since | null;
}

/** Rows that would have been printed, had they been plausible. */
export interface Withheld {
  what: "files" | "exports" | "dependencies";
  count: number;
  /** What made them implausible, and what to name so that they become plausible. */
  why: string;
  advice: string;
}

export interface DeadCode {
  files: DeadFile[];
  exports: DeadExport[];
  dependencies: UnusedDependency[];
  unlisted: Unlisted[];
  binaries: Unlisted[];
  unresolved: Unresolved[];
  duplicates: Duplicate[];
  clusters: Cluster[];
  entries: Entry[];
  withheld: Withheld[];
}

/** The clusters that still have a row: what was taken out of the rows is not shown as part of a cluster alone. */
export function clustersOfRows({ clusters, files, exports }: DeadCode): Cluster[] {
  const rows = new Set([...files.map(({ file }) => file), ...exports.map(({ file, line }) => `${file}:${line}`)]);
  return clusters.filter(
    (one) =>
      one.files.some((file) => rows.has(file)) || one.symbols.some(({ file, line }) => rows.has(`${file}:${line}`)),
  );
}
