import { highlight as colour, supportsLanguage } from "cli-highlight";
import { plain, syntax } from "./theme.js";

// Every name that cli-highlight would otherwise colour in its own way.
const names =
  "keyword built_in type literal number regexp string subst symbol class function title params comment doctag meta meta-keyword meta-string section tag name builtin-name attr attribute variable bullet code emphasis strong formula link quote selector-tag selector-id selector-class selector-attr selector-pseudo template-tag template-variable addition deletion default";
const colours = { ...Object.fromEntries(names.split(" ").map((name) => [name, plain])), ...syntax };

/** Code with syntax colours; without colours when the language is not named or not known: guessing is wrong too often. */
export function highlight(code: string, language: string): string {
  if (!supportsLanguage(language)) return code;
  try {
    return colour(code, { language, ignoreIllegals: true, theme: colours });
  } catch {
    return code;
  }
}
