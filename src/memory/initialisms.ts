import { packageFile } from "../places.js";
import { keys } from "./keys.js";
import { lowerBound } from "./lower-bound.js";
import { capitalised, type NameWords } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";
import type { Verdict } from "./verdict.js";

const data: { upper: string[]; words: string } = JSON.parse(packageFile("src/memory/initialisms.json"));
const known = new Set(data.words.split(" "));

/** How an abbreviation is written inside names: at least this many names must show it, nearly all of them alike. */
const leastSpelled = 4;
/** All abbreviations together must be written alike in this share, less where the language's style guide says the same. */
const gate = { all: 0.9, guided: 0.6 };

/** Whether a word is an abbreviation that is read letter by letter; `URLs` is one too. */
export function isInitialism(word: string): boolean {
  return known.has(singular(word).toLowerCase());
}

/** The words of a name that show how an abbreviation is written: those of mixed case, but for a small first word. */
export function mixedWords({ words, cases }: NameWords): string[] {
  if (cases.length !== 1 || (cases[0] !== "camelCase" && cases[0] !== "PascalCase")) return [];
  return words.filter((word) => word.length > 1 && /^\p{Lu}/u.test(word));
}

/** `URL` or `Url`: as most names write this one, or else as they write all others. */
export function initialismRules(table: CountTable, language: string, spelled: NameWords): Verdict[] {
  return mixedWords(spelled).flatMap((word) => {
    const upper = isUpper(word);
    const initialism = isInitialism(word);
    const other = upper ? capitalised(word) : raised(word);
    const [mine, theirs] = [word, other].map((form) => countOf(table, keys.spelling(language, form))) as [
      number,
      number,
    ];
    const suggestion = spelled.mark + spelled.words.map((each) => (each === word ? other : each)).join("");
    // The name itself may be among those that were learned from.
    if (theirs >= leastSpelled && theirs >= 15 * (mine - 1)) {
      const rule = `${other} is written so inside names: ${theirs} of ${theirs + mine}`;
      return [{ rule, ok: false, confidence: lowerBound(theirs, theirs + Math.max(0, mine - 1)), suggestion }];
    }
    if (!initialism) return [];
    if (mine >= leastSpelled && mine >= 15 * theirs) {
      const rule = `${word} is written so inside names: ${mine} of ${mine + theirs}`;
      return [{ rule, ok: true, confidence: lowerBound(mine, mine + theirs), suggestion: null }];
    }
    const [capitals, small] = [true, false].map((each) => countOf(table, keys.initialisms(language, each))) as [
      number,
      number,
    ];
    const [same, against] = upper ? [capitals, small - theirs] : [small, capitals];
    const guided = data.upper.includes(language);
    const total = same + against;
    // One that several names write otherwise is a word of its own here.
    if (total === 0 || (mine > 2 && 3 * mine > theirs)) return [];
    const [obeying, like] = same > against ? [same, word] : [against, other];
    const ok = like === word;
    const confidence = lowerBound(obeying, total);
    if (obeying < leastSpelled || confidence < (guided && isUpper(like) ? gate.guided : gate.all)) return [];
    const rule = `abbreviations are written like ${like} inside names: ${obeying} of ${total}`;
    return [{ rule, ok, confidence, suggestion: ok ? null : suggestion }];
  });
}

/** Whether a word is written in capitals, but for the s of a plural. */
export function isUpper(word: string): boolean {
  return singular(word) === singular(word).toUpperCase();
}

function raised(word: string): string {
  const one = singular(word);
  return one.toUpperCase() + word.slice(one.length);
}

/** Without the s of a plural, where what is left is known: `Urls`, but not `Https`. */
function singular(word: string): string {
  if (!word.endsWith("s") || known.has(word.toLowerCase())) return word;
  return known.has(word.slice(0, -1).toLowerCase()) ? word.slice(0, -1) : word;
}
