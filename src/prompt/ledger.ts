/** What a prompt holds of each file. Nothing is left out of a prompt without a row here. */
type Included = "full" | "part" | "skeleton" | "name" | "withheld" | "none";

export interface LedgerRow {
  file: string;
  /** Tokens this file takes in the prompt. */
  tokens: number;
  included: Included;
  why: string;
}

export interface Ledger {
  /** Tokens the prompt may have. */
  budget: number;
  /** Tokens it has, with everything around the files. */
  used: number;
  files: LedgerRow[];
}

/** Counts the tokens of a text with the tokenizer of the model that will read it. */
export type CountTokens = (text: string) => number;
