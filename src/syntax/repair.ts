import type { Language } from "./languages.js";
import { flag, type SyntaxTree } from "./tree.js";

/**
 * The tree of a text; where it has errors that a row of the language's `repairs` knows, that of the text as the grammar understands it.
 * A repair replaces what it finds by as many characters, so that every offset stays what it was.
 */
export function parseRepaired(
  parse: (text: string) => SyntaxTree | null,
  language: Language,
  text: string,
): SyntaxTree | null {
  const tree = parse(text);
  if (!tree?.hasError || !language.repairs) return tree;
  let repaired = text;
  for (const { pattern, by } of language.repairs)
    repaired = repaired.replace(new RegExp(pattern, "g"), (found) => by.padEnd(found.length));
  if (repaired === text || repaired.length !== text.length) return tree;
  const before = errorsIn(tree);
  const again = parse(repaired);
  // The first tree is gone with the second parse.
  return again && errorsIn(again) < before ? again : parse(text);
}

function errorsIn({ flags, count }: SyntaxTree): number {
  let errors = 0;
  for (let node = 0; node < count; node++) if ((flags[node]! & (flag.error | flag.missing)) !== 0) errors++;
  return errors;
}
