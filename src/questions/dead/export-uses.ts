import { exportTable, targetsOf } from "../../graph/export-tables.js";
import { exportedBy } from "../../graph/exported-by.js";
import type { Graph, Reference } from "../../graph/graph.js";
import type { Entry } from "../../project/project.js";
import type { ImportKind } from "../../syntax/facts.js";
import type { FileNames } from "../../syntax/names.js";
import { type NamespaceReader, type NamespaceUses, namespaceReader } from "./namespace-uses.js";
import { type Reached, roleBit } from "./reach.js";

/** What other files do with the exports of each file. */
export interface ExportUses {
  /** Bits of `roleBit` of the files that import an export, at least through one chain of re-exports; 0 when none does. */
  roles(file: string, name: string): number;
  /** Bits of those that may use any export of the file, because they pass the module on as a whole. */
  whole(file: string): number;
  /** Whether an entry hands the export out: what it holds may be used outside. */
  isPublic(file: string, name: string): boolean;
}

/** Beside the bits of roles. */
const publicBit = 8;

interface Marks {
  graph: Graph;
  names(file: string): FileNames | null;
  read(path: string): string | null;
  /** file -> export -> bits */
  used: Map<string, Map<string, number>>;
  /** Files all of whose exports are used, by bits. */
  wholes: Map<string, number>;
  readers: Map<string, NamespaceReader | null>;
}

/**
 * Follows every import of the files that are reached to the exports it means. An import counts though nothing in its file uses the name; a
 * re-export counts when something uses it, or when its file is an entry.
 */
export function exportUses(input: {
  graph: Graph;
  references: readonly Reference[];
  names(file: string): FileNames | null;
  reached: ReadonlyMap<string, Reached>;
  entries: readonly Entry[];
  read(path: string): string | null;
}): ExportUses {
  const { graph, reached } = input;
  const marks: Marks = {
    graph,
    names: input.names,
    read: input.read,
    used: new Map(),
    wholes: new Map(),
    readers: new Map(),
  };
  for (const { file, role, symbols } of input.entries) {
    if (!reached.has(file)) continue;
    if (symbols) for (const symbol of symbols) markName(marks, file, symbol, roleBit[role]);
    else markWhole(marks, file, roleBit[role] | publicBit);
  }
  for (const [file, { roles, isLoaded }] of reached) {
    markImports(marks, file, roles);
    if (isLoaded) markWhole(marks, file, roles);
  }
  for (const { from, to, how } of input.references) {
    if (how === "name" || from.file === to.file) continue;
    const bits = reached.get(from.file)?.roles ?? 0;
    if (bits !== 0) markSymbol(marks, to.file, to.symbol, bits);
  }
  return {
    roles: (file, name) => (marks.used.get(file)?.get(name) ?? 0) & ~publicBit,
    whole: (file) => (marks.wholes.get(file) ?? 0) & ~publicBit,
    isPublic: (file, name) =>
      (((marks.used.get(file)?.get(name) ?? 0) | (marks.wholes.get(file) ?? 0)) & publicBit) !== 0,
  };
}

/** Everything that a file imports, whatever it does with it, but for namespaces: of those, what it takes. */
function markImports(marks: Marks, file: string, bits: number): void {
  const table = exportTable(marks.graph, file);
  if (!table) return;
  const bindings = bindingsOfImports(marks, file);
  table.facts.imports.forEach((imported, number) => {
    if (imported.kind === "reexport") return;
    for (const to of targetsOf(marks.graph, file, imported.specifier)) {
      const isAtRuntime = imported.kind === "dynamic" || imported.kind === "require";
      // What such an import gives is bound to no name: all of it may be used.
      if (imported.names.length === 0 && isAtRuntime) markWhole(marks, to, bits);
      for (const name of imported.names) {
        const uses = bindings?.get(`${number} ${name.local}`) ?? null;
        if (name.imported === "*") markModule(marks, file, to, imported.kind, name.local, uses, bits);
        else markImport(marks, file, to, name, uses, bits);
      }
    }
  });
}

type Uses = (() => NamespaceUses) | null;

function markModule(
  marks: Marks,
  file: string,
  to: string,
  kind: ImportKind,
  local: string,
  uses: Uses,
  bits: number,
): void {
  const isPassed = isPassedOn(marks, file, local);
  const found = uses?.() ?? everything;
  // What a doc comment says of a type is not read; a module that is required for nothing that shows is wanted for something.
  if (!found.isUsed && !isPassed && (kind === "type" || kind === "require" || kind === "dynamic"))
    markWhole(marks, to, bits);
  if (kind === "require" || kind === "dynamic") markName(marks, to, "default", bits);
  markNamespace(marks, file, to, found, bits, isPassed);
}

function markImport(
  marks: Marks,
  file: string,
  to: string,
  { imported, local }: { imported: string; local: string },
  uses: Uses,
  bits: number,
): void {
  const isPassed = isPassedOn(marks, file, local);
  if (isPassed && uses?.().isUsed === false) return;
  // A loader takes the default; of a module without one it takes all.
  const isLoader = local === "" && imported === "default";
  if (isLoader && !exportTable(marks.graph, to)?.rows.has("default")) markWhole(marks, to, bits);
  markName(marks, to, imported, bits);
  const module = namespaceOf(marks, to, imported);
  if (module !== null) markNamespace(marks, file, module, uses?.() ?? everything, bits, isPassed);
}

const everything: NamespaceUses = { members: [], escapes: true, isUsed: true };

/** The import is there for an export of the same file, and so is worth as much as that one is. */
function isPassedOn({ graph }: Marks, file: string, local: string): boolean {
  return local !== "" && graph.files.get(file)!.exports.some((row) => row.from === null && row.local === local);
}

/** How a file uses each name that it imports, by `${number of the import} ${local}`; null where nothing is known of names. */
function bindingsOfImports(marks: Marks, file: string): Map<string, () => NamespaceUses> | null {
  const names = marks.names(file);
  const reader = readerOf(marks, file);
  if (!names || !reader) return null;
  const found = new Map<string, () => NamespaceUses>();
  names.bindings.forEach(({ kind, number, name }, binding) => {
    if (kind === "import") found.set(`${number} ${name}`, () => reader.binding(binding));
  });
  return found;
}

function readerOf(marks: Marks, file: string): NamespaceReader | null {
  let reader = marks.readers.get(file);
  if (reader === undefined) {
    const names = marks.names(file);
    const facts = marks.graph.files.get(file);
    const exported = new Set(
      facts?.exports.flatMap(({ local, from }) => (from === null && local !== null ? [local] : [])),
    );
    reader = names && namespaceReader(names, exported, idlePlaces(marks.read, file));
    marks.readers.set(file, reader);
  }
  return reader;
}

/** `module;` alone on its line. */
function idlePlaces(read: Marks["read"], file: string): (line: number, column: number) => boolean {
  let lines: string[] | null = null;
  return (line) => {
    lines ??= (read(file) ?? "").split("\n");
    return /^\s*[\w$]+;?\s*$/.test(lines[line - 1] ?? "");
  };
}

function markNamespace(
  marks: Marks,
  from: string,
  to: string,
  uses: NamespaceUses,
  bits: number,
  isPassed: boolean,
): void {
  if (uses.escapes) markWhole(marks, to, bits);
  if (!uses.isUsed && isPassed) return;
  for (const { name, offset } of uses.members) {
    markName(marks, to, name, bits);
    const inner = namespaceOf(marks, to, name);
    if (inner !== null && inner !== to)
      markNamespace(marks, from, inner, readerOf(marks, from)!.operation(offset), bits, false);
  }
}

/** The module that an export stands for, `export * as name from`. */
function namespaceOf({ graph }: Marks, file: string, name: string): string | null {
  const found = exportedBy(graph, file, name);
  return found?.isModule ? found.file : null;
}

/** An export by the symbol it means, for uses that no import statement names: globals, members of what was passed on. */
function markSymbol(marks: Marks, file: string, symbol: string, bits: number): void {
  const table = exportTable(marks.graph, file);
  const name = symbol.split(".", 1)[0]!;
  if (!table) return;
  const rows = table.facts.exports.filter((row) => row.from === null && (row.local ?? row.name) === name);
  if (rows.some((row) => marks.used.get(file)?.has(row.name))) return;
  for (const row of rows) addBits(marks, file, row.name, bits);
}

function markName(marks: Marks, file: string, name: string, bits: number): void {
  if (!addBits(marks, file, name, bits)) return;
  const table = exportTable(marks.graph, file);
  const row = table?.rows.get(name);
  if (!table) return;
  if (row?.from) {
    for (const to of targetsOf(marks.graph, file, row.from))
      if (row.local !== null && row.local !== "*") markName(marks, to, row.local, bits);
    return;
  }
  if (row) {
    markPassedOn(marks, file, row.local, bits);
    return;
  }
  if (name === "default") return;
  for (const star of table.stars)
    for (const to of targetsOf(marks.graph, file, star))
      if (exportedBy(marks.graph, to, name)) markName(marks, to, name, bits);
}

/** `import { a } from "./a"; export { a }` */
function markPassedOn(marks: Marks, file: string, local: string | null, bits: number): void {
  const table = exportTable(marks.graph, file);
  if (!table || local === null) return;
  for (const { of, imported } of table.imported.get(local) ?? [])
    for (const to of targetsOf(marks.graph, file, of.specifier))
      if (imported !== "*") markName(marks, to, imported, bits);
}

function markWhole(marks: Marks, file: string, bits: number): void {
  const known = marks.wholes.get(file) ?? 0;
  if ((known & bits) === bits) return;
  marks.wholes.set(file, known | bits);
  const table = exportTable(marks.graph, file);
  if (!table) return;
  for (const { name, from, local } of table.facts.exports) {
    if (name === "*") continue;
    markName(marks, file, name, bits);
    const module = namespaceOf(marks, file, name);
    if (module !== null) markWhole(marks, module, bits);
    const imported = from === null && local !== null ? table.imported.get(local) : undefined;
    const modules = from !== null && local === "*" ? targetsOf(marks.graph, file, from) : [];
    for (const to of modules) markWhole(marks, to, bits);
    for (const { of, imported: name } of imported ?? [])
      if (name === "*") for (const to of targetsOf(marks.graph, file, of.specifier)) markWhole(marks, to, bits);
  }
  for (const star of table.stars) for (const to of targetsOf(marks.graph, file, star)) markWhole(marks, to, bits);
}

/** False when all bits were there. */
function addBits({ used }: Marks, file: string, name: string, bits: number): boolean {
  let names = used.get(file);
  if (!names) {
    names = new Map();
    used.set(file, names);
  }
  const known = names.get(name) ?? 0;
  if ((known & bits) === bits) return false;
  names.set(name, known | bits);
  return true;
}
