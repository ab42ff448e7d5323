import type { Export, FileFacts, Import } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import type { Graph } from "./graph.js";

/** What a file passes on, by name: names are followed from file to file many times over. */
export interface ExportTable {
  facts: FileFacts;
  /** The first row of each name. */
  rows: Map<string, Export>;
  /** Sources of `export *`. */
  stars: string[];
  /** Numbers of the definitions at the top level, in the order of the source. */
  topLevel: Map<string, number[]>;
  /** Imports by the name they bind here. */
  imported: Map<string, { of: Import; imported: string }[]>;
  /** Imports of all names, unbound. */
  wildcards: Import[];
  /** Names are exported by a statement; elsewhere (Python, Rust) an imported name can be imported again from here. */
  byStatement: boolean;
  /** Names that were asked for, and what declares them; kept by src/graph/exported-by.ts. */
  answers: Map<string, unknown>;
}

const tablesByGraph = new WeakMap<Graph, Map<string, ExportTable | null>>();
const targetsByGraph = new WeakMap<Graph, Map<string, Map<string, string[]>>>();
const nowhere: readonly string[] = [];

/** Made when a file is first asked for; null for a file that is not in the graph. */
export function exportTable(graph: Graph, file: string): ExportTable | null {
  let tables = tablesByGraph.get(graph);
  if (!tables) {
    tables = new Map();
    tablesByGraph.set(graph, tables);
  }
  let table = tables.get(file);
  if (table === undefined) {
    const facts = graph.files.get(file);
    table = facts ? tableOf(facts) : null;
    tables.set(file, table);
  }
  return table;
}

/** Where a specifier of a file leads, from the edges. */
export function targetsOf(graph: Graph, file: string, specifier: string): readonly string[] {
  let byFile = targetsByGraph.get(graph);
  if (!byFile) {
    byFile = new Map();
    for (const { from, to, specifier: written } of graph.imports) {
      if (to === null) continue;
      let bySpecifier = byFile.get(from);
      if (!bySpecifier) {
        bySpecifier = new Map();
        byFile.set(from, bySpecifier);
      }
      const list = bySpecifier.get(written);
      if (!list) bySpecifier.set(written, [to]);
      else if (!list.includes(to)) list.push(to);
    }
    targetsByGraph.set(graph, byFile);
  }
  return byFile.get(file)?.get(specifier) ?? nowhere;
}

function tableOf(facts: FileFacts): ExportTable {
  const table: ExportTable = {
    facts,
    rows: new Map(),
    stars: [],
    topLevel: new Map(),
    imported: new Map(),
    wildcards: [],
    answers: new Map(),
    byStatement: facts.language !== null && languages.get(facts.language)?.visibility.by === "exports",
  };
  for (const row of facts.exports) {
    if (row.name === "*" && row.from !== null) table.stars.push(row.from);
    if (!table.rows.has(row.name)) table.rows.set(row.name, row);
  }
  const block = facts.language === null ? undefined : languages.get(facts.language)?.openBlock;
  const isBlock = block === undefined ? null : new RegExp(block);
  facts.definitions.forEach(({ container, name, signature }, number) => {
    if (container === "" && !isBlock?.test(signature)) push(table.topLevel, name, number);
  });
  for (const of of facts.imports) {
    for (const { imported, local } of of.names) {
      if (imported === "*" && local === "*") table.wildcards.push(of);
      else push(table.imported, local, { of, imported });
    }
  }
  return table;
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
