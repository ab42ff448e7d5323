import { importedBy } from "../../graph/exported-by.js";
import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { DeadRules } from "../../syntax/languages.js";
import type { FileNames } from "../../syntax/names.js";
import { namedPlaces, placeKey } from "./name-places.js";
import { pattern } from "./pattern.js";
import { type Lexer, lexerOf, type Spelling, spellings } from "./spellings.js";
import { folderOf, push, type Unit, type Units } from "./units.js";

/** A place that spells a name without being a use of what is asked for. `unit` is whose code it is, -1 in other files. */
export interface Spelled {
  file: string;
  line: number;
  kind: "string" | "import" | "text" | "member" | "code";
  unit: number;
}

export interface UnitUses {
  /** Unit -> the units that its code uses, as far as can be told, and those that it may use because nothing else is known of a name. */
  edges: number[][];
  /** Units that something which is no code names by their path: a class in an XML file, `module:function`. */
  named: { unit: number; file: string; line: number }[];
  /** Units whose path a string or a text spells: whoever reads it gets all of them. */
  handed: Set<number>;
  /** Name -> the places that spell it and lead nowhere. */
  spelled: Map<string, Spelled[]>;
}

export interface UseQuestion {
  graph: Graph;
  references: readonly Reference[];
  types: readonly TypeEdge[];
  names(file: string): FileNames | null;
  read(path: string): string | null;
}

/** Texts for people say that something exists, not that it is used. */
const isForPeople =
  /(^|\/)(docs?|documentation|man)\/|\.(md|mdx|rst|txt|adoc|html?)$|(^|\/)(CHANGE(S|LOG)|HISTORY|NEWS|README|LICENSE)[^/]*$/i;

/** What the code of each unit uses: by references, and, where there is none, by every name that is spelled. */
export function unitUses(question: UseQuestion, units: Units): UnitUses {
  const { graph, references, read } = question;
  const uses: UnitUses = { edges: units.all.map(() => []), named: [], handed: new Set(), spelled: new Map() };
  const found = new Map<string, Map<number, Reference>>();
  for (const reference of references) {
    const { file, line, column } = reference.from;
    if (!units.ofFile.has(file)) continue;
    const own = found.get(file) ?? new Map<number, Reference>();
    found.set(file, own.set(placeKey(line, column), reference));
  }
  const lexers = new Map<string, Lexer>();
  for (const path of graph.files.keys()) {
    const text = read(path);
    if (text === null || text === "") continue;
    const file = units.ofFile.get(path);
    if (!file) {
      textUses(path, text, units, uses);
      continue;
    }
    const { name, dead } = file.language;
    const lexer = lexers.get(name) ?? lexerOf(dead);
    lexers.set(name, lexer);
    codeUses(
      { question, units, uses, file, text, references: found.get(path) ?? new Map(), guessed: new Set() },
      lexer,
    );
  }
  return uses;
}

interface CodeFile {
  question: UseQuestion;
  units: Units;
  uses: UnitUses;
  file: Unit;
  text: string;
  references: ReadonlyMap<number, Reference>;
  guessed: Set<string>;
}

function codeUses(input: CodeFile, lexer: Lexer): void {
  const { units, uses, file, text, references, question } = input;
  const rules = file.language.dead;
  const patterns = patternsOf(rules);
  const names = question.names(file.file);
  const declared = new Set(
    question.graph.files
      .get(file.file)!
      // `r#async` is spelled behind its mark.
      .definitions.map(({ line, column, name }) => placeKey(line, name.startsWith("r#") ? column + 2 : column)),
  );
  const places = namedPlaces(question.graph, file.file, names, declared);
  renamedImports(input);
  spellings(
    text,
    lexer,
    (name) => units.byName.has(name) || units.stems.has(name),
    (spelling) => {
      const key = placeKey(spelling.line, spelling.column);
      if (declared.has(key)) {
        embeddedType(spelling, input, references.get(key));
        return;
      }
      if (spelling.kind === "string" && isPathInString(spelling, text, input)) return;
      if (!units.byName.has(spelling.name)) {
        if (spelling.kind === "string")
          note(uses, spelling, file.file, units.at(file.file, spelling.line)!.number, "string");
        return;
      }
      const unit = units.at(file.file, spelling.line)!;
      const reference = references.get(key);
      const target = reference ? units.named(reference.to) : null;
      if (reference && target) {
        uses.edges[unit.number]!.push(target.number);
        if (isListed(target, spelling, text, patterns)) addMembers(target, unit, units, uses);
        if (reference.how === "resolved") return;
        note(uses, spelling, file.file, unit.number, "member");
        return;
      }
      const place = places.get(key);
      if (place === "local") return;
      const isCode = spelling.kind === "code" || (spelling.kind === "string" && place !== undefined);
      if (place === "foreign" || (!isCode && !stringIsUse(spelling, text, input, patterns))) {
        note(uses, spelling, file.file, unit.number, isCode ? "member" : (spelling.kind as "string"));
        return;
      }
      guess(spelling, unit, input, patterns);
    },
  );
}

/** A field without a name of its own is called like its type, and is a use of it. */
function embeddedType({ name, line, column }: Spelling, { units, uses, file }: CodeFile, reference?: Reference): void {
  const types = (units.byName.get(name) ?? []).filter(
    (unit) => unit.owner < 0 && unit.language === file.language && unit.definition!.kind !== "function",
  );
  if (types.length === 0) return;
  const isField = units.byName
    .get(name)!
    .some(
      ({ definition, file: own }) =>
        own === file.file && definition!.kind === "field" && definition!.line === line && definition!.column === column,
    );
  if (!isField) return;
  const target = reference ? units.named(reference.to) : null;
  const meant = target && types.includes(target) ? [target] : types.filter((unit) => canSee(file.file, unit));
  for (const { number } of meant) uses.edges[units.at(file.file, line)!.number]!.push(number);
}

/** A name that an import changes is spelled nowhere else: the file is taken to use it. */
function renamedImports({ question: { graph }, units, uses, file }: CodeFile): void {
  for (const { specifier, names } of graph.files.get(file.file)!.imports) {
    for (const { imported, local } of names) {
      if (imported === local || imported === "*") continue;
      const found = importedBy(graph, file.file, specifier, imported)?.definition;
      for (const { number, definition, owner } of units.byName.get(imported) ?? [])
        if (found ? definition === found : owner < 0) uses.edges[file.number]!.push(number);
    }
  }
}

interface Patterns {
  member: RegExp;
  argument: RegExp | null;
  inString: RegExp | null;
  listing: RegExp | null;
  listedBases: RegExp | null;
  bases: RegExp | null;
  typePlace: RegExp | null;
  mark: { mark: RegExp; plainMarks: RegExp } | null;
}

const patternsByRules = new WeakMap<DeadRules, Patterns>();

function patternsOf(rules: DeadRules): Patterns {
  let known = patternsByRules.get(rules);
  if (!known) {
    const of = (text: string | undefined) => (text === undefined ? null : new RegExp(text));
    known = {
      member: new RegExp(rules.member),
      argument: of(rules.argument),
      inString: of(rules.inString),
      listing: of(rules.listing),
      listedBases: of(rules.listedBases),
      bases: of(rules.bases),
      typePlace: of(rules.typePlace),
      mark: rules.isScanned ? { mark: new RegExp(rules.mark, "g"), plainMarks: new RegExp(rules.plainMarks) } : null,
    };
    patternsByRules.set(rules, known);
  }
  return known;
}

/**
 * Nothing is known of a name: every definition of that name may be meant that can be seen from there and used so. A definition that cannot
 * be used so is spelled only.
 */
function guess(spelling: Spelling, from: Unit, input: CodeFile, patterns: Patterns): void {
  const { name, line, at, end } = spelling;
  const { units, uses, text, file } = input;
  const before = text.slice(Math.max(0, at - 6), at);
  const isMember = patterns.member.test(before);
  const isPath = /::\s*$/.test(before);
  const isArgument = !isMember && patterns.argument !== null && patterns.argument.test(text.slice(end, end + 4));
  // A name is guessed once for each unit and way of using it.
  const isListing = patterns.listing?.test(text.slice(end, end + 24)) ?? false;
  const way = `${from.number} ${name} ${isMember} ${isPath} ${isArgument} ${isListing}`;
  if (input.guessed.has(way)) return;
  input.guessed.add(way);
  let left = false;
  for (const unit of units.byName.get(name)!) {
    if (unit.language !== file.language || !canSee(file.file, unit)) continue;
    const isMemberUnit = unit.owner >= 0;
    const fits = isMember
      ? isMemberUnit || isPath || unit.language.dead.isFolderModule === true
      : isArgument
        ? isMemberUnit && unit.definition!.kind === "field"
        : !isMemberUnit ||
          (unit.language.dead.membersNeedObject
            ? unit.owner === from.number
            : unit.definition!.kind !== "method" || unit.file === file.file);
    if (fits) {
      uses.edges[from.number]!.push(unit.number);
      if (isListed(unit, spelling, text, patterns)) addMembers(unit, from, units, uses);
    } else left = true;
  }
  if (left) push(uses.spelled, name, { file: file.file, line, kind: isMember ? "member" : "code", unit: from.number });
}

/** Whether code of a file can name a unit, by the rules for what is not visible everywhere. */
export function canSee(file: string, { language, definition, file: own, head }: Unit): boolean {
  if (file === own) return true;
  for (const { head: headed, name, within } of language.dead.seenIn ?? []) {
    if (headed !== undefined && !pattern(headed).test(head)) continue;
    if (name !== undefined && !pattern(name, "u").test(definition?.name ?? "")) continue;
    if (within === "file") return false;
    if (within === "folder") return folderOf(file) === folderOf(own);
    return file.startsWith(/(^|\/)(mod|lib|main)\.\w+$/.test(own) ? folderOf(own) : `${own.replace(/\.\w+$/, "")}/`);
  }
  return true;
}

function isListed(
  unit: Unit,
  { at, name }: Spelling,
  text: string,
  { listing, listedBases, bases, typePlace, mark }: Patterns,
): boolean {
  if (!listing || !unit.definition) return false;
  if (
    unit.definition.kind !== "enum" &&
    !(listedBases && basesIn(unit.head, bases).some((one) => listedBases.test(one)))
  )
    return false;
  // Whoever reads the annotation of what has the type may list it.
  if (mark && isMarked(text.slice(Math.max(0, at - 200), at), mark)) return true;
  // A type that is only named as such lists nothing.
  if (typePlace?.test(text.slice(Math.max(0, at - 8), at))) return false;
  return listing.test(text.slice(at + name.length, at + name.length + 24));
}

/** Whether a declaration that is being written has an annotation, which ends before the name of its type. */
function isMarked(before: string, { mark, plainMarks }: { mark: RegExp; plainMarks: RegExp }): boolean {
  const declaration = before.slice(
    Math.max(before.lastIndexOf(";"), before.lastIndexOf("{"), before.lastIndexOf("}")) + 1,
  );
  return [...declaration.matchAll(mark)].some((match) => match[1] !== undefined && !plainMarks.test(match[1]));
}

/** The bases that the head of a type names. */
export function basesIn(head: string, bases: RegExp | null): string[] {
  const list = bases?.exec(head)?.[1] ?? "";
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const letter of list.replace(/\bimplements\b/g, ",")) {
    if ("([<{".includes(letter)) depth++;
    else if (")]>}".includes(letter)) depth--;
    if (letter === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else part += letter;
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== "");
}

function addMembers(type: Unit, from: Unit, units: Units, uses: UnitUses): void {
  for (const { number, definition } of units.members(type))
    if (definition!.kind !== "method") uses.edges[from.number]!.push(number);
}

/** `"{name}"`, the path of a function, or the name of a class that is used before it is there. */
function stringIsUse(spelling: Spelling, text: string, input: CodeFile, { inString }: Patterns): boolean {
  if (spelling.kind !== "string") return false;
  const { name, at, start, end } = spelling;
  const whole = text.slice(start, end);
  if (inString?.test(`${text.slice(start, at)}\0${name}\0${text.slice(at + name.length, end)}`)) return true;
  const candidates = input.units.byName.get(name)!.filter(({ language }) => language === input.file.language);
  return /^\W*[\w.[\], |]+\W*$/.test(whole) && candidates.some(({ definition }) => definition!.kind === "class");
}

/** `"app.tasks:send"`, and `"app.tasks"` as a whole: the code that holds the string is taken to use them. */
function isPathInString({ name, line, at, start, end }: Spelling, text: string, input: CodeFile): boolean {
  const { units, uses, file } = input;
  const run = runAround(text, at, name.length);
  if (run === name) return false;
  const from = units.at(file.file, line)!.number;
  const meant = (units.byName.get(name) ?? []).filter(
    (unit) => unit.language === file.language && isPathOf(run, unit.file, unit.symbol),
  );
  const isWhole = text.slice(start, end).replace(/^\w*["'`]+|["'`]+$/g, "") === run;
  const files = isWhole
    ? (units.stems.get(name) ?? []).filter((unit) => unit.language === file.language && isPathOf(run, unit.file, ""))
    : [];
  for (const { number } of [...meant, ...files]) {
    uses.edges[from]!.push(number);
    uses.handed.add(number);
  }
  return meant.length + files.length > 0;
}

/** `app.tasks:send` around `send`. */
function runAround(text: string, at: number, length: number): string {
  let start = at;
  let end = at + length;
  while (start > 0 && /[\w.:$/]/.test(text[start - 1]!)) start--;
  while (end < text.length && /[\w$]/.test(text[end]!)) end++;
  return text.slice(start, end);
}

/** Whether a dotted name, from its start, spells the end of the path to a unit: its folders, file, containers and name. */
function isPathOf(run: string, file: string, symbol: string): boolean {
  const parts = run.split(/[.:$/]+/).filter((part) => part !== "");
  const path = file.replace(/(\/__init__|\/mod|\/lib)?\.\w+$/, "").split("/");
  // A Java file is named like the type in it.
  if (symbol !== "") path.push(...symbol.split(".").slice(symbol.split(".")[0] === path.at(-1) ? 1 : 0));
  if (parts.length < 2) return false;
  const own = path.slice(-parts.length);
  return own.length === parts.length && own.every((part, i) => part === parts[i]);
}

function note(uses: UnitUses, { name, line }: Spelling, file: string, unit: number, kind: Spelled["kind"]): void {
  push(uses.spelled, name, { file, line, kind, unit });
}

/** Files that are no code of these languages: they use what they name by its path, and spell the rest. */
function textUses(file: string, text: string, units: Units, uses: UnitUses): void {
  const isDocument = isForPeople.test(file);
  spellings(
    text,
    null,
    (name) => units.byName.has(name) || units.stems.has(name),
    (spelling) => {
      const run = isDocument ? spelling.name : runAround(text, spelling.at, spelling.name.length);
      const meant =
        run === spelling.name
          ? []
          : (units.byName.get(spelling.name) ?? []).filter((unit) => isPathOf(run, unit.file, unit.symbol));
      for (const { number } of meant) {
        uses.named.push({ unit: number, file, line: spelling.line });
        uses.handed.add(number);
      }
      if (meant.length === 0) note(uses, spelling, file, -1, "text");
    },
  );
}
