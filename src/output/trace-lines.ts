import type { Trace, TracedReference } from "../questions/trace.js";
import type { HierarchyEdge } from "../questions/type-hierarchy.js";
import { clean, cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { accent, bold, dim, doubt, plain, type Style } from "./theme.js";

/** Columns of a source line that are shown; around the symbol, when the line is longer. */
const longest = 160;

interface Look {
  heading: Style;
  number: Style;
  match: Style;
  faint: Style;
  unsure: Style;
}

/** A trace as ripgrep prints matches: a heading a file, then line numbers and source lines. `textOf` gives a file's text or null. */
export function* traceLines(
  trace: Trace,
  textOf: (file: string) => string | null,
  { color }: { color: boolean },
): Generator<string> {
  const look: Look = color
    ? { heading: bold, number: accent, match: (text) => bold(`\x1b[31m${text}\x1b[39m`), faint: dim, unsure: doubt }
    : { heading: plain, number: plain, match: plain, faint: plain, unsure: plain };
  for (const { file, line, kind, symbol, signature } of trace.definitions) {
    yield `${look.heading(`${cleanLine(file)}:${line}`)}  ${kind} ${look.match(cleanLine(symbol))}`;
    if (cleanLine(signature) !== cleanLine(symbol)) yield look.faint(`  ${cleanLine(signature)}`);
  }
  yield* typeLines(trace.types, look);
  const byFile = new Map<string, TracedReference[]>();
  for (const reference of trace.references) {
    const list = byFile.get(reference.from.file);
    if (list) list.push(reference);
    else byFile.set(reference.from.file, [reference]);
  }
  yield "";
  yield look.faint(total(trace.references, byFile.size));
  for (const [file, references] of byFile) {
    yield "";
    yield `${look.heading(cleanLine(file))}${look.faint(viaText(references))}`;
    const lines = textOf(file)?.split("\n") ?? [];
    yield* sourceLines(references, lines, look);
  }
}

function* sourceLines(references: TracedReference[], lines: string[], look: Look): Generator<string> {
  const byLine = new Map<number, TracedReference[]>();
  for (const reference of references) {
    const { line } = reference.from;
    const list = byLine.get(line);
    if (list) list.push(reference);
    else byLine.set(line, [reference]);
  }
  for (const [line, found] of byLine) {
    const unsure = [...new Set(found.map(({ how }) => how))].filter((how) => how !== "resolved");
    const mark = unsure.length > 0 ? `  ${look.unsure(`(${unsure.map(howText).join(", ")})`)}` : "";
    const columns = found.map(({ from }) => from.column);
    yield `${look.number(String(line).padStart(6))}: ${marked(lines[line - 1] ?? "", columns, look)}${mark}`;
  }
}

/** A line without its indentation, with the names at some columns (from 1) marked. */
function marked(text: string, columns: number[], look: Look): string {
  const indent = /^\s*/.exec(text)![0].length;
  const start = Math.min(...columns) - 1;
  const from = text.length - indent <= longest ? indent : Math.max(indent, start - Math.floor(longest / 3));
  const until = Math.min(text.length, from + longest);
  let shown = from > indent ? "…" : "";
  let at = from;
  for (const column of [...new Set(columns)].sort((a, b) => a - b)) {
    const name = /^[\p{ID_Continue}$#@]+/u.exec(text.slice(column - 1))?.[0] ?? "";
    if (column - 1 < at || column - 1 + name.length > until) continue;
    shown += clean(text.slice(at, column - 1)) + look.match(clean(name));
    at = column - 1 + name.length;
  }
  return shown + clean(text.slice(at, until)).trimEnd() + (until < text.trimEnd().length ? "…" : "");
}

/** The re-exports on the way, when there are any. All references of a file come the same way, but for several definitions. */
function viaText(references: TracedReference[]): string {
  const ways = new Set(
    references.flatMap(({ via }) => (via && via.length > 2 ? [via.slice(1).map(cleanLine).join(" → ")] : [])),
  );
  return ways.size > 0 ? `  via ${[...ways].join("; ")}` : "";
}

function* typeLines(types: HierarchyEdge[], look: Look): Generator<string> {
  for (const direction of ["up", "down"] as const) {
    const edges = types.filter((edge) => edge.direction === direction);
    if (edges.length === 0) continue;
    yield "";
    yield look.faint(direction === "up" ? "types above" : "types below");
    for (const { from, to, kind, depth } of edges) {
      const end = direction === "up" ? to : from;
      const other = direction === "up" ? from : to;
      const how = direction === "up" ? `${cleanLine(other.symbol)} ${kind} it` : `${kind} ${cleanLine(other.symbol)}`;
      yield `${"  ".repeat(depth)}${cleanLine(end.symbol)}  ${look.faint(`${cleanLine(end.file)}:${end.line}, ${how}`)}`;
    }
  }
}

function total(references: TracedReference[], files: number): string {
  if (references.length === 0) return "no references";
  const named = references.length === 1 ? "1 reference" : `${count(references.length)} references`;
  const counts = (["inferred", "name"] as const).flatMap((how) => {
    const n = references.filter((reference) => reference.how === how).length;
    return n > 0 ? [`${count(n)} ${howText(how)}`] : [];
  });
  return `${named} in ${count(files)} ${files === 1 ? "file" : "files"}${counts.length > 0 ? `, ${counts.join(", ")}` : ""}`;
}

const howText = (how: string) => (how === "name" ? "by name only" : how);
