import { languages } from "../syntax/languages.js";
import { op, space } from "../syntax/names.js";
import type { ClassShape } from "./class-shape.js";
import { type Evaluator, isTired } from "./evaluator.js";
import { listOf, textOf } from "./library.js";
import { definitionAt, type LinkedFile, symbolOf } from "./linked-file.js";
import { sourceOf } from "./mapped.js";
import { envOf, memberValue } from "./member-value.js";
import { substitute } from "./substitute.js";
import { superClassesOf, supersOf } from "./supers.js";
import { namespaceMember, type Target } from "./targets.js";
import { asInferred, type MappedValue, type ObjectValue, type Value } from "./values.js";

/** Where a member is declared, seen from the class, object or namespace it was found in. */
export interface Place {
  file: LinkedFile;
  /** Numbers of its definitions: several are overloads. Empty for an entry of an object. */
  definitions: number[];
  /** Offset of the name of an entry of an `object` or `objectType`, followed by place and value; 0 when it is none. */
  entry: number;
  /** What a namespace has under the name. */
  target: Target | null;
  /** The super type that it was found in, in terms of the class that was asked. */
  holder: Value | null;
}

export interface Member {
  place: Place;
  /** What the member was found in: the part of a union that has it. */
  receiver: Value;
  /** The mapped type it was found through, which gives it a type of its own. */
  mapped?: { by: MappedValue; name: string };
}

/** Super types inside each other, and parts of unions inside each other. */
const deepest = 24;

/** The member of a value; of a union the first part's that has it. Null when there is none. */
export function memberOf(evaluator: Evaluator, value: Value, name: string, depth = 0): Member | null {
  if (depth > deepest || isTired(evaluator)) return null;
  switch (value.kind) {
    case "instance": {
      const place = ofInstance(evaluator, value.shape, name, depth) ?? ofClass(evaluator, value.shape, name, depth);
      return place && { place, receiver: value };
    }
    case "class": {
      const place = ofClass(evaluator, value.shape, name, depth) ?? ofInstance(evaluator, value.shape, name, depth);
      if (place) return { place, receiver: value };
      return value.shape.definition < 0
        ? null
        : inContainer(evaluator, value.shape.file, symbolOf(value.shape.file, value.shape.definition), name, value);
    }
    case "object": {
      const found = ofObject(evaluator, value, name, depth);
      if (found) return found;
      const definition = definitionAt(value.file, value.offset);
      return definition < 0 ? null : inContainer(evaluator, value.file, symbolOf(value.file, definition), name, value);
    }
    case "enum":
      return inContainer(evaluator, value.file, symbolOf(value.file, value.definition), name, value);
    case "namespace": {
      const target = namespaceMember(evaluator, value, name, space.value);
      return target && { place: placeOfTarget(target), receiver: value };
    }
    case "union":
    case "intersection": {
      let first: Member | null = null;
      for (const part of value.of) {
        const found = memberOf(evaluator, part, name, depth + 1);
        if (!found) continue;
        // `error?: never` in the part that succeeds says nothing: one that is declared to be something is meant.
        if (value.kind === "intersection" || memberValue(evaluator, found).kind !== "unknown") {
          first = found;
          break;
        }
        first ??= found;
      }
      return first && value.inferred ? { ...first, receiver: asInferred(first.receiver) } : first;
    }
    case "mapped": {
      const found = memberOf(evaluator, sourceOf(evaluator, value), name, depth + 1);
      return found && { ...found, mapped: { by: value, name } };
    }
    case "typeParameter":
    case "self":
    case "access":
      return memberOf(evaluator, evaluator.settled(value), name, depth + 1);
    case "function": {
      const definition = definitionAt(value.file, value.offset);
      return definition < 0 ? null : inContainer(evaluator, value.file, symbolOf(value.file, definition), name, value);
    }
    case "overloads":
      return memberOf(evaluator, value.of[0]!, name, depth + 1);
    case "tuple":
      return memberOf(evaluator, listOf(evaluator, value), name, depth + 1);
    case "text":
      return memberOf(evaluator, textOf(evaluator, value), name, depth + 1);
    case "unknown":
      return null;
  }
}

export function selfInstance(shape: ClassShape, inferred: boolean): Value {
  return { kind: "instance", shape, args: [], inferred };
}

/** A member that instances have: the class's own, then those of what it extends and implements. */
function ofInstance(evaluator: Evaluator, shape: ClassShape, name: string, depth: number): Place | null {
  const own = shape.members.get(name);
  if (own && !yields(own)) return own;
  const known = shape.found.get(name);
  if (known !== undefined) return known;
  const { cuts } = evaluator;
  shape.found.set(name, own ?? null);
  const above = among(evaluator, supersOf(evaluator, shape), name, depth);
  const found = own && !(above && isDeclared(above)) ? own : above;
  if (found || evaluator.cuts === cuts || evaluator.depth === 0) shape.found.set(name, found);
  else shape.found.delete(name);
  return found;
}

/** Whether a member of a class gives way to one that a class above declares. */
function yields(own: Place): boolean {
  return languages.get(own.file.language)?.declaredFirst === true && !isDeclared(own);
}

function isDeclared({ file, definitions }: Place): boolean {
  return definitions.some((number) => (file.names.definitions[number]?.type ?? 0) > 0);
}

function ofClass(evaluator: Evaluator, shape: ClassShape, name: string, depth: number): Place | null {
  const own = shape.statics.get(name);
  if (own) return own;
  const known = shape.foundStatic.get(name);
  if (known !== undefined) return known;
  const { cuts } = evaluator;
  shape.foundStatic.set(name, null);
  const found = among(evaluator, superClassesOf(evaluator, shape), name, depth);
  if (found || evaluator.cuts === cuts || evaluator.depth === 0) shape.foundStatic.set(name, found);
  else shape.foundStatic.delete(name);
  return found;
}

function among(evaluator: Evaluator, supers: readonly Value[], name: string, depth: number): Place | null {
  for (const holder of supers) {
    const found = memberOf(evaluator, holder, name, depth + 1);
    if (!found) continue;
    const { place, receiver } = found;
    // What was found further up is told in terms of this class: the holder's arguments go into its holder's.
    return { ...place, holder: place.holder ? substituteHolder(place.holder, receiver) : receiver };
  }
  return null;
}

function substituteHolder(holder: Value, receiver: Value): Value {
  return substitute(holder, envOf(receiver, null));
}

/** Members that stand in a definition of another kind: of an enum, of a namespace that shares its name with a function or class. */
function inContainer(
  evaluator: Evaluator,
  file: LinkedFile,
  container: string,
  name: string,
  receiver: Value,
): Member | null {
  const definitions = file.byName.get(container)?.get(name);
  if (definitions) return { place: { file, definitions, entry: 0, target: null, holder: null }, receiver };
  for (const sibling of evaluator.siblings(file, container)) {
    const there = sibling.byName.get(container)?.get(name);
    if (there) return { place: { file: sibling, definitions: there, entry: 0, target: null, holder: null }, receiver };
  }
  return null;
}

function ofObject(evaluator: Evaluator, value: ObjectValue, name: string, depth: number): Member | null {
  const { file, offset } = value;
  const { code, strings } = file.names;
  let entries = file.entries.get(offset);
  if (!entries) {
    entries = new Map();
    for (let i = 0, at = offset + 2; i < code[offset + 1]!; i++, at += 3) {
      const entry = strings[code[at]!];
      if (entry !== undefined && !entries.has(entry)) entries.set(entry, placeOfEntry(file, at));
    }
    file.entries.set(offset, entries);
  }
  const place = entries.get(name);
  if (place) return { place, receiver: value };
  if (code[offset] !== op.object) return null;
  // What is spread into a literal later hides what was spread before.
  for (let i = code[offset + 1]! - 1, at = offset + 2 + 3 * i; i >= 0; i--, at -= 3) {
    if (code[at]! >= 0) continue;
    const found = memberOf(evaluator, substitute(evaluator.value(file, code[at + 2]!), value.env), name, depth + 1);
    if (found) return found;
  }
  return null;
}

function placeOfEntry(file: LinkedFile, entry: number): Place {
  return { file, definitions: [], entry, target: null, holder: null };
}

function placeOfTarget(target: Target): Place {
  const file = target.kind === "namespace" ? target.value.files[0]! : target.file;
  return {
    file,
    definitions: target.kind === "definition" ? [target.number] : [],
    entry: 0,
    target,
    holder: null,
  };
}

/** Where the name of a member stands. */
export function spotOf(place: Place): { line: number; column: number } {
  const { file, definitions, entry } = place;
  if (entry > 0) {
    const at = file.names.code[entry + 1]! * 2;
    return { line: file.names.places[at]!, column: file.names.places[at + 1]! };
  }
  const { line, column } = file.facts.definitions[definitions[0]!]!;
  return { line, column };
}
