import type { Graph, Reference } from "../../graph/graph.js";
import type { Entry } from "../../project/project.js";
import { type Reached, reach } from "./reach.js";

/** Why a file or symbol is alive: a shortest way of imports from an entry; or why none leads there. */
export interface Why {
  /** What was asked about: a file, or a symbol of one. */
  file: string;
  symbol: string | null;
  entry: Entry | null;
  /** From the entry to the file: each step is the file that imports, with the line, and what it imports. Empty for an entry itself. */
  steps: { from: string; line: number; to: string }[];
  /** Uses of the symbol in other files that are reached; those in its own file when there are none. */
  uses: { file: string; line: number }[];
  /** Why nothing leads here, for people; null when something does. */
  reason: string | null;
}

/** Answers for every file of that path, or every symbol of that name (`name`, `Class.member`, `FILE:name`). */
export function why(input: {
  graph: Graph;
  references: readonly Reference[];
  entries: readonly Entry[];
  read(path: string): string | null;
  asked: string;
}): Why[] {
  const { graph, asked } = input;
  const reached = reach(graph, input.entries, input.read);
  if (graph.files.has(asked)) return [whyFile(graph, reached, asked)];
  const [, inFile, name] = /^(?:(.+):)?([^:]+)$/.exec(asked) ?? [];
  const found: Why[] = [];
  for (const [file, { definitions, exports }] of graph.files) {
    if (inFile !== undefined && file !== inFile) continue;
    const isDefined = definitions.some((one) => (one.container ? `${one.container}.${one.name}` : one.name) === name);
    if (!isDefined && !exports.some((row) => row.name === name && row.from === null)) continue;
    found.push(whySymbol(input, reached, file, name!));
  }
  return found;
}

function whyFile(graph: Graph, reached: ReadonlyMap<string, Reached>, file: string): Why {
  const steps: Why["steps"] = [];
  let at = reached.get(file);
  for (let to = file; at?.from; to = at.from.file, at = reached.get(to)) {
    steps.unshift({ from: at.from.file, line: at.from.line, to });
    const above = reached.get(at.from.file);
    if (!above?.from) {
      at = above;
      break;
    }
  }
  const importers = new Set(graph.imports.flatMap((edge) => (edge.to === file ? [edge.from] : [])));
  const reason = at
    ? null
    : importers.size === 0
      ? "nothing imports it, and it is no entry"
      : `no entry leads to what imports it: ${[...importers].slice(0, 5).join(", ")}`;
  return { file, symbol: null, entry: at?.entry ?? null, steps, uses: [], reason };
}

function whySymbol(
  { graph, references }: { graph: Graph; references: readonly Reference[] },
  reached: ReadonlyMap<string, Reached>,
  file: string,
  symbol: string,
): Why {
  const own = whyFile(graph, reached, file);
  const local = graph.files.get(file)!.exports.find((row) => row.name === symbol && row.from === null)?.local;
  const to = references.filter((one) => one.to.file === file && (one.to.symbol === symbol || one.to.symbol === local));
  const outside = to.filter(({ from }) => from.file !== file && reached.has(from.file));
  const uses = (outside.length > 0 ? outside : to).map(({ from }) => ({ file: from.file, line: from.line }));
  if (own.reason !== null) return { ...own, symbol, uses, reason: `its file is dead: ${own.reason}` };
  if (outside.length > 0) {
    const [first] = outside;
    return { ...whyFile(graph, reached, first!.from.file), file, symbol, uses, reason: null };
  }
  if (own.entry && own.steps.length === 0) return { ...own, symbol, uses, reason: null };
  const reason = uses.length > 0 ? "only its own file, or code that no entry leads to, uses it" : "nothing uses it";
  return { ...own, symbol, uses, reason };
}
