import type { ClassShape } from "../../graph/class-shape.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { supersOf } from "../../graph/supers.js";
import { languages } from "../../syntax/languages.js";

/**
 * Whether every base that a class names is a class in sight, or one of the language's own that brings nothing along (`plainBases`); so is
 * what makes the class itself, where the language lets that be named among the bases.
 */
export function basesAreInSight(evaluator: Evaluator, shape: ClassShape): boolean {
  const { signature } = shape.file.facts.definitions[shape.definition]!;
  const { bases, plainBases } = languages.get(shape.file.language)!.dead!;
  const written = new RegExp(bases ?? "$^").exec(signature)?.[1] ?? "";
  const isPlain = new RegExp(plainBases ?? "$^");
  const named = written.split(",").filter((base) => base.trim() !== "" && !isPlain.test(base.trim())).length;
  return supersOf(evaluator, shape).filter((one) => one.kind === "instance").length >= named;
}
