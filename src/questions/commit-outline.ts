import { exportTable, targetsOf } from "../graph/export-tables.js";
import type { Graph } from "../graph/graph.js";
import { importers } from "../graph/link.js";
import { packageName } from "../project/package-name.js";
import type { FileFacts } from "../syntax/facts.js";

/** What others can notice of a change: names they may use; `all` when what they need not name may matter to them. */
export type Visible = { names: ReadonlySet<string>; all: boolean };

/**
 * What a change of a file takes away or alters, by the names and heads of what it declares and exports. What comes to its top level can break
 * nobody; a new member of a type can, who makes objects of that type.
 */
export function visibleChange(before: FileFacts | undefined, after: FileFacts | undefined): Visible {
  const [was, is] = [rowsOf(before), rowsOf(after)];
  const names = new Set<string>();
  let all = false;
  for (const [row, { name, container }] of was) {
    if (is.has(row)) continue;
    names.add(name);
    for (const part of container.split(".")) if (part !== "") names.add(part);
  }
  for (const [row, { container }] of is) if (!was.has(row) && container !== "") all = true;
  return { names, all };
}

function rowsOf(facts: FileFacts | undefined): Map<string, { name: string; container: string }> {
  const rows = new Map<string, { name: string; container: string }>();
  for (const { name, kind, container, signature, exported } of facts?.definitions ?? [])
    rows.set([name, kind, container, signature, exported].join("\0"), { name, container });
  // A default export and `export *` are used under any name.
  for (const { name, local, from, isType } of facts?.exports ?? [])
    rows.set([name, local, from, isType].join("\0"), { name: /^(default|\*)$/.test(name) ? "" : name, container: "" });
  return rows;
}

/** Whether two states of a file import the same names. */
export function importsAlike(before: FileFacts | undefined, after: FileFacts | undefined): boolean {
  const written = (facts: FileFacts | undefined) =>
    JSON.stringify(facts?.imports.map(({ specifier, names }) => [specifier, names]) ?? []);
  return written(before) === written(after);
}

/** The files that import some files, or import what passes them on; the nearest first, at most `most`. */
export function importersOf(graph: Graph, files: readonly string[], most: number): string[] {
  const byFile = importers(graph);
  const found = new Set<string>();
  const looked = new Set(files);
  for (const file of looked) {
    for (const from of byFile.get(file) ?? []) {
      if (found.size >= most) return [...found];
      found.add(from);
      // Where names are no matter of a statement, an imported one can be imported again.
      const table = exportTable(graph, from);
      if (table?.byStatement && table.facts.exports.some((row) => row.from !== null)) looked.add(from);
    }
  }
  return [...found];
}

/** Uses that some files no longer make and no other file makes: they may have been the last. */
export interface LostUses {
  /** `TARGET\0NAME` of what was imported, by today's paths. */
  names: string[];
  packages: string[];
}

/** `paths`: each changed file as it is called before and after, null where it is not there. */
export function lostUses(
  before: Graph,
  after: Graph,
  paths: readonly { was: string | null; is: string | null }[],
): LostUses {
  const renamed = new Map(paths.flatMap(({ was, is }) => (was !== null && is !== null ? [[was, is]] : [])));
  const lost = new Set<string>();
  const lostPackages = new Set<string>();
  for (const { was } of paths) {
    if (was === null) continue;
    for (const { key, name } of importedBy(before, was))
      if (key !== null) lost.add(moved(key, renamed));
      else if (name !== null) lostPackages.add(name);
  }
  if (lost.size + lostPackages.size === 0) return { names: [], packages: [] };
  for (const file of after.files.keys()) {
    for (const { key, name } of importedBy(after, file)) {
      if (key !== null) lost.delete(key);
      else if (name !== null) lostPackages.delete(name);
    }
  }
  // What is gone itself is no dead code.
  return { names: [...lost].filter((key) => after.files.has(key.split("\0")[0]!)), packages: [...lostPackages] };
}

const moved = (key: string, renamed: ReadonlyMap<string, string>): string => {
  const [file, name] = key.split("\0") as [string, string];
  return `${renamed.get(file) ?? file}\0${name}`;
};

function* importedBy(graph: Graph, file: string): Generator<{ key: string | null; name: string | null }> {
  const facts = graph.files.get(file);
  for (const { specifier, names } of facts?.imports ?? []) {
    const targets = targetsOf(graph, file, specifier);
    for (const to of targets) {
      yield { key: `${to}\0`, name: null };
      for (const { imported } of names) yield { key: `${to}\0${imported}`, name: null };
    }
    if (targets.length === 0) yield { key: null, name: packageName(specifier) };
  }
}
