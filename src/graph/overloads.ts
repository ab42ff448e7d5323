import { languages } from "../syntax/languages.js";
import { op } from "../syntax/names.js";
import type { Evaluator } from "./evaluator.js";
import { textOf } from "./library.js";
import { codeMap, type LinkedFile, signatureAt } from "./linked-file.js";
import type { Member } from "./member-of.js";
import { type Call, callAt, parameterType, signaturesOf } from "./signatures.js";
import { seenAs } from "./supers.js";
import type { Target } from "./targets.js";
import { type FunctionValue, unknown, type Value } from "./values.js";

/** Of methods with one name the one that a call means, in a language where they are different methods. */
export function calledOne(evaluator: Evaluator, file: LinkedFile, offset: number, member: Member): Member {
  const { place } = member;
  const at = place.definitions.length > 1 ? codeMap(file).calls.get(offset) : undefined;
  if (at === undefined || !languages.get(place.file.language)?.overloads) return member;
  const call = callAt(file, at);
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const number of place.definitions) {
    const type = place.file.names.definitions[number]?.type ?? 0;
    if (place.file.names.code[type] !== op.function) continue;
    const points = pointsOf(
      evaluator,
      { kind: "function", file: place.file, offset: type, env: null, inferred: false },
      call,
    );
    if (points > most) {
      most = points;
      best = number;
    }
  }
  return best < 0 ? member : { ...member, place: { ...place, definitions: [best] } };
}

/** The same for a name that leads to one of them. */
export function calledTarget(evaluator: Evaluator, file: LinkedFile, offset: number, target: Target): Target {
  if (target.kind !== "definition" || !languages.get(target.file.language)?.overloads) return target;
  const { name, container } = target.file.facts.definitions[target.number]!;
  const definitions = target.file.byName.get(container)?.get(name) ?? [];
  if (definitions.length < 2) return target;
  const place = { file: target.file, definitions, entry: 0, target: null, holder: null };
  const [number] = calledOne(evaluator, file, offset, { place, receiver: unknown }).place.definitions;
  return { ...target, number: number ?? target.number };
}

/** How well a call fits a signature: a point for each argument that is what the parameter says, many less for one that is not. */
function pointsOf(evaluator: Evaluator, signature: FunctionValue, call: Call): number {
  const { fewest, most } = signatureAt(signature.file, signature.offset);
  const count = call.arguments.length;
  let points = fewest <= count && count <= most ? 0 : -1000;
  // Any number of arguments is the last choice.
  if (most === Number.POSITIVE_INFINITY) points -= 0.5;
  for (let i = 0; i < count; i++) {
    const argument = call.arguments[i]!;
    const parameter = argument === 0 ? null : parameterType(evaluator, signature, i);
    if (parameter) points += agreement(evaluator, parameter, call.file, argument);
  }
  return points;
}

function agreement(evaluator: Evaluator, parameter: Value, file: LinkedFile, argument: number): number {
  const isFunction = file.names.code[argument] === op.function;
  if (isFunction) return parameter.kind === "unknown" ? 0 : signaturesOf(evaluator, parameter).length > 0 ? 1 : -100;
  let value = evaluator.value(file, argument);
  if (value.kind === "text") value = textOf(evaluator, value);
  if (value.kind === "class") value = { ...value, kind: "instance" };
  if (parameter.kind !== "instance" || value.kind !== "instance") return 0;
  if (seenAs(evaluator, value, (shape) => shape === parameter.shape)) return parameter.shape === value.shape ? 2 : 1;
  const { file: of, definition } = parameter.shape;
  // Everything is an object.
  return of.isLibrary && of.facts.definitions[definition]?.name === "Object" ? 0 : -100;
}
