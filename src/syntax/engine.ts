import type { Language } from "./languages.js";

export interface RawMatch {
  pattern: number;
  captures: { name: string; startIndex: number; endIndex: number }[];
}

/** A tree-sitter that runs a language's queries over a text. Both engines give the same matches. */
export interface Engine {
  name: "native" | "wasm";
  /** Loads a grammar; must have resolved before `run` is called for that language. */
  prepare(language: Language): Promise<void>;
  /** Null when parsing took longer than the time limit. */
  run(language: Language, text: string): { matches: RawMatch[]; hasError: boolean } | null;
}

/** Patterns of rare queries are numbered from here on: behind all others. */
export const firstRarePattern = 10_000;

/** Makes a value at its first use and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
