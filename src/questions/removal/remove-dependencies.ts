import type { Engine } from "../../syntax/engine.js";
import { languages } from "../../syntax/languages.js";
import type { UnusedDependency } from "../dead/findings.js";
import { cutItems } from "./cut-items.js";
import { removalRules } from "./removal-rules.js";
import { childrenOf, itemsOf, type Source, textOf, typeOf } from "./source.js";
import { cut, edited } from "./text-edits.js";

export interface RemovedDependencies {
  text: string;
  kept: { row: UnusedDependency; why: string }[];
}

/** A manifest without the entries of some packages; everything else in it stays as it is written. */
export async function removeDependencies(
  engine: Engine,
  text: string,
  rows: readonly UnusedDependency[],
): Promise<RemovedDependencies> {
  const manifest = rows[0]?.manifest ?? "";
  if (manifest.endsWith(".json")) return removeFromJson(engine, text, rows);
  const kept: RemovedDependencies["kept"] = [];
  let now = text;
  // From the last line to the first, so that the lines of the others stay what they are.
  for (const row of [...rows].sort((a, b) => b.line - a.line)) {
    const shorter = removeLine(now, row);
    if (shorter === null) kept.push({ row, why: "its entry was not found where it should be" });
    else now = shorter;
  }
  return { text: manifest.endsWith("go.mod") ? now.replace(/^require\s*\(\s*\)\r?\n(\r?\n)?/m, "") : now, kept };
}

/** JSON is an expression of JavaScript, so that its entries are cut as those of any list. */
async function removeFromJson(
  engine: Engine,
  text: string,
  rows: readonly UnusedDependency[],
): Promise<RemovedDependencies> {
  const language = languages.get("javascript")!;
  await engine.prepare(language);
  const code = `(${text})`;
  const tree = engine.parse(language, code);
  if (!tree || tree.hasError) return { text, kept: rows.map((row) => ({ row, why: "the manifest cannot be read" })) };
  const source: Source = { path: "", text: code, code, language, rules: removalRules(language)!, tree, loose: [] };
  const items = new Set<number>();
  const kept: RemovedDependencies["kept"] = [];
  const sections = new Set<number>();
  const root = Array.from({ length: tree.count }, (_, node) => node).find((node) => typeOf(source, node) === "object")!;
  for (const row of rows) {
    const section = row.section.split(".").reduce<number | null>((at, key) => objectUnder(source, at, key), root);
    const entry = section === null ? undefined : pairNamed(source, section, row.name);
    if (section === null || entry === undefined) kept.push({ row, why: "its entry was not found" });
    else {
      items.add(entry);
      sections.add(section);
    }
  }
  for (const section of sections) {
    const all = itemsOf(source, section);
    if (!all.every((item) => items.has(item))) continue;
    for (const item of all) items.delete(item);
    items.add(tree.parent[section]!);
  }
  return { text: edited(code, cutItems(source, items)).slice(1, -1), kept };
}

function pairNamed(source: Source, object: number, name: string): number | undefined {
  return itemsOf(source, object).find((pair) => textOf(source, childrenOf(source, pair)[0]!).slice(1, -1) === name);
}

function objectUnder(source: Source, object: number | null, key: string): number | null {
  const pair = object === null ? undefined : pairNamed(source, object, key);
  return (
    (pair === undefined ? undefined : childrenOf(source, pair).find((node) => typeOf(source, node) === "object")) ??
    null
  );
}

/** Names of packages are the same however they separate their words. */
const plain = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");

/** The entry of a package in a manifest whose entries stand in lines; null when it is not on the row's line. */
function removeLine(text: string, { name, line, manifest }: UnusedDependency): string | null {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const start = starts[line - 1];
  if (start === undefined) return null;
  const end = starts[line] ?? text.length;
  const written = text.slice(start, end);
  if (manifest.endsWith(".xml")) return removeElement(text, end, name);
  if (/\.(txt|in)$/.test(manifest) || manifest.endsWith("go.mod") || manifest.endsWith(".cfg"))
    return plain(written).includes(plain(name)) ? edited(text, [wholeLine(text, start, continued(text, end))]) : null;
  const header = /^\s*\[[^\]]*?(["']?)([\w.-]+)\1\]/.exec(written);
  if (header) {
    const next = /^\s*\[/m.exec(text.slice(end));
    return plain(header[2]!.split(".").at(-1)!) === plain(name)
      ? edited(text, [{ start, end: next ? end + next.index : text.length, text: "" }])
      : null;
  }
  const key = /^\s*(["']?)([\w.-]+)\1\s*=\s*/.exec(written);
  if (key && plain(key[2]!.split(".")[0]!) === plain(name))
    return edited(text, [wholeLine(text, start, endOfValue(text, start + key[0].length))]);
  for (const { 0: item, 2: value, index } of written.matchAll(/(["'])(.*?)\1/g)) {
    const named = /^[\w.-]+/.exec(value!)?.[0];
    if (named !== undefined && plain(named) === plain(name))
      return edited(text, [listItem(text, start + index, item.length)]);
  }
  return null;
}

function wholeLine(text: string, start: number, end: number) {
  const trimmed = text.slice(start, end).trimEnd();
  return cut(text, start + (trimmed.length - trimmed.trimStart().length), start + trimmed.length);
}

/** Requirements go on behind a backslash. */
function continued(text: string, end: number): number {
  let at = end;
  while (/\\\r?\n$/.test(text.slice(0, at)) && at < text.length) {
    const next = text.indexOf("\n", at);
    at = next < 0 ? text.length : next + 1;
  }
  return at;
}

/** Where a value ends whose brackets may span lines. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '"' || letter === "'") {
      const close = text.indexOf(letter, at + 1);
      if (close < 0) return text.length;
      at = close;
    } else if ("[{".includes(letter)) depth++;
    else if ("]}".includes(letter)) depth--;
    else if (letter === "\n" && depth <= 0) return at;
  }
  return text.length;
}

/** A text in a list with the comma that only it needs. */
function listItem(text: string, start: number, length: number) {
  const end = start + length;
  const comma = /^\s*,/.exec(text.slice(end));
  if (comma) return cut(text, start, end + comma[0].length);
  const before = /,\s*$/.exec(text.slice(0, start));
  const isOnLine = before !== null && !before[0].includes("\n");
  return isOnLine ? { start: before.index, end, text: "" } : cut(text, start, end);
}

/** The element that has begun before an offset, the end of the row's line. */
function removeElement(text: string, before: number, name: string): string | null {
  const start = text.lastIndexOf("<dependency>", before - 1);
  const end = text.indexOf("</dependency>", start);
  if (start < 0 || end < 0 || !text.slice(start, end).includes(name.split(":").at(-1)!)) return null;
  return edited(text, [cut(text, start, end + "</dependency>".length)]);
}
