import { packageFile } from "../places.js";
import type { Declaration } from "./declarations.js";
import { keys } from "./keys.js";
import { lowerBound } from "./lower-bound.js";
import { inCase, type NameWords, nameWords } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";
import type { Verdict } from "./verdict.js";

interface Words {
  truth: string[];
  first: string[];
  last: string[];
}
const data: Words = JSON.parse(packageFile("src/memory/affixes.json"));

/** A group of names that may begin or end alike. */
interface Group {
  key: string;
  /** In words: whose names. */
  whose: string;
  at: "first" | "last";
  /** What they may begin or end with; several when each of them will do. */
  affixes: string[][];
}

/** This share of the names of a group must have the affix, as a lower bound: 8 of 8. */
const gate = 0.88;

/** The groups that a name belongs to by what it is for: what it is derived from, what it gives, and the folder it stands in. */
export function affixGroups({ language, kind, role, base, truth, exported, folder }: Declaration): Group[] {
  const place = folder === "" ? "the root folder" : folder;
  if (kind === "class" || kind === "interface") {
    const last = base === "" ? undefined : nameWords(base).words.at(-1)?.toLowerCase();
    const derived: Group[] = last
      ? [{ key: `${language}|derived ${base}`, whose: `what derives from ${base}`, at: "last", affixes: [[last]] }]
      : [];
    const test = role.startsWith("test ") ? "test " : "";
    const key = `${language}|${test}${kind} in ${folder}`;
    const whose = `each ${test}${kind} in ${place}`;
    return [...derived, { key, whose, at: "last", affixes: data.last.map((word) => [word]) }];
  }
  if (kind !== "function" && kind !== "method") return [];
  const groups: Group[] = [];
  if (truth)
    groups.push({
      key: `${language}|truth ${kind}`,
      whose: `a ${kind} that says yes or no`,
      at: "first",
      affixes: [data.truth],
    });
  if (kind === "function" && role === "top" && exported)
    groups.push({
      key: `${language}|function in ${folder}`,
      whose: `each exported function in ${place}`,
      at: "first",
      affixes: data.first.map((word) => [word]),
    });
  return groups;
}

/** The affixes that groups of a name agree on: `FooError` for what derives from Error, `useFoo` in hooks. */
export function affixRules(table: CountTable, declaration: Declaration, spelled: NameWords): Verdict[] {
  const { mark, cases } = spelled;
  const letterCase = cases[0];
  if (letterCase === undefined) return [];
  const lower = spelled.words.map((word) => word.toLowerCase());
  return affixGroups(declaration).flatMap(({ key, whose, at, affixes }) => {
    const total = countOf(table, keys.members(key));
    if (total === 0 || lowerBound(total, total) < gate) return [];
    for (const affix of affixes) {
      const counts = affix.map((word) => countOf(table, keys.affix(key, at, word)));
      const obeying = counts.reduce((sum, count) => sum + count, 0);
      const confidence = lowerBound(Math.min(obeying, total), total);
      if (confidence < gate) continue;
      const ok = affix.includes(lower.at(at === "first" ? 0 : -1) ?? "");
      const usual = affix[counts.indexOf(Math.max(...counts))]!;
      const shown = affix.filter((_, i) => counts[i]! > 0).join(", ");
      const rule = `${whose} ${at === "first" ? "begins" : "ends"} with ${shown}: ${obeying} of ${total}`;
      const words = at === "first" ? [usual, ...lower] : [...lower, usual];
      return [{ rule, ok, confidence, suggestion: ok ? null : inCase({ mark, words, cases }, letterCase) }];
    }
    return [];
  });
}
