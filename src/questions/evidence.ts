/** A place in the repository that bears on a question, best first in every list. */
export interface Evidence {
  file: string;
  startLine: number;
  endLine: number;
  /** Dotted name of the definition (`Session.open`), or "" for a piece of plain text. */
  symbol: string;
  /** Its head on one line, or the first line of the text. */
  signature: string;
  score: number;
  /** Tokens of the block's text: the model's own count when a model is loaded, otherwise an estimate from its length. */
  tokens: number;
  /** Why it was chosen, for people: `names budget, prompt`, `imported by src/ask.ts`. */
  why: string[];
}
