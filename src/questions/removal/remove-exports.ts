import type { DeadExport } from "../dead/findings.js";
import { keepsItem, widened } from "./cut-items.js";
import { type ExportWay, exportWays } from "./export-ways.js";
import { namesUsed, type Source } from "./source.js";
import type { Edit } from "./text-edits.js";

/** What the rows of one file come to: items that go, edits beside them, rows that must stay and why. */
export interface FileRemovals {
  items: Set<number>;
  edits: Edit[];
  kept: { row: DeadExport; why: string }[];
}

/**
 * Exports that nothing imports: what only they export goes with them; what their own file uses, or what does something when it is
 * evaluated, stays and only the word `export` goes.
 */
export function removeExports(source: Source, rows: readonly DeadExport[]): FileRemovals {
  const found: FileRemovals = { items: new Set(), edits: [], kept: [] };
  if (rows.length === 0) return found;
  const ways = exportWays(source);
  const hidden: { row: DeadExport; way: ExportWay }[] = [];
  const others = otherUses(source, ways);
  for (const row of rows) {
    const own = ways.filter(({ name }) => name === row.symbol);
    if (own.length === 0) {
      found.kept.push({ row, why: "how it is exported was not understood" });
      continue;
    }
    const goes = row.usedBy !== "own file" && own.every((way) => canGo(source, way, others));
    if (own.every((way) => way.item !== null && (goes || !way.holdsValue))) {
      for (const { item } of own) found.items.add(item!);
    } else if (own.every(({ words }) => words.length > 0)) for (const way of own) hidden.push({ row, way });
    else found.kept.push({ row, why: "its value is used, or making it may do something else" });
  }
  hide(hidden, ways, found);
  return found;
}

/** A name is free to go when nothing but its own declarations uses it. */
function canGo(source: Source, { item, local, holdsValue, value }: ExportWay, others: Map<string, number>): boolean {
  if (item === null) return false;
  if (!holdsValue) return true;
  const evaluated = value === null ? [...widened(source, [item])] : [value];
  return !evaluated.some((one) => keepsItem(source, one) !== null) && (others.get(local ?? "") ?? 0) === 0;
}

/** Names that are used outside of the declarations that export them. */
function otherUses(source: Source, ways: readonly ExportWay[]): Map<string, number> {
  const { tree } = source;
  const ranges = new Map<string, [number, number][]>();
  for (const { local, item } of ways) {
    if (local === null || item === null) continue;
    const known = ranges.get(local) ?? [];
    known.push([tree.start[item]!, tree.end[item]!]);
    ranges.set(local, known);
  }
  const all = namesUsed(source);
  const counts = new Map<string, number>();
  for (const [name, own] of ranges) {
    const outside = namesUsed(source, own).get(name) ?? 0;
    counts.set(name, Math.min(outside, all.get(name) ?? 0));
  }
  return counts;
}

/** Takes `export` off declarations, where every name that a statement declares may lose it. */
function hide(
  hidden: readonly { row: DeadExport; way: ExportWay }[],
  ways: readonly ExportWay[],
  found: FileRemovals,
): void {
  for (const { row, way } of hidden) {
    const start = way.words[0]![0];
    const together = ways.filter(({ words }) => words[0]?.[0] === start);
    const staying = together.find(
      (other) => !hidden.some((one) => one.way === other) && !(other.item !== null && found.items.has(other.item)),
    );
    if (staying) found.kept.push({ row, why: `it is declared together with ${staying.name}, which stays` });
    else found.edits.push(...way.words.map(([from, to]) => ({ start: from, end: to, text: "" })));
  }
}
