import type { Definition, FileFacts } from "../../syntax/facts.js";
import { lineTable } from "../../syntax/lines.js";
import { keepsItem } from "./cut-items.js";
import { childrenOf, itemAround, namesUsed, nodeAt, type Source, textOf, typeOf } from "./source.js";

/**
 * Items that a removal left without a use: imported names, and definitions that the file keeps to itself. `before` counts the uses of names
 * before the removal: what was unused then is none of our business. `bared` are names that were exported then.
 */
export function leftovers(
  source: Source,
  facts: FileFacts,
  before: ReadonlyMap<string, number>,
  bared: ReadonlySet<string>,
): number[] {
  const now = namesUsed(source);
  return [...unusedImports(source, facts, before, now), ...unusedLocals(source, facts, before, now, bared)];
}

function unusedImports(
  source: Source,
  { imports }: FileFacts,
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): number[] {
  const { rules, tree } = source;
  const implied = rules.implied === undefined ? null : new RegExp(rules.implied);
  const unused = imports.flatMap(({ specifier, names }) =>
    names.flatMap(({ local }) => {
      const name = packageName(local, specifier);
      const isOurs = (before.get(name) ?? 0) > 0 && (now.get(name) ?? 0) === 0 && !implied?.test(name);
      return isOurs ? [name] : [];
    }),
  );
  if (unused.length === 0) return [];
  const found: number[] = [];
  for (let node = 1; node < tree.count; node++) {
    if (!rules.imports.includes(typeOf(source, node))) continue;
    for (const item of partsOf(source, node)) {
      const bound = boundBy(textOf(source, item));
      if (unused.some((name) => bound.includes(name))) found.push(item);
    }
  }
  return found;
}

/** A path that ends in its version is called by what stands before it. */
function packageName(local: string, specifier: string): string {
  return /^v\d+$/.test(local) ? (specifier.split("/").at(-2) ?? local) : local;
}

/** The names that an imported item may bind, as it is written: `a as b`, `a.b`, `"host/a/b/v2"`. */
function boundBy(item: string): (string | undefined)[] {
  const words: string[] = item.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  if (/\sas\s/.test(item)) return [words.at(-1)];
  if (/^\w+\s+"/.test(item)) return [words[0]];
  return [
    words.at(-1),
    ...(/^v\d+$/.test(words.at(-1) ?? "") ? [words.at(-2)] : []),
    ...(/[/"]/.test(item) ? [] : [words[0]]),
  ];
}

/** The innermost items of an import statement: one a name. */
function partsOf(source: Source, statement: number): number[] {
  const { tree } = source;
  const parts: number[] = [];
  const isWhole = (node: number) => {
    for (let child = node + 1; child < tree.after[node]!; child++)
      if (itemAround(source, child) === child) return false;
    return true;
  };
  for (let node = statement; node < tree.after[statement]!; node++)
    if (itemAround(source, node) === node && isWhole(node)) parts.push(node);
  return parts;
}

/** Where files say what they export, the rest of their definitions is theirs alone. */
function unusedLocals(
  source: Source,
  { definitions, exports }: FileFacts,
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  bared: ReadonlySet<string>,
): number[] {
  if (source.language.visibility.by !== "exports") return [];
  const { tree } = source;
  const table = lineTable(source.text);
  const exported = new Set(exports.map(({ local, name }) => local ?? name));
  const found: number[] = [];
  for (const { name, container, line, column, exported: isExported } of definitions) {
    if (container !== "" || isExported || exported.has(name)) continue;
    const item = itemAround(source, nodeAt(source, table[line - 1]! + column - 1));
    if (item === null || keepsItem(source, item) !== null) continue;
    const all = definitions.filter((one) => one.container === "" && one.name === name);
    const own = all.flatMap((one): [number, number][] => {
      const its = itemAround(source, nodeAt(source, offsetOf(table, one)));
      return its === null ? [] : [[tree.start[its]!, tree.end[its]!]];
    });
    const outside = namesUsed(source, own).get(name) ?? 0;
    const total = now.get(name) ?? 0;
    const wasUsed = bared.has(name) || (before.get(name) ?? 0) > total;
    if (outside === 0 && wasUsed && declaresAlone(source, item, name, definitions, table)) found.push(item);
  }
  return found;
}

const offsetOf = (table: Uint32Array, { line, column }: Definition) => table[line - 1]! + column - 1;

function declaresAlone(
  { tree }: Source,
  item: number,
  name: string,
  definitions: readonly Definition[],
  table: Uint32Array,
): boolean {
  return !definitions.some(
    (one) =>
      one.container === "" &&
      one.name !== name &&
      offsetOf(table, one) >= tree.start[item]! &&
      offsetOf(table, one) < tree.end[item]!,
  );
}

/** Whether a file that was a module still is one; a file that has lost its last import and export becomes a script. */
export function isModule(source: Source): boolean {
  const statements = source.rules.module?.statements ?? [];
  return childrenOf(source, 0).some((node) => statements.includes(typeOf(source, node)));
}
