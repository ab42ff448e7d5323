import { lengthAt } from "../../graph/code.js";
import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { Definition, FileFacts } from "../../syntax/facts.js";
import { type FileNames, op } from "../../syntax/names.js";
import { exportsByStatement } from "./declarations.js";
import type { ExportUses } from "./export-uses.js";
import type { DeadExport, ExportKind } from "./findings.js";
import type { Reached } from "./reach.js";

interface MemberQuestion {
  graph: Graph;
  references: readonly Reference[];
  types: readonly TypeEdge[];
  names(file: string): FileNames | null;
  reached: ReadonlyMap<string, Reached>;
  entries: ReadonlySet<string>;
  uses: ExportUses;
  counted: number;
  read(path: string): string | null;
}

/** A class, enum or namespace whose members are looked at. */
interface Owner {
  file: string;
  symbol: string;
  definition: Definition;
  members: Definition[];
}

/**
 * Members of exported enums, namespaces and classes that nothing refers to, though something uses what holds them. Not of those that
 * something may look through member by member: an enum given to `Object.values`, a class with a decorator or a base that is not here.
 */
export function deadMembers(question: MemberQuestion): DeadExport[] {
  const { references, reached, counted } = question;
  const owners = ownersOf(question);
  if (owners.length === 0) return [];
  const usedSymbols = new Set<string>();
  const owned = new Map<string, Owner>(owners.map((owner) => [`${owner.file} ${owner.symbol}`, owner]));
  const namings = new Map<string, Reference[]>();
  for (const reference of references) {
    const { from, to } = reference;
    if (((reached.get(from.file)?.roles ?? 0) & counted) === 0) continue;
    usedSymbols.add(`${to.file} ${to.symbol}`);
    const owner = `${to.file} ${to.symbol}`;
    if (!owned.has(owner)) continue;
    const list = namings.get(owner);
    if (list) list.push(reference);
    else namings.set(owner, [reference]);
  }
  const whole = wholeUses(question);
  const accesses = accessCounts(question);
  const rows: DeadExport[] = [];
  for (const owner of owners) {
    const kind = kindOf(owner.definition);
    const named = namings.get(`${owner.file} ${owner.symbol}`) ?? [];
    if (
      kind !== "classMember" &&
      named.some(({ from }) => whole(from, kind === "enumMember" && from.file !== owner.file))
    )
      continue;
    if (kind === "classMember" && !isClosedClass(owner, question)) continue;
    for (const member of owner.members) {
      const symbol = `${owner.symbol}.${member.name}`;
      if (usedSymbols.has(`${owner.file} ${symbol}`)) continue;
      // Somewhere a member of that name is taken of something unknown: it may be this one.
      if (kind === "classMember" && (accesses.get(member.name) ?? 0) > 0) continue;
      rows.push({
        file: owner.file,
        symbol,
        line: member.line,
        endLine: member.endLine,
        kind,
        usedBy: "nothing",
        verdict: kind === "classMember" ? "likely" : "certain",
        evidence: [`${owner.symbol} is used, and nothing refers to its ${member.name}`],
      });
    }
  }
  return rows;
}

function kindOf({ kind }: Definition): Extract<ExportKind, `${string}Member`> {
  return kind === "enum" ? "enumMember" : kind === "namespace" ? "namespaceMember" : "classMember";
}

function ownersOf({ graph, reached, entries, uses, counted }: MemberQuestion): Owner[] {
  const owners: Owner[] = [];
  for (const [file, { roles }] of reached) {
    const facts = graph.files.get(file);
    if (!facts || entries.has(file) || (roles & counted) === 0 || !exportsByStatement(facts)) continue;
    if (uses.whole(file) !== 0) continue;
    const seen = new Set<Definition>();
    for (const { name, local, from } of facts.exports) {
      if (from !== null || local === null || (uses.roles(file, name) & counted) === 0) continue;
      if (uses.isPublic(file, name)) continue;
      addOwners(owners, file, facts, local, seen);
    }
  }
  return owners;
}

/** A name may be that of a class and a namespace; a namespace may hold namespaces. */
function addOwners(owners: Owner[], file: string, facts: FileFacts, symbol: string, seen: Set<Definition>): void {
  for (const definition of facts.definitions) {
    if (!isOwner(definition) || symbolOf(definition) !== symbol || seen.has(definition)) continue;
    seen.add(definition);
    const members = membersOf(facts, symbol, definition);
    owners.push({ file, symbol, definition, members });
    for (const member of members)
      if (member.kind === "namespace") addOwners(owners, file, facts, symbolOf(member), seen);
  }
}

const isOwner = ({ kind }: Definition) => kind === "enum" || kind === "namespace" || kind === "class";
const symbolOf = ({ container, name }: Definition) => (container === "" ? name : `${container}.${name}`);

/** What a namespace does not export nobody outside could use: it is no member. */
function membersOf(facts: FileFacts, owner: string, { kind, startLine, endLine }: Definition): Definition[] {
  return facts.definitions.filter(
    (one) =>
      one.container === owner &&
      one.line >= startLine &&
      one.line <= endLine &&
      (kind !== "namespace" || one.exported) &&
      (kind !== "class" || !isProtocol.test(one.name)),
  );
}

/** Members that the language itself calls. */
const isProtocol = /^(constructor|toString|toJSON|toLocaleString|valueOf|then|next|\[.*|#.*)$/;

/**
 * Whether the place of a name is a use of the whole, not of a member of it. With `asType`, so is a type: where a value of an enum is taken
 * from outside, every member may come.
 */
function wholeUses({ names, graph }: MemberQuestion): (at: Reference["from"], asType: boolean) => boolean {
  const places = new Map<string, { values: Set<number>; types: Set<number> }>();
  return ({ file, line, column }, asType) => {
    let known = places.get(file);
    if (!known) {
      const of = names(file);
      known = of ? wholePlaces(of) : { values: new Set(), types: new Set() };
      places.set(file, known);
    }
    const isExported = graph.files.get(file)!.exports.some((row) => row.line === line && row.from === null);
    const at = placeKey(line, column);
    return (known.values.has(at) && !isExported) || (asType && known.types.has(at));
  };
}

const placeKey = (line: number, column: number) => line * 65_536 + column;

function wholePlaces({ code, uses, members, places }: FileNames): { values: Set<number>; types: Set<number> } {
  const objects = new Set<number>();
  for (const offset of members) objects.add(code[offset + 1]!);
  // A call is a use of the function, or class, that shares its name with the namespace.
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.call || code[offset] === op.new) objects.add(code[offset + 1]!);
    offset += length;
  }
  const found = { values: new Set<number>(), types: new Set<number>() };
  for (const offset of uses) {
    if (objects.has(offset)) continue;
    const at = code[offset + 2]! * 2;
    const place = placeKey(places[at]!, places[at + 1]!);
    if (code[offset] === op.name) found.values.add(place);
    else found.types.add(place);
  }
  return found;
}

/** How often a member of each name is taken of what nothing is known of. */
function accessCounts({ graph, names, references }: MemberQuestion): Map<string, number> {
  const known = new Set<string>();
  for (const { from } of references) known.add(`${from.file} ${from.line} ${from.column}`);
  const counts = new Map<string, number>();
  for (const file of graph.files.keys()) {
    const of = names(file);
    if (!of) continue;
    const { code, members, strings, places } = of;
    for (const offset of members) {
      const at = code[offset + 3]! * 2;
      if (lengthAt(code, offset) === 0 || known.has(`${file} ${places[at]} ${places[at + 1]}`)) continue;
      const name = strings[code[offset + 2]!] ?? "";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** A class whose bases are all in the repository and have no such member is called by nothing that v4 does not see. */
function isClosedClass(
  { file, symbol, definition, members }: Owner,
  { graph, types, names, read }: MemberQuestion,
): boolean {
  const head = (read(file) ?? "").split("\n").slice(definition.startLine - 1, definition.line);
  if (head.some((line) => /^\s*@\w/.test(line) && !/^\s*\*/.test(line))) return false;
  const bases = types.filter(
    ({ from, kind }) => from.file === file && from.symbol === symbol && (kind === "extends" || kind === "implements"),
  );
  if (heritageCount(graph.files.get(file)!, names(file), definition) > bases.length) return false;
  const derived = types.filter(
    ({ to, kind }) => to.file === file && to.symbol === symbol && (kind === "extends" || kind === "implements"),
  );
  const around = new Set(
    [...bases.map(({ to }) => to), ...derived.map(({ from }) => from)].flatMap((place) =>
      (graph.files.get(place.file)?.definitions ?? []).flatMap(({ container, name }) =>
        container === place.symbol ? [name] : [],
      ),
    ),
  );
  return !members.some(({ name }) => around.has(name));
}

/** How many types a class says it extends or implements. */
function heritageCount({ definitions }: FileFacts, names: FileNames | null, definition: Definition): number {
  const offset = names?.definitions[definitions.indexOf(definition)]?.type ?? 0;
  if (!names || names.code[offset] !== op.class) return 0;
  let at = offset + 2;
  at += 1 + names.code[at]!;
  const extended = names.code[at]!;
  at += 1 + extended;
  return extended + names.code[at]!;
}
