import type { FileFacts } from "../../syntax/facts.js";
import { languages } from "../../syntax/languages.js";

/** Whether a file is of a language whose files say by a statement what they export. */
export function exportsByStatement({ language }: FileFacts): boolean {
  return language !== null && languages.get(language)?.visibility.by === "exports";
}

/** The compiler reads `*.d.ts` by itself, wherever they are: that nothing imports one means nothing. */
export function isDeclaration(file: string): boolean {
  return /\.d\.[^/]*ts$/.test(file);
}
