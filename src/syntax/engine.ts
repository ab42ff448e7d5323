import type { Language } from "./languages.js";
import { nativeEngine } from "./native.js";
import { wasmEngine } from "./wasm.js";

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

/** A file that takes longer than this is treated as text: 9 MB/s is usual, so it is far out of the ordinary. */
export const parseTimeLimitMs = 5000;

/**
 * The native binding where it loads, otherwise WebAssembly (about 12 % slower, no compiler needed).
 * V4_PARSER=wasm or =native forces one.
 */
export async function loadEngine(choice = process.env.V4_PARSER): Promise<Engine> {
  if (choice !== "wasm") {
    try {
      return nativeEngine(parseTimeLimitMs);
    } catch (error) {
      if (choice === "native") throw error;
    }
  }
  return wasmEngine(parseTimeLimitMs);
}

/** Makes a value at its first use and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
