import { existsSync, readFileSync } from "node:fs";
import type { LetterCase } from "./name-words.js";

const read = new Map<string, Partial<Record<string, LetterCase[]>>>();

/** The letter cases that a language's own style guides know for this kind of definition; null when they say nothing. */
export function usualCases(language: string, kind: string): LetterCase[] | null {
  let cases = read.get(language);
  if (!cases) {
    const path = new URL(`roles/${language}.json`, import.meta.url);
    cases = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")).cases as Record<string, LetterCase[]>) : {};
    read.set(language, cases);
  }
  return cases[kind] ?? null;
}
