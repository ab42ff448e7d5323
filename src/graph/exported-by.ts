import type { Definition } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import { type ExportTable, exportTable, targetsOf } from "./export-tables.js";
import type { Graph } from "./graph.js";

export interface Declaration {
  file: string;
  /** Null when the value has no name (`export default {…}`), or when the name stands for the whole file. */
  definition: Definition | null;
  /** Its number among the definitions of the file, -1 for none. */
  number: number;
  /** The name inside `file` of what is no definition (`export const { a } = …`); null when it has none. */
  local: string | null;
  /** The name stands for the whole file, `export * as name`. */
  isModule: boolean;
}

/**
 * The file and definition that really declare a name that `file` exports, through any number of re-exports; null when nothing in
 * the repository does. "default" asks for the default export. Re-exports in a circle end the search along that way.
 */
export function exportedBy(graph: Graph, file: string, name: string): Declaration | null {
  const answers = exportTable(graph, file)?.answers;
  if (!answers) return null;
  let answer = answers.get(name) as Declaration | null | undefined;
  if (answer === undefined) {
    answer = follow(graph, file, name, new Set());
    answers.set(name, answer);
  }
  return answer;
}

/** The same for a name as an import of `file` binds it; `imported` is the name that is asked of the other file. */
export function importedBy(graph: Graph, file: string, specifier: string, imported: string): Declaration | null {
  return among(graph, targetsOf(graph, file, specifier), specifier, imported, null);
}

function follow(graph: Graph, file: string, name: string, seen: Set<string>): Declaration | null {
  const table = exportTable(graph, file);
  const key = `${file} ${name}`;
  if (!table || seen.has(key)) return null;
  seen.add(key);
  const row = table.rows.get(name);
  if (row) {
    const found =
      row.from === null
        ? local(graph, file, table, row.local, seen)
        : among(graph, targetsOf(graph, file, row.from), row.from, row.local ?? "*", seen);
    if (found) return found;
  } else if (!table.byStatement) {
    const found = table.topLevel.has(name)
      ? local(graph, file, table, name, seen)
      : imported(graph, file, table, name, seen);
    if (found) return found;
  }
  // `export *` passes on everything but the default.
  if (name === "default") return null;
  for (const star of table.stars) {
    for (const target of targetsOf(graph, file, star)) {
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
  table: ExportTable,
  name: string | null,
  seen: Set<string>,
): Declaration | null {
  const nameless = { file, definition: null, number: -1, local: name, isModule: false };
  if (name === null) return nameless;
  const number = numberOf(table, name);
  if (number >= 0) return { file, definition: table.facts.definitions[number]!, number, local: name, isModule: false };
  return imported(graph, file, table, name, seen) ?? (table.imported.has(name) ? null : nameless);
}

function imported(graph: Graph, file: string, table: ExportTable, name: string, seen: Set<string>): Declaration | null {
  for (const { of, imported } of table.imported.get(name) ?? []) {
    const found = among(graph, targetsOf(graph, file, of.specifier), of.specifier, imported, seen);
    if (found) return found;
  }
  if (table.byStatement) return null;
  for (const { specifier } of table.wildcards) {
    const found = among(graph, targetsOf(graph, file, specifier), specifier, name, seen);
    if (found) return found;
  }
  return null;
}

function among(
  graph: Graph,
  targets: readonly string[],
  specifier: string,
  wanted: string,
  seen: Set<string> | null,
): Declaration | null {
  for (const target of targets) {
    const found =
      wanted === "*" || isNamed(graph, target, specifier, wanted)
        ? { file: target, definition: null, number: -1, local: null, isModule: true }
        : seen === null
          ? exportedBy(graph, target, wanted)
          : follow(graph, target, wanted, seen);
    if (found) return found;
  }
  return null;
}

/** In `from a import b` and `use a::b` the name may be that of a file: then the specifier alone does not lead there. */
function isNamed(graph: Graph, target: string, specifier: string, name: string): boolean {
  const language = graph.files.get(target)?.language;
  if (language && languages.get(language)?.specifierIsType) return false;
  if (exportTable(graph, target)?.byStatement !== false) return false;
  const parts = target.split("/");
  const stem = parts.at(-1)!.replace(/\.\w+$/, "");
  const isModule = stem === name || (parts.at(-2) === name && (stem === "__init__" || stem === "mod"));
  return isModule && !new RegExp(`(^|\\W)${name.replace(/\W/g, "\\$&")}$`).test(specifier);
}

/** The definition at the top level of a file; a value before a type of the same name. */
function numberOf(table: ExportTable, name: string): number {
  const found = table.topLevel.get(name);
  if (!found) return -1;
  for (const number of found) {
    const { kind } = table.facts.definitions[number]!;
    if (kind !== "interface" && kind !== "type") return number;
  }
  return found[0]!;
}
