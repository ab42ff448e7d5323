import { op } from "../syntax/names.js";
import type { Evaluator } from "./evaluator.js";
import type { LinkedFile } from "./linked-file.js";
import { compose, substitute } from "./substitute.js";
import { type MappedValue, parameterKey, unknown, type Value } from "./values.js";

/** The type whose members a mapped type has: `T` of `{ [K in keyof T]: … }`; unknown when its keys are names of their own. */
export function sourceOf(evaluator: Evaluator, { file, offset, env }: MappedValue): Value {
  const source = keysOf(file, file.names.code[offset + 2]!, 0);
  return source > 0 ? substitute(evaluator.type(file, source), env) : unknown;
}

/** From a type of keys to the type whose keys they are: `keyof T`, `K` with that as its constraint, `Exclude<keyof T, "a">`. */
function keysOf(file: LinkedFile, keys: number, depth: number): number {
  const { code, bindings } = file.names;
  if (keys <= 0 || depth > 4) return 0;
  switch (code[keys]) {
    case op.keyOf:
      return code[keys + 1]!;
    case op.typeName: {
      const binding = code[keys + 1]!;
      if (binding >= 0) return keysOf(file, bindings[binding]!.type, depth + 1);
      return code[keys + 3]! > 0 ? keysOf(file, code[keys + 4]!, depth + 1) : 0;
    }
    case op.intersection:
      return keysOf(file, code[keys + 2] ?? 0, depth + 1);
    default:
      return 0;
  }
}

/** What a mapped type says of a name; of any, when it is null. */
export function mappedType(evaluator: Evaluator, { file, offset, env }: MappedValue, name: string | null): Value {
  const { code } = file.names;
  const type = evaluator.type(file, code[offset + 1]!);
  const binding = code[offset + 3]!;
  if (name === null || binding < 0) return substitute(type, env);
  const text: Value = { kind: "text", text: name, file, inferred: false };
  const own = { keys: [parameterKey(file, binding)], values: [text], self: null };
  return substitute(type, compose(own, env));
}
