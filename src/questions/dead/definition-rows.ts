import { isTest } from "../../syntax/languages.js";
import type { DefinitionQuestion } from "./definitions.js";
import type { DeadExport, DeadFile, ExportKind, UsedBy, Verdict } from "./findings.js";
import { pattern } from "./pattern.js";
import { roleBit } from "./reach.js";
import type { Ties } from "./unit-ties.js";
import { basesIn, canSee, type Spelled, type UnitUses } from "./unit-uses.js";
import { stemOf, type Unit, type Units } from "./units.js";

interface RowsInput extends DefinitionQuestion {
  units: Units;
  uses: UnitUses;
  ties: Ties;
  /** Unit -> bits of the roles that it lives by. */
  life: Uint8Array;
}

/** Rows of what does not live: the outermost dead thing has one, what is inside goes with it. */
export function definitionRows(input: RowsInput): { files: DeadFile[]; exports: DeadExport[] } {
  const { units, life, counted, graph } = input;
  const isDead = (unit: number) => (life[unit]! & counted) === 0;
  const users = usersOf(input);
  const files: DeadFile[] = [];
  const rows = new Map<number, DeadExport>();
  for (const file of units.ofFile.values()) {
    const facts = graph.files.get(file.file)!;
    // What tests or tools start is theirs, also where they do not count.
    if (isDead(file.number) && life[file.number] !== 0) continue;
    if (isDead(file.number)) {
      if (hasCode(file, input) && !isLeftAlone(file, input))
        files.push({ file: file.file, lines: facts.lines, ...fileVerdict(file, input) });
      continue;
    }
    if (isLeftAlone(file, input)) continue;
    for (let at = file.number + 1; units.all[at]?.file === file.file; at++) {
      const unit = units.all[at]!;
      if (!isDead(at) || !isReported(unit, input)) continue;
      const { line, endLine } = unit.definition!;
      const own = users.get(at) ?? [];
      const usedBy = usedByOf(unit, own, input);
      rows.set(at, {
        file: unit.file,
        symbol: unit.symbol,
        line,
        endLine,
        kind: kindOf(unit, units),
        usedBy,
        ...verdictOf(unit, own, usedBy, input),
      });
    }
  }
  weaken(rows, users, units);
  const exports = [...rows.values()];
  exports.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line);
  return { files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), exports };
}

/** What only dead code uses is no surer dead than that is. */
function weaken(rows: ReadonlyMap<number, DeadExport>, users: ReadonlyMap<number, number[]>, { all }: Units): void {
  const rowOf = (unit: number): DeadExport | undefined => {
    for (let at = unit; at >= 0; at = all[at]!.parent) {
      const row = rows.get(at) ?? rows.get(all[at]!.owner);
      if (row) return row;
    }
    return undefined;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const [unit, row] of rows) {
      for (const user of users.get(unit) ?? []) {
        const other = rowOf(user);
        if (!other || weight[other.verdict] <= weight[row.verdict]) continue;
        row.verdict = other.verdict;
        row.evidence.push(`${other.symbol}, which uses it, is not surely dead`);
        changed = true;
      }
    }
  }
}

/** Unit -> the units whose code uses it, itself and what is inside it left out. */
function usersOf({ units, uses }: RowsInput): Map<number, number[]> {
  const users = new Map<number, number[]>();
  uses.edges.forEach((targets, from) => {
    for (const to of new Set(targets)) {
      if (isInside(from, to, units)) continue;
      const known = users.get(to);
      if (known) known.push(from);
      else users.set(to, [from]);
    }
  });
  return users;
}

function isInside(unit: number, around: number, { all }: Units): boolean {
  for (let at = unit; at >= 0; at = all[at]!.parent) if (at === around || all[at]!.owner === around) return true;
  return false;
}

/** Code of others that is kept here, and code that a machine wrote. */
function isLeftAlone({ file, language }: Unit, { read }: RowsInput): boolean {
  const { leftAlone } = language.dead;
  if (!leftAlone) return false;
  return pattern(leftAlone.path).test(file) || pattern(leftAlone.text, "m").test((read(file) ?? "").slice(0, 2000));
}

/** An empty file, or one of comments alone, is no code that could be used. */
function hasCode({ file, number, language }: Unit, { units, graph }: RowsInput): boolean {
  if (language.dead.sources !== undefined && !pattern(language.dead.sources).test(file)) return false;
  return units.all[number + 1]?.file === file || graph.files.get(file)!.imports.length > 0;
}

function isReported(unit: Unit, { units, life, counted, ties }: RowsInput): boolean {
  const { definition, isBlock, parent, owner, language } = unit;
  const { dead: rules } = language;
  const isDead = (other: number) => other >= 0 && (life[other]! & counted) === 0;
  if (isBlock || definition!.name === "" || unit.isKept || isOfTests(unit, ties)) return false;
  if (isDead(owner)) return false;
  // A block of members that lives for none of them is no thing of its own.
  if (isDead(parent) && !units.all[parent]!.isBlock) return false;
  const around = units.all[owner];
  if (around?.definition) {
    // What a test makes up stands in for something that has such members.
    if (isTestFile(unit.file)) return false;
    if (around.definition.kind === "interface" || around.definition.kind === "type") return false;
    if (definition!.kind === "method" && definition!.name === around.definition.name) return false;
    const isField = definition!.kind === "field" || definition!.kind === "variable" || definition!.kind === "constant";
    if (isField && isReadElsewhere(unit, around, units)) return false;
    if (rules.fieldTag !== undefined && isField && pattern(rules.fieldTag).test(unit.head)) return false;
  }
  return !pattern(rules.nameless, "u").test(definition!.name);
}

/** A test among the code that is tested, or a block for tests: no dead code where tests do not count. */
function isOfTests({ number }: Unit, { tests }: Ties): boolean {
  return tests.includes(number);
}

function isTestFile(file: string): boolean {
  return isTest(file) || /(^|\/)(tests?|testing|spec)\//.test(file);
}

/** Fields of what is written out, compared or filled by code that does not name them. */
function isReadElsewhere(unit: Unit, around: Unit, units: Units): boolean {
  const { fieldsRead, variantsMade, bases } = unit.language.dead;
  const isVariant = kindOf(unit, units) === "enumMember";
  const read = isVariant ? variantsMade : fieldsRead;
  if (read === undefined) return false;
  return (
    pattern(read).test(around.head) ||
    (bases !== undefined && basesIn(around.head, pattern(bases)).some((base) => pattern(read).test(base)))
  );
}

function kindOf({ definition, owner, language, head }: Unit, { all }: Units): ExportKind {
  const around = all[owner];
  const { kind, name } = definition!;
  if (around?.definition) {
    const { bases, listedBases } = language.dead;
    const isEnum =
      around.definition.kind === "enum" ||
      (bases !== undefined &&
        listedBases !== undefined &&
        basesIn(around.head, pattern(bases)).some((base) => pattern(listedBases).test(base)));
    const isMember = kind !== "method" && kind !== "function" && !/\b(private|static|final|public)\b/.test(head);
    return isEnum && isMember && name !== "" ? "enumMember" : "classMember";
  }
  return kind === "interface" || kind === "type" || kind === "enum" ? "type" : "value";
}

function usedByOf(unit: Unit, own: readonly number[], { life, units }: RowsInput): UsedBy {
  if ((life[unit.number]! & roleBit.test) !== 0) return "tests";
  const around = units.all[unit.owner >= 0 ? unit.owner : unit.parent]!;
  return own.some((user) => user !== around.number || life[user] === 0) && own.length > 0 ? "dead code" : "nothing";
}

const weight: Record<Verdict, number> = { certain: 0, likely: 1, possible: 2 };

function verdictOf(
  unit: Unit,
  own: readonly number[],
  usedBy: UsedBy,
  input: RowsInput,
): { verdict: Verdict; evidence: string[] } {
  const { units, graph } = input;
  const found: { verdict: Verdict; evidence: string[] } = { verdict: "certain", evidence: [] };
  const lower = (to: Verdict, why: string) => {
    if (weight[to] > weight[found.verdict]) found.verdict = to;
    found.evidence.push(why);
  };
  found.evidence.push(
    usedBy === "tests"
      ? "only tests use it"
      : usedBy === "dead code"
        ? `only dead code uses it: ${own
            .slice(0, 3)
            .map((user) => nameOf(units.all[user]!))
            .join(", ")}`
        : `nothing in the ${graph.files.size} files refers to it, and no entry leads to it`,
  );
  judgeSpelled(unit, input, lower);
  judgeReflection(unit, input, lower);
  const { dead: rules } = unit.language;
  const { name, kind } = unit.definition!;
  for (const { kinds, head, name: named, path, verdict, why } of rules.doubts ?? []) {
    if (kinds && !kinds.includes(kind)) continue;
    if (head !== undefined && !pattern(head, "u").test(unit.head)) continue;
    if (named !== undefined && !pattern(named, "u").test(name)) continue;
    if (path !== undefined && !pattern(path).test(unit.file)) continue;
    lower(verdict, why);
  }
  return found;
}

const nameOf = ({ symbol, file }: Unit) => (symbol === "" ? file : `${symbol} (${file})`);

/** Other places that spell the name. Those in dead code, and those that can see nothing of it, say nothing. */
function judgeSpelled(
  unit: Unit,
  { units, uses, life, counted }: RowsInput,
  lower: (to: Verdict, why: string) => void,
): void {
  const { name } = unit.definition!;
  const accessor = unit.language.dead.accessor;
  const property = accessor === undefined ? null : pattern(accessor, "u").exec(name);
  const other = property ? `${property[1]!.toLowerCase()}${property[2] ?? ""}` : null;
  const isHeard = ({ file, kind, unit: from, line }: Spelled) => {
    if (from >= 0 && ((life[from]! & counted) === 0 || isInside(from, unit.number, units))) return false;
    if (file === unit.file && line === unit.definition!.line) return false;
    return kind === "text" || kind === "string" || !units.ofFile.has(file) || canSee(file, unit);
  };
  const places = (uses.spelled.get(name) ?? []).filter(isHeard);
  const first = new Map<Spelled["kind"], Spelled>();
  for (const place of places) if (!first.has(place.kind)) first.set(place.kind, place);
  for (const [kind, { file, line }] of first) lower("likely", `${said[kind]} in ${file}:${line}`);
  if (other !== null && first.size === 0 && (uses.spelled.get(other) ?? []).some(({ kind }) => kind === "text"))
    lower("possible", `it is how ${other} is read, and that name is spelled elsewhere`);
}

const said: Record<Spelled["kind"], string> = {
  string: "a string spells its name",
  import: "an import names it",
  text: "a text spells its name",
  member: "a member of that name is taken of something else",
  code: "its name stands in other code",
};

/** Members whose type, or definitions whose file, reaches for names that are made at run time. */
function judgeReflection(unit: Unit, { units, read }: RowsInput, lower: (to: Verdict, why: string) => void): void {
  const { reflection, moduleReflection } = unit.language.dead;
  const around = units.all[unit.owner]?.definition;
  const reaching = around || unit.language.dead.isFolderModule ? reflection : moduleReflection;
  if (reaching === undefined) return;
  const file = units.all[unit.owner]?.file ?? unit.file;
  const text = read(file) ?? "";
  const lines = text.split("\n");
  const part = around ? lines.slice(around.startLine - 1, around.endLine).join("\n") : text;
  const isMember = around && unit.definition!.kind !== "function";
  if (!around && unit.language.dead.isFolderModule && !isMember) return;
  if (pattern(reaching, "m").test(part))
    lower("possible", `${around ? around.name : file} reaches for names that are made at run time`);
}

function fileVerdict(
  file: Unit,
  { units, graph, uses, life, counted }: RowsInput,
): { verdict: Verdict; evidence: string[] } {
  const importers = graph.imports.filter(({ to }) => to === file.file).map(({ from }) => from);
  const evidence = [
    importers.length === 0
      ? "nothing imports it, and no entry leads to it"
      : `only dead files import it: ${[...new Set(importers)].slice(0, 3).join(", ")}`,
  ];
  let verdict: Verdict = "certain";
  const mention = (uses.spelled.get(stemOf(file)) ?? []).find(
    ({ unit, file: other, kind }) =>
      (kind === "string" || (kind === "text" && !/\.(md|rst|txt)$/.test(other))) &&
      other !== file.file &&
      (unit < 0 || (life[unit]! & counted) !== 0),
  );
  if (mention) {
    verdict = "likely";
    evidence.push(`a string spells its name in ${mention.file}:${mention.line}`);
  }
  if (isTestFile(file.file)) {
    verdict = "likely";
    evidence.push("tests may load it by its path");
  }
  // What spells one of its definitions may load it.
  for (let at = file.number + 1; units.all[at]?.file === file.file; at++) {
    const unit = units.all[at]!;
    if (unit.parent !== file.number || unit.isBlock) continue;
    const place = (uses.spelled.get(unit.definition!.name) ?? []).find(
      ({ unit: from, file: other, kind }) =>
        other !== file.file && (from < 0 || (life[from]! & counted) !== 0) && (kind === "text" || kind === "string"),
    );
    if (!place) continue;
    verdict = "likely";
    evidence.push(`${said[place.kind].replace("its name", unit.definition!.name)} in ${place.file}:${place.line}`);
    break;
  }
  return { verdict, evidence };
}
