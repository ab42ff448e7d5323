import type { ClassShape } from "../../graph/class-shape.js";
import { lengthAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import type { Place } from "../../graph/member-of.js";
import { supersOf } from "../../graph/supers.js";
import { languages } from "../../syntax/languages.js";
import { op } from "../../syntax/names.js";
import type { Texts } from "./argument-list.js";
import { basesAreInSight } from "./known-bases.js";
import { marksOf } from "./parameters.js";
import type { ApiProblem } from "./problem.js";

/**
 * Classes that one file makes instances of, and that lack what a base marks as abstract: the language says so only when it runs. A class of
 * which no instance is made may be abstract itself.
 */
export function missingAbstractMembers(evaluator: Evaluator, file: LinkedFile, texts: Texts): ApiProblem[] {
  if (!languages.get(file.language)?.arguments) return [];
  const { code, places } = file.names;
  const problems: ApiProblem[] = [];
  const seen = new Set<ClassShape>();
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.call && code[offset + 1] !== 0) {
      evaluator.steps = 0;
      const made = evaluator.value(file, code[offset + 1]!);
      if (made.kind === "class" && !made.inferred && !made.shape.file.isLibrary && !seen.has(made.shape)) {
        seen.add(made.shape);
        const line = places[code[offset + length - 1]! * 2]!;
        problems.push(...lackingOf(evaluator, made.shape, `${file.path}:${line}`, texts));
      }
    }
    offset += length;
  }
  return problems;
}

function lackingOf(evaluator: Evaluator, shape: ClassShape, madeAt: string, texts: Texts): ApiProblem[] {
  if (shape.definition < 0) return [];
  const { file } = shape;
  const { line, column } = file.facts.definitions[shape.definition]!;
  const symbol = symbolOf(file, shape.definition);
  const problems: ApiProblem[] = [];
  const demands = abstractAbove(evaluator, shape, texts, 0);
  // A test that makes instances of what is abstract itself knows what it does.
  if ([...shape.members].some(([name, place]) => demands.get(name) === place)) return [];
  for (const [name, demanded] of demands) {
    if (isGiven(evaluator, shape, name, texts, 0)) continue;
    const definition = demanded.file.facts.definitions[demanded.definitions[0]!]!;
    problems.push({
      kind: "missing-member",
      file: file.path,
      line,
      column,
      symbol,
      declaration: { file: demanded.file.path, line: definition.line },
      message: `${symbol} lacks ${name} of ${definition.container}, and is made in ${madeAt}`,
      verdict: "certain",
    });
  }
  return problems;
}

/** Members marked as abstract in the class and those above it, as far as abstract is more than a word to them. */
function abstractAbove(evaluator: Evaluator, shape: ClassShape, texts: Texts, depth: number): Map<string, Place> {
  const found = new Map<string, Place>();
  if (depth > 12 || shape.file.isLibrary || shape.definition < 0) return found;
  const { signature } = shape.file.facts.definitions[shape.definition]!;
  const rules = languages.get(shape.file.language)?.arguments;
  if (rules && new RegExp(rules.abstractBases).test(signature))
    for (const [name, place] of shape.members)
      if (place.definitions.length === 1 && isAbstract(place.file, place.definitions[0]!, texts))
        found.set(name, place);
  for (const above of supersOf(evaluator, shape)) {
    if (above.kind !== "instance") continue;
    for (const [name, place] of abstractAbove(evaluator, above.shape, texts, depth + 1))
      if (!found.has(name)) found.set(name, place);
  }
  return found;
}

/** Whether the class or one above it has more under a name than a demand, or a base is out of sight. */
function isGiven(evaluator: Evaluator, shape: ClassShape, name: string, texts: Texts, depth: number): boolean {
  const { file, definition } = shape;
  if (depth > 12 || definition < 0 || file.isLibrary) return false;
  if (!basesAreInSight(evaluator, shape)) return true;
  const numbers = file.byName.get(symbolOf(file, definition))?.get(name) ?? [];
  if (numbers.some((number) => !isAbstract(file, number, texts))) return true;
  return supersOf(evaluator, shape).some(
    (above) => above.kind === "instance" && isGiven(evaluator, above.shape, name, texts, depth + 1),
  );
}

function isAbstract(file: LinkedFile, number: number, texts: Texts): boolean {
  const rules = languages.get(file.language)?.arguments;
  if (file.isLibrary || !rules || file.facts.definitions[number]!.kind === "field") return false;
  const abstract = new RegExp(rules.abstractMarks);
  return marksOf(file, number, texts, rules).some((mark) => abstract.test(mark));
}
