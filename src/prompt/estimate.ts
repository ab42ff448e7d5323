/**
 * Tokens of a text when no tokenizer is at hand: an estimate, and to be called one wherever it is shown.
 *
 * A weighted sum over runs of characters, fitted by least squares to the tokenizer of Qwen2.5-Coder on 3,583 files of six
 * repositories (TypeScript, Python, Go, prose). On a repository that the fit had not seen it was 2 % under to 5 % over; nine
 * files of ten lie between 10 % under and 13 % over. Bytes divided by 3.3 was 12 to 54 % over.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let previous = blank;
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? kinds[code]! : code < 0x800 ? twoBytes : threeBytes;
    run = kind === previous ? run + 1 : 1;
    previous = kind;
    if (kind === small) tokens += run === 1 ? 0.82 : run > 6 ? 0.219 : 0;
    else if (kind === mark) tokens += run === 1 ? 0.816 : 0.157;
    else tokens += weights[kind]!;
  }
  return Math.ceil(tokens);
}

const blank = 0;
const small = 1;
const capital = 2;
const digit = 3;
const mark = 4;
const lineEnd = 5;
/** Bytes in UTF-8 of a UTF-16 unit; half a surrogate pair (two of four bytes) is near enough. */
const twoBytes = 6;
const threeBytes = 7;

/** Tokens of one character by kind. Digits stand alone in most tokenizers; blanks belong to the word that follows. */
const weights = [0, 0, 0.276, 1.086, 0, 0.935, 0.674, 1.011];

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return small;
  if (/[A-Z]/.test(character)) return capital;
  if (/[0-9]/.test(character)) return digit;
  if (character === "\n") return lineEnd;
  return /[!-~]/.test(character) ? mark : blank;
});
