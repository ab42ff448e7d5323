import { languages } from "../syntax/languages.js";
import type { Declaration } from "./declarations.js";
import { keys } from "./keys.js";
import { contextsOf } from "./learn.js";
import { lowerBound } from "./lower-bound.js";
import { type LetterCase, letterCases } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";

/** A rule that passed the gate. */
export interface CaseRule {
  /** The cases that names may be in, the most usual one first. */
  cases: LetterCase[];
  /** In words, with its evidence. */
  rule: string;
  confidence: number;
}

/** One case must hold for this share of names, as a lower bound; two together, which say less, for more. */
const gate = { one: 0.9, two: 0.95 };

/**
 * The case of the nearest place that is consistent enough and has enough names. Where a place is divided between two cases the rule
 * is that it is one of them: in `useHook` and `Component` it still keeps `use_hook` out.
 */
export function caseRule(table: CountTable, declaration: Declaration): CaseRule | null {
  const groups = caseGroups(declaration);
  for (const { key, whose, where } of contextsOf(declaration)) {
    const counts = groups
      .map((cases) => ({
        cases,
        count: cases.reduce((sum, letterCase) => sum + countOf(table, keys.inCase(key, letterCase)), 0),
      }))
      .sort((a, b) => b.count - a.count);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) continue;
    for (const most of [1, 2]) {
      const kept = counts.slice(0, most);
      const obeying = kept.reduce((sum, { count }) => sum + count, 0);
      const confidence = lowerBound(obeying, total);
      if (confidence < (most === 1 ? gate.one : gate.two)) continue;
      const cases = kept.flatMap((group) => group.cases);
      const rule = `${whose} names are ${cases.join(" or ")}: ${obeying} of ${total} in ${where}`;
      return { cases, rule, confidence };
    }
  }
  return null;
}

/** Cases that are chosen between: where the first letter says who may see a name, as in Go, its case is no matter of style. */
function caseGroups({ language, exported }: Declaration): LetterCase[][] {
  const visibility = languages.get(language)?.visibility;
  const pattern = visibility?.by === "name" ? new RegExp(visibility.pattern, "u") : null;
  if (!pattern || pattern.test("A") === pattern.test("a")) return letterCases.map((letterCase) => [letterCase]);
  const mixed: LetterCase[] =
    exported === pattern.test("A") ? ["PascalCase", "camelCase"] : ["camelCase", "PascalCase"];
  return [mixed, ["snake_case"], ["UPPER_CASE"]];
}
