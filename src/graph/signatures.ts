import { languages } from "../syntax/languages.js";
import { op } from "../syntax/names.js";
import { listAt } from "./code.js";
import { type Evaluator, isTired, libraryRoles } from "./evaluator.js";
import { listElement, signaturesIn } from "./iterate.js";
import { type LinkedFile, signatureAt } from "./linked-file.js";
import { type Member, memberOf } from "./member-of.js";
import { memberValue } from "./member-value.js";
import { substitute } from "./substitute.js";
import { type FunctionValue, type Instance, unknown, type Value } from "./values.js";

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
