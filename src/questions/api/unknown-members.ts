import type { ClassShape } from "../../graph/class-shape.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { isTired } from "../../graph/evaluator.js";
import { type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import { supersOf } from "../../graph/supers.js";
import { op } from "../../syntax/names.js";
import { nearNames } from "../near-names.js";
import type { ApiProblem } from "./problem.js";

/**
 * Members that one file asks of something declared to be of an interface or class of the repository, which has none of that name but one much
 * like it: renamed on one side. What a check before has shown a value to be is not known here, so a name that anything else in the
 * repository has says nothing: without that, 173 rows on vuejs/core were false.
 */
export function unknownMembers(evaluator: Evaluator, file: LinkedFile): ApiProblem[] {
  const { code, strings, places, members } = file.names;
  const known = definedNames(evaluator);
  const problems: ApiProblem[] = [];
  for (const offset of members) {
    // What `this` is in a function within a method, only its caller knows.
    if (code[offset] !== op.member || code[code[offset + 1]!] === op.self) continue;
    const name = strings[code[offset + 2]!] ?? "";
    evaluator.steps = 0;
    const value = evaluator.value(file, code[offset + 1]!);
    if (value.kind !== "instance" || value.inferred || !isClosed(evaluator, value.shape, 0)) continue;
    if (known.has(name) || memberOf(evaluator, value, name) || isTired(evaluator)) continue;
    const { shape } = value;
    const symbol = symbolOf(shape.file, shape.definition);
    const [near] = nearNames(name, shape.members.keys());
    if (near === undefined) continue;
    const at = code[offset + 3]! * 2;
    problems.push({
      kind: "unknown-member",
      file: file.path,
      line: places[at]!,
      column: places[at + 1]!,
      symbol: `${symbol}.${name}`,
      declaration: { file: shape.file.path, line: shape.file.facts.definitions[shape.definition]!.line },
      message: `${symbol} has no ${name}; did you mean ${near}?`,
      verdict: "certain",
    });
  }
  return problems;
}

/** What is extended is a constant that holds one class or another. */
function isChosen({ names: { code, bindings }, facts }: LinkedFile, extended: number): boolean {
  if (code[extended] !== op.name && code[extended] !== op.typeName) return code[extended] !== op.typeMember;
  const binding = bindings[code[extended + 1]!];
  if (!binding || binding.kind === "import") return !binding;
  return binding.kind !== "definition" || !/class|interface|type/.test(facts.definitions[binding.number]!.kind);
}

const namesOf = new WeakMap<Evaluator, ReadonlySet<string>>();

/** Names of all definitions of the repository. */
function definedNames(evaluator: Evaluator): ReadonlySet<string> {
  let names = namesOf.get(evaluator);
  if (!names) {
    names = new Set([...evaluator.graph.files.values()].flatMap((facts) => facts.definitions.map(({ name }) => name)));
    namesOf.set(evaluator, names);
  }
  return names;
}

/** A class or interface with nothing above it that is out of sight, no index signature, and no declaration that could add to it. */
function isClosed(evaluator: Evaluator, shape: ClassShape, depth: number): boolean {
  if (depth > 12 || shape.definition < 0 || shape.file.isLibrary || shape.file.facts.problems.length > 0) return false;
  let named = 0;
  for (const { file, extends: above } of shape.declarations) {
    for (const offset of above) {
      if (file.names.code[offset] === op.objectType || isChosen(file, offset)) return false;
      named++;
    }
  }
  const supers = supersOf(evaluator, shape);
  const classes = supers.filter((one) => one.kind === "instance");
  return (
    classes.length === supers.length &&
    classes.length >= named &&
    classes.every((one) => isClosed(evaluator, one.shape, depth + 1))
  );
}
