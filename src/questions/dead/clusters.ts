import { importedBy } from "../../graph/exported-by.js";
import type { Graph, Reference } from "../../graph/graph.js";
import { importers } from "../../graph/link.js";
import type { Definition } from "../../syntax/facts.js";
import type { Cluster, DeadExport, DeadFile } from "./findings.js";

interface Input {
  graph: Graph;
  references: readonly Reference[];
  files: readonly DeadFile[];
  exports: readonly DeadExport[];
  /** Whether something outside of the code's own imports may use a symbol: exports of entries, modules that are passed on as a whole. */
  isKept(file: string, symbol: string): boolean;
}

/** A file, or a definition at the top level of one: what can be removed by itself. */
type Unit = string;
const fileUnit = (file: string): Unit => `${file}\0`;
const symbolUnit = (file: string, symbol: string): Unit => `${file}\0${symbol}`;

/**
 * What dies with the rows that were found: definitions and files that only dead code uses, again and again until nothing is added. Units
 * that use each other make one cluster; units that stand alone make none, they are rows already. Largest first.
 */
export function clusters(input: Input): Cluster[] {
  const { graph, files, exports } = input;
  if (files.length + exports.length === 0) return [];
  const users = usersOf(input);
  const named = importersByUnit(graph);
  const dead = new Set<Unit>(files.map(({ file }) => fileUnit(file)));
  for (const { file, symbol, usedBy, kind } of exports) {
    if (usedBy === "nothing" && (kind === "value" || kind === "type")) {
      const local = graph.files.get(file)?.exports.find(({ name }) => name === symbol)?.local;
      if (local && definitionNamed(graph, file, local)) dead.add(symbolUnit(file, local));
    }
  }
  const isDead = (unit: Unit) => dead.has(unit) || dead.has(fileUnit(unit.slice(0, unit.indexOf("\0"))));
  for (let grown = true; grown; ) {
    grown = false;
    for (const [unit, from] of users) {
      if (isDead(unit)) continue;
      const [file, symbol] = unit.split("\0") as [string, string];
      const own = [...from].filter((user) => user !== unit);
      if (own.length === 0 || !own.every(isDead) || input.isKept(file, symbol)) continue;
      const importing = named.get(unit) ?? [];
      const isNamedAlive = importing.some(
        (other) => !dead.has(fileUnit(other)) && !own.some((user) => user.startsWith(`${other}\0`)),
      );
      if (isNamedAlive) continue;
      dead.add(unit);
      grown = true;
    }
  }
  return grouped(input, dead, users);
}

/** Unit -> the units whose code refers to it; the code of a file outside its definitions is the file's own. */
function usersOf({ graph, references }: Input): Map<Unit, Set<Unit>> {
  const users = new Map<Unit, Set<Unit>>();
  const units = new Map<string, (line: number) => string | null>();
  const around = (file: string, line: number): Unit => {
    let find = units.get(file);
    if (!find) {
      find = enclosing(graph.files.get(file)?.definitions ?? []);
      units.set(file, find);
    }
    return symbolUnit(file, find(line) ?? "");
  };
  for (const { from, to } of references) {
    const symbol = to.symbol.split(".", 1)[0]!;
    if (!definitionNamed(graph, to.file, symbol)) continue;
    const unit = symbolUnit(to.file, symbol);
    const user = around(from.file, from.line);
    const known = users.get(unit);
    if (known) known.add(user);
    else users.set(unit, new Set([user]));
  }
  return users;
}

function enclosing(definitions: readonly Definition[]): (line: number) => string | null {
  const top = definitions.filter(({ container }) => container === "");
  return (line) => {
    let found: Definition | null = null;
    for (const definition of top) {
      if (definition.startLine > line) break;
      if (definition.endLine >= line) found = definition;
    }
    return found?.name ?? null;
  };
}

function definitionNamed(graph: Graph, file: string, name: string): Definition | undefined {
  return graph.files.get(file)?.definitions.find((one) => one.container === "" && one.name === name);
}

/** Unit -> the files whose import statements name it. */
function importersByUnit(graph: Graph): Map<Unit, string[]> {
  const named = new Map<Unit, string[]>();
  for (const [file, { imports }] of graph.files) {
    for (const { specifier, names } of imports) {
      for (const { imported } of names) {
        const found = imported === "*" ? null : importedBy(graph, file, specifier, imported);
        if (!found?.definition) continue;
        const unit = symbolUnit(found.file, found.definition.name);
        const known = named.get(unit);
        if (known) known.push(file);
        else named.set(unit, [file]);
      }
    }
  }
  return named;
}

function grouped({ graph, files }: Input, dead: ReadonlySet<Unit>, users: ReadonlyMap<Unit, Set<Unit>>): Cluster[] {
  const groups = unions();
  const inDeadFile = new Set(files.map(({ file }) => file));
  const unitOf = (unit: Unit): Unit => {
    const file = unit.slice(0, unit.indexOf("\0"));
    return inDeadFile.has(file) ? fileUnit(file) : unit;
  };
  for (const [unit, from] of users) {
    const used = unitOf(unit);
    if (!dead.has(used)) continue;
    for (const user of from) if (dead.has(unitOf(user))) groups.join(used, unitOf(user));
  }
  const above = importers(graph);
  for (const { file } of files)
    for (const other of above.get(file) ?? []) if (inDeadFile.has(other)) groups.join(fileUnit(file), fileUnit(other));
  const byRoot = new Map<Unit, Unit[]>();
  for (const unit of dead) {
    const root = groups.rootOf(unit);
    const known = byRoot.get(root);
    if (known) known.push(unit);
    else byRoot.set(root, [unit]);
  }
  return [...byRoot.values()]
    .filter((units) => units.length > 1)
    .map((units) => clusterOf(graph, units.sort()))
    .sort((a, b) => b.lines - a.lines);
}

function clusterOf(graph: Graph, units: Unit[]): Cluster {
  const cluster: Cluster = { files: [], symbols: [], lines: 0 };
  for (const unit of units) {
    const [file, symbol] = unit.split("\0") as [string, string];
    const facts = graph.files.get(file)!;
    if (symbol === "") {
      cluster.files.push(file);
      cluster.lines += facts.lines;
      continue;
    }
    for (const { name, container, line, startLine, endLine } of facts.definitions) {
      if (container !== "" || name !== symbol) continue;
      cluster.symbols.push({ file, symbol, line, endLine });
      cluster.lines += endLine - startLine + 1;
    }
  }
  return cluster;
}

/** Disjoint sets. */
function unions(): { join(a: Unit, b: Unit): void; rootOf(unit: Unit): Unit } {
  const parents = new Map<Unit, Unit>();
  const rootOf = (unit: Unit): Unit => {
    let root = unit;
    for (let above = parents.get(root); above !== undefined; above = parents.get(root)) root = above;
    if (root !== unit) parents.set(unit, root);
    return root;
  };
  return {
    rootOf,
    join(a, b) {
      const [one, other] = [rootOf(a), rootOf(b)];
      if (one !== other) parents.set(one, other);
    },
  };
}
