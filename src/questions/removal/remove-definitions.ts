import type { Definition, FileFacts } from "../../syntax/facts.js";
import { lineTable } from "../../syntax/lines.js";
import type { DeadExport } from "../dead/findings.js";
import { keepsItem, widened } from "./cut-items.js";
import type { FileRemovals } from "./remove-exports.js";
import { childrenOf, endOf, itemAround, itemsOf, nodeAt, type Source, textOf, typeOf } from "./source.js";

export const symbolOf = ({ container, name }: Definition): string => (container === "" ? name : `${container}.${name}`);

/** The definitions that a row stands for: itself, what opens it again, what is inside it wherever that stands. */
export function definitionsOfRow({ definitions }: FileFacts, row: DeadExport, hasOverloads: boolean): Definition[] {
  const own = definitions.filter((one) => symbolOf(one) === row.symbol && (!hasOverloads || one.line === row.line));
  const isType = own.some(({ kind }) => ["class", "interface", "enum", "type", "namespace"].includes(kind));
  if (!isType) return own;
  const inside = definitions.filter(
    ({ container }) => container === row.symbol || container.startsWith(`${row.symbol}.`),
  );
  return [...own, ...inside];
}

/**
 * Definitions and members that nothing uses, in any language: each goes whole, with its comments. One that is declared together with what
 * stays, or whose value does something, stays.
 */
export function removeDefinitions(source: Source, facts: FileFacts, rows: readonly DeadExport[]): FileRemovals {
  const found: FileRemovals = { items: new Set(), edits: [], kept: [] };
  const table = lineTable(source.text);
  const offsetOf = ({ line, column }: Definition) => table[line - 1]! + column - 1;
  const going = new Set<Definition>();
  const ofRow = new Map<DeadExport, Definition[]>();
  const { openBlock } = source.language;
  const isBlock = ({ signature }: Definition) => openBlock !== undefined && new RegExp(openBlock).test(signature);
  for (const row of rows) {
    const definitions = definitionsOfRow(facts, row, source.language.overloads === true);
    ofRow.set(row, definitions);
    for (const one of definitions) going.add(one);
  }
  for (const [row, definitions] of ofRow) {
    const items = new Set<number>();
    let why: string | null = definitions.length === 0 ? "its definition was not found" : null;
    for (const definition of definitions) {
      const item = itemAround(source, nodeAt(source, offsetOf(definition)));
      if (item === null) why ??= "it is a part of something that stays";
      else items.add(item);
    }
    for (const item of widened(source, items)) {
      const [start, end] = [source.tree.start[item]!, source.tree.end[item]!];
      const other = facts.definitions.find(
        (one) =>
          !going.has(one) && !isBlock(one) && offsetOf(one) >= start && offsetOf(one) < end && !isInside(one, going),
      );
      if (other) why ??= `it is declared together with ${other.name}`;
      why ??= keepsItem(source, item);
    }
    if (why !== null) found.kept.push({ row, why });
    else for (const item of items) found.items.add(item);
  }
  unname(source, found);
  number(source, found);
  return found;
}

/** What is inside of something that goes is no reason to keep it. */
function isInside({ line, container }: Definition, going: ReadonlySet<Definition>): boolean {
  return [...going].some((one) => {
    const symbol = symbolOf(one);
    return (container === symbol || container.startsWith(`${symbol}.`)) && line >= one.startLine && line <= one.endLine;
  });
}

/** Where the place of an item counts, its name goes and it stays: constants of `iota`. */
function unname(source: Source, found: FileRemovals): void {
  const { tree, rules } = source;
  const { unnamed } = rules;
  if (!unnamed) return;
  for (const item of [...found.items]) {
    const list = tree.parent[item]!;
    if (typeOf(source, list) !== unnamed.list || !new RegExp(unnamed.pattern).test(textOf(source, list))) continue;
    if (itemsOf(source, list).every((one) => found.items.has(one))) continue;
    found.items.delete(item);
    const name = childrenOf(source, item)[0]!;
    found.edits.push({ start: tree.start[name]!, end: tree.end[name]!, text: unnamed.text });
  }
}

/** Where items count up, the first that is left behind those that go gets the number it had. */
function number(source: Source, found: FileRemovals): void {
  const { tree, rules } = source;
  const { counted } = rules;
  if (!counted) return;
  const lists = new Set([...found.items].map((item) => tree.parent[item]!));
  for (const list of lists) {
    if (typeOf(source, list) !== counted.list) continue;
    let next: number | null = 0;
    let isMoved = false;
    for (const item of itemsOf(source, list)) {
      const isValued = typeOf(source, item) === counted.valued;
      const value: number | null = isValued ? numberIn(textOf(source, item)) : next;
      if (found.items.has(item)) isMoved = true;
      else if (isMoved) {
        if (!isValued && value !== null) {
          const end = endOf(source, item);
          found.edits.push({ start: end, end, text: ` = ${value}` });
        }
        isMoved = false;
      }
      next = value === null ? null : value + 1;
    }
  }
}

function numberIn(item: string): number | null {
  const written = /=\s*(-?\d+)\s*$/.exec(item)?.[1];
  return written === undefined ? null : Number(written);
}
