import { op } from "../syntax/names.js";
import { type Evaluator, isTired } from "./evaluator.js";
import { elementOf } from "./iterate.js";
import { signatureAt } from "./linked-file.js";
import { memberOf } from "./member-of.js";
import { memberValue } from "./member-value.js";
import { substitute } from "./substitute.js";
import { seenAs } from "./supers.js";
import { type FunctionValue, isSame, type ObjectValue, parameterKey, type Value } from "./values.js";

/** Types inside types of a parameter that an argument is held against. */
const deepest = 5;

/**
 * Holds what is passed against the type of the parameter, and notes what the type parameters in `open` must be for it: in `known`, the
 * first answer holds.
 */
export function inferFrom(
  evaluator: Evaluator,
  parameter: Value,
  argument: Value,
  open: ReadonlySet<number>,
  known: Map<number, Value>,
  depth = 0,
): void {
  if (argument.kind === "unknown" || depth > deepest || isTired(evaluator)) return;
  if (argument.kind === "access") {
    inferFrom(evaluator, parameter, evaluator.settled(argument), open, known, depth + 1);
    return;
  }
  const next = (type: Value, value: Value) => inferFrom(evaluator, type, value, open, known, depth + 1);
  switch (parameter.kind) {
    case "typeParameter": {
      const key = parameterKey(parameter.file, parameter.binding);
      if (open.has(key) && !known.has(key)) known.set(key, argument);
      return;
    }
    case "union":
    case "intersection": {
      // `T | T[]`: what fits a written type is no answer for the bare parameter beside it.
      const before = known.size;
      for (const part of parameter.of) if (part.kind !== "typeParameter") next(part, argument);
      if (known.size > before || parameter.of.some((part) => isSame(part, argument))) return;
      for (const part of parameter.of) if (part.kind === "typeParameter") next(part, argument);
      return;
    }
    case "instance": {
      const seen = seenAs(evaluator, argument, (shape) => shape === parameter.shape);
      if (seen) {
        for (let i = 0; i < parameter.args.length; i++) if (seen.args[i]) next(parameter.args[i]!, seen.args[i]!);
      } else if (parameter.args.length === 1) {
        const element = elementOf(evaluator, argument);
        const wanted = elementOf(evaluator, parameter);
        if (element.kind !== "unknown" && wanted.kind !== "unknown") next(wanted, element);
      }
      return;
    }
    case "class":
      if (argument.kind === "class") next({ ...parameter, kind: "instance" }, { ...argument, kind: "instance" });
      return;
    case "tuple":
      if (argument.kind !== "tuple") return;
      for (let i = 0; i < Math.min(parameter.of.length, argument.of.length); i++)
        next(parameter.of[i]!, argument.of[i]!);
      return;
    case "function":
    case "overloads": {
      const wanted = parameter.kind === "function" ? parameter : parameter.of[0]!;
      const given = argument.kind === "overloads" ? argument.of[0]! : argument;
      if (given.kind === "class") {
        next(evaluator.returned(wanted), { ...given, kind: "instance" });
        return;
      }
      if (given.kind !== "function") return;
      matchParameters(evaluator, wanted, given, next);
      next(evaluator.returned(wanted), evaluator.returned(given));
      return;
    }
    case "object":
      matchEntries(evaluator, parameter, argument, next);
  }
}

/** Only declared types of the parameters say something; the others would ask for what is being inferred. */
function matchParameters(
  evaluator: Evaluator,
  wanted: FunctionValue,
  given: FunctionValue,
  next: (type: Value, value: Value) => void,
): void {
  const theirs = signatureAt(wanted.file, wanted.offset).parameters;
  const ours = signatureAt(given.file, given.offset).parameters;
  for (let i = 0; i < Math.min(theirs.length, ours.length); i++) {
    const their = wanted.file.names.bindings[theirs[i]!];
    const our = given.file.names.bindings[ours[i]!];
    if (!their?.type || !our?.type || their.form === "rest" || our.form === "rest") continue;
    next(
      substitute(evaluator.type(wanted.file, their.type), wanted.env),
      substitute(evaluator.type(given.file, our.type), given.env),
    );
  }
}

function matchEntries(
  evaluator: Evaluator,
  { file, offset, env }: ObjectValue,
  argument: Value,
  next: (type: Value, value: Value) => void,
): void {
  const { code, strings } = file.names;
  if (code[offset] !== op.objectType) return;
  for (let i = 0, at = offset + 2; i < code[offset + 1]!; i++, at += 3) {
    const type = code[at + 2]!;
    if (type === 0) continue;
    if (code[at] === -3) {
      if (argument.kind === "object")
        eachEntry(evaluator, argument, (value) => next(substitute(evaluator.type(file, type), env), value));
      continue;
    }
    const name = strings[code[at]!];
    const member = name === undefined ? null : memberOf(evaluator, argument, name);
    if (member) next(substitute(evaluator.type(file, type), env), memberValue(evaluator, member));
  }
}

function eachEntry(evaluator: Evaluator, { file, offset, env }: ObjectValue, visit: (value: Value) => void): void {
  const { code } = file.names;
  if (code[offset] !== op.object) return;
  for (let i = 0, at = offset + 2; i < code[offset + 1]!; i++, at += 3)
    if (code[at]! >= 0) visit(substitute(evaluator.value(file, code[at + 2]!), env));
}
