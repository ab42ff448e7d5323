import { functionFlag, op } from "../syntax/names.js";
import { inferred } from "./calls.js";
import { type Evaluator, kept } from "./evaluator.js";
import { awaited, elementOf, indexed, signaturesIn } from "./iterate.js";
import { codeMap, type LinkedFile, signatureAt } from "./linked-file.js";
import { memberOf } from "./member-of.js";
import { memberValue } from "./member-value.js";
import { callAt, choose, parameterType, signaturesOf } from "./signatures.js";
import { substitute } from "./substitute.js";
import { type FunctionValue, unionOf, unknown, type Value, via } from "./values.js";

/** The type of a parameter that says nothing itself: what the place where its function stands passes at that number. */
export function parameterOf(evaluator: Evaluator, file: LinkedFile, offset: number, number: number): Value {
  const expected = expectedAt(evaluator, file, offset);
  if (expected.kind === "unknown") return unknown;
  const types: Value[] = [];
  for (const signature of signaturesOf(evaluator, expected)) {
    const type = parameterType(evaluator, signature, number);
    if (type.kind !== "unknown") types.push(type);
    // More signatures than that belong to overloads, of which the first is as good as another.
    if (types.length >= 4) break;
  }
  return unionOf(types);
}

/** What the place of an expression wants there to be: the type of the parameter it is passed for, of the entry it is, and so on. */
export function expectedAt(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  return kept(evaluator, file.expected, offset, evaluate, file);
}

function evaluate(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const position = codeMap(file).positions.get(offset);
  if (!position) return unknown;
  const { kind, of, index } = position;
  const { code, strings } = file.names;
  switch (kind) {
    case "declared":
      return evaluator.type(file, of);
    case "argument":
      return argumentType(evaluator, file, of, index);
    case "branch":
      return expectedAt(evaluator, file, of);
    case "element":
      return elementOf(evaluator, expectedAt(evaluator, file, of));
    case "entry": {
      const around = expectedAt(evaluator, file, of);
      const name = strings[index];
      if (around.kind === "unknown") return unknown;
      if (name === undefined) return index < 0 ? around : unknown;
      const member = memberOf(evaluator, around, name);
      if (member) return memberValue(evaluator, member);
      return around.kind === "object" || around.kind === "instance" ? entryOf(evaluator, around) : unknown;
    }
    case "returned": {
      const { returnType, flags } = signatureAt(file, of);
      const isAsync = (flags & functionFlag.async) !== 0;
      if ((flags & functionFlag.generator) !== 0) return unknown;
      if (returnType > 0) {
        const type = evaluator.type(file, returnType);
        return isAsync ? awaited(evaluator, type) : type;
      }
      if (code[of] !== op.function) return unknown;
      const types = signaturesOf(evaluator, expectedAt(evaluator, file, of))
        .slice(0, 4)
        .map((one) => evaluator.returned(one));
      const type = unionOf(types);
      return isAsync ? awaited(evaluator, type) : type;
    }
  }
}

/** An index signature speaks for every entry. */
function entryOf(evaluator: Evaluator, around: Value): Value {
  return indexed(evaluator, around, unknown);
}

function argumentType(evaluator: Evaluator, file: LinkedFile, offset: number, index: number): Value {
  const { code } = file.names;
  const callee = evaluator.value(file, code[offset + 1]!);
  const call = callAt(file, offset);
  let signatures: readonly FunctionValue[];
  if (code[offset] === op.new || callee.kind === "class") {
    const made = callee.kind === "class" ? memberOf(evaluator, { ...callee, kind: "instance" }, "constructor") : null;
    signatures = made ? signaturesOf(evaluator, memberValue(evaluator, made)) : signaturesIn(evaluator, callee, -2);
  } else signatures = signaturesOf(evaluator, callee);
  const chosen = choose(evaluator, signatures, call);
  if (!chosen) return unknown;
  const env = inferred(evaluator, chosen, call, false);
  return via(substitute(parameterType(evaluator, chosen, index), env), callee);
}
