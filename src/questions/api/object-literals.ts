import { lengthAt, listAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { codeMap, type LinkedFile, signatureAt } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import { memberValue } from "../../graph/member-value.js";
import { callAt } from "../../graph/signatures.js";
import { bindingTarget, fitting } from "../../graph/targets.js";
import type { FunctionValue, Instance } from "../../graph/values.js";
import { op, space } from "../../syntax/names.js";
import { argumentPlace } from "./argument-place.js";
import { type Wanted, wantedBy } from "./members.js";
import type { ApiProblem } from "./problem.js";

/** Object literals, declared to be of a type of the repository, that lack one of its members. */
export function missingProperties(
  evaluator: Evaluator,
  file: LinkedFile,
  read: (path: string) => string | null,
): ApiProblem[] {
  const { code } = file.names;
  if (file.language === "javascript") return [];
  const problems: ApiProblem[] = [];
  const source = lazy(() => read(file.path) ?? "");
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.object) {
      evaluator.steps = 0;
      const demands = demandsAt(evaluator, file, offset, 0);
      const given = demands && givenBy(file, offset);
      const missing = given ? demands.filter(({ name }) => !given.has(name)) : [];
      const place = missing.length > 0 ? placeOf(file, offset, source()) : null;
      if (place) problems.push(problemOf(file, place, missing));
    }
    offset += length;
  }
  return problems;
}

function problemOf(
  { path }: LinkedFile,
  place: { line: number; column: number },
  missing: readonly Wanted[],
): ApiProblem {
  const { owner, file, line } = missing[0]!;
  return {
    kind: "missing-property",
    file: path,
    ...place,
    symbol: owner,
    declaration: { file, line },
    message: `an object of type ${owner} lacks ${missing.map(({ name }) => name).join(", ")}`,
    verdict: "certain",
  };
}

/** The names that an object has; null when it may have others. What an optional parameter spreads may be nothing at all. */
function givenBy({ names: { code, strings, bindings } }: LinkedFile, offset: number): Set<string> | null {
  const given = new Set<string>();
  for (let at = offset + 2; at < offset + lengthAt(code, offset); at += 3) {
    if (code[at]! >= 0) {
      given.add(strings[code[at]!] ?? "");
      continue;
    }
    const value = code[at + 2]!;
    const binding = code[value] === op.name && code[value + 1]! >= 0 ? bindings[code[value + 1]!] : undefined;
    if (binding?.kind !== "parameter" || binding.form !== "optional" || binding.value !== 0 || binding.type === 0)
      return null;
  }
  return given;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What an object must have where it stands; null where that cannot be told. */
type Demands = readonly Wanted[] | null;

/**
 * The members that an object is plainly declared to have: those of an interface that is named where the object stands, or of several in an
 * intersection. What goes through `Partial<T>`, a union or a type parameter may want less, and gives null.
 */
function demandsAt(evaluator: Evaluator, file: LinkedFile, offset: number, depth: number): Demands {
  const position = codeMap(file).positions.get(offset);
  if (!position || depth > 12) return null;
  const { kind, of, index } = position;
  const { code } = file.names;
  switch (kind) {
    case "declared":
      return demandsOf(evaluator, file, of, 0);
    case "branch":
      return demandsAt(evaluator, file, of, depth + 1);
    case "entry": {
      const name = index < 0 ? undefined : file.names.strings[index];
      const around = name === undefined ? null : typeAround(evaluator, file, of);
      const place = around && memberOf(evaluator, around, name!)?.place;
      const number = place?.definitions.length === 1 ? place.definitions[0]! : -1;
      return number < 0 ? null : demandsOf(evaluator, place!.file, place!.file.names.definitions[number]?.type ?? 0, 0);
    }
    case "returned": {
      const { returnType, flags } = signatureAt(file, of);
      return returnType > 0 && code[of] === op.function && flags === 0
        ? demandsOf(evaluator, file, returnType, 0)
        : null;
    }
    case "argument": {
      const callee = calledFunction(evaluator, file, of);
      if (!callee || callee.inferred || callAt(file, of).spread) return null;
      const { parameters } = signatureAt(callee.file, callee.offset);
      const parameter = parameters[index] === undefined ? undefined : callee.file.names.bindings[parameters[index]!];
      return !parameter || parameter.form === "rest" ? null : demandsOf(evaluator, callee.file, parameter.type, 0);
    }
    default:
      return null;
  }
}

/** The one function that is called, or the one constructor of a class. */
function calledFunction(evaluator: Evaluator, file: LinkedFile, offset: number): FunctionValue | null {
  const callee = evaluator.value(file, file.names.code[offset + 1]!);
  if (callee.kind === "function") return callee;
  if (callee.kind !== "class") return null;
  const made = memberOf(evaluator, { ...callee, kind: "instance" }, "constructor");
  const value = made ? memberValue(evaluator, made) : null;
  return value?.kind === "function" ? { ...value, inferred: value.inferred || callee.inferred } : null;
}

/** The interface that the object around an entry is declared to be. */
function typeAround(evaluator: Evaluator, file: LinkedFile, object: number): Instance | null {
  const found = evaluator.expected(file, object);
  return found.kind === "instance" && !found.inferred && !found.shape.file.isLibrary ? found : null;
}

function demandsOf(evaluator: Evaluator, file: LinkedFile, offset: number, depth: number): Demands {
  const { code } = file.names;
  if (file.isLibrary || depth > 8) return null;
  if (code[offset] === op.intersection) {
    // Each part is wanted, whatever the others are.
    const parts = [...listAt(code, offset + 1)].map((part) => demandsOf(evaluator, file, part, depth + 1));
    return parts.flatMap((part) => part ?? []);
  }
  if (code[offset] !== op.typeName || code[offset + 1]! < 0) return null;
  const target = bindingTarget(evaluator, file, code[offset + 1]!);
  if (target?.kind !== "definition" || target.file.isLibrary) return null;
  const number = fitting(target.file, target.number, space.type);
  const type = target.file.names.definitions[number]?.type ?? 0;
  if (target.file.names.code[type] === op.alias)
    return demandsOf(evaluator, target.file, target.file.names.code[type + 1]!, depth + 1);
  if (target.file.facts.definitions[number]!.kind !== "interface") return null;
  const instance = evaluator.type(file, offset);
  return instance.kind === "instance" ? wantedBy(evaluator, instance, 0) : null;
}

/** Where the compiler says it: at the variable that is declared, the name of the entry; else where the object begins. */
function placeOf(file: LinkedFile, offset: number, source: string): { line: number; column: number } | null {
  const { code, places, bindings, definitions } = file.names;
  const position = codeMap(file).positions.get(offset);
  const at = (place: number) => ({ line: places[place * 2]!, column: places[place * 2 + 1]! });
  switch (position?.kind) {
    case "declared": {
      const binding = bindings.find((one) => one.value === offset && one.at >= 0);
      if (binding) return at(binding.at);
      const definition = file.facts.definitions[definitions.findIndex(({ value }) => value === offset)];
      return definition ? { line: definition.line, column: definition.column } : null;
    }
    case "entry":
      for (let entry = position.of + 2; entry < position.of + lengthAt(code, position.of); entry += 3)
        if (code[entry + 2] === offset) return at(code[entry + 1]!);
      return null;
    case "argument": {
      const callee = at(code[position.of + lengthAt(code, position.of) - 1]!);
      const index = argumentPlace(source, offsetOf(source, callee), position.index);
      return index === null ? callee : placeIn(source, index);
    }
    default:
      return code[offset + 1]! > 0 ? openedAt(source.split("\n"), at(code[offset + 3]!)) : null;
  }
}

function offsetOf(source: string, { line, column }: { line: number; column: number }): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = source.indexOf("\n", start) + 1;
  return start + column - 1;
}

function placeIn(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index);
  return { line: before.split("\n").length, column: index - before.lastIndexOf("\n") };
}

/** The brace that opens before the first entry. */
function openedAt(
  lines: readonly string[],
  { line, column }: { line: number; column: number },
): { line: number; column: number } {
  for (let at = line; at > Math.max(0, line - farthestBrace); at--) {
    const brace = (lines[at - 1] ?? "").slice(0, at === line ? column - 1 : undefined).lastIndexOf("{");
    if (brace >= 0) return { line: at, column: brace + 1 };
  }
  return { line, column };
}

/** Lines of comments between a brace and the first entry. */
const farthestBrace = 20;
