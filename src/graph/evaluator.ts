import { type Language, languages } from "../syntax/languages.js";
import type { Graph } from "./graph.js";
import type { LinkedFile } from "./linked-file.js";
import type { Target } from "./targets.js";
import { type FunctionValue, unknown, type Value } from "./values.js";

/** What evaluation carries along: every function of it takes this first. */
export interface Evaluator {
  graph: Graph;
  /** A file of the repository, or null when it has no names. */
  file(path: string): LinkedFile | null;
  /** The declarations that a language brings along, or null. */
  library(language: string): LinkedFile | null;
  /** The definitions that every file of a language sees without an import, by name; number -1 when several have the name. */
  globals(language: string): Map<string, { file: LinkedFile; number: number }>;
  /** The files whose functions may be members of a type that this file declares under a dotted name. */
  siblings(file: LinkedFile, type: string): readonly LinkedFile[];
  /** What an expression is. */
  value(file: LinkedFile, offset: number): Value;
  /** What a type, or an expression that stands where a type should, is an instance of. */
  type(file: LinkedFile, offset: number): Value;
  /** What stands behind a type parameter, `Self` or `T["a"]`; any other value itself. */
  settled(value: Value): Value;
  /** What the place of an expression wants there to be. */
  expected(file: LinkedFile, offset: number): Value;
  /** What a name leads to, as a value. */
  target(target: Target): Value;
  /** What a function returns, its type parameters left as they are. */
  returned(called: FunctionValue): Value;
  /** How often an answer was cut short because it depends on itself or goes too deep: such answers are not kept. */
  cuts: number;
  depth: number;
  steps: number;
}

/** Evaluations inside each other; a chain of calls needs some four a link. */
const deepest = 200;
/** Evaluations for one use of a name; code that is written by hand needs some hundred. */
const mostSteps = 20_000;

/** Counts a step of a search that branches; true when one use of a name has had enough of them. */
export function isTired(evaluator: Evaluator): boolean {
  if (++evaluator.steps <= mostSteps) return false;
  evaluator.cuts++;
  return true;
}

const pending: Value = { kind: "unknown", inferred: false };

/** The answer for a key, evaluated once. */
export function kept(
  evaluator: Evaluator,
  answers: Map<number, Value>,
  key: number,
  evaluate: (evaluator: Evaluator, file: LinkedFile, key: number) => Value,
  file: LinkedFile,
): Value {
  const known = answers.get(key);
  if (known === pending) {
    evaluator.cuts++;
    return unknown;
  }
  if (known) return known;
  if (evaluator.depth === 0) evaluator.steps = 0;
  if (evaluator.depth >= deepest || evaluator.steps >= mostSteps) {
    evaluator.cuts++;
    return unknown;
  }
  const cuts = evaluator.cuts;
  evaluator.depth++;
  evaluator.steps++;
  answers.set(key, pending);
  const value = evaluate(evaluator, file, key);
  evaluator.depth--;
  if (value.kind !== "unknown" || evaluator.cuts === cuts || evaluator.depth === 0) answers.set(key, value);
  else answers.delete(key);
  return value;
}

const noRoles: NonNullable<Language["library"]> = { file: "", iterated: [], awaited: [] };

/** Which types of its library a language iterates, awaits and so on. */
export function libraryRoles(library: LinkedFile | null): NonNullable<Language["library"]> {
  return (library && languages.get(library.language)?.library) ?? noRoles;
}
