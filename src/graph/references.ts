import { languages } from "../syntax/languages.js";
import { op, space } from "../syntax/names.js";
import { typeName } from "./class-shape.js";
import { enclosingMember } from "./enclosing.js";
import { evaluatorOf, type LinkInput } from "./evaluation.js";
import type { Evaluator } from "./evaluator.js";
import { isForeign } from "./foreign.js";
import type { How, Reference, SymbolPlace, TypeEdge } from "./graph.js";
import { codeMap, definitionNamed, type LinkedFile, spacesOf, symbolOf } from "./linked-file.js";
import { memberAt } from "./member-at.js";
import { type Member, spotOf } from "./member-of.js";
import { calledOne, calledTarget } from "./overloads.js";
import { bindingTarget, fitting, freeTarget, placeOf, requiredTarget, scopeTarget, type Target } from "./targets.js";
import { typeEdgesOf } from "./type-edges.js";
import { typeMemberTarget } from "./type-member.js";
import { uniqueMembers } from "./unique-members.js";

export interface References {
  references: Reference[];
  types: TypeEdge[];
}

/**
 * The references of every file to the symbols that the repository declares, in the order of files and source, and the types that its
 * declarations name. What leads out of the repository, and what nothing is known of, has none.
 */
export function linkReferences(input: LinkInput): References {
  const evaluator = evaluatorOf(input);
  const byName = uniqueMembers(input.graph, evaluator.library);
  const references: Reference[] = [];
  const types: TypeEdge[] = [];
  for (const path of input.graph.files.keys()) {
    const file = evaluator.file(path);
    if (!file) continue;
    const first = references.length;
    usesOf(evaluator, file, references);
    membersOf(evaluator, file, references, byName);
    inOrder(references, first);
    typeEdgesOf(evaluator, file, types);
  }
  return { references, types };
}

function usesOf(evaluator: Evaluator, file: LinkedFile, references: Reference[]): void {
  const { code, uses, strings } = file.names;
  for (const offset of uses) {
    const binding = code[offset + 1]!;
    const wanted = code[offset] === op.typeName ? space.type : space.value;
    let target: Target | null;
    let how: How = "resolved";
    if (binding >= 0) {
      target = bindingTarget(evaluator, file, binding);
      if (target?.kind === "namespace") target = requiredTarget(evaluator, file, binding) ?? target;
    } else {
      const name = strings[-1 - binding] ?? "";
      const around = enclosingMember(evaluator, file, code[offset + 2]!, name);
      if (around) {
        addMember(references, file, offset, code[offset + 2]!, calledOne(evaluator, file, offset, around));
        continue;
      }
      target = scopeTarget(evaluator, file, name);
      if (target === null) {
        target = isOfLibrary(evaluator, file, name, wanted) ? null : freeTarget(evaluator, file, name);
        how = "name";
      }
    }
    if (!target || isLibrary(target) || isOtherSpace(target, file, wanted)) continue;
    const to = placeOf(calledTarget(evaluator, file, offset, target), wanted);
    if (to) references.push(reference(file, code[offset + 2]!, to, how, offset));
  }
}

/** What a repository adds to a type of the library is not what the name means first. */
function isOfLibrary(evaluator: Evaluator, file: LinkedFile, name: string, wanted: number): boolean {
  const library = evaluator.library(file.language);
  return library !== null && definitionNamed(library, "", name, wanted) >= 0;
}

/** An imported value whose name is used as a type, where types have names of their own: a type of the library is meant. */
function isOtherSpace(target: Target, { language }: LinkedFile, wanted: number): boolean {
  if (target.kind !== "definition" || wanted !== space.type || languages.get(language)?.oneSpace) return false;
  const { file, number } = target;
  return (spacesOf(file.facts.definitions[fitting(file, number, wanted)]!.kind) & wanted) === 0;
}

/** A name that means a member of what stands around it. */
function addMember(references: Reference[], file: LinkedFile, offset: number, place: number, member: Member): void {
  const to = member.place.file.isLibrary ? null : memberPlace(member);
  if (!to) return;
  const found = reference(file, place, to, member.receiver.inferred ? "inferred" : "resolved", offset);
  const receiver = typeName(member.receiver);
  if (receiver !== undefined) found.receiver = receiver;
  references.push(found);
}

function membersOf(
  evaluator: Evaluator,
  file: LinkedFile,
  references: Reference[],
  byName: (language: string, name: string) => SymbolPlace | null,
): void {
  const { code, members, strings } = file.names;
  for (const offset of members) {
    evaluator.steps = 0;
    const isType = code[offset] === op.typeMember;
    let to: SymbolPlace | null = null;
    let how: How = "resolved";
    let receiver: string | undefined;
    if (isType) {
      const target = typeMemberTarget(evaluator, file, offset);
      to = target && !isLibrary(target) ? placeOf(target, space.type) : null;
    } else {
      const member = memberAt(evaluator, file, offset);
      if (member) {
        if (member.place.file.isLibrary || isDeclaredAt(member, file, code[offset + 3]!)) continue;
        to = memberPlace(member);
        if (member.receiver.inferred) how = "inferred";
        receiver = typeName(member.receiver);
      } else if (isKnownNowhere(evaluator, file, code[offset + 1]!)) {
        to = byName(file.language, strings[code[offset + 2]!] ?? "");
        how = "name";
      }
    }
    if (!to) continue;
    const found = reference(file, code[offset + 3]!, to, how, offset);
    if (receiver !== undefined) found.receiver = receiver;
    references.push(found);
  }
}

/** `app.open = function () {}` declares what it names. */
function isDeclaredAt({ place }: Member, { facts, names, path }: LinkedFile, at: number): boolean {
  const [line, column] = [names.places[at * 2], names.places[at * 2 + 1]];
  return place.definitions.some((number) => {
    const declared = facts.definitions[number];
    return place.file.path === path && declared?.line === line && declared?.column === column;
  });
}

/** Nothing says what it is, not even that it comes from outside. */
function isKnownNowhere(evaluator: Evaluator, file: LinkedFile, object: number): boolean {
  return evaluator.value(file, object).kind === "unknown" && !isForeign(evaluator, file, object);
}

function reference(file: LinkedFile, place: number, to: SymbolPlace, how: How, offset: number): Reference {
  const { places, code } = file.names;
  const found: Reference = {
    from: { file: file.path, line: places[place * 2]!, column: places[place * 2 + 1]! },
    to,
    how,
  };
  const call = codeMap(file).calls.get(offset);
  if (call !== undefined) found.arguments = code[call + 2] !== 0 ? -1 : code[call + 3]!;
  return found;
}

function memberPlace({ place, receiver }: Member): SymbolPlace | null {
  const { file, definitions, target, entry } = place;
  if (target) return placeOf(target, space.value);
  if (entry === 0) {
    const number = definitions[0]!;
    return { file: file.path, symbol: symbolOf(file, number), line: file.facts.definitions[number]!.line };
  }
  const { line, column } = spotOf(place);
  const name = file.names.strings[file.names.code[entry]!] ?? "";
  const around = typeName(receiver);
  return {
    file: file.path,
    symbol: definedAt(file, name, line, column) ?? (around ? `${around}.${name}` : name),
    line,
  };
}

/** The entries of a type alias are definitions too. */
function definedAt(file: LinkedFile, name: string, line: number, column: number): string | null {
  const { definitions } = file.facts;
  let low = 0;
  let high = definitions.length;
  // Definitions stand in the order of their first lines, which may be those of their comments.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (definitions[middle]!.startLine <= line) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= Math.max(0, low - 40); at--) {
    const definition = definitions[at]!;
    if (definition.line === line && definition.column === column && definition.name === name) return symbolOf(file, at);
  }
  return null;
}

function isLibrary(target: Target): boolean {
  return target.kind !== "namespace" && target.file.isLibrary;
}

/** Sorts the references from `first` on by their places; a place that is found twice is kept once. */
function inOrder(references: Reference[], first: number): void {
  const own = references.splice(first);
  own.sort((a, b) => a.from.line - b.from.line || a.from.column - b.from.column);
  let last: Reference | null = null;
  for (const one of own) {
    if (last && last.from.line === one.from.line && last.from.column === one.from.column) continue;
    references.push(one);
    last = one;
  }
}
