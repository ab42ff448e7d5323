import { fail } from "../errors.js";
import { exportWay } from "../graph/export-way.js";
import type { Graph, Reference, SymbolPlace } from "../graph/graph.js";
import type { References } from "../graph/references.js";
import { nearNames } from "./near-names.js";
import { type HierarchyEdge, hierarchy } from "./type-hierarchy.js";

export interface Trace {
  definitions: TracedDefinition[];
  /** By file, then in the order of the source. */
  references: TracedReference[];
  types: HierarchyEdge[];
}

export interface TracedDefinition extends SymbolPlace {
  /** `variable` too for a name that only a pattern binds. */
  kind: string;
  column: number;
  endLine: number;
  signature: string;
  exported: boolean;
}

export interface TracedReference extends Reference {
  /** The files by which the name arrives, from the one that uses it to the one that defines it; null when no import brings it. */
  via: string[] | null;
}

/** What is traced: a name, `Class.member` or longer, or a place. */
export type Wanted = { name: string } | { file: string; line: number };

/**
 * Where a symbol is defined, everything that refers to it, and the types above and below it. A name means the symbols that are called
 * so from their outermost container on, and if there are none, all whose dotted name ends in it. Throws unknown-symbol, with similar
 * names, and nothing-defined-there.
 */
export function trace(graph: Graph, { references, types }: References, wanted: Wanted): Trace {
  const definitions =
    "name" in wanted ? named(graph, references, wanted.name) : placed(graph, references, wanted.file, wanted.line);
  const keys = new Set(definitions.map(keyOf));
  const ways = new Map<string, string[] | null>();
  const traced = references
    .filter(({ to }) => keys.has(keyOf(to)))
    .map((reference): TracedReference => {
      const { from, to } = reference;
      const outermost = to.symbol.split(".")[0]!;
      const key = `${from.file}\n${to.file}\n${outermost}`;
      if (!ways.has(key)) ways.set(key, exportWay(graph, from.file, to.file, outermost));
      return { ...reference, via: ways.get(key)! };
    });
  return { definitions, references: traced, types: hierarchy(types, definitions) };
}

const keyOf = ({ file, symbol }: { file: string; symbol: string }) => `${file}\n${symbol}`;

function named(graph: Graph, references: readonly Reference[], name: string): TracedDefinition[] {
  const wanted = name.replace(/::|#/g, ".").replace(/^\.+|\.+$/g, "");
  const all = [...allDefinitions(graph)];
  const whole = all.filter(({ symbol }) => symbol === wanted);
  if (whole.length > 0) return whole;
  const ending = all.filter(({ symbol }) => symbol.endsWith(`.${wanted}`));
  if (ending.length > 0) return ending;
  const bound = boundNames(references, ({ symbol }) => symbol === wanted);
  if (bound.length > 0) return bound;
  const names = all.map(({ symbol }) => (wanted.includes(".") ? symbol : symbol.slice(symbol.lastIndexOf(".") + 1)));
  throw fail("unknown-symbol", { name, near: nearNames(wanted, names).join(", ") });
}

/** What is named on a line; or else what is used there; or else the innermost definition around it. */
function placed(graph: Graph, references: readonly Reference[], file: string, line: number): TracedDefinition[] {
  const own = [...definitionsOf(graph, file)];
  const here = own.filter((definition) => definition.line === line);
  if (here.length > 0) return outermost(here);
  const used = new Set(
    references.filter(({ from }) => from.file === file && from.line === line).map(({ to }) => keyOf(to)),
  );
  if (used.size > 0) {
    const found = [...allDefinitions(graph)].filter((definition) => used.has(keyOf(definition)));
    return found.length > 0 ? found : boundNames(references, (to) => used.has(keyOf(to)));
  }
  const around = own.filter((definition) => definition.startLine <= line && line <= definition.endLine);
  const innermost = around.sort((a, b) => b.startLine - a.startLine || a.endLine - b.endLine)[0];
  if (!innermost) throw fail("nothing-defined-there", { path: file, line });
  return own.filter((definition) => definition.symbol === innermost.symbol);
}

/** `function f(options: { a: number })` names f and f.a on one line: f is meant. */
function outermost<T extends SymbolPlace>(definitions: T[]): T[] {
  return definitions.filter(({ symbol }) => !definitions.some((other) => symbol.startsWith(`${other.symbol}.`)));
}

function* allDefinitions(graph: Graph): Generator<TracedDefinition> {
  for (const file of graph.files.keys()) yield* definitionsOf(graph, file);
}

function* definitionsOf(graph: Graph, file: string): Generator<TracedDefinition & { startLine: number }> {
  for (const { name, container, kind, line, column, startLine, endLine, signature, exported } of graph.files.get(file)!
    .definitions) {
    const symbol = container === "" ? name : `${container}.${name}`;
    yield { file, symbol, line, column, startLine, endLine, kind, signature, exported };
  }
}

/** Names that only patterns bind are no definitions; what refers to them tells where they are. */
function boundNames(references: readonly Reference[], isWanted: (to: SymbolPlace) => boolean): TracedDefinition[] {
  const found = new Map<string, TracedDefinition>();
  for (const { to } of references) {
    if (!isWanted(to) || found.has(keyOf(to))) continue;
    const { line } = to;
    found.set(keyOf(to), { ...to, column: 1, endLine: line, kind: "variable", signature: to.symbol, exported: true });
  }
  return [...found.values()];
}
