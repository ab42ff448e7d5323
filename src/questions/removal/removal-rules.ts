import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFile, packageRoot } from "../../places.js";
import { type Language, languages } from "../../syntax/languages.js";

/**
 * What taking code out of a file has to know of a language: grammars/NAME/removal.json. Names are those of syntax nodes unless they are
 * said to be regular expressions. Languages with export statements have a query beside it, removal.scm, for the ways to export a name.
 */
export interface RemovalRules {
  /** Nodes whose children can be taken out one by one; `type.field` means those children alone that stand in the field. */
  lists: string[];
  /** Lists that go, with the statement they stand in, when nothing is left in them; `type.field` as above. */
  emptied: string[];
  /** Nodes whose parts mean something by their number: none can go. */
  fixed: string[];
  /** Nodes that stand before an item and belong to it, as comments do. */
  leading: string[];
  /** What a list must hold when it has lost all that it had. */
  filled?: { lists: string[]; text: string };
  imports: string[];
  /** Types of nodes that are uses of a name; a regular expression. */
  names: string;
  /** Imported names that may be used without being written; a regular expression. */
  implied?: string;
  /** Nodes that do something when they are evaluated, and nodes that put that off. */
  effects: string[];
  deferred: string[];
  deferredUnlessStatic: string[];
  /** What is called, as it is written, where a call does nothing; a regular expression. */
  pure: string;
  /** A comment that says so of one call; a regular expression. */
  pureMark?: string;
  /** Lists whose items have the number after the one before, unless they are of the type that writes it down. */
  counted?: { list: string; valued: string };
  /** Where the text of a list has this, an item can go only when none follows; a regular expression. */
  ordered?: string;
  /** Where it has this, a name is replaced and its item stays. */
  unnamed?: { list: string; pattern: string; text: string };
  /** A file is a module as long as it has one of the statements; the text keeps it one. */
  module?: { statements: string[]; text: string };
  /** A statement in another file that says that a file is there. */
  fileStatement?: string;
}

const known = new Map<string, RemovalRules | null>();

/** The rules of a language or of the one it builds on; null where nothing can be taken out. */
export function removalRules(language: Language): RemovalRules | null {
  const found = known.get(language.name);
  if (found !== undefined) return found;
  const path = `grammars/${language.name}/removal.json`;
  const base = language.queriesFrom ? languages.get(language.queriesFrom) : undefined;
  const rules = existsSync(join(packageRoot, path))
    ? (JSON.parse(packageFile(path)) as RemovalRules)
    : base
      ? removalRules(base)
      : null;
  known.set(language.name, rules);
  return rules;
}
