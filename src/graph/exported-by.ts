import type { Definition, Export, FileFacts } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import type { Graph } from "./graph.js";

export interface Declaration {
  file: string;
  /** Null when the value has no name (`export default {…}`), or when the name stands for the whole file. */
  definition: Definition | null;
}

/**
 * The file and definition that really declare a name that `file` exports, through any number of re-exports; null when nothing in
 * the repository does. "default" asks for the default export. Re-exports in a circle end the search along that way.
 */
export function exportedBy(graph: Graph, file: string, name: string): Declaration | null {
  return follow(graph, file, name, new Set());
}

function follow(graph: Graph, file: string, name: string, seen: Set<string>): Declaration | null {
  const facts = graph.files.get(file);
  const key = `${file} ${name}`;
  if (!facts || seen.has(key)) return null;
  seen.add(key);
  const row = facts.exports.find((candidate) => candidate.name === name);
  if (row) {
    const found = row.from === null ? local(graph, file, facts, row.local, seen) : through(graph, file, row, seen);
    if (found) return found;
  } else if (!exportsByStatement(facts)) {
    // In Python and Rust an imported name can be imported again from here.
    const found = definitionOf(facts, name)
      ? local(graph, file, facts, name, seen)
      : imported(graph, file, facts, name, seen);
    if (found) return found;
  }
  // `export *` passes on everything but the default.
  if (name === "default") return null;
  for (const star of facts.exports) {
    if (star.name !== "*" || star.from === null) continue;
    for (const target of targets(graph, file, star.from)) {
      const found = follow(graph, target, name, seen);
      if (found) return found;
    }
  }
  return null;
}

/** A name of the file itself: defined here, or imported here and exported on. */
function local(
  graph: Graph,
  file: string,
  facts: FileFacts,
  name: string | null,
  seen: Set<string>,
): Declaration | null {
  if (name === null) return { file, definition: null };
  const definition = definitionOf(facts, name);
  if (definition) return { file, definition };
  return imported(graph, file, facts, name, seen) ?? { file, definition: null };
}

function imported(graph: Graph, file: string, facts: FileFacts, name: string, seen: Set<string>): Declaration | null {
  for (const { specifier, names } of facts.imports) {
    for (const binding of names) {
      const star = binding.local === "*" && binding.imported === "*";
      if (binding.local !== name && (!star || exportsByStatement(facts))) continue;
      const wanted = star ? name : binding.imported;
      for (const target of targets(graph, file, specifier)) {
        if (wanted === "*") return { file: target, definition: null };
        const found = follow(graph, target, wanted, seen);
        if (found) return found;
      }
    }
  }
  return null;
}

function through(graph: Graph, file: string, row: Export, seen: Set<string>): Declaration | null {
  for (const target of targets(graph, file, row.from!)) {
    if (row.local === "*" || row.local === null) return { file: target, definition: null };
    const found = follow(graph, target, row.local, seen);
    if (found) return found;
  }
  return null;
}

/** The definition at the top level of a file; a value before a type of the same name. */
function definitionOf(facts: FileFacts, name: string): Definition | null {
  const found = facts.definitions.filter((definition) => definition.container === "" && definition.name === name);
  return found.find(({ kind }) => kind !== "interface" && kind !== "type") ?? found[0] ?? null;
}

function exportsByStatement(facts: FileFacts): boolean {
  return facts.language !== null && languages.get(facts.language)?.visibility.by === "exports";
}

const targetsByGraph = new WeakMap<Graph, Map<string, string[]>>();

/** Where a specifier of a file leads, from the edges. */
function targets(graph: Graph, file: string, specifier: string): string[] {
  let known = targetsByGraph.get(graph);
  if (!known) {
    known = new Map();
    for (const { from, to, specifier: written } of graph.imports) {
      if (to === null) continue;
      const key = `${from} ${written}`;
      const list = known.get(key);
      if (list) list.push(to);
      else known.set(key, [to]);
    }
    targetsByGraph.set(graph, known);
  }
  return known.get(`${file} ${specifier}`) ?? [];
}
