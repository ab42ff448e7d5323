import type { Declaration } from "./declarations.js";
import { compoundHead, keys, mixedWords } from "./learn.js";
import { caseRule } from "./letter-case.js";
import { lowerBound } from "./lower-bound.js";
import { capitalised, inCase, type LetterCase, type NameWords, nameWords } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";

/** What the memory says of one name. */
export interface Decision {
  file: string;
  line: number;
  name: string;
  kind: string;
  /** The rule that spoke, in words, with its evidence; null when none passed the gate. */
  rule: string | null;
  ok: boolean;
  /** Share of names that obey the rule where it was learned, as it can be relied on (lower bound); 0 without a rule. */
  confidence: number;
  suggestion: string | null;
}

/** Judges a name: the rule it breaks, or else the rule of letter case that it obeys. */
export function checkName(table: CountTable, declaration: Declaration): Decision {
  const { file, line, name, kind, language } = declaration;
  const spelled = nameWords(name);
  const letterCase = caseRule(table, declaration);
  const says = (verdict: Omit<Decision, "file" | "line" | "name" | "kind">): Decision => ({
    ...{ file, line, name, kind },
    ...verdict,
  });
  const head = compoundHead(name);
  // `visit_ClassDef` beside other `visit_`: the part behind the underscore is a name of something else.
  if (head !== null && countOf(table, keys.compound(language, head)) >= leastCompound)
    return says({ rule: null, ok: true, confidence: 0, suggestion: null });
  if (letterCase && !letterCase.cases.some((wanted) => spelled.cases.includes(wanted))) {
    const suggestion = spelled.words.length > 0 ? inCase(spelled, letterCase.cases[0]!) : null;
    return says({ rule: letterCase.rule, ok: false, confidence: letterCase.confidence, suggestion });
  }
  const broken = abbreviationRule(table, language, spelled) ?? joinedRule(table, language, spelled);
  if (broken) return says({ ...broken, ok: false });
  if (letterCase) return says({ rule: letterCase.rule, ok: true, confidence: letterCase.confidence, suggestion: null });
  return says({ rule: null, ok: true, confidence: 0, suggestion: null });
}

const leastCompound = 3;

/** How an abbreviation is written inside names, `Url` or `URL`: at least this many names must show it, nearly all of them alike. */
const leastSpelled = 4;

function abbreviationRule(table: CountTable, language: string, { mark, words, cases }: NameWords) {
  for (const word of mixedWords(words, cases)) {
    const other = word === word.toUpperCase() ? capitalised(word) : word.toUpperCase();
    const [mine, theirs] = [word, other].map((form) => countOf(table, keys.spelling(language, form)));
    // The name itself may be among those that were learned from.
    if (theirs! < leastSpelled || theirs! < 15 * (mine! - 1)) continue;
    const rule = `${other} is written so inside names: ${theirs} of ${theirs! + mine!}`;
    const suggestion = mark + words.map((each) => (each === word ? other : each)).join("");
    return { rule, confidence: lowerBound(theirs!, theirs! + Math.max(0, mine! - 1)), suggestion };
  }
  return null;
}

/** Two words written as one, `getplugin`, where the repository knows both and writes them apart. */
function joinedRule(table: CountTable, language: string, spelled: NameWords) {
  const { mark, words, cases } = spelled;
  const letterCase = cases[0];
  if (letterCase === undefined) return null;
  for (const [i, written] of words.entries()) {
    const word = written.toLowerCase();
    if (word.length < 6 || countOf(table, keys.word(language, word)) > 1) continue;
    for (let at = 2; at <= word.length - 3; at++) {
      const [first, second] = [word.slice(0, at), word.slice(at)];
      const apart = countOf(table, keys.pair(language, first, second));
      if (apart < leastApart) continue;
      const known = [first, second].map((part) => countOf(table, keys.word(language, part)));
      if (Math.min(...known) < leastKnown) continue;
      const split = [...words.slice(0, i), first, second, ...words.slice(i + 1)];
      const rule = `"${first}" and "${second}" are written apart: in ${apart} names`;
      const suggestion = inCase(
        { mark, words: split, cases },
        cases.length > 1 ? caseOfMost(table, language) : letterCase,
      );
      return { rule, confidence: lowerBound(apart, apart), suggestion };
    }
  }
  return null;
}
const leastApart = 2;
const leastKnown = 5;

/** A one-word name does not show whether its words would be joined by capitals or by underscores; the language's functions do. */
function caseOfMost(table: CountTable, language: string): LetterCase {
  const [camel, snake] = (["camelCase", "snake_case"] as const).map((letterCase) =>
    countOf(table, keys.inCase(`${language} function`, letterCase)),
  );
  return camel! >= snake! ? "camelCase" : "snake_case";
}
