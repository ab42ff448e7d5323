import { packageFile } from "../places.js";
import type { Declaration } from "./declarations.js";
import { keys } from "./keys.js";
import { lowerBound } from "./lower-bound.js";
import { inCase, type NameWords } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";
import type { Verdict } from "./verdict.js";

const groups: { verbs: string[][]; words: string[][] } = JSON.parse(packageFile("src/memory/wordings.json"));
const verbGroups = byWord(groups.verbs);
const wordGroups = byWord(groups.words);

/** One of several words that mean the same must be used in this share of names, as a lower bound. */
const gate = 0.9;

/** The words of a name that others could stand for: the verb of a function, and what people shorten. */
function wordings({ kind }: Declaration, { words }: NameWords): { at: number; group: string[]; verb: boolean }[] {
  const lower = words.map((word) => word.toLowerCase());
  return lower.flatMap((word, at) => {
    const verb = at === 0 && words.length > 1 && (kind === "function" || kind === "method");
    const group = (verb ? verbGroups.get(word) : undefined) ?? wordGroups.get(word);
    return group ? [{ at, group, verb: verb && verbGroups.has(word) }] : [];
  });
}

/** Which of the words that mean the same this repository uses: `remove` rather than `delete`, `dir` rather than `directory`. */
export function wordingRules(table: CountTable, declaration: Declaration, spelled: NameWords): Verdict[] {
  const { language } = declaration;
  return wordings(declaration, spelled).flatMap(({ at, group, verb }) => {
    const word = spelled.words[at]!.toLowerCase();
    const counts = group.map((each) => ({
      word: each,
      count: countOf(table, verb ? keys.verb(language, each) : keys.word(language, each)),
    }));
    const [usual, ...others] = counts.sort((a, b) => b.count - a.count);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    // Where nobody ever said it otherwise there was perhaps nothing to choose.
    const confidence = total === 0 ? 0 : lowerBound(usual!.count, total);
    if (confidence < gate) return [];
    const ok = word === usual!.word;
    const rather = ok ? others.map((each) => each.word).join(" or ") : word;
    const rule = `${verb ? "functions begin with" : "names say"} "${usual!.word}" rather than "${rather}": ${usual!.count} of ${total}`;
    const words = spelled.words.map((each, i) => (i === at ? usual!.word : each));
    const letterCase = spelled.cases[0];
    return [{ rule, ok, confidence, suggestion: ok || !letterCase ? null : inCase({ ...spelled, words }, letterCase) }];
  });
}

/** The first group that a word is in. */
function byWord(all: string[][]): Map<string, string[]> {
  return new Map(all.toReversed().flatMap((group) => group.map((word) => [word, group] as const)));
}
