import { languages } from "../syntax/languages.js";
import { op } from "../syntax/names.js";
import { shapeEnv } from "./class-shape.js";
import { type Evaluator, kept } from "./evaluator.js";
import { isGetter, type LinkedFile, symbolOf } from "./linked-file.js";
import { mappedType } from "./mapped.js";
import type { Member } from "./member-of.js";
import { substitute } from "./substitute.js";
import { asInferred, type FunctionValue, unknown, type Value, via } from "./values.js";

/** What type parameters stand for inside a value. */
export function envOf(value: Value, self: Value | null): ReturnType<typeof shapeEnv> {
  switch (value.kind) {
    case "instance":
    case "class":
      return shapeEnv(value.shape, value.args, self);
    case "object":
    case "mapped":
    case "function":
      return value.env;
    default:
      return null;
  }
}

/** What a member is when it is read. */
export function memberValue(evaluator: Evaluator, { place, receiver, mapped }: Member): Value {
  if (mapped) return via(mappedType(evaluator, mapped.by, mapped.name), receiver);
  const { file, definitions, entry, target, holder } = place;
  if (target) return via(evaluator.target(target), receiver);
  let value: Value;
  if (entry > 0) {
    const offset = file.names.code[entry + 2]!;
    value = isTypeEntry(file, offset, receiver) ? evaluator.type(file, offset) : evaluator.value(file, offset);
  } else value = definedValue(evaluator, file, definitions);
  if (holder) value = substitute(value, envOf(holder, null));
  return via(substitute(value, envOf(receiver, receiver)), receiver);
}

function isTypeEntry(file: LinkedFile, offset: number, receiver: Value): boolean {
  return receiver.kind === "object" && receiver.file === file
    ? file.names.code[receiver.offset] === op.objectType
    : (file.names.code[offset] ?? 0) >= op.typeName;
}

/** What the definitions of one name are as a value: overloads are functions of one name. */
export function definedValue(evaluator: Evaluator, file: LinkedFile, definitions: readonly number[]): Value {
  const first = definedAt(evaluator, file, definitions[0]!);
  if (definitions.length === 1 || first.kind !== "function") return first;
  const of: FunctionValue[] = [first];
  for (let i = 1; i < definitions.length; i++) {
    const next = definedAt(evaluator, file, definitions[i]!);
    if (next.kind === "function") of.push(next);
  }
  return of.length === 1 ? first : { kind: "overloads", of, inferred: false };
}

/** Definitions share the table of values with expressions, under negative numbers. */
function definedAt(evaluator: Evaluator, file: LinkedFile, definition: number): Value {
  return kept(evaluator, file.values, -1 - definition, evaluateDefinition, file);
}

function evaluateDefinition(evaluator: Evaluator, file: LinkedFile, key: number): Value {
  const number = -1 - key;
  const names = file.names.definitions[number];
  const { kind } = file.facts.definitions[number]!;
  if (kind === "enum") return { kind: "enum", file, definition: number, inferred: false };
  if (kind === "namespace")
    return { kind: "namespace", files: [file], container: symbolOf(file, number), inferred: false };
  if (!names) return unknown;
  const { type, value } = names;
  switch (type > 0 ? file.names.code[type] : op.unknown) {
    case op.unknown:
      break;
    case op.function:
      return isGetter(file, type)
        ? evaluator.returned(evaluator.value(file, type) as FunctionValue)
        : evaluator.value(file, type);
    case op.class:
      return kind === "interface" && !languages.get(file.language)?.oneSpace ? unknown : evaluator.value(file, type);
    case op.alias:
      return unknown;
    default: {
      const declared = evaluator.type(file, type);
      if (declared.kind !== "unknown" || value === 0) return declared;
    }
  }
  const found = evaluator.value(file, value);
  return isEvident(file, value) ? found : asInferred(found);
}

/** A function or a class that is given a name is as good as declared; so is what is cast. */
export function isEvident(file: LinkedFile, offset: number): boolean {
  switch (file.names.code[offset]) {
    case op.function:
    case op.class:
    case op.object:
    case op.cast:
    case op.part:
    case op.item:
    case op.each:
      return true;
    default:
      return false;
  }
}
