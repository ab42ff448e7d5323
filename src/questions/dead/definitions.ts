import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { Entry, Project, Role } from "../../project/project.js";
import { isTest } from "../../syntax/languages.js";
import type { FileNames } from "../../syntax/names.js";
import { definitionRows } from "./definition-rows.js";
import type { DeadExport, DeadFile } from "./findings.js";
import { pattern } from "./pattern.js";
import { publicUnits } from "./public-units.js";
import { type Reached, roleBit } from "./reach.js";
import { type Ties, tiesOf } from "./unit-ties.js";
import { type UnitUses, unitUses } from "./unit-uses.js";
import { type Units, unitsOf } from "./units.js";

export interface DefinitionQuestion {
  graph: Graph;
  references: readonly Reference[];
  types: readonly TypeEdge[];
  project: Project;
  names(file: string): FileNames | null;
  read(path: string): string | null;
  /** Bits of the roles whose uses count. */
  counted: number;
}

export interface DeadDefinitions {
  files: DeadFile[];
  exports: DeadExport[];
  /** The files that live, and by which roles. */
  reached: Map<string, Reached>;
}

const roles: Role[] = ["production", "test", "tooling"];

/**
 * Unused definitions and files of languages that have no export statements (those with a row `dead` in their language.json). What lives
 * spreads from the entries along uses: code that only dead code uses is dead too. A name that leads nowhere is taken as a use of everything
 * it could mean, so what is left has no user at all.
 */
export function deadDefinitions(question: DefinitionQuestion): DeadDefinitions {
  const { graph, project, read } = question;
  const units = unitsOf(graph, read);
  if (units.all.length === 0) return { files: [], exports: [], reached: new Map() };
  const entries = project.entries.filter(({ file }) => units.ofFile.has(file));
  const uses = unitUses(question, units);
  const ties = tiesOf(question, units, entries, uses.handed);
  const life = spread(units, uses, ties, startsOf(question, units, uses, entries));
  const rows = definitionRows({ ...question, units, uses, ties, life: life.bits });
  return { ...rows, reached: reachedFiles(units, life, entries) };
}

/** Units that live by themselves, with the role that starts them. */
function startsOf(
  question: DefinitionQuestion,
  units: Units,
  uses: UnitUses,
  entries: readonly Entry[],
): Map<Role, number[]> {
  const starts = new Map<Role, number[]>(roles.map((role) => [role, []]));
  const open = new Map<Role, Entry[]>();
  for (const entry of entries) {
    const { file, role, symbols } = entry;
    const own = units.ofFile.get(file)!;
    const list = starts.get(role)!;
    list.push(own.number);
    if (!symbols) open.set(role, [...(open.get(role) ?? []), entry]);
    else if (symbols.length > 0) {
      const wanted = new Set(symbols);
      for (let at = own.number + 1; units.all[at]?.file === file; at++)
        if (wanted.has(units.all[at]!.symbol)) list.push(at);
    }
  }
  for (const [role, list] of open) for (const unit of publicUnits(question, units, list)) starts.get(role)!.push(unit);
  for (const { unit } of uses.named) starts.get("production")!.push(unit);
  // Found on the class path, whoever imports them.
  for (const { language, marks, number, file } of units.all) {
    if (!language.dead.isScanned || marks.length === 0) continue;
    const plain = pattern(language.dead.plainMarks);
    if (marks.some((mark) => !plain.test(mark))) starts.get(isTest(file) ? "test" : "production")!.push(number);
  }
  return starts;
}

interface Life {
  /** Unit -> bits of the roles that it lives by. */
  bits: Uint8Array;
  /** Unit -> the unit that it was first reached from, -1 for none. */
  from: Int32Array;
}

function spread(units: Units, uses: UnitUses, ties: Ties, starts: ReadonlyMap<Role, readonly number[]>): Life {
  const life: Life = { bits: new Uint8Array(units.all.length), from: new Int32Array(units.all.length).fill(-1) };
  const pairs = new Map<number, [number, number][]>();
  for (const [a, b, then] of ties.pairs) {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = pairs.get(one);
      if (known) known.push([other, then]);
      else pairs.set(one, [[other, then]]);
    }
  }
  for (const role of roles) {
    const bit = roleBit[role];
    const waiting: number[] = [];
    const arrive = (unit: number, from: number) => {
      if ((life.bits[unit]! & bit) !== 0) return;
      if (life.bits[unit] === 0) life.from[unit] = from;
      life.bits[unit]! |= bit;
      waiting.push(unit);
    };
    for (const unit of starts.get(role) ?? []) arrive(unit, -1);
    for (let grown = true; grown; ) {
      grown = false;
      while (waiting.length > 0) {
        const unit = waiting.pop()!;
        for (const to of uses.edges[unit]!) arrive(to, unit);
        for (const to of ties.edges[unit]!) arrive(to, unit);
        for (const [other, then] of pairs.get(unit) ?? []) if ((life.bits[other]! & bit) !== 0) arrive(then, unit);
      }
      if (role !== "test") continue;
      // Tests that stand beside the code they test are started where their file is compiled.
      for (const unit of ties.tests) {
        const { file } = units.all[unit]!;
        if ((life.bits[unit]! & bit) !== 0 || life.bits[units.ofFile.get(file)!.number] === 0) continue;
        arrive(unit, -1);
        grown = true;
      }
    }
  }
  return life;
}

function reachedFiles(units: Units, { bits, from }: Life, entries: readonly Entry[]): Map<string, Reached> {
  const byFile = new Map<string, Entry>();
  for (const entry of entries) if (!byFile.has(entry.file)) byFile.set(entry.file, entry);
  const reached = new Map<string, Reached>();
  for (const [file, { number }] of units.ofFile) {
    if (bits[number] === 0) continue;
    let before = from[number]!;
    while (before >= 0 && units.all[before]!.file === file) before = from[before]!;
    const entry = byFile.get(file) ?? null;
    reached.set(file, {
      roles: bits[number]!,
      from:
        entry || before < 0 ? null : { file: units.all[before]!.file, line: units.all[before]!.definition?.line ?? 1 },
      entry,
      isLoaded: false,
    });
  }
  return reached;
}
