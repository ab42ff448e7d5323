import type { Graph, TypeEdge } from "../../graph/graph.js";
import type { Entry } from "../../project/project.js";
import { pattern } from "./pattern.js";
import { isPublicName, topLevel } from "./public-units.js";
import { basesIn, type UseQuestion } from "./unit-uses.js";
import { folderOf, isTestUnit, push, type Unit, type Units } from "./units.js";

/**
 * What lives with what though no code says its name. `edges`: when the first lives, so does the second. `pairs`: when both of the first two
 * live, so does the third: a method that stands in for one of a base, and both the base's method and the own type live.
 */
export interface Ties {
  edges: number[][];
  pairs: [number, number, number][];
  /** Started by a test runner as soon as its file lives. */
  tests: number[];
  /** Types with a base that v4 does not see, which may call any member. */
  open: Set<number>;
}

export function tiesOf(
  question: UseQuestion,
  units: Units,
  entries: readonly Entry[],
  handed: ReadonlySet<number>,
): Ties {
  const ties: Ties = { edges: units.all.map(() => []), pairs: [], tests: [], open: new Set() };
  for (const number of handed) {
    const unit = units.all[number]!;
    if (unit.definition) ties.open.add(number);
    else for (const one of topLevel(units, unit)) if (isPublicName(one)) tie(ties, number, one.number);
  }
  const { graph, types } = question;
  for (const unit of units.all) {
    if (!unit.definition) continue;
    tie(ties, unit.number, unit.parent);
    if (unit.owner >= 0) tie(ties, unit.number, unit.owner);
    byItself(ties, unit, units);
  }
  tieFamilies(ties, units);
  tieFiles(ties, graph, units);
  tieBases(ties, types, units);
  tieInterfaces(ties, units);
  tieBlocks(ties, units);
  tieConstants(ties, units, question.read);
  tiePrefixes(ties, units, question.read);
  tiePublicMembers(ties, units, entries);
  tieTests(ties, units, entries);
  return ties;
}

const tie = (ties: Ties, from: number, to: number) => void ties.edges[from]!.push(to);

/** What the language, a framework or a person keeps alive as soon as what is around it lives. */
function byItself(ties: Ties, unit: Unit, { all }: Units): void {
  const { dead: rules } = unit.language;
  const { name, kind } = unit.definition!;
  const around = unit.owner >= 0 ? unit.owner : unit.parent;
  const isTestMark = rules.testMarks === undefined ? null : pattern(rules.testMarks);
  const plain = pattern(rules.plainMarks);
  if (unit.marks.some((mark) => isTestMark?.test(mark))) ties.tests.push(unit.number);
  else if (rules.testBlock !== undefined && pattern(rules.testBlock).test(unit.head)) ties.tests.push(unit.number);
  const isHanded = unit.marks.some((mark) => !plain.test(mark) && !isTestMark?.test(mark));
  const isConstructor = kind === "method" && all[unit.owner]?.definition?.name === name;
  if (
    isHanded ||
    isConstructor ||
    unit.isInOpenBlock ||
    unit.isKept ||
    pattern(rules.called, "u").test(name) ||
    pattern(rules.nameless, "u").test(name) ||
    (rules.overriding !== undefined && pattern(rules.overriding).test(unit.head))
  )
    tie(ties, around, unit.number);
}

/** Definitions of one name in one place are one: branches of a condition, overloads, a getter and its setter, files for several systems. */
function tieFamilies(ties: Ties, units: Units): void {
  const families = new Map<string, Unit[]>();
  for (const unit of units.all) {
    if (!unit.definition || unit.isBlock) continue;
    const place = unit.language.dead.hasVariants ? folderOf(unit.file) : unit.file;
    push(families, `${place} ${unit.symbol}`, unit);
  }
  for (const family of families.values()) {
    for (const { number } of family.slice(1)) {
      tie(ties, family[0]!.number, number);
      tie(ties, number, family[0]!.number);
    }
  }
}

/** Imports run a module; files of one folder are one module where the language says so. */
function tieFiles(ties: Ties, graph: Graph, units: Units): void {
  for (const { from, to } of graph.imports) {
    const [one, other] = [units.ofFile.get(from), to === null ? undefined : units.ofFile.get(to)];
    if (!one || !other || one.language.dead.isFileOfTypes) continue;
    tie(ties, one.number, other.number);
    const { packageFile, extensions } = one.language;
    if (packageFile === undefined) continue;
    // The packages around a module run too.
    for (let folder = folderOf(other.file); folder !== ""; folder = folderOf(folder.slice(0, -1))) {
      const around = extensions.map((ending) => units.ofFile.get(`${folder}${packageFile}${ending}`)).find(Boolean);
      if (!around) break;
      tie(ties, one.number, around.number);
    }
  }
  const folders = new Map<string, Unit[]>();
  for (const unit of units.ofFile.values())
    if (unit.language.dead.isFolderModule) push(folders, folderOf(unit.file), unit);
  for (const files of folders.values()) {
    const code = files.filter((one) => !isTestUnit(one));
    for (const one of files) for (const other of code) if (one !== other) tie(ties, one.number, other.number);
  }
}

/** Methods of a base and those that stand in for them; members of what has a base from outside. */
function tieBases(ties: Ties, types: readonly TypeEdge[], units: Units): void {
  const bases = new Map<number, Set<number>>();
  for (const { from, to, kind } of types) {
    if (kind !== "extends" && kind !== "implements") continue;
    const [type, base] = [units.named(from), units.named(to)];
    if (!type || !base || type === base || type.isBlock) continue;
    const known = bases.get(type.number);
    if (known) known.add(base.number);
    else bases.set(type.number, new Set([base.number]));
  }
  for (const type of units.all) {
    const { bases: basesPattern, plainBases, listedBases } = type.language.dead;
    if (!type.definition || basesPattern === undefined) continue;
    const plain = pattern(`${plainBases}|${listedBases ?? "^$"}`);
    const named = basesIn(type.head, pattern(basesPattern)).map((one) => one.replace(/^\w+\s*=\s*(?=\w+$)/, ""));
    const seen = [...(bases.get(type.number) ?? [])].map((base) => units.all[base]!.definition!.name);
    const foreign = named.filter((one) => {
      const bare = one.replace(/[<[(].*$/s, "").trim();
      return !plain.test(one) && !plain.test(bare) && !seen.includes(bare.split(".").at(-1)!);
    });
    if (foreign.length > 0) ties.open.add(type.number);
  }
  const ancestors = (type: number, found = new Set<number>()): Set<number> => {
    for (const base of bases.get(type) ?? []) {
      if (found.has(base)) continue;
      found.add(base);
      ancestors(base, found);
    }
    return found;
  };
  const openAbove = [...ties.open];
  for (const type of bases.keys()) if ([...ancestors(type)].some((base) => ties.open.has(base))) openAbove.push(type);
  // What is mixed in serves the other bases too.
  for (const type of openAbove) for (const one of [type, ...ancestors(type)]) ties.open.add(one);
  // `class Meta` inside of a type is read by whoever reads the type.
  for (const type of units.all)
    if (type.definition?.kind === "class" && ties.open.has(type.owner)) ties.open.add(type.number);
  for (const type of bases.keys()) {
    const above = ancestors(type);
    const own = units.members(units.all[type]!);
    for (const base of above) {
      for (const member of units.members(units.all[base]!)) {
        for (const one of own) {
          if (one.definition!.name !== member.definition!.name) continue;
          ties.pairs.push([member.number, type, one.number]);
          tie(ties, one.number, member.number);
        }
      }
    }
  }
  for (const type of ties.open) {
    // What only its own file can see no base calls.
    for (const member of units.members(units.all[type]!))
      if (
        !member.language.dead.seenIn?.some(
          ({ head, within }) => within === "file" && head && pattern(head).test(member.head),
        )
      )
        tie(ties, type, member.number);
  }
}

/** Where any type may be used as an interface, its methods with the names of interface methods may be called. */
function tieInterfaces(ties: Ties, units: Units): void {
  const ofInterfaces = new Set<string>();
  for (const unit of units.all)
    if (units.all[unit.owner]?.definition?.kind === "interface") ofInterfaces.add(unit.definition!.name);
  for (const unit of units.all) {
    const { implicitInterfaces } = unit.language.dead;
    if (implicitInterfaces === undefined || unit.owner < 0) continue;
    const { kind, name } = unit.definition!;
    if (kind === "method" && (ofInterfaces.has(name) || pattern(implicitInterfaces, "u").test(name)))
      tie(ties, unit.owner, unit.number);
  }
}

/** `impl Base for Type` lives with its type and base, and its members with it. */
function tieBlocks(ties: Ties, units: Units): void {
  for (const unit of units.all) {
    const block = unit.language.dead.overridingBlock;
    if (!unit.isBlock || block === undefined) continue;
    const [, base, type] = pattern(block).exec(unit.head) ?? [];
    if (base === undefined) continue;
    const find = (name: string) =>
      (units.byName.get(name.split("::").at(-1)!) ?? []).filter(
        ({ definition, language }) =>
          language === unit.language && /^(class|enum|interface|type)$/.test(definition!.kind),
      );
    const [bases, types] = [find(base), find(type!)];
    const owners = types.length > 0 ? types.map(({ number }) => number) : [unit.parent];
    for (const owner of owners) {
      if (bases.length === 0) tie(ties, owner, unit.number);
      for (const { number } of bases) ties.pairs.push([owner, number, unit.number]);
    }
    for (const inside of units.all.slice(unit.number + 1)) {
      if (inside.file !== unit.file) break;
      if (inside.parent === unit.number) tie(ties, unit.number, inside.number);
    }
  }
}

/** Constants that are counted: one cannot go without changing the others. */
function tieConstants(ties: Ties, units: Units, read: (path: string) => string | null): void {
  const byFile = new Map<string, Unit[]>();
  for (const unit of units.all)
    if (unit.language.dead.isFolderModule && unit.definition?.kind === "constant") push(byFile, unit.file, unit);
  for (const [file, constants] of byFile) {
    const text = read(file) ?? "";
    for (const match of text.matchAll(/^const\s*\([\s\S]*?^\)/gm)) {
      if (!/\biota\b/.test(match[0])) continue;
      const first = text.slice(0, match.index).split("\n").length;
      const last = first + match[0].split("\n").length;
      const group = constants.filter(({ definition }) => definition!.line >= first && definition!.line < last);
      for (const { number } of group.slice(1)) {
        tie(ties, group[0]!.number, number);
        tie(ties, number, group[0]!.number);
      }
    }
  }
}

/** `getattr(self, "visit_" + kind)`: members whose names begin so. */
function tiePrefixes(ties: Ties, units: Units, read: (path: string) => string | null): void {
  const prefixes = new Map<Unit["language"], Set<string>>();
  for (const { file, language } of units.ofFile.values()) {
    const text = read(file) ?? "";
    for (const match of text.matchAll(new RegExp(language.dead.reflection, "gm"))) {
      if (match[1] === undefined) continue;
      const known = prefixes.get(language);
      if (known) known.add(match[1]);
      else prefixes.set(language, new Set([match[1]]));
    }
  }
  if (prefixes.size === 0) return;
  for (const unit of units.all) {
    const known = unit.definition ? prefixes.get(unit.language) : undefined;
    if (!known) continue;
    for (const prefix of known)
      if (unit.definition!.name.startsWith(prefix)) tie(ties, unit.owner >= 0 ? unit.owner : unit.parent, unit.number);
  }
}

/**
 * Who may import one module of a package gets objects of all of it: members that are not hidden live with their type there. Nothing is said
 * of the types themselves.
 */
function tiePublicMembers(ties: Ties, units: Units, entries: readonly Entry[]): void {
  const packages = new Set(entries.flatMap(({ file, symbols }) => (symbols ? [] : [packageOf(file, units)])));
  for (const unit of units.all) {
    if (unit.owner < 0 || !isPublicName(unit) || !packages.has(packageOf(unit.file, units))) continue;
    if (unit.language.packageFile !== undefined || unit.language.dead.isFolderModule)
      tie(ties, unit.owner, unit.number);
  }
}

/** Methods that a test runner starts once it has their class. */
function tieTests(ties: Ties, units: Units, entries: readonly Entry[]): void {
  const files = new Set(entries.flatMap(({ file, role }) => (role === "test" ? [file] : [])));
  for (const unit of units.all) {
    const { testMembers } = unit.language.dead;
    if (testMembers === undefined || unit.owner < 0 || !files.has(unit.file)) continue;
    if (pattern(testMembers).test(unit.definition!.name)) tie(ties, unit.owner, unit.number);
  }
}

/** The outermost folder that is a package with a file of its own; else the file's folder. */
function packageOf(file: string, units: Units): string {
  const unit = units.ofFile.get(file);
  const stem = unit?.language.packageFile;
  let found = folderOf(file);
  if (stem === undefined) return found;
  for (let folder = found; folder !== ""; folder = folderOf(folder.slice(0, -1)))
    if (units.ofFile.has(`${folder}${stem}.py`)) found = folder;
  return found;
}
