import { lengthAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { definitionAt, type LinkedFile, signatureAt, symbolOf } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import { memberValue } from "../../graph/member-value.js";
import { callAt, signaturesOf } from "../../graph/signatures.js";
import { supersOf } from "../../graph/supers.js";
import type { ClassSide, FunctionValue, Value } from "../../graph/values.js";
import { op } from "../../syntax/names.js";
import type { ApiProblem } from "./problem.js";

/** Calls of one file with more or fewer arguments than any signature of what they call takes. */
export function wrongArity(
  evaluator: Evaluator,
  file: LinkedFile,
  read: (path: string) => string | null,
): ApiProblem[] {
  const { code, places } = file.names;
  const problems: ApiProblem[] = [];
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.call || code[offset] === op.new) {
      const at = code[offset + length - 1]! * 2;
      const found = wrongCall(evaluator, file, offset, read);
      if (found) problems.push({ ...found, file: file.path, line: places[at]!, column: places[at + 1]! });
    }
    offset += length;
  }
  return problems;
}

type Found = Omit<ApiProblem, "file" | "line" | "column">;

function wrongCall(
  evaluator: Evaluator,
  file: LinkedFile,
  offset: number,
  read: (path: string) => string | null,
): Found | null {
  const { code } = file.names;
  const call = callAt(file, offset);
  if (call.spread || code[offset + 1] === 0) return null;
  evaluator.steps = 0;
  const callee = evaluator.value(file, code[offset + 1]!);
  // What was read off values may be one of several things.
  if (callee.inferred || isUncertain(evaluator, file, code[offset + 1]!)) return null;
  const found =
    code[offset] === op.new || callee.kind === "class" ? constructorsOf(evaluator, callee) : functionsOf(callee);
  if (!found || found.signatures.length === 0) return null;
  const count = call.arguments.length;
  const arities = found.signatures.map((one) => arityOf(evaluator, one));
  if (arities.some(({ fewest, most }) => fewest <= count && count <= most)) return null;
  const first = found.signatures[0]!;
  const { file: declared } = first;
  if (declared.isLibrary || !found.signatures.every((one) => isStrict(one, read))) return null;
  const isFew = arities.every(({ fewest }) => count < fewest);
  if (isFew && declared.language === "javascript") return null;
  const number = found.definition ?? definitionAt(declared, first.offset);
  if (number < 0) return null;
  const { line } = declared.facts.definitions[number]!;
  const symbol = symbolOf(declared, number);
  return {
    kind: isFew ? "too-few-arguments" : "too-many-arguments",
    symbol,
    declaration: { file: declared.path, line },
    message: `${symbol} takes ${rangeOf(arities)}, and is given ${count}`,
    verdict: "certain",
  };
}

/** A member of something with several parts, of a mapped type, or of what is declared to be of a type that is not in sight. */
function isUncertain(evaluator: Evaluator, file: LinkedFile, callee: number): boolean {
  const { code, strings, bindings } = file.names;
  if (code[callee] !== op.member) return false;
  const object = code[callee + 1]!;
  const value = evaluator.value(file, object);
  if (value.kind === "union" || value.kind === "intersection") return true;
  if (memberOf(evaluator, value, strings[code[callee + 2]!] ?? "")?.mapped) return true;
  if (code[object] !== op.name || code[object + 1]! < 0) return false;
  const { type, number } = bindings[code[object + 1]!]!;
  const declared = type > 0 ? type : (file.names.definitions[number]?.type ?? 0);
  return value.kind === "object" && declared > 0 && evaluator.type(file, declared).kind === "unknown";
}

export interface Arity {
  fewest: number;
  most: number;
}

/** What a signature takes. A last parameter of a type that the caller chooses may be `void`, and then need not be given. */
export function arityOf(evaluator: Evaluator, { file, offset }: FunctionValue): Arity {
  const { fewest, most, parameters } = signatureAt(file, offset);
  let least = fewest;
  while (least > 0) {
    const { type } = file.names.bindings[parameters[least - 1]!]!;
    const value = type > 0 ? evaluator.type(file, type) : null;
    if (value?.kind !== "typeParameter" && value?.kind !== "access" && !isVoid(file, type)) break;
    least--;
  }
  return { fewest: least, most };
}

/** `void`, or a union or conditional that nothing is known of. */
function isVoid({ names: { code } }: LinkedFile, type: number): boolean {
  return (
    type > 0 &&
    code[type] === op.union &&
    code[type + 1]! > 0 &&
    code.subarray(type + 2, type + 2 + code[type + 1]!).includes(0)
  );
}

interface Callable {
  signatures: readonly FunctionValue[];
  definition?: number;
}

/** Only what is plainly one function: of a union some part may be unknown. */
function functionsOf(callee: Value): Callable | null {
  if (callee.kind === "function") return { signatures: [callee] };
  return callee.kind === "overloads" ? { signatures: callee.of } : null;
}

function constructorsOf(evaluator: Evaluator, callee: Value): Callable | null {
  if (callee.kind !== "class" || !isKnown(evaluator, callee, 0)) return null;
  const { shape } = callee;
  const member = memberOf(
    evaluator,
    { kind: "instance", shape, args: callee.args, inferred: callee.inferred },
    "constructor",
  );
  if (!member || member.place.file.isLibrary || shape.definition < 0) return null;
  return {
    signatures: signaturesOf(evaluator, memberValue(evaluator, member)),
    definition: member.place.definitions[0] ?? shape.definition,
  };
}

/** A class whose bases are all in sight. */
function isKnown(evaluator: Evaluator, { shape }: ClassSide, depth: number): boolean {
  if (depth > 12) return false;
  const named = shape.declarations.reduce((count, { extends: above }) => count + above.length, 0);
  const supers = supersOf(evaluator, shape).filter((one) => one.kind === "instance");
  return (
    supers.length >= named &&
    supers.every((one) => one.kind === "instance" && isKnown(evaluator, { ...one, kind: "class" }, depth + 1))
  );
}

/** JavaScript gives a function what it does not ask for: one that looks at `arguments` takes any number. */
function isStrict({ file, offset }: FunctionValue, read: (path: string) => string | null): boolean {
  if (file.language !== "javascript") return true;
  const number = definitionAt(file, offset);
  const definition = file.facts.definitions[number];
  if (!definition) return false;
  const body = (read(file.path) ?? "")
    .split("\n")
    .slice(definition.startLine - 1, definition.endLine)
    .join("\n");
  return !/\barguments\b/.test(body);
}

function rangeOf(arities: readonly Arity[]): string {
  const fewest = Math.min(...arities.map((one) => one.fewest));
  const most = Math.max(...arities.map((one) => one.most));
  const words = (count: number) => `${count} argument${count === 1 ? "" : "s"}`;
  if (most === Number.POSITIVE_INFINITY) return `at least ${words(fewest)}`;
  return fewest === most ? words(most) : `${fewest} to ${words(most)}`;
}
