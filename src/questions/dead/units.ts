import type { Graph, SymbolPlace } from "../../graph/graph.js";
import { isTypeLike } from "../../syntax/definitions.js";
import type { Definition } from "../../syntax/facts.js";
import { type DeadRules, isTest, type Language, languages } from "../../syntax/languages.js";

/** What lives or is dead by itself: a definition, or the code of a file that stands in none (`definition` is then null). */
export interface Unit {
  number: number;
  file: string;
  language: Language & { dead: DeadRules };
  definition: Definition | null;
  /** Its dotted name, "" for a file. */
  symbol: string;
  /** The unit whose lines hold it; -1 for a file. */
  parent: number;
  /** The type whose member it is, wherever that stands; -1 when it is no member. */
  owner: number;
  /** Its source from the first decorator to the end of the line with its name, comments left out. */
  head: string;
  /** Names of its decorators, annotations, attributes. */
  marks: string[];
  /** Somebody wrote beside it that it is meant to be unused. */
  isKept: boolean;
  /** It stands in a block that opens a type v4 has no name for: `impl Base for &Type`. */
  isInOpenBlock: boolean;
  /** Only opens a type again, as an `impl` of Rust does: it declares no name. */
  isBlock: boolean;
}

export interface Units {
  all: Unit[];
  byName: Map<string, Unit[]>;
  ofFile: Map<string, Unit>;
  /** What files and packages are called by, without folder and ending. */
  stems: Map<string, Unit[]>;
  /** The innermost unit that owns the code of a line. */
  at(file: string, line: number): Unit | null;
  /** The unit that a reference leads to. */
  named(place: SymbolPlace): Unit | null;
  members(unit: Unit): Unit[];
}

/** The units of all files whose language has rules for dead code. */
export function unitsOf(graph: Graph, read: (path: string) => string | null): Units {
  const all: Unit[] = [];
  const byName = new Map<string, Unit[]>();
  const ofFile = new Map<string, Unit>();
  const owners = new Map<string, Int32Array>();
  const places = new Map<string, Unit>();
  for (const [file, facts] of graph.files) {
    const language = facts.language === null ? undefined : languages.get(facts.language);
    if (!language?.dead) continue;
    const unit: Unit = {
      number: all.length,
      file,
      language: language as Unit["language"],
      definition: null,
      symbol: "",
      parent: -1,
      owner: -1,
      head: "",
      marks: [],
      isKept: false,
      isInOpenBlock: false,
      isBlock: false,
    };
    all.push(unit);
    ofFile.set(file, unit);
    owners.set(file, addDefinitions(unit, facts.definitions, read(file) ?? "", all));
  }
  for (const unit of all) {
    if (!unit.definition) continue;
    const { name, line } = unit.definition;
    if (!unit.isBlock) push(byName, name.replace(/^r#/, ""), unit);
    const place = `${unit.file} ${line} ${name}`;
    if (!places.has(place) || places.get(place)!.isBlock) places.set(place, unit);
  }
  findOwners(all, byName);
  const members = new Map<number, Unit[]>();
  for (const unit of all) if (unit.owner >= 0) push(members, unit.owner, unit);
  return {
    all,
    byName,
    ofFile,
    stems: stemsOf(ofFile.values()),
    at(file, line) {
      const number = owners.get(file)?.[line];
      return number === undefined ? (ofFile.get(file) ?? null) : all[number]!;
    },
    named: ({ file, symbol, line }) =>
      places.get(`${file} ${line} ${symbol.slice(symbol.lastIndexOf(".") + 1)}`) ?? null,
    members: ({ number }) => members.get(number) ?? [],
  };
}

/** Adds the definitions of a file, and tells for each of its lines which unit owns the code there. */
function addDefinitions(file: Unit, definitions: readonly Definition[], text: string, all: Unit[]): Int32Array {
  const { dead: rules, openBlock } = file.language;
  const lines = text.split("\n");
  const owned = new Int32Array(lines.length + 2).fill(file.number);
  const mark = new RegExp(rules.mark, "g");
  const isMark = new RegExp(`^\\s*(?:${rules.mark})`);
  const nameless = new RegExp(rules.nameless, "u");
  const block = openBlock === undefined ? null : new RegExp(openBlock);
  const comment = new RegExp(rules.comment, "gm");
  const spans = markSpans(lines, isMark, new RegExp(rules.string, "gm"));
  const kept = new RegExp(rules.kept, "m");
  const open: Unit[] = [];
  // Said of the whole file where it says so of the code around it: `#![allow(dead_code)]`.
  file.isKept = new RegExp(`^\\s*#!.*(${rules.kept})`, "m").test(text);
  for (const definition of definitions) {
    while (open.length > 0 && open.at(-1)!.definition!.endLine < definition.endLine) open.pop();
    while (open.length > 0 && open.at(-1)!.definition!.endLine < definition.line) open.pop();
    // What a constructor makes is its type's, wherever it is made.
    const around =
      open.findLast((one) => one.symbol === definition.container && encloses(one.definition!, definition)) ??
      open.findLast((one) => holds(one.definition!, definition));
    const first = firstMark(lines, definition.line, spans);
    const head = headOf(lines, first, definition, around?.definition?.line === definition.line);
    const plain = head.replace(comment, (piece) => (isMark.test(piece) ? piece : ""));
    const unit: Unit = {
      number: all.length,
      file: file.file,
      language: file.language,
      definition,
      symbol: definition.container === "" ? definition.name : `${definition.container}.${definition.name}`,
      parent: around?.number ?? file.number,
      owner: -1,
      head: plain,
      isInOpenBlock: block !== null && !around?.isBlock && standsInBlock(lines, definition.line, around, block),
      isKept: kept.test(head) || all[around?.number ?? file.number]!.isKept,
      marks: [...plain.matchAll(mark)].flatMap((match) => match[1] ?? []),
      isBlock:
        block !== null && definition.kind === "namespace" && block.test(plain.trim().replace(/^(#\[[^\]]*\]\s*)+/, "")),
    };
    all.push(unit);
    open.push(unit);
    if (!ownsItsCode(definition, lines) || nameless.test(definition.name)) continue;
    const end = Math.min(definition.endLine, lines.length);
    for (let line = Math.min(first, definition.startLine); line <= end; line++) owned[line] = unit.number;
  }
  return owned;
}

/**
 * The lines of a field are its type's: that it is not read makes nothing else dead. A variable that calls something runs that, whoever reads
 * the variable.
 */
function ownsItsCode({ kind, line, endLine }: Definition, lines: readonly string[]): boolean {
  if (kind === "field") return false;
  if (kind !== "variable" && kind !== "constant") return true;
  return !lines.slice(line - 1, endLine).some((text) => text.includes("("));
}

const encloses = (outer: Definition, inner: Definition) =>
  outer.startLine <= inner.startLine && outer.endLine >= inner.endLine && outer.line <= inner.line;

function holds(outer: Definition, inner: Definition): boolean {
  return (
    encloses(outer, inner) &&
    (outer.line < inner.line || (outer.line === inner.line && outer.column < inner.column)) &&
    outer.kind !== "field" &&
    outer.kind !== "variable" &&
    outer.kind !== "constant"
  );
}

/** Last line -> first line of the decorators, annotations and attributes that stand on lines of their own. */
function markSpans(lines: readonly string[], isMark: RegExp, string: RegExp): Map<number, number> {
  const spans = new Map<number, number>();
  for (let first = 1; first <= lines.length; first++) {
    if (!isMark.test(lines[first - 1]!)) continue;
    let last = first;
    // Brackets within strings open nothing.
    let text = lines[last - 1]!;
    while (isOpen(text.replace(string, "")) && last < lines.length && last < first + longestMark)
      text += `\n${lines[last++]}`;
    spans.set(last, first);
    first = last;
  }
  return spans;
}

const longestMark = 200;

function isOpen(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
  }
  return depth > 0 || /["']/.test(text);
}

/** The line of the first decorator that stands above a line; comments may stand between. */
function firstMark(lines: readonly string[], line: number, spans: ReadonlyMap<number, number>): number {
  let first = line;
  for (let above = line - 1; above > 0; above--) {
    const start = spans.get(above);
    if (start !== undefined) {
      first = start;
      above = start;
    } else if (!/^\s*($|\/\/|#(?!\[)|\/\*|\*)/.test(lines[above - 1]!)) break;
  }
  return first;
}

/** The line above that stands less deep opens a block, and nothing is known of it. */
function standsInBlock(lines: readonly string[], line: number, around: Unit | undefined, block: RegExp): boolean {
  const indent = indentOf(lines[line - 1] ?? "");
  const end = around?.definition?.line ?? 0;
  for (let above = line - 1; above > end; above--) {
    const text = lines[above - 1]!;
    if (text.trim() === "" || indentOf(text) >= indent) continue;
    if (block.test(text.trim())) return true;
    // The head of a block may take several lines.
    if (!/^\s*(\{|where\b|\)|>)/.test(text)) return false;
  }
  return false;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/** What stands before it on a line that it shares with the type around it is not its own. */
function headOf(
  lines: readonly string[],
  first: number,
  { line, column, name, kind }: Definition,
  isShared: boolean,
): string {
  const own = lines[line - 1] ?? "";
  const before = own.slice(0, column - 1);
  const from = isShared ? Math.max(before.lastIndexOf("{"), before.lastIndexOf(";"), before.lastIndexOf(",")) + 1 : 0;
  let end = own.length;
  if (isShared) end = own.slice(column - 1 + name.length).search(/[{;,}]/) + column - 1 + name.length;
  // A head may go on behind its name, as a list of bases does.
  let rest = "";
  const goesOn = !isShared && kind !== "field" && kind !== "variable" && kind !== "constant";
  for (let next = line; goesOn && next < lines.length && next < line + 6; next++) {
    if (/[{:;]\s*(#.*|\/\/.*)?$|=/.test(own + rest)) break;
    rest += `\n${lines[next]}`;
  }
  return [...lines.slice(first - 1, line - 1), own.slice(from, Math.max(end, column - 1 + name.length)) + rest].join(
    "\n",
  );
}

/** Members know their type by its name: it stands in the same file, in one of the folder, or somewhere alone with its name. */
function findOwners(all: readonly Unit[], byName: ReadonlyMap<string, Unit[]>): void {
  for (const unit of all) {
    const around = all[unit.parent];
    if (!unit.definition || unit.definition.container === "" || unit.isBlock) continue;
    if (around?.definition && !around.isBlock && isOwner(around.definition)) {
      unit.owner = around.number;
      continue;
    }
    if (around?.definition && !around.isBlock) continue;
    const name = unit.definition.container.split(".").at(-1)!;
    const types = (byName.get(name) ?? []).filter(
      ({ definition, language }) => definition && isOwner(definition) && language === unit.language,
    );
    const folder = folderOf(unit.file);
    const found =
      types.find(({ file }) => file === unit.file) ??
      types.find(({ file }) => folderOf(file) === folder) ??
      (types.length === 1 ? types[0] : undefined);
    if (found) unit.owner = found.number;
  }
}

function isOwner({ kind }: Definition): boolean {
  return (isTypeLike(kind) && kind !== "namespace") || kind === "type";
}

function stemsOf(files: Iterable<Unit>): Map<string, Unit[]> {
  const stems = new Map<string, Unit[]>();
  for (const file of files) push(stems, stemOf(file), file);
  return stems;
}

/** `store` of `src/store.py`, and of the file that stands for the folder `src/store`. */
export function stemOf({ file, language }: Unit): string {
  const parts = file.replace(/\.\w+$/, "").split("/");
  return (parts.at(-1) === language.packageFile ? parts.at(-2) : parts.at(-1)) ?? "";
}

export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/") + 1);
}

export function isTestUnit({ file }: Unit): boolean {
  return isTest(file);
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
