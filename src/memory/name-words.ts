/** The letter cases that names are written in, by the word people say for them. */
export const letterCases = ["camelCase", "PascalCase", "snake_case", "UPPER_CASE"] as const;
export type LetterCase = (typeof letterCases)[number];

/** A name as naming rules see it. `_privateURLs` gives the mark "_" and the words private and URLs. */
export interface NameWords {
  /** What stands before the first letter: underscores, `#`, `$`. It says something of visibility and nothing of letter case. */
  mark: string;
  /** Words as they are written. */
  words: string[];
  /** All cases that the name may be in: `name` is in two of them, `Name2_x` in none. */
  cases: LetterCase[];
}

const patterns: Record<LetterCase, RegExp> = {
  camelCase: /^\p{Ll}[\p{L}\p{N}]*$/u,
  PascalCase: /^\p{Lu}[\p{L}\p{N}]*$/u,
  snake_case: /^\p{Ll}[\p{Ll}\p{N}]*(_[\p{Ll}\p{N}]+)*$/u,
  UPPER_CASE: /^\p{Lu}[\p{Lu}\p{N}]*(_[\p{Lu}\p{N}]+)*$/u,
};
const wordPattern = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+/gu;

/** Splits a name; a name without any cased letter has no words and no case. */
export function nameWords(name: string): NameWords {
  const mark = /^[_#$]*/.exec(name)![0];
  const core = name.slice(mark.length).replace(/_+$/, "");
  return {
    mark,
    words: core.match(wordPattern) ?? [],
    cases: letterCases.filter((letterCase) => patterns[letterCase].test(core)),
  };
}

/** The same words in another case, behind the same mark. */
export function inCase({ mark, words }: NameWords, letterCase: LetterCase): string {
  const lower = words.map((word) => word.toLowerCase());
  if (letterCase === "snake_case") return mark + lower.join("_");
  if (letterCase === "UPPER_CASE") return mark + lower.join("_").toUpperCase();
  const from = letterCase === "camelCase" ? 1 : 0;
  return mark + lower.map((word, i) => (i < from ? word : capitalised(word))).join("");
}

/** A word as it stands inside a name of mixed case. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
