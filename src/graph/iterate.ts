import { op } from "../syntax/names.js";
import { type ClassShape, shapeEnv } from "./class-shape.js";
import { type Evaluator, isTired, libraryRoles } from "./evaluator.js";
import { mappedType } from "./mapped.js";
import { memberOf } from "./member-of.js";
import { memberValue } from "./member-value.js";
import { substitute } from "./substitute.js";
import { seenAs, supersOf } from "./supers.js";
import { type FunctionValue, unionOf, unknown, type Value, via } from "./values.js";

/** An element of what is iterated: the argument of the library's type for that. */
export function elementOf(evaluator: Evaluator, value: Value, depth = 0): Value {
  switch (value.kind) {
    case "tuple":
      return via(unionOf(value.of), value);
    case "union":
      return depth > 8 ? unknown : via(unionOf(value.of.map((part) => elementOf(evaluator, part, depth + 1))), value);
    case "typeParameter":
    case "access":
      return depth > 8 ? unknown : via(elementOf(evaluator, evaluator.settled(value), depth + 1), value);
    case "instance": {
      const { iterated } = libraryRoles(evaluator.library(value.shape.file.language));
      const seen = seenAs(evaluator, value, (shape) => isOneOf(shape, iterated));
      if (seen?.args[0]) return via(seen.args[0], seen);
      const { iterate = [] } = libraryRoles(evaluator.library(value.shape.file.language));
      return depth > 8 ? unknown : elementOf(evaluator, givenBy(evaluator, value, iterate), depth + 1);
    }
    default:
      return unknown;
  }
}

/** What a method without further arguments returns, the first that a value has. */
function givenBy(evaluator: Evaluator, value: Value, methods: readonly string[]): Value {
  for (const name of methods) {
    const member = memberOf(evaluator, value, name);
    if (!member) continue;
    const method = memberValue(evaluator, member);
    const called = method.kind === "overloads" ? method.of[0]! : method;
    return called.kind === "function" ? via(evaluator.returned(called), called) : unknown;
  }
  return unknown;
}

/** What a statement that opens a value binds: what its method for that gives, what a generator gives once, or the value itself. */
export function entered(evaluator: Evaluator, value: Value): Value {
  if (value.kind !== "instance" && value.kind !== "union") return value;
  const { enter = [] } = libraryRoles(evaluator.library(value.kind === "instance" ? value.shape.file.language : ""));
  if (value.kind === "union") return via(unionOf(value.of.map((part) => entered(evaluator, part))), value);
  const given = awaited(evaluator, givenBy(evaluator, value, enter));
  if (given.kind !== "unknown") return given;
  const once = elementOf(evaluator, value);
  return once.kind === "unknown" ? value : once;
}

/** What waiting for a value gives: the argument of the library's promise, or the value itself. */
export function awaited(evaluator: Evaluator, value: Value, depth = 0): Value {
  if (depth > 4) return value;
  if (value.kind === "union") return via(unionOf(value.of.map((part) => awaited(evaluator, part, depth + 1))), value);
  if (value.kind === "access") return awaited(evaluator, evaluator.settled(value), depth + 1);
  if (value.kind !== "instance") return value;
  const roles = libraryRoles(evaluator.library(value.shape.file.language));
  const seen = seenAs(evaluator, value, (shape) => isOneOf(shape, roles.awaited));
  return seen ? awaited(evaluator, via(seen.args[0] ?? unknown, seen), depth + 1) : value;
}

function isOneOf(shape: ClassShape, names: readonly string[]): boolean {
  if (!shape.file.isLibrary || shape.definition < 0) return false;
  const { name, container } = shape.file.facts.definitions[shape.definition]!;
  return container === "" && names.includes(name);
}

/** Keys of one access that are looked up. */
const mostKeys = 16;

/** A member that is read: of a union, what any part has; where no such member is declared, what an index signature says. */
export function property(evaluator: Evaluator, value: Value, name: string, depth = 0): Value {
  if (depth > 8 || isTired(evaluator)) return unknown;
  switch (value.kind) {
    case "union":
      return via(unionOf(value.of.map((part) => property(evaluator, part, name, depth + 1))), value);
    case "typeParameter":
    case "self":
    case "access":
      return via(property(evaluator, evaluator.settled(value), name, depth + 1), value);
    default: {
      const member = memberOf(evaluator, value, name);
      if (member) return memberValue(evaluator, member);
      return value.kind === "tuple" || value.kind === "unknown" ? unknown : signed(evaluator, value, name, depth);
    }
  }
}

/** What an index signature says of a name. */
function signed(evaluator: Evaluator, value: Value, name: string, depth: number): Value {
  if (depth > 8 || isTired(evaluator)) return unknown;
  switch (value.kind) {
    case "object":
      return via(signatureType(evaluator, value, -3), value);
    case "mapped":
      return via(mappedType(evaluator, value, name), value);
    case "intersection":
      return via(unionOf(value.of.map((part) => signed(evaluator, part, name, depth + 1))), value);
    case "instance":
      for (const above of supersOf(evaluator, value.shape)) {
        const found = signed(evaluator, above, name, depth + 1);
        if (found.kind !== "unknown") return via(substitute(found, shapeEnv(value.shape, value.args, null)), value);
      }
      return unknown;
    default:
      return unknown;
  }
}

/** `value[key]`: an entry, an element, or what an index signature says. */
export function indexed(evaluator: Evaluator, value: Value, key: Value, depth = 0): Value {
  if (depth > 8 || isTired(evaluator)) return unknown;
  if (key.kind === "text" && value.kind !== "union") {
    const member = memberOf(evaluator, value, key.text);
    if (member) return memberValue(evaluator, member);
  }
  if (key.kind === "union")
    return unionOf(key.of.slice(0, mostKeys).map((one) => indexed(evaluator, value, one, depth + 1)));
  switch (value.kind) {
    case "union":
    case "intersection":
      return via(unionOf(value.of.map((part) => indexed(evaluator, part, key, depth + 1))), value);
    case "typeParameter":
    case "self":
    case "access":
      return via(indexed(evaluator, evaluator.settled(value), key, depth + 1), value);
    case "mapped":
      return via(mappedType(evaluator, value, key.kind === "text" ? key.text : null), value);
    case "tuple":
      return via(unionOf(value.of), value);
    case "object":
      return via(signatureType(evaluator, value, -3), value);
    case "instance": {
      const { list, index } = libraryRoles(evaluator.library(value.shape.file.language));
      if (index !== undefined) return givenBy(evaluator, value, [index]);
      for (const above of supersOf(evaluator, value.shape)) {
        const found = indexed(evaluator, above, key, depth + 1);
        if (found.kind !== "unknown") return via(substitute(found, shapeEnv(value.shape, value.args, null)), value);
      }
      return list && isOneOf(value.shape, [list]) ? elementOf(evaluator, value) : unknown;
    }
    default:
      return unknown;
  }
}

/** The type of an object's first signature of a kind: -1 called, -2 constructed, -3 indexed. */
function signatureType(evaluator: Evaluator, value: Extract<Value, { kind: "object" }>, kind: number): Value {
  const { file, offset, env } = value;
  const { code } = file.names;
  if (code[offset] !== op.objectType) return unknown;
  for (let i = 0, at = offset + 2; i < code[offset + 1]!; i++, at += 3) {
    if (code[at] === kind) return substitute(evaluator.type(file, code[at + 2]!), env);
  }
  return unknown;
}

/** The call signatures (-1) or construct signatures (-2) of an object type or of what an interface extends. */
export function signaturesIn(evaluator: Evaluator, value: Value, kind: number, depth = 0): FunctionValue[] {
  if (depth > 8 || isTired(evaluator)) return [];
  switch (value.kind) {
    case "function":
      return kind === -1 ? [value] : [];
    case "object": {
      const { file, offset, env } = value;
      const { code } = file.names;
      const found: FunctionValue[] = [];
      if (code[offset] !== op.objectType) return found;
      for (let i = 0, at = offset + 2; i < code[offset + 1]!; i++, at += 3) {
        if (code[at] !== kind) continue;
        const what = code[code[at + 2]!];
        if (what === op.functionType || what === op.function)
          found.push({ kind: "function", file, offset: code[at + 2]!, env, inferred: value.inferred });
      }
      return found;
    }
    case "instance": {
      const env = shapeEnv(value.shape, value.args, value);
      return supersOf(evaluator, value.shape).flatMap((above) =>
        signaturesIn(evaluator, above, kind, depth + 1).map((one) => substitute(one, env) as FunctionValue),
      );
    }
    case "union":
    case "intersection":
      return value.of.flatMap((part) => signaturesIn(evaluator, part, kind, depth + 1));
    default:
      return [];
  }
}

export function listElement(evaluator: Evaluator, value: Value, index: number): Value {
  if (value.kind === "tuple") return via(value.of[index] ?? unknown, value);
  if (value.kind === "union") return via(unionOf(value.of.map((part) => listElement(evaluator, part, index))), value);
  if (value.kind === "access" || value.kind === "typeParameter")
    return via(listElement(evaluator, evaluator.settled(value), index), value);
  if (value.kind === "instance") {
    for (const above of supersOf(evaluator, value.shape))
      if (above.kind === "tuple")
        return via(substitute(above.of[index] ?? unknown, shapeEnv(value.shape, value.args, null)), value);
  }
  return elementOf(evaluator, value.kind === "text" ? unknown : value);
}
