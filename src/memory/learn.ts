import { affixGroups } from "./affixes.js";
import type { Declaration } from "./declarations.js";
import { isInitialism, isUpper, mixedWords } from "./initialisms.js";
import { keys } from "./keys.js";
import { nameWords } from "./name-words.js";
import { addKey, type CountTable, makeTable } from "./table.js";

/** A place that names are counted in. */
interface Context {
  key: string;
  /** In words: whose names, and where. */
  whose: string;
  where: string;
}

/**
 * Where a name stands, the nearest place first: the names of its own folder know best, if there are enough of them. Each is the
 * beginning of the keys that are counted there.
 */
export function contextsOf({ language, kind, role, exported, folder }: Declaration): Context[] {
  const seen = exported ? "exported" : "private";
  const what = `${language} ${kind}`;
  const near = folder === "" ? "the root folder" : folder;
  const whose = role === "top" || role === "member" ? kind : `${kind} (${role.trim()})`;
  const everywhere = "the repository";
  return [
    { key: `${what}|${role}|${seen}|${folder}`, whose: `${seen} ${whose}`, where: near },
    { key: `${what}|${role}||${folder}`, whose, where: near },
    { key: `${what}|${role}|${seen}`, whose: `${seen} ${whose}`, where: everywhere },
    { key: `${what}|${role}`, whose, where: everywhere },
    // Fields of other classes say nothing about the members of an enum, nor other values about a type under a new name.
    ...(/of an enum$| type$/.test(role) ? [] : [{ key: what, whose: kind, where: everywhere }]),
  ];
}

/** The table of a repository's names. Time and space grow with the number of declarations. */
export function learnNames(declarations: readonly Declaration[]): CountTable {
  const distinct = new Set<string>();
  const counted: string[] = [];
  const named = new Set<string>();
  const add = (key: string) => {
    distinct.add(key);
    counted.push(key);
  };
  for (const declaration of declarations) {
    const { language, name } = declaration;
    const spelled = nameWords(name);
    const { words, cases } = spelled;
    if (cases.length === 1) for (const { key } of contextsOf(declaration)) add(keys.inCase(key, cases[0]!));
    const head = compoundHead(name);
    if (head !== null) add(keys.compound(language, head));
    for (const { key, at } of affixGroups(declaration)) {
      const member = `${key} ${name}`;
      if (named.has(member) || words.length === 0) continue;
      named.add(member);
      add(keys.members(key));
      add(keys.affix(key, at, words.at(at === "first" ? 0 : -1)!.toLowerCase()));
    }
    // A method that ten classes have was named once.
    if (named.has(`${language} ${name}`)) continue;
    named.add(`${language} ${name}`);
    const lower = words.map((word) => word.toLowerCase());
    for (const word of new Set(lower)) add(keys.word(language, word));
    for (let i = 1; i < lower.length; i++) add(keys.pair(language, lower[i - 1]!, lower[i]!));
    if (isFunction(declaration) && lower.length > 1) add(keys.verb(language, lower[0]!));
    for (const word of mixedWords(spelled)) {
      add(keys.spelling(language, word));
      if (isInitialism(word)) add(keys.initialisms(language, isUpper(word)));
    }
  }
  const table = makeTable(distinct.size);
  for (const key of counted) addKey(table, key);
  return table;
}

const isFunction = ({ kind }: Declaration) => kind === "function" || kind === "method";

/** What stands before the first underscore of a name that is in no single case; null for every other name. */
export function compoundHead(name: string): string | null {
  const [, head, rest] = /^([\p{L}\p{N}]+)_(.+)$/u.exec(name) ?? [];
  return head !== undefined && nameWords(name).cases.length === 0 && nameWords(rest!).cases.length > 0 ? head : null;
}
