import { exportTable, targetsOf } from "../../graph/export-tables.js";
import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { Definition, Export, FileFacts } from "../../syntax/facts.js";
import { exportsByStatement, isDeclaration } from "./declarations.js";
import type { ExportUses } from "./export-uses.js";
import type { DeadExport, Duplicate, UsedBy } from "./findings.js";
import { mentions } from "./mentions.js";
import { type Reached, roleBit } from "./reach.js";
import { signatureUses } from "./signature-uses.js";

/** What the search for unused exports needs. `counted` are the bits of the roles whose uses count: production alone, or all. */
export interface ExportQuestion {
  graph: Graph;
  references: readonly Reference[];
  types: readonly TypeEdge[];
  reached: ReadonlyMap<string, Reached>;
  /** Files whose exports are used from outside. */
  entries: ReadonlySet<string>;
  uses: ExportUses;
  counted: number;
  /** Files that nothing leads to, and that may live all the same. */
  doubtful: ReadonlySet<string>;
  read(path: string): string | null;
}

/**
 * The exports that no file imports, in files that are reached and are no entries: the exports of a dead file die with it. What tests alone
 * use has a row only where tests do not count.
 */
export function deadExports(question: ExportQuestion): DeadExport[] {
  const { graph, reached, entries, uses, counted } = question;
  const rows: DeadExport[] = [];
  const own = ownUses(question.references);
  const fromDead = importedByDead(graph, reached);
  const bitsOf = (file: string, name: string) =>
    entries.has(file) ? (reached.get(file)?.roles ?? 0) : uses.roles(file, name) | uses.whole(file);
  const named = signatureUses({ ...question, roles: bitsOf });
  for (const [file, { roles }] of reached) {
    const facts = graph.files.get(file);
    if (!facts || entries.has(file) || (roles & counted) === 0) continue;
    if (!exportsByStatement(facts) || isDeclaration(file)) continue;
    for (const row of exportRows(facts)) {
      const bits = bitsOf(file, row.name) | (named.get(`${file} ${row.local ?? row.name}`) ?? 0);
      if ((bits & counted) !== 0 || isWholeOfCommonJs(facts, row, question.read(file))) continue;
      const definition = definitionOf(facts, row);
      const usedBy: UsedBy =
        (bits & roleBit.test) !== 0
          ? "tests"
          : fromDead.has(`${file} ${row.name}`)
            ? "dead code"
            : own.has(`${file} ${row.local ?? row.name}`)
              ? "own file"
              : "nothing";
      rows.push({
        file,
        symbol: row.name,
        line: row.line,
        endLine: definition?.endLine ?? row.line,
        kind: isType(row, definition) ? "type" : "value",
        usedBy,
        verdict: "certain",
        evidence: [],
      });
    }
  }
  judge(rows, question);
  // What only a file uses that may be alive is no surer than that file.
  const doubted = importedByDead(graph, reached, question.doubtful);
  for (const row of rows) {
    if (row.usedBy !== "dead code" || !doubted.has(`${row.file} ${row.symbol}`)) continue;
    row.verdict = "likely";
    row.evidence.push("it is not certain that those files are dead");
  }
  return rows;
}

/** One row a name; `export *` has none, it passes on whatever is asked of it. */
function exportRows(facts: FileFacts): Export[] {
  const seen = new Set<string>();
  return facts.exports.filter(({ name }) => name !== "*" && !seen.has(name) && seen.add(name));
}

/** `${file} ${name}` of what files that nothing reaches import; of some of them, where they are given. */
function importedByDead(
  graph: Graph,
  reached: ReadonlyMap<string, Reached>,
  of: ReadonlySet<string> | null = null,
): Set<string> {
  const found = new Set<string>();
  for (const [file, { imports }] of graph.files) {
    if (reached.has(file) || (of && !of.has(file))) continue;
    for (const { specifier, names } of imports)
      for (const to of targetsOf(graph, file, specifier))
        for (const { imported } of names) found.add(`${to} ${imported}`);
  }
  return found;
}

/** `module.exports = { a, b }` is a default export only to those that ask for one; who takes it apart uses the names. */
function isWholeOfCommonJs({ exports }: FileFacts, row: Export, text: string | null): boolean {
  if (row.name !== "default" || row.local !== null || !exports.some(({ name }) => name !== "default")) return false;
  return /\bmodule\s*\.\s*exports\b/.test(text?.split("\n", row.line)[row.line - 1] ?? "");
}

function definitionOf(facts: FileFacts, { local, from }: Export): Definition | undefined {
  if (from !== null || local === null) return undefined;
  const all = facts.definitions.filter(({ name, container }) => container === "" && name === local);
  return all.find(({ kind }) => kind !== "interface" && kind !== "type") ?? all[0];
}

function isType(row: Export, definition: Definition | undefined): boolean {
  return row.isType || definition?.kind === "enum" || definition?.kind === "interface" || definition?.kind === "type";
}

/** `${file} ${symbol}` of what its own file uses, apart from its own definition. */
function ownUses(references: readonly Reference[]): Set<string> {
  const own = new Set<string>();
  for (const { from, to } of references)
    if (from.file === to.file && from.line !== to.line) own.add(`${to.file} ${to.symbol.split(".", 1)[0]}`);
  return own;
}

/** Code that is reached, and texts for programs: what people write in documents is no use. */
export function alive(graph: Graph, reached: ReadonlyMap<string, Reached>): string[] {
  return [...graph.files].flatMap(([file, facts]) =>
    reached.has(file) || (!exportsByStatement(facts) && !/\.(md|mdx|rst|adoc|txt)$/.test(file)) ? [file] : [],
  );
}

/** Gives each row its evidence, and takes the certainty from those that a string elsewhere spells. */
function judge(rows: DeadExport[], { graph, reached, read }: ExportQuestion): void {
  const wanted = new Map<string, Set<string>>();
  for (const { symbol, file } of rows) {
    if (symbol === "default") continue;
    const files = wanted.get(symbol);
    if (files) files.add(file);
    else wanted.set(symbol, new Set([file]));
  }
  const found = mentions(wanted, alive(graph, reached), read, "name");
  for (const row of rows) {
    const { file, symbol, usedBy } = row;
    const searched = `no import in the ${reached.size} files that entries lead to asks for it`;
    row.evidence.push(usedBy === "tests" ? "only tests import it" : searched);
    if (usedBy === "dead code") row.evidence.push("only files that no entry leads to import it");
    if (usedBy === "own file") row.evidence.push("its own file uses it: the export can go, the code stays");
    const mention = found.get(symbol);
    if (mention) {
      row.verdict = "likely";
      row.evidence.push(`a string spells its name in ${mention.file}:${mention.line}`);
    }
    const table = exportTable(graph, file);
    if (table?.rows.get(symbol)?.from) row.evidence.push("it is passed on from another file");
  }
}

/** Values that one file exports under several names; an alias that is used nowhere has a row of its own besides. */
export function duplicateExports(
  graph: Graph,
  reached: ReadonlyMap<string, Reached>,
  entries: ReadonlySet<string>,
): Duplicate[] {
  const rows: Duplicate[] = [];
  for (const file of reached.keys()) {
    const facts = graph.files.get(file);
    if (!facts || !exportsByStatement(facts) || entries.has(file)) continue;
    const byLocal = new Map<string, { symbol: string; line: number }[]>();
    for (const { name, local, from, line } of exportRows(facts)) {
      if (local === null || from !== null) continue;
      const names = byLocal.get(local);
      if (names) names.push({ symbol: name, line });
      else byLocal.set(local, [{ symbol: name, line }]);
    }
    for (const [local, symbols] of byLocal)
      if (symbols.length > 1) rows.push({ file, symbols, verdict: "certain", evidence: [`all of them are ${local}`] });
  }
  return rows;
}
