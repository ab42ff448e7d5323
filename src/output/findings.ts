import {
  clustersOfRows,
  type DeadCode,
  type ExportKind,
  type Judged,
  type Since,
  type UsedBy,
  type Verdict,
} from "../questions/dead/findings.js";

/** Kinds of findings, as `--only` and `--skip` name them. */
export const findingKinds = [
  "files",
  "exports",
  "types",
  "enumMembers",
  "namespaceMembers",
  "classMembers",
  "dependencies",
  "unlisted",
  "binaries",
  "unresolved",
  "duplicates",
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One finding, the same for every way of printing it. */
export interface Finding {
  kind: FindingKind;
  file: string;
  line: number;
  endLine: number;
  /** What it is about: a symbol, a package, a specifier. */
  name: string;
  message: string;
  verdict: Verdict;
  evidence: string[];
  since?: Since | null;
}

const kindOfExport: Record<ExportKind, FindingKind> = {
  value: "exports",
  type: "types",
  enumMember: "enumMembers",
  classMember: "classMembers",
  namespaceMember: "namespaceMembers",
};

const wordOfExport: Record<ExportKind, string> = {
  value: "export",
  type: "type",
  enumMember: "enum member",
  classMember: "class member",
  namespaceMember: "namespace member",
};

const useOf: Record<UsedBy, string> = {
  nothing: "is unused",
  "own file": "is exported, but only its own file uses it",
  tests: "is used by tests only",
  "dead code": "is used by dead code only",
};

/** All rows as findings, by file and line. */
export function findingsOf(found: DeadCode): Finding[] {
  const findings: Finding[] = [];
  const add = (
    kind: FindingKind,
    file: string,
    line: number,
    name: string,
    message: string,
    row: Judged & { since?: Since | null },
    endLine = line,
  ) => {
    const { verdict, evidence, since } = row;
    findings.push({ kind, file, line, endLine, name, message, verdict, evidence, ...(since ? { since } : {}) });
  };
  for (const row of found.files)
    add("files", row.file, 1, row.file, "no entry leads to this file", row, row.lines || 1);
  for (const row of found.exports)
    add(
      kindOfExport[row.kind],
      row.file,
      row.line,
      row.symbol,
      `${wordOfExport[row.kind]} ${row.symbol} ${useOf[row.usedBy]}`,
      row,
      row.endLine,
    );
  for (const row of found.dependencies)
    add("dependencies", row.manifest, row.line, row.name, `${row.name} of ${row.section} is unused`, row);
  for (const row of found.unlisted)
    add(
      "unlisted",
      row.file,
      row.line,
      row.name,
      `${row.name} is used and ${row.manifest ?? "no manifest"} does not declare it`,
      row,
    );
  for (const row of found.binaries)
    add("binaries", row.file, row.line, row.name, `no declared package brings the command ${row.name}`, row);
  for (const row of found.unresolved)
    add("unresolved", row.file, row.line, row.specifier, `the import of ${row.specifier} leads nowhere`, row);
  for (const row of found.duplicates) {
    const names = row.symbols.map(({ symbol }) => symbol);
    add("duplicates", row.file, row.symbols[0]!.line, names.join(", "), `${names.join(" and ")} are one export`, row);
  }
  return findings.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

/** The rows of some kinds and of at least a verdict; clusters stay when they hold a row that stays. */
export function selected(
  found: DeadCode,
  keep: { kinds: ReadonlySet<FindingKind>; least: Verdict; isWanted: (file: string) => boolean },
): DeadCode {
  const { kinds, least, isWanted } = keep;
  const order: Verdict[] = ["possible", "likely", "certain"];
  const isSure = ({ verdict }: { verdict: Verdict }) => order.indexOf(verdict) >= order.indexOf(least);
  const rows = <T extends { verdict: Verdict }>(kind: FindingKind, list: T[], fileOf: (row: T) => string) =>
    kinds.has(kind) ? list.filter((row) => isSure(row) && isWanted(fileOf(row))) : [];
  const left: DeadCode = {
    ...found,
    files: rows("files", found.files, ({ file }) => file),
    exports: found.exports.filter((row) => kinds.has(kindOfExport[row.kind]) && isSure(row) && isWanted(row.file)),
    dependencies: rows("dependencies", found.dependencies, ({ manifest }) => manifest),
    unlisted: rows("unlisted", found.unlisted, ({ file }) => file),
    binaries: rows("binaries", found.binaries, ({ file }) => file),
    unresolved: rows("unresolved", found.unresolved, ({ file }) => file),
    duplicates: rows("duplicates", found.duplicates, ({ file }) => file),
  };
  return { ...left, clusters: clustersOfRows(left) };
}
