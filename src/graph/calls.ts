import { languages } from "../syntax/languages.js";
import { functionFlag, op } from "../syntax/names.js";
import { listAt } from "./code.js";
import { type Evaluator, isTired, kept, libraryRoles } from "./evaluator.js";
import { inferFrom } from "./infer.js";
import { listElement, signaturesIn } from "./iterate.js";
import { libraryInstance } from "./library.js";
import { codeMap, type LinkedFile, type Signature, signatureAt } from "./linked-file.js";
import { type Member, memberOf, memberValue } from "./member-of.js";
import { compose, knows, substitute } from "./substitute.js";
import {
  asInferred,
  type ClassSide,
  type Env,
  type FunctionValue,
  type Instance,
  parameterKey,
  unionOf,
  unknown,
  type Value,
  via,
} from "./values.js";

/** A call as it is written: offsets of its arguments; `spread` when they do not say how many there are. */
export interface Call {
  file: LinkedFile;
  /** 0 when there is no call: a class that is asked for its instances. */
  offset: number;
  arguments: Int32Array;
  spread: boolean;
}

export function callAt(file: LinkedFile, offset: number): Call {
  const { code } = file.names;
  return { file, offset, arguments: listAt(code, offset + 3), spread: code[offset + 2] !== 0 };
}

/** What a call gives. */
export function called(evaluator: Evaluator, callee: Value, call: Call): Value {
  if (callee.kind === "class") return constructed(evaluator, callee, call);
  const chosen = choose(evaluator, signaturesOf(evaluator, callee), call);
  if (!chosen) return unknown;
  const env = inferred(evaluator, chosen, call, true);
  return via(substitute(evaluator.returned(chosen), env), callee);
}

/** What `new` gives. */
export function constructed(evaluator: Evaluator, callee: Value, call: Call): Value {
  switch (callee.kind) {
    case "class": {
      const { shape, inferred: isInferred } = callee;
      if (callee.args.length > 0 || shape.parameters.length === 0)
        return { kind: "instance", shape, args: callee.args, inferred: isInferred };
      return { kind: "instance", shape, args: constructorArgs(evaluator, callee, call), inferred: isInferred };
    }
    case "union":
    case "intersection": {
      for (const part of callee.of) {
        const made = constructed(evaluator, part, call);
        if (made.kind !== "unknown") return via(made, callee);
      }
      return unknown;
    }
    case "typeParameter":
    case "access": {
      const behind = evaluator.settled(callee);
      return behind.kind === callee.kind ? unknown : via(constructed(evaluator, behind, call), callee);
    }
    case "function":
      // The type `new () => T`, or a function that is used as a class.
      return via(substitute(evaluator.returned(callee), inferred(evaluator, callee, call, true)), callee);
    default: {
      const chosen = choose(evaluator, signaturesIn(evaluator, callee, -2), call);
      if (!chosen) return unknown;
      return via(substitute(evaluator.returned(chosen), inferred(evaluator, chosen, call, true)), callee);
    }
  }
}

/** The type arguments of a class, as far as those of its constructor say them. */
function constructorArgs(evaluator: Evaluator, callee: ClassSide, call: Call): Value[] {
  const { shape } = callee;
  const member = memberOf(evaluator, { kind: "instance", shape, args: [], inferred: false }, "constructor");
  const known = new Map<number, Value>();
  if (member) {
    const chosen = choose(evaluator, signaturesOf(evaluator, memberValue(evaluator, member)), call);
    if (chosen) match(evaluator, chosen, call, true, new Set(shape.keys), known);
  }
  return shape.parameters.map((parameter, i) => {
    const found = known.get(shape.keys[i]!);
    if (found) return found;
    return parameter.kind === "typeParameter" ? byDefault(evaluator, parameter.file, parameter.binding) : parameter;
  });
}

/** The default of a type parameter; the parameter itself when it has none. */
export function byDefault(evaluator: Evaluator, file: LinkedFile, binding: number): Value {
  const { value } = file.names.bindings[binding]!;
  const found = value > 0 ? evaluator.type(file, value) : unknown;
  return found.kind === "unknown" ? { kind: "typeParameter", inferred: false, file, binding } : found;
}

/** Everything that a value can be called as. */
export function signaturesOf(evaluator: Evaluator, value: Value, depth = 0): readonly FunctionValue[] {
  if (depth > 8 || isTired(evaluator)) return [];
  switch (value.kind) {
    case "function":
      return [value];
    case "overloads":
      return value.of;
    case "union":
    case "intersection":
      return value.of.flatMap((part) => signaturesOf(evaluator, part, depth + 1));
    case "typeParameter":
    case "access":
      return signaturesOf(evaluator, evaluator.settled(value), depth + 1);
    case "object":
      return signaturesIn(evaluator, value, -1);
    case "instance": {
      const found = signaturesIn(evaluator, value, -1);
      if (found.length > 0) return found;
      const member = memberOf(evaluator, value, "__call__") ?? onlyMethod(value);
      return member ? signaturesOf(evaluator, memberValue(evaluator, member), depth + 1) : found;
    }
    default:
      return [];
  }
}

/** The method of an interface that has no other: a function stands for it. */
function onlyMethod(value: Instance): Member | null {
  const { file, definition, members } = value.shape;
  if (definition < 0 || !languages.get(file.language)?.functionalTypes) return null;
  if (file.facts.definitions[definition]!.kind !== "interface") return null;
  const methods = [...members.values()].filter(
    (place) => place.file.facts.definitions[place.definitions[0]!]?.kind === "method",
  );
  return methods.length === 1 ? { place: methods[0]!, receiver: value } : null;
}

/** The signature that is called: the first that takes so many arguments, and whose parameters do not plainly contradict them. */
export function choose(evaluator: Evaluator, signatures: readonly FunctionValue[], call: Call): FunctionValue | null {
  if (signatures.length < 2) return signatures[0] ?? null;
  const count = call.arguments.length;
  const fitting = call.spread
    ? signatures
    : signatures.filter(({ file, offset }) => {
        const { fewest, most } = signatureAt(file, offset);
        return fewest <= count && count <= most;
      });
  if (fitting.length < 2) return fitting[0] ?? signatures[0]!;
  for (const signature of fitting) if (!contradicts(evaluator, signature, call)) return signature;
  return fitting[0]!;
}

function contradicts(evaluator: Evaluator, signature: FunctionValue, call: Call): boolean {
  const { code } = call.file.names;
  for (let i = 0; i < call.arguments.length; i++) {
    const argument = call.arguments[i]!;
    if (argument === 0) continue;
    const parameter = parameterType(evaluator, signature, i);
    if (parameter.kind === "unknown") continue;
    if (
      code[argument] === op.function
        ? !canBeCalled(evaluator, parameter)
        : !accepts(evaluator, parameter, evaluator.value(call.file, argument))
    )
      return true;
  }
  return false;
}

function canBeCalled(evaluator: Evaluator, value: Value): boolean {
  if (value.kind === "union" || value.kind === "intersection")
    return value.of.some((part) => canBeCalled(evaluator, part));
  if (value.kind === "typeParameter") {
    const constraint = evaluator.settled(value);
    return constraint.kind === "unknown" || canBeCalled(evaluator, constraint);
  }
  if (value.kind === "access") return true;
  if (value.kind === "unknown" || value.kind === "self") return true;
  return signaturesOf(evaluator, value).length > 0;
}

/** False only where the kinds of two values exclude each other. */
function accepts(evaluator: Evaluator, parameter: Value, value: Value): boolean {
  if (value.kind === "unknown" || value.kind === "typeParameter" || value.kind === "union" || value.kind === "access")
    return true;
  switch (parameter.kind) {
    case "union":
      return parameter.of.some((part) => accepts(evaluator, part, value));
    case "intersection":
      return parameter.of.every((part) => accepts(evaluator, part, value));
    case "text":
      return value.kind === "text" ? value.text === parameter.text : isPrimitive(value);
    case "function":
    case "overloads":
      return value.kind === "function" || value.kind === "overloads" || signaturesOf(evaluator, value).length > 0;
    case "tuple":
      return !isPrimitive(value) && value.kind !== "function";
    case "object":
      return !isPrimitive(value);
    case "instance":
      if (isPrimitive(parameter) && isPrimitive(value))
        return value.kind === "text" || (value.kind === "instance" && value.shape === parameter.shape);
      return isPrimitive(parameter) === isPrimitive(value) || !isPrimitive(value);
    default:
      return true;
  }
}

/** Strings, numbers and the like: classes of the library that a literal has. */
function isPrimitive(value: Value): boolean {
  if (value.kind === "text") return true;
  if (value.kind !== "instance" || !value.shape.file.isLibrary || value.shape.definition < 0) return false;
  const { name } = value.shape.file.facts.definitions[value.shape.definition]!;
  return libraryRoles(value.shape.file).primitive?.includes(name) ?? false;
}

/** The type of a parameter by its place; of a rest parameter the element that stands there. */
export function parameterType(evaluator: Evaluator, { file, offset, env }: FunctionValue, index: number): Value {
  const { parameters } = signatureAt(file, offset);
  const last = parameters.length - 1;
  const position = Math.min(index, last);
  if (position < 0) return unknown;
  const binding = file.names.bindings[parameters[position]!];
  if (!binding) return unknown;
  const isRest = position === last && binding.form === "rest";
  if (!isRest && index > last) return unknown;
  const declared = binding.type > 0 ? evaluator.type(file, binding.type) : evaluator.value(file, binding.value);
  const type = substitute(declared, env);
  return isRest ? listElement(evaluator, type, index - last) : type;
}

/** What the type parameters of a function stand for in a call. Without `functions`, the arguments that are functions do not count. */
export function inferred(evaluator: Evaluator, called: FunctionValue, call: Call, functions: boolean): Env | null {
  const { typeParameters } = signatureAt(called.file, called.offset);
  if (typeParameters.length === 0) return null;
  const keys = [...typeParameters].map((binding) => parameterKey(called.file, binding));
  const open = new Set(keys.filter((key) => !knows(called.env, key)));
  if (open.size === 0) return null;
  const known = new Map<number, Value>();
  match(evaluator, called, call, functions, open, known);
  if (known.size < open.size) matchExpected(evaluator, called, call, open, known);
  for (const binding of typeParameters) {
    const key = parameterKey(called.file, binding);
    if (!open.has(key) || known.has(key)) continue;
    const fallback = byDefault(evaluator, called.file, binding);
    if (fallback.kind !== "typeParameter") known.set(key, substitute(fallback, called.env));
  }
  return known.size === 0 ? null : { keys: [...known.keys()], values: [...known.values()], self: null };
}

function match(
  evaluator: Evaluator,
  called: FunctionValue,
  call: Call,
  functions: boolean,
  open: ReadonlySet<number>,
  known: Map<number, Value>,
): void {
  const { code } = call.file.names;
  for (let i = 0; i < call.arguments.length; i++) {
    const argument = call.arguments[i]!;
    if (argument === 0 || (!functions && code[argument] === op.function)) continue;
    const parameter = parameterType(evaluator, called, i);
    if (parameter.kind === "unknown") continue;
    inferFrom(evaluator, parameter, evaluator.value(call.file, argument), open, known);
  }
}

/** `const made: Box<Session> = boxed()`: what is wanted of a call says what its type parameters are. */
function matchExpected(
  evaluator: Evaluator,
  called: FunctionValue,
  { file, offset }: Call,
  open: ReadonlySet<number>,
  known: Map<number, Value>,
): void {
  const kind = codeMap(file).positions.get(offset)?.kind;
  if (kind !== "declared" && kind !== "returned") return;
  const expected = evaluator.expected(file, offset);
  if (expected.kind !== "unknown") inferFrom(evaluator, evaluator.returned(called), expected, open, known);
}

/** What a function returns. What its code returns counts where nothing is declared. */
export function returned(evaluator: Evaluator, called: FunctionValue): Value {
  const { file, offset, env } = called;
  return via(substitute(kept(evaluator, file.returned, offset, evaluateReturned, file), env), called);
}

function evaluateReturned(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const signature = signatureAt(file, offset);
  if (signature.returnType > 0) {
    const declared = evaluator.type(file, signature.returnType);
    if (declared.kind !== "unknown") return declared;
    return unknown;
  }
  const values: Value[] = [];
  for (const value of signature.values) values.push(evaluator.value(file, value));
  return asInferred(wrapped(evaluator, file, signature, unionOf(values)));
}

function wrapped(evaluator: Evaluator, file: LinkedFile, { flags }: Signature, value: Value): Value {
  const isAsync = (flags & functionFlag.async) !== 0;
  const isGenerator = (flags & functionFlag.generator) !== 0;
  if (!isAsync && !isGenerator) return value;
  const roles = libraryRoles(evaluator.library(file.language));
  const name = isGenerator ? (isAsync ? roles.asyncGenerator : roles.generator) : roles.async;
  return name ? libraryInstance(evaluator, file, name, [value]) : value;
}

/** A generic function or class with its type arguments written out. */
export function applied(evaluator: Evaluator, value: Value, types: readonly Value[]): Value {
  if (value.kind === "class") return { ...value, args: types };
  const fitting: FunctionValue[] = [];
  for (const one of signaturesOf(evaluator, value)) {
    const { typeParameters } = signatureAt(one.file, one.offset);
    if (typeParameters.length < types.length) continue;
    const keys = [...typeParameters.subarray(0, types.length)].map((binding) => parameterKey(one.file, binding));
    fitting.push({ ...one, env: compose(one.env, { keys, values: types, self: null }) });
  }
  if (fitting.length === 0) return value;
  return fitting.length === 1 ? fitting[0]! : { kind: "overloads", of: fitting, inferred: value.inferred };
}
