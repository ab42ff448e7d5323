import type { ClassShape } from "../../graph/class-shape.js";
import { lengthAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { definitionAt, type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import { memberValue } from "../../graph/member-value.js";
import { supersOf } from "../../graph/supers.js";
import type { FunctionValue, Value } from "../../graph/values.js";
import { type ArgumentRules, languages } from "../../syntax/languages.js";
import { op } from "../../syntax/names.js";
import { nearNames } from "../near-names.js";
import { listBehind, type Texts } from "./argument-list.js";
import { basesAreInSight } from "./known-bases.js";
import { type Parameters, parametersAt } from "./parameters.js";
import type { ApiProblem } from "./problem.js";

/** Calls of one file with arguments that the function called does not have, with more than it takes, or without one that it needs. */
export function wrongNamedArguments(evaluator: Evaluator, file: LinkedFile, texts: Texts): ApiProblem[] {
  const rules = languages.get(file.language)?.arguments;
  if (!rules) return [];
  const { code, places } = file.names;
  const problems: ApiProblem[] = [];
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.call && code[offset + 1] !== 0) {
      const at = code[offset + length - 1]! * 2;
      const place = { line: places[at]!, column: places[at + 1]! };
      evaluator.steps = 0;
      const called = calledBy(evaluator, file, code[offset + 1]!);
      const taken = called && parametersAt(called.file, called.number, called.hasReceiver, texts, rules);
      const { code: text, lines } = texts(file.path);
      const given = taken && listBehind(text, (lines[place.line - 1] ?? text.length) + place.column - 1, "(");
      const before = text.slice(0, lines[place.line - 1]! + place.column - 1);
      const isSilent = isMeant(text, lines, place.line, rules) || new RegExp(rules.farSuper).test(before.slice(-200));
      const wrong = given && !isSilent && misfit(given, taken, rules);
      if (wrong && !isTakenElsewhere(evaluator, called, given, texts, rules))
        problems.push({
          ...wrong,
          message: `${called.symbol} ${wrong.message}`,
          symbol: called.symbol,
          file: file.path,
          ...place,
          declaration: { file: called.file.path, line: called.file.facts.definitions[called.number]!.line },
          verdict: called.inferred ? "likely" : "certain",
        });
    }
    offset += length;
  }
  return problems;
}

/** How far above a call a block may open that says that it has to fail. */
const linesAbove = 8;

function isMeant(text: string, lines: readonly number[], line: number, rules: ArgumentRules): boolean {
  const block = text
    .slice(lines[Math.max(0, line - 1 - linesAbove)], lines[line])
    .trimEnd()
    .split("\n");
  const depth = indentOf(block.at(-1)!);
  const failing = new RegExp(rules.failing);
  return block.some((one, i) => failing.test(one) && (i === block.length - 1 || indentOf(one) < depth));
}

const indentOf = (line: string) => line.length - line.trimStart().length;

interface Called {
  file: LinkedFile;
  number: number;
  /** Name of what is written in the call: the class, for its constructor. */
  symbol: string;
  /** The first parameter is what stands before the dot. */
  hasReceiver: boolean;
  inferred: boolean;
}

function calledBy(evaluator: Evaluator, file: LinkedFile, callee: number): Called | null {
  const value = evaluator.value(file, callee);
  if (value.kind === "function") return plainly(value, isOfInstance(evaluator, file, callee));
  if (value.kind !== "class" || value.inferred || value.shape.definition < 0) return null;
  const own: Value = { kind: "instance", shape: value.shape, args: [], inferred: false };
  const rules = languages.get(file.language)!.arguments!;
  const member = memberOf(evaluator, own, rules.constructor);
  if (!member || memberOf(evaluator, own, rules.maker)?.place.file.isLibrary === false) return null;
  // What a base out of sight brings may stand before what another base has.
  const isOwn = member.place.file === value.shape.file && value.shape.members.get(rules.constructor) === member.place;
  if (!isOwn && !isWhole(evaluator, value.shape, 0)) return null;
  const made = memberValue(evaluator, member);
  const called = made.kind === "function" ? plainly(made, true) : null;
  return called && { ...called, symbol: symbolOf(value.shape.file, value.shape.definition), inferred: false };
}

/** A function that is defined once, and that no decorator replaces. */
function plainly(value: FunctionValue, isOfInstance: boolean): Called | null {
  const { file } = value;
  const number = definitionAt(file, value.offset);
  const definition = file.facts.definitions[number];
  if (file.isLibrary || !definition || file.facts.problems.length > 0) return null;
  if ((file.byName.get(definition.container)?.get(definition.name)?.length ?? 0) > 1) return null;
  // What a function makes is given to a decorator more often than not.
  const around = file.facts.definitions.find((one) => nameOf(one) === definition.container);
  if (around ? around.kind !== "class" : definition.container !== "") return null;
  const isMember = definition.kind === "method";
  return {
    file,
    number,
    symbol: symbolOf(file, number),
    hasReceiver: isMember && isOfInstance,
    inferred: value.inferred === true,
  };
}

/** Whether what stands before the dot is passed along: `a.f()` of an instance, and not `A.f()` or `module.f()`. */
function isOfInstance(evaluator: Evaluator, file: LinkedFile, callee: number): boolean {
  const { code } = file.names;
  if (code[callee] !== op.member) return false;
  const object = evaluator.value(file, code[callee + 1]!);
  return object.kind === "instance";
}

/** A class whose bases are all in sight, and theirs. */
function isWhole(evaluator: Evaluator, shape: ClassShape, depth: number): boolean {
  if (depth > 12 || shape.definition < 0) return false;
  if (shape.file.isLibrary) return true;
  return (
    basesAreInSight(evaluator, shape) &&
    supersOf(evaluator, shape).every((one) => one.kind === "instance" && isWhole(evaluator, one.shape, depth + 1))
  );
}

/** A method may be called of a class below that has its own: any of the same name that takes the call silences it. */
function isTakenElsewhere(
  evaluator: Evaluator,
  called: Called,
  given: readonly string[],
  texts: Texts,
  rules: ArgumentRules,
): boolean {
  const { name, kind } = called.file.facts.definitions[called.number]!;
  if (kind !== "method" || name === rules.constructor) return false;
  return methodsNamed(evaluator, called.file.language, name).some(({ file, number }) => {
    if (file === called.file && number === called.number) return false;
    const taken = parametersAt(file, number, called.hasReceiver, texts, rules);
    return !taken || !misfit(given, taken, rules);
  });
}

const methods = new WeakMap<Evaluator, Map<string, { file: LinkedFile; number: number }[]>>();

/** Methods of all files of a language, by name. */
function methodsNamed(evaluator: Evaluator, language: string, name: string): { file: LinkedFile; number: number }[] {
  let byName = methods.get(evaluator);
  if (!byName) {
    byName = new Map();
    methods.set(evaluator, byName);
    for (const path of evaluator.graph.files.keys()) {
      const file = evaluator.file(path);
      file?.facts.definitions.forEach((definition, number) => {
        if (definition.kind !== "method") return;
        const key = `${file.language} ${definition.name}`;
        const known = byName!.get(key);
        if (known) known.push({ file, number });
        else byName!.set(key, [{ file, number }]);
      });
    }
  }
  return byName.get(`${language} ${name}`) ?? [];
}

function misfit(
  given: readonly string[],
  taken: Parameters,
  rules: ArgumentRules,
): Pick<ApiProblem, "kind" | "message"> | null {
  const isSpread = given.some((text) => text.startsWith(rules.rest));
  const names: string[] = [];
  for (const text of given) {
    const name = new RegExp(rules.named, "u").exec(text)?.[1];
    if (name !== undefined) names.push(name);
  }
  const placed = given.filter((text) => !text.startsWith(rules.rest)).length - names.length;
  const unknown = names.find((name) => !taken.named.has(name) && !taken.namedRest);
  if (unknown !== undefined) {
    const [near] = nearNames(unknown, [...taken.named]);
    return {
      kind: "unknown-argument",
      message: `has no parameter ${unknown}${near === undefined ? "" : `; did you mean ${near}?`}`,
    };
  }
  if (placed > taken.placed.length && !taken.rest)
    return {
      kind: "too-many-arguments",
      message: `takes ${count(taken.placed.length)} by place, and is given ${placed}`,
    };
  if (isSpread) return null;
  const byPlace = new Set(taken.placed.slice(0, placed));
  const missing = [...taken.required].filter((name) => !byPlace.has(name) && !names.includes(name));
  return missing.length === 0 ? null : { kind: "too-few-arguments", message: `needs ${missing.join(", ")}` };
}

const nameOf = ({ container, name }: { container: string; name: string }) =>
  container === "" ? name : `${container}.${name}`;
const count = (number: number) => `${number} argument${number === 1 ? "" : "s"}`;
