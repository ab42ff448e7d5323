import type { GraphSummary } from "../questions/summary.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { bold, dim, plain } from "./theme.js";

/** Languages with a line of their own; the others share one. */
const mostLanguages = 6;
const mostImported = 5;

/** Behind the titles. */
const indent = " ".repeat(14);
/** Characters of a line of places; one that is longer by itself is not cut. */
const longest = 100;

/** A summary as lines for people: about 25 and never 40, in columns that need no width of a terminal. */
export function summaryLines(
  name: string,
  summary: GraphSummary,
  unread: readonly { why: string }[],
  { color }: { color: boolean },
): string[] {
  const strong = color ? bold : plain;
  const faint = color ? dim : plain;
  const row = (title: string, text: string) => `${strong(title.padEnd(13))} ${text}`;
  const { references, types, cycles, nowhere, orphans, withProblems } = summary;
  const symbols = summary.symbols.reduce((sum, kind) => sum + kind.count, 0);
  const lines = [
    strong(cleanLine(name)) +
      ` · ${files(summary.files)} · ${count(summary.lines)} lines · ${count(symbols)} symbols, ${count(summary.exported)} exported`,
    "",
    ...languageTable(summary, faint),
    "",
    row("symbols", list(summary.symbols.map(({ kind, count: n }) => `${count(n)} ${plural(kind, n)}`))),
  ];
  const found = references.resolved + references.inferred + references.name;
  if (found > 0) {
    const how = [`${count(references.resolved)} resolved`];
    if (references.inferred > 0) how.push(`${count(references.inferred)} inferred`);
    if (references.name > 0) how.push(`${count(references.name)} by name only`);
    lines.push(row("references", `${count(found)}: ${list(how)}`));
  }
  const edges = Object.entries(types).sort(([, a], [, b]) => b - a);
  if (edges.length > 0) lines.push(row("types", list(edges.map(([kind, n]) => `${count(n)} ${kind}`))));
  if (summary.mostImported.length > 0) {
    lines.push("", strong("most imported"));
    for (const { file, importedBy } of summary.mostImported.slice(0, mostImported)) {
      lines.push(`${count(importedBy).padStart(13)} ${cleanLine(file)}`);
    }
  }
  lines.push("", row("cycles", cyclesText(cycles)));
  const example = cycles.runtime.example ?? cycles.type.example;
  if (example) lines.push(...wayRound(example).map((line) => `${indent}${faint(line)}`));
  if (nowhere.count > 0) {
    const first = nowhere.first.map((at) => `${cleanLine(at.file)}:${at.line} "${cleanLine(at.specifier)}"`);
    lines.push(row("nowhere", `${imports(nowhere.count)} no file that is there`), ...some(first, nowhere.count));
  }
  if (orphans.count > 0) {
    const first = orphans.first.map(cleanLine);
    lines.push(row("orphans", `${files(orphans.count)} with no import from or to here`), ...some(first, orphans.count));
  }
  if (withProblems.count > 0) {
    const first = withProblems.first.map((at) => `${cleanLine(at.file)}:${at.line}`);
    lines.push(row("problems", `${files(withProblems.count)} not parsed whole`), ...some(first, withProblems.count));
  }
  if (unread.length > 0) lines.push(row("not read", notRead(unread)));
  return lines;
}

function languageTable({ languages }: GraphSummary, faint: (text: string) => string): string[] {
  const rest = languages.slice(mostLanguages);
  const rows = languages.slice(0, mostLanguages).map((row) => ({ ...row, name: row.language ?? "other text" }));
  if (rest.length > 0) {
    const sum = (key: "files" | "lines" | "inside" | "outside" | "nowhere") =>
      rest.reduce((total, row) => total + row[key], 0);
    const figures = { files: sum("files"), lines: sum("lines"), inside: sum("inside"), outside: sum("outside") };
    rows.push({ language: null, ...figures, nowhere: sum("nowhere"), name: `${rest.length} others` });
  }
  const cell = (value: number) => (value === 0 ? "" : count(value)).padStart(10);
  const head = ["files", "lines", "imports", "packages", "nowhere"].map((title) => title.padStart(10)).join("");
  return [
    faint(`${" ".repeat(13)}${head}`),
    ...rows.map(({ name, ...row }) =>
      `${name.padEnd(13)}${[row.files, row.lines, row.inside, row.outside, row.nowhere].map(cell).join("")}`.trimEnd(),
    ),
  ];
}

function cyclesText({ runtime, type }: GraphSummary["cycles"]): string {
  if (runtime.count + type.count === 0) return "none";
  const parts = runtime.count > 0 ? [`${count(runtime.count)} at run time (${files(runtime.files)})`] : [];
  if (type.count > 0) parts.push(`${count(type.count)} that close only through type imports`);
  return `${list(parts)}; one of them:`;
}

/** `a.ts:3 → b.ts:9 → a.ts`: where each import stands; each on a line of its own when they are long. */
function wayRound(steps: readonly { from: string; to: string; line: number }[]): string[] {
  const places = [...steps.map(({ from, line }) => `${cleanLine(from)}:${line}`), cleanLine(steps.at(-1)!.to)];
  const one = places.join(" → ");
  return one.length <= longest ? [one] : places.map((place, i) => (i === 0 ? place : `→ ${place}`));
}

function notRead(unread: readonly { why: string }[]): string {
  const reasons = new Map<string, number>();
  for (const { why } of unread) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  const parts = [...reasons].sort(([, a], [, b]) => b - a).map(([why, n]) => `${count(n)} ${why}`);
  return `${files(unread.length)}: ${list(parts)}`;
}

const files = (n: number) => `${count(n)} ${n === 1 ? "file" : "files"}`;
const imports = (n: number) => (n === 1 ? "1 import leads to" : `${count(n)} imports lead to`);
const list = (parts: string[]) => parts.join(", ");

/** The first few on one line as far as they fit, at least one. */
function some(first: string[], of: number): string[] {
  let line = first[0]!;
  let shown = 1;
  for (; shown < first.length && line.length + first[shown]!.length + 2 <= longest; shown++)
    line += `, ${first[shown]}`;
  return [`${indent}${line}${of > shown ? ", …" : ""}`];
}

function plural(kind: string, n: number): string {
  if (n === 1) return kind;
  return kind.endsWith("s") ? `${kind}es` : `${kind}s`;
}
