/**
 * Words of code and prose, as the search compares them. `budgetForPrompt` gives budget, prompt and the whole budgetforprompt;
 * words are lower case and lose their English endings, so that "rendering" finds `render`.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsIn(text)) for (const term of termsOfWord(word)) terms.push(term);
  return terms;
}

/** The words of a text as they are written. */
export function wordsIn(text: string): string[] {
  return text.match(wordPattern) ?? [];
}

/** The terms that one word gives. */
export function termsOfWord(word: string): string[] {
  const parts = (word.match(partPattern) ?? [])
    .map((part) => part.toLowerCase())
    .filter((part) => part.length > 1 && !stopWords.has(part));
  const terms = parts.map(stem);
  if (parts.length > 1) terms.push(word.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase());
  return terms;
}

/** 32 bits of FNV-1a: terms are compared by hash. At 200,000 distinct terms a query term meets a stranger with odds of 1 in 20,000. */
export function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const wordPattern = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+/gu;
const partPattern = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+|\p{N}+/gu;

export const beyondAscii = /[^\0-\x7f]/;
/** What an ASCII character is to a word. */
export const charKinds = { none: 0, letter: 1, digit: 2 } as const;
export const kindOfChar = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return /[a-z_$]/i.test(char) ? charKinds.letter : /\d/.test(char) ? charKinds.digit : charKinds.none;
});

/** English function words, question words, and the key words that nearly every file of some language holds. */
const stopWords = new Set(
  `a about after again all also am an and any are as at be because been before being between both but by can could did do does doing
  during each few for from further had has have having how i if in into is it its itself just like me more most my no nor not now of off
  on once one only or other our out over own per same she should so some such than that the their them then there these they this those
  through to too under until up upon very via was we were what when where which while who whom why will with within without would you your
  class def return import true false elif else except pass yield await async const let var function export new null none undefined void
  typeof extends implements public private static readonly func fn pub impl mut struct self cls str int bool`
    .split(/\s+/)
    .filter(Boolean),
);

/** A light stemmer: plural and verb endings only, so that different words stay different. */
function stem(word: string): string {
  if (word.length <= 4)
    return word.length === 4 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
  let stemmed = word;
  for (const [ending, replacement] of endings) {
    if (!word.endsWith(ending) || word.length - ending.length < 3) continue;
    if (ending === "s" && word.endsWith("ss")) break;
    stemmed = word.slice(0, -ending.length) + replacement;
    break;
  }
  const last = stemmed[stemmed.length - 1]!;
  if (stemmed !== word && stemmed.length > 3 && last === stemmed[stemmed.length - 2] && !"aeiouls".includes(last)) {
    stemmed = stemmed.slice(0, -1);
  }
  return stemmed.length > 4 && stemmed.endsWith("e") ? stemmed.slice(0, -1) : stemmed;
}

const endings: [string, string][] = [
  ["ies", "y"],
  ["ie", "y"],
  ["sses", "ss"],
  ["ing", ""],
  ["ied", "y"],
  ["ed", ""],
  ["ers", "er"],
  ["es", ""],
  ["s", ""],
];
