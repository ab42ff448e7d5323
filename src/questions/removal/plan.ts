import { importedBy } from "../../graph/exported-by.js";
import type { Graph, Reference } from "../../graph/graph.js";
import { languageOf } from "../../syntax/languages.js";
import type { DeadCode, DeadExport } from "../dead/findings.js";
import { removalRules } from "./removal-rules.js";
import { definitionsOfRow, symbolOf } from "./remove-definitions.js";

/** What can go together: nothing that stays needs any of it. */
export interface Plan {
  files: Set<string>;
  rows: DeadExport[];
  /** Statements of files that stay, which say that a file is there. */
  statements: { file: string; line: number }[];
}

interface Input {
  graph: Graph;
  references: readonly Reference[];
  found: DeadCode;
  /** Rows that cannot go, by `rowKey`. */
  blocked: ReadonlySet<string>;
}

export const rowKey = ({ file, symbol, line }: Pick<DeadExport, "file" | "symbol" | "line">) =>
  `${file}\0${symbol}\0${line}`;
export const fileKey = (file: string) => `${file}\0`;

/**
 * The certain rows that can go at once. A row whose symbol is still used by what stays (code that is dead, but not certainly) stays too, and
 * with it whatever it uses.
 */
export function plan({ graph, references, found, blocked }: Input): Plan {
  let files = new Set(
    found.files.flatMap(({ file, verdict }) => (verdict === "certain" && !blocked.has(fileKey(file)) ? [file] : [])),
  );
  let rows = found.exports.filter(
    (row) => row.verdict === "certain" && row.usedBy !== "tests" && !blocked.has(rowKey(row)),
  );
  const uses = usesBySymbol(graph, references, rows);
  for (;;) {
    const ranges = rangesOf(graph, rows);
    const names = new Set(rows.map(({ file, symbol }) => `${file} ${symbol}`));
    const isGone = (use: Use) =>
      files.has(use.file) ||
      (use.passedAs !== undefined && names.has(`${use.file} ${use.passedAs}`)) ||
      (ranges.get(use.file) ?? []).some(([from, to]) => use.line >= from && use.line <= to);
    const nextRows = rows.filter((row) => files.has(row.file) || (uses.get(rowKey(row)) ?? []).every(isGone));
    const nextFiles = new Set(
      [...files].filter((file) =>
        importsOf(graph, file).every(({ from, isStatement }) => isStatement || files.has(from)),
      ),
    );
    const isStable = nextRows.length === rows.length && nextFiles.size === files.size;
    rows = nextRows;
    files = nextFiles;
    if (isStable) break;
  }
  const statements = [...files].flatMap((file) =>
    importsOf(graph, file).flatMap(({ from, line, isStatement }) =>
      isStatement && !files.has(from) ? [{ file: from, line }] : [],
    ),
  );
  return {
    files,
    rows: withOpened(
      graph,
      rows.filter(({ file }) => !files.has(file)),
    ),
    statements,
  };
}

interface Use {
  file: string;
  line: number;
  /** The name under which a re-export passes it on. */
  passedAs?: string;
}

/** Row -> its uses elsewhere: references, and imports that name it. Uses in its own file are looked at where it is taken out. */
function usesBySymbol(graph: Graph, references: readonly Reference[], rows: readonly DeadExport[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const byFile = new Map<string, DeadExport[]>();
  for (const row of rows) byFile.set(row.file, [...(byFile.get(row.file) ?? []), row]);
  const add = (row: DeadExport, use: Use) => {
    const known = uses.get(rowKey(row));
    if (known) known.push(use);
    else uses.set(rowKey(row), [use]);
  };
  for (const { from, to } of references) {
    for (const row of byFile.get(to.file) ?? []) {
      const saysExports =
        graph.files.get(to.file)!.exports.length > 0 && languageOf(to.file)?.visibility.by === "exports";
      const isOwn = from.file === to.file && saysExports && (row.kind === "value" || row.kind === "type");
      if (!isOwn && (to.symbol === row.symbol || to.symbol.startsWith(`${row.symbol}.`))) add(row, from);
    }
  }
  const targets = new Map(graph.imports.map(({ from, line, specifier, to }) => [`${from}\0${line}\0${specifier}`, to]));
  for (const [file, { imports, exports }] of graph.files) {
    for (const { specifier, names, line, kind } of imports) {
      const target = targets.get(`${file}\0${line}\0${specifier}`);
      if (!target) continue;
      for (const { imported } of names) {
        const row = byFile.get(target)?.find(({ symbol }) => symbol === imported);
        const declared = row ? null : importedBy(graph, file, specifier, imported);
        const other =
          declared &&
          byFile.get(declared.file)?.find(({ symbol }) => symbol === (declared.definition?.name ?? declared.local));
        const used = row ?? other;
        if (!used || file === used.file) continue;
        const passed =
          kind === "reexport" ? exports.find((one) => one.from === specifier && one.local === imported) : undefined;
        add(used, { file, line, ...(passed ? { passedAs: passed.name } : {}) });
      }
    }
  }
  return uses;
}

function rangesOf(graph: Graph, rows: readonly DeadExport[]): Map<string, [number, number][]> {
  const ranges = new Map<string, [number, number][]>();
  for (const row of withOpened(graph, rows)) {
    const facts = graph.files.get(row.file)!;
    const known = ranges.get(row.file) ?? [];
    known.push([row.line, row.endLine]);
    if (row.usedBy !== "own file")
      for (const { startLine, endLine } of definitionsOfRow(facts, row, languageOf(row.file)?.overloads === true))
        known.push([startLine, endLine]);
    ranges.set(row.file, known);
  }
  return ranges;
}

/** Members that stand outside of a type, in other files of its folder, go with it. */
function withOpened(graph: Graph, rows: readonly DeadExport[]): DeadExport[] {
  const added: DeadExport[] = [];
  for (const row of rows) {
    const language = languageOf(row.file);
    if (!language?.openTypes || !language.sharedScope) continue;
    const folder = row.file.slice(0, row.file.lastIndexOf("/") + 1);
    for (const [file, { definitions }] of graph.files) {
      if (file === row.file || !file.startsWith(folder) || file.includes("/", folder.length)) continue;
      for (const one of definitions)
        if (one.container === row.symbol)
          added.push({
            ...row,
            file,
            symbol: symbolOf(one),
            line: one.line,
            endLine: one.endLine,
            kind: "classMember",
          });
    }
  }
  return added.length === 0
    ? [...rows]
    : [...rows, ...added.filter((one) => !rows.some((row) => rowKey(row) === rowKey(one)))];
}

/** Imports of a file by others. One that only says that the file is there goes with it. */
export function importsOf(graph: Graph, file: string): { from: string; line: number; isStatement: boolean }[] {
  const language = languageOf(file);
  const hasStatement = language !== null && removalRules(language)?.fileStatement !== undefined;
  return graph.imports.flatMap(({ from, to, line, specifier }) =>
    to === file && from !== file ? [{ from, line, isStatement: hasStatement && specifier.startsWith("self::") }] : [],
  );
}
