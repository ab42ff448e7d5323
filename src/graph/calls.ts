import { functionFlag, op } from "../syntax/names.js";
import { type Evaluator, kept, libraryRoles } from "./evaluator.js";
import { inferFrom } from "./infer.js";
import { signaturesIn } from "./iterate.js";
import { libraryInstance } from "./library.js";
import { codeMap, type LinkedFile, type Signature, signatureAt } from "./linked-file.js";
import { memberOf } from "./member-of.js";
import { memberValue } from "./member-value.js";
import { type Call, choose, parameterType, signaturesOf } from "./signatures.js";
import { compose, knows, substitute } from "./substitute.js";
import {
  asInferred,
  type ClassSide,
  type Env,
  type FunctionValue,
  parameterKey,
  unionOf,
  unknown,
  type Value,
  via,
} from "./values.js";

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
