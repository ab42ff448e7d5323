import type { Graph, How, ImportEdge, Reference, TypeEdge, TypeEdgeKind } from "../graph/graph.js";
import { importers, neighbours } from "../graph/link.js";
import type { DefinitionKind } from "../syntax/facts.js";
import { isTest } from "../syntax/languages.js";
import { type CycleStep, cycles } from "./cycles.js";

export interface GraphSummary {
  files: number;
  lines: number;
  /** Most lines first; `language` null is text in no language that v4 parses. */
  languages: LanguageRow[];
  /** Most first. */
  symbols: { kind: DefinitionKind; count: number }[];
  exported: number;
  references: Record<How, number>;
  types: Partial<Record<TypeEdgeKind, number>>;
  /** Most first, at most `listed`. */
  mostImported: { file: string; importedBy: number }[];
  cycles: { runtime: CycleCount; type: CycleCount };
  /** Imports of files that are not there: how many, and the first. */
  nowhere: { count: number; first: { file: string; line: number; specifier: string }[] };
  /** Files in a language that import nothing of the repository and that nothing imports, tests left out: how many, and the first. */
  orphans: { count: number; first: string[] };
  /** Files that could not be parsed whole. */
  withProblems: { count: number; first: { file: string; line: number; message: string }[] };
}

export interface LanguageRow {
  language: string | null;
  files: number;
  lines: number;
  /** Imports that lead to a file of the repository, out of it (packages, builtins), or to a file that is not there. */
  inside: number;
  outside: number;
  nowhere: number;
}

export interface CycleCount {
  count: number;
  /** Files in all of them. */
  files: number;
  /** A way round the largest that is not of tests alone, or null. */
  example: CycleStep[] | null;
}

/** Rows of a list in a summary; the whole lists are in the graph. */
const listed = 8;

/** What is in a repository, in figures. `nowhere` are those of the graph's imports that lead to no file, though they should. */
export function summarize(
  graph: Graph,
  { references, types }: { references: Iterable<Reference>; types: Iterable<TypeEdge> },
  nowhere: ImportEdge[],
): GraphSummary {
  const files = [...graph.files];
  const definitions = files.flatMap(([, facts]) => facts.definitions);
  const problems = files.flatMap(([file, facts]) =>
    facts.problems.slice(0, 1).map((problem) => ({ file, ...problem })),
  );
  const lonely = files.filter(([file, facts]) => {
    const { imports, importedBy } = neighbours(graph, file);
    return facts.language !== null && imports.length + importedBy.length === 0 && !isTest(file);
  });
  const byHow: GraphSummary["references"] = { resolved: 0, inferred: 0, name: 0 };
  for (const { how } of references) byHow[how]++;
  return {
    files: files.length,
    lines: files.reduce((sum, [, facts]) => sum + facts.lines, 0),
    languages: languageRows(graph, new Set(nowhere)),
    symbols: counted(definitions.map(({ kind }) => kind)).map(([kind, count]) => ({ kind, count })),
    exported: definitions.filter(({ exported }) => exported).length,
    references: byHow,
    types: Object.fromEntries(counted([...types].map(({ kind }) => kind))),
    mostImported: [...importers(graph)]
      .map(([file, from]) => ({ file, importedBy: from.length }))
      .sort((a, b) => b.importedBy - a.importedBy || (a.file < b.file ? -1 : 1))
      .slice(0, listed),
    cycles: countCycles(graph),
    nowhere: {
      count: nowhere.length,
      first: nowhere.slice(0, listed).map(({ from, line, specifier }) => ({ file: from, line, specifier })),
    },
    orphans: { count: lonely.length, first: lonely.slice(0, listed).map(([file]) => file) },
    withProblems: { count: problems.length, first: problems.slice(0, listed) },
  };
}

function languageRows(graph: Graph, nowhere: ReadonlySet<ImportEdge>): LanguageRow[] {
  const rows = new Map<string | null, LanguageRow>();
  for (const { language, lines } of graph.files.values()) {
    const row = rows.get(language) ?? { language, files: 0, lines: 0, inside: 0, outside: 0, nowhere: 0 };
    row.files++;
    row.lines += lines;
    rows.set(language, row);
  }
  for (const edge of graph.imports) {
    const row = rows.get(graph.files.get(edge.from)!.language)!;
    row[edge.to !== null ? "inside" : nowhere.has(edge) ? "nowhere" : "outside"]++;
  }
  return [...rows.values()].sort(
    (a, b) => Number(a.language === null) - Number(b.language === null) || b.lines - a.lines,
  );
}

function countCycles(graph: Graph): GraphSummary["cycles"] {
  const all = cycles(graph);
  const of = (kind: "runtime" | "type"): CycleCount => {
    const found = all.filter((cycle) => cycle.kind === kind);
    return {
      count: found.length,
      files: new Set(found.flatMap(({ files }) => files)).size,
      example: (found.find(({ files }) => !files.every(isTest)) ?? found[0])?.example ?? null,
    };
  };
  return { runtime: of("runtime"), type: of("type") };
}

function counted<T>(values: T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
