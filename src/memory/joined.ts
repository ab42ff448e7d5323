import { packageFile } from "../places.js";
import { keys } from "./keys.js";
import { lowerBound } from "./lower-bound.js";
import { inCase, type LetterCase, type NameWords } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";
import type { Verdict } from "./verdict.js";

const data: { words: string } = JSON.parse(packageFile("src/memory/compounds.json"));
const compounds = new Set(data.words.split(" "));

/** A word that more names use, of which one may be the name that is judged, is a word here. */
const mostOfItsOwn = 1;
/** So often each part must stand alone in names, and, where nothing shows the parts side by side, so often. */
const leastKnown = 4;
const leastAlone = 8;
/** Two letters that are words; all others have three or more. */
const small = new Set(["is", "to", "no", "by", "on", "of"]);

/** Words written as one, `getplugin`, where the repository knows each of them and writes them apart. */
export function joinedRule(table: CountTable, language: string, spelled: NameWords): Verdict | null {
  const { mark, words, cases } = spelled;
  const letterCase = cases[0];
  if (letterCase === undefined) return null;
  for (const [i, written] of words.entries()) {
    const word = written.toLowerCase();
    if (word.length < 6 || compounds.has(word)) continue;
    const own = countOf(table, keys.word(language, word));
    const parts = split(table, language, word);
    if (!parts || (own > mostOfItsOwn && parts.beside < 3 * own)) continue;
    const apart = parts.evidence;
    const rule = `"${parts.words.join('" and "')}" are words of their own: in ${apart} names`;
    const apartWords = [...words.slice(0, i), ...parts.words, ...words.slice(i + 1)];
    const wanted = cases.length > 1 ? caseOfMost(table, language) : letterCase;
    const suggestion = inCase({ mark, words: apartWords, cases }, wanted);
    return { rule, ok: false, confidence: lowerBound(apart, apart), suggestion };
  }
  return null;
}

/** `evidence` is how often the rarest of the words stands alone, `beside` how often the first two follow each other. */
interface Parts {
  words: string[];
  evidence: number;
  beside: number;
}

/** The words, two or three, that a word is made of. */
function split(table: CountTable, language: string, word: string): Parts | null {
  let best: Parts | null = null;
  for (let at = 2; at <= word.length - 3; at++) {
    const first = word.slice(0, at);
    const alone = known(table, language, first);
    if (alone < leastKnown) continue;
    const rest = word.slice(at);
    const found = [
      rest.length >= 8 ? split(table, language, rest) : null,
      { words: [rest], evidence: known(table, language, rest), beside: 0 },
    ];
    for (const tail of found) {
      if (!tail || tail.evidence < leastKnown) continue;
      const evidence = Math.min(alone, tail.evidence);
      const beside = countOf(table, keys.pair(language, first, tail.words[0]!));
      const begins = countOf(table, keys.verb(language, first)) >= leastKnown;
      if (beside === 0 && !(begins && evidence >= leastKnown) && evidence < leastAlone) continue;
      if (!best || evidence > best.evidence) best = { words: [first, ...tail.words], evidence, beside };
    }
  }
  return best;
}

function known(table: CountTable, language: string, word: string): number {
  return word.length > 2 || small.has(word) ? countOf(table, keys.word(language, word)) : 0;
}

/** A one-word name does not show whether its words would be joined by capitals or by underscores; the language's functions do. */
function caseOfMost(table: CountTable, language: string): LetterCase {
  const [camel, snake] = (["camelCase", "snake_case"] as const).map((letterCase) =>
    countOf(table, keys.inCase(`${language} function`, letterCase)),
  );
  return camel! >= snake! ? "camelCase" : "snake_case";
}
