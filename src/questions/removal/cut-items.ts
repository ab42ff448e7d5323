import { childrenOf, endOf, hasEffects, isExtra, itemAround, itemsOf, type Source, textOf, typeOf } from "./source.js";
import { cut, type Edit } from "./text-edits.js";

/**
 * The edits that take items out of a file, with their comments and the commas that only they needed. A list that has nothing left goes
 * too, with the statement that holds it.
 */
export function cutItems(source: Source, wanted: Iterable<number>): Edit[] {
  const edits: Edit[] = [];
  const byList = grouped(source, widened(source, wanted));
  for (const [list, removed] of byList) {
    const items = itemsOf(source, list);
    const { filled } = source.rules;
    if (filled?.lists.includes(typeOf(source, list)) && removed.size === items.length) {
      edits.push({
        start: startOf(source, items[0]!),
        end: endOf(source, items.at(-1)!),
        text: filled.text,
      });
      continue;
    }
    const separators = separatorsOf(source, list);
    const lastKept = items.findLastIndex((item) => !removed.has(item));
    for (const item of removed) {
      const start = startOf(source, item);
      const separator = separatorAfter(source, item, separators);
      edits.push(
        cut(
          source.text,
          start,
          trailingComment(source, separator === null ? endOf(source, item) : endOf(source, separator)),
        ),
      );
    }
    const last = items.at(-1)!;
    if (lastKept >= 0 && removed.has(last) && separators === "," && separatorAfter(source, last, ",") === null) {
      const comma = separatorAfter(source, items[lastKept]!, ",");
      if (comma !== null) edits.push({ start: source.tree.start[comma]!, end: endOf(source, comma), text: "" });
    }
  }
  return edits;
}

/** The items that really go: where a list would be left empty it is the item around the list. */
export function widened(source: Source, wanted: Iterable<number>): Set<number> {
  const { tree } = source;
  const items = new Set(wanted);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [list, removed] of grouped(source, items)) {
      const { length } = itemsOf(source, list);
      if (length !== removed.size || !goesEmpty(source, list)) continue;
      const around = itemAround(source, list);
      if (around === null) continue;
      for (const item of removed) items.delete(item);
      items.add(around);
      grown = true;
    }
  }
  // What stands in something that goes, goes with it.
  for (const item of items)
    for (let at = tree.parent[item]!; at !== 0; at = tree.parent[at]!) if (items.has(at)) items.delete(item);
  return items;
}

function goesEmpty(source: Source, list: number): boolean {
  const { tree, rules } = source;
  const field = tree.grammar.fields[tree.field[list]!] ?? "";
  return (
    rules.emptied.includes(typeOf(source, list)) ||
    rules.emptied.includes(`${typeOf(source, tree.parent[list]!)}.${field}`)
  );
}

/** Whether taking an item out changes what is left: its value does something, or those after it count on it. */
export function keepsItem(source: Source, item: number): string | null {
  const { rules, tree } = source;
  if (hasEffects(source, item)) return "making its value may do something else";
  if (rules.ordered !== undefined) {
    const ordered = new RegExp(rules.ordered);
    const isOrdered = (node: number) => ordered.test(textOf(source, node));
    const after = itemsOf(source, tree.parent[item]!).filter((other) => other > item);
    if (isOrdered(item) && after.some(isOrdered)) return "the values after it count on it";
  }
  return null;
}

function grouped(source: Source, items: Iterable<number>): Map<number, Set<number>> {
  const lists = new Map<number, Set<number>>();
  for (const item of items) {
    const list = source.tree.parent[item]!;
    const known = lists.get(list);
    if (known) known.add(item);
    else lists.set(list, new Set([item]));
  }
  return lists;
}

/** What stands between the items of a list. A semicolon behind commas ends the list. */
function separatorsOf(source: Source, list: number): "," | ";" {
  return childrenOf(source, list).some((node) => textOf(source, node) === ",") ? "," : ";";
}

/** The separator behind an item, comments between them left out. */
function separatorAfter(source: Source, item: number, separator: "," | ";"): number | null {
  const { tree } = source;
  const end = tree.after[tree.parent[item]!]!;
  for (let node = tree.after[item]!; node < end; node = tree.after[node]!) {
    if (isExtra(source, node)) continue;
    return textOf(source, node) === separator ? node : null;
  }
  return null;
}

/** Comments that speak of the whole file, though they stand above its first statement. */
const ofFile =
  /copyright|licen[cs]e|@file|@module|@packageDocumentation|@vitest-environment|@jest-environment|@ts-(no)?check|eslint-(disable|enable)(?!-)|^#!|^\/\*!/i;

/** Where an item begins, with the comments, decorators and attributes that stand directly above it. */
function startOf(source: Source, item: number): number {
  const { tree, code } = source;
  const before = childrenOf(source, tree.parent[item]!).filter((node) => node < item);
  let start = tree.start[item]!;
  for (const node of before.reverse()) {
    const end = endOf(source, node);
    const between = code.slice(end, start);
    if (/\S/.test(between) || /\n[ \t]*\r?\n/.test(between)) break;
    if (isExtra(source, node)) {
      if (!isFirstOnLine(code, tree.start[node]!) || ofFile.test(textOf(source, node))) break;
    } else if (!source.rules.leading.includes(typeOf(source, node))) break;
    start = tree.start[node]!;
  }
  return start;
}

/** The end of a comment that stands behind an item on its last line, and that is the last thing there. */
function trailingComment({ tree, code }: Source, end: number): number {
  const lineEnd = code.indexOf("\n", end) < 0 ? code.length : code.indexOf("\n", end);
  const rest = code.slice(end, lineEnd);
  const at = end + rest.length - rest.trimStart().length;
  if (rest.trim() === "") return end;
  for (let node = 1; node < tree.count; node++)
    if (tree.start[node] === at && isComment(tree.flags[node]!) && code.slice(tree.end[node], lineEnd).trim() === "")
      return Math.min(tree.end[node]!, lineEnd);
  return end;
}

const isComment = (flags: number) => (flags & 2) !== 0;

function isFirstOnLine(code: string, at: number): boolean {
  return code.slice(code.lastIndexOf("\n", at - 1) + 1, at).trim() === "";
}
