import { languages } from "../syntax/languages.js";
import { usualCases } from "./convention.js";
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

/**
 * One case must hold for this share of names, as a lower bound; two together, which say less, for more. What the language's style
 * guides ask for needs less of the repository's own names, wherever they are.
 */
const gate = { one: 0.9, two: 0.95, usual: 0.85 };

/**
 * The case of the nearest place that is consistent enough and has enough names. Where a place is divided between two cases the rule
 * is that it is one of them: in `useHook` and `Component` it still keeps `use_hook` out.
 */
export function caseRule(table: CountTable, declaration: Declaration): CaseRule | null {
  const near = nearRule(table, declaration);
  if (near && near.cases.length === 1) return near;
  const usual = usualRule(table, declaration);
  if (!near || !usual) return near ?? usual;
  // Of two cases that are both in use here, the one that no style guide knows is a remnant.
  return near.cases.every((each) => usual.cases.includes(each)) ? near : usual;
}

/** What the language's style guides ask for, if nearly all names of this kind in the repository are so. */
function usualRule(table: CountTable, { language, kind, role }: Declaration): CaseRule | null {
  const cases = usualCases(language, kind);
  if (!cases || role.endsWith("of an enum") || role.endsWith(" type")) return null;
  const key = `${language} ${kind}`;
  const counts = new Map(letterCases.map((each) => [each, countOf(table, keys.inCase(key, each))]));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const obeying = cases.reduce((sum, each) => sum + counts.get(each)!, 0);
  const confidence = total === 0 ? 0 : lowerBound(obeying, total);
  if (confidence < gate.usual) return null;
  const sorted = [...cases].sort((a, b) => counts.get(b)! - counts.get(a)!);
  return {
    cases: sorted,
    rule: `${kind} names are ${sorted.join(" or ")}: ${obeying} of ${total} in the repository`,
    confidence,
  };
}

function nearRule(table: CountTable, declaration: Declaration): CaseRule | null {
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
