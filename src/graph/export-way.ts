import { exportTable, targetsOf } from "./export-tables.js";
import type { Graph } from "./graph.js";

/**
 * The files by which a definition arrives where it is imported, from the file that imports it to the one that declares it: through
 * any number of re-exports, the shortest of all ways. `symbol` is a name at the top level of `declaredIn`. Null when no import brings
 * it, as when a method is called on what a function returned.
 */
export function exportWay(graph: Graph, file: string, declaredIn: string, symbol: string): string[] | null {
  if (file === declaredIn) return [file];
  const facts = graph.files.get(file);
  if (!facts) return null;
  let best: string[] | null = null;
  for (const { specifier, names } of facts.imports) {
    const asked = names.length === 0 ? ["*"] : names.map(({ imported }) => imported);
    for (const target of targetsOf(graph, file, specifier)) {
      for (const name of new Set(asked)) {
        const way =
          name === "*"
            ? underAnyName(graph, target, declaredIn, symbol, new Set())
            : follow(graph, target, name, declaredIn, symbol, new Set());
        if (way && (!best || way.length + 1 < best.length)) best = [file, ...way];
      }
    }
  }
  return best;
}

/** A namespace, a package or a wildcard brings every name that a file exports: one of them may be the symbol, under another name. */
function underAnyName(
  graph: Graph,
  file: string,
  declaredIn: string,
  symbol: string,
  seen: Set<string>,
): string[] | null {
  const table = exportTable(graph, file);
  if (!table || seen.has(file)) return null;
  seen.add(file);
  for (const name of new Set([symbol, ...table.rows.keys()])) {
    const way = follow(graph, file, name, declaredIn, symbol, new Set());
    if (way) return way;
  }
  for (const star of table.stars) {
    for (const target of targetsOf(graph, file, star)) {
      const way = underAnyName(graph, target, declaredIn, symbol, seen);
      if (way) return [file, ...way];
    }
  }
  return null;
}

/** The files from one that exports `name` to the one that declares the symbol; null when the name means something else. */
function follow(
  graph: Graph,
  file: string,
  name: string,
  declaredIn: string,
  symbol: string,
  seen: Set<string>,
): string[] | null {
  const table = exportTable(graph, file);
  const key = `${file} ${name}`;
  if (!table || seen.has(key)) return null;
  seen.add(key);
  const through = (specifier: string, wanted: string): string[] | null => {
    for (const target of targetsOf(graph, file, specifier)) {
      const way = follow(graph, target, wanted, declaredIn, symbol, seen);
      if (way) return [file, ...way];
    }
    return null;
  };
  const row = table.rows.get(name);
  if (row?.from != null) return through(row.from, row.local === null || row.local === "*" ? symbol : row.local);
  const local = row ? row.local : table.byStatement ? null : name;
  if (file === declaredIn) return local === symbol || (row !== undefined && symbol === "default") ? [file] : null;
  for (const { of, imported } of (local !== null && table.imported.get(local)) || []) {
    const way = through(of.specifier, imported === "*" ? symbol : imported);
    if (way) return way;
  }
  if (name === "default") return null;
  const stars = [...table.stars, ...(table.byStatement ? [] : table.wildcards.map(({ specifier }) => specifier))];
  for (const star of stars) {
    const way = through(star, name);
    if (way) return way;
  }
  return null;
}
