import type { Cluster, DeadCode, Since } from "../questions/dead/findings.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { type Finding, findingsOf } from "./findings.js";
import { accent, bold, dim, doubt, plain, type Style } from "./theme.js";

/** Clusters that are printed; the others are in --json. */
const mostClusters = 5;

/** Findings grouped by file, the clusters before them, the total last. */
export function* findingLines(found: DeadCode, { color }: { color: boolean }): Generator<string> {
  const look: Record<"head" | "number" | "faint" | "unsure", Style> = color
    ? { head: bold, number: accent, faint: dim, unsure: doubt }
    : { head: plain, number: plain, faint: plain, unsure: plain };
  const findings = findingsOf(found);
  for (const cluster of found.clusters.slice(0, mostClusters)) {
    yield look.head(`${count(cluster.lines)} lines that only dead code uses, removable together`);
    for (const line of clusterLines(cluster)) yield `  ${line}`;
    yield "";
  }
  const files = findings.filter(({ kind }) => kind === "files");
  if (files.length > 0) {
    yield look.head(`Files that no entry leads to (${count(files.length)})`);
    for (const one of files)
      yield `  ${cleanLine(one.file)}  ${look.faint(`${count(one.endLine)} lines`)}${doubtOf(one, look)}${sinceOf(one, look)}`;
    yield "";
  }
  let last = "";
  for (const one of findings) {
    if (one.kind === "files") continue;
    if (one.file !== last) {
      if (last !== "") yield "";
      yield look.head(cleanLine(one.file));
      last = one.file;
    }
    yield `${look.number(String(one.line).padStart(6))}  ${cleanLine(one.message)}${doubtOf(one, look)}${sinceOf(one, look)}`;
  }
  if (last !== "") yield "";
  for (const { why, advice } of found.withheld) {
    yield `${look.unsure("not printed:")} ${cleanLine(why)}`;
    yield `  ${cleanLine(advice)}`;
    yield "";
  }
  yield total(findings);
}

function* clusterLines({ files, symbols, since }: Cluster): Generator<string> {
  for (const file of files) yield cleanLine(file);
  for (const { file, line, symbol } of symbols) yield `${cleanLine(file)}:${line} ${cleanLine(symbol)}`;
  if (since) yield sinceText(since);
}

const sinceText = ({ date, commit, subject }: Since) => `since ${date} ${commit.slice(0, 10)} ${cleanLine(subject)}`;

function sinceOf({ since }: Finding, look: { faint: Style }): string {
  return since ? look.faint(`  ${sinceText(since)}`) : "";
}

/** What keeps a finding from being certain. */
function doubtOf({ verdict, evidence }: Finding, look: { unsure: Style; faint: Style }): string {
  if (verdict === "certain") return "";
  return `  ${look.unsure(verdict)}${look.faint(evidence.length > 1 ? `: ${cleanLine(evidence.at(-1)!)}` : "")}`;
}

function total(findings: readonly Finding[]): string {
  if (findings.length === 0) return "nothing is unused";
  const kinds = new Map<string, number>();
  for (const { kind } of findings) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const certain = findings.filter(({ verdict }) => verdict === "certain").length;
  const parts = [...kinds].map(([kind, number]) => `${count(number)} ${wordOf[kind] ?? kind}`);
  return `${count(findings.length)} findings, ${count(certain)} certain: ${parts.join(", ")}`;
}

const wordOf: Record<string, string> = {
  enumMembers: "enum members",
  classMembers: "class members",
  namespaceMembers: "namespace members",
  unlisted: "unlisted packages",
  binaries: "unlisted commands",
  unresolved: "unresolved imports",
  duplicates: "duplicate exports",
};
