import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFile, packageRoot } from "../places.js";
import type { LetterCase } from "./name-words.js";

const read = new Map<string, Partial<Record<string, LetterCase[]>>>();

/** The letter cases that a language's own style guides know for this kind of definition; null when they say nothing. */
export function usualCases(language: string, kind: string): LetterCase[] | null {
  let cases = read.get(language);
  if (!cases) {
    const path = `src/memory/roles/${language}.json`;
    cases = existsSync(join(packageRoot, path))
      ? (JSON.parse(packageFile(path)).cases as Record<string, LetterCase[]>)
      : {};
    read.set(language, cases);
  }
  return cases[kind] ?? null;
}
