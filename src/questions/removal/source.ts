import { embeddedCode, type LooseUse } from "../../syntax/embedded.js";
import type { Engine } from "../../syntax/engine.js";
import { type Language, languageOf, languages } from "../../syntax/languages.js";
import { parseRepaired } from "../../syntax/repair.js";
import { flag, type SyntaxTree } from "../../syntax/tree.js";
import { type RemovalRules, removalRules } from "./removal-rules.js";

/** A file with its syntax tree. The tree is good until the engine parses again. */
export interface Source {
  path: string;
  /** The file; `code` is as long and holds only what is code of `language`. */
  text: string;
  code: string;
  language: Language;
  rules: RemovalRules;
  tree: SyntaxTree;
  /** Uses of names outside of the code. */
  loose: LooseUse[];
}

/** Parses a file for removal; null where that is not possible: no rules for its language, errors in its syntax. */
export async function readSource(engine: Engine, path: string, text: string): Promise<Source | null> {
  const holder = languageOf(path);
  if (!holder) return null;
  const within = holder.embedded ? embeddedCode(holder.embedded, text) : null;
  const language = within ? languages.get(within.language)! : holder;
  const rules = removalRules(language);
  if (!rules) return null;
  await engine.prepare(language);
  const code = within?.text ?? text;
  const tree = parseRepaired((source) => engine.parse(language, source), language, code);
  if (!tree || tree.hasError) return null;
  return { path, text, code, language, rules, tree, loose: within?.uses ?? [] };
}

export const typeOf = ({ tree }: Source, node: number): string => tree.grammar.types[tree.type[node]!]!;
export const textOf = ({ tree, code }: Source, node: number): string => code.slice(tree.start[node], tree.end[node]);
const isNamed = ({ tree }: Source, node: number): boolean => (tree.flags[node]! & flag.named) !== 0;
/** Comments, above all. */
export const isExtra = ({ tree }: Source, node: number): boolean => (tree.flags[node]! & flag.extra) !== 0;

/** Where a node ends; some grammars count the line end behind a comment to it. */
export function endOf({ tree, code }: Source, node: number): number {
  let end = tree.end[node]!;
  while (end > tree.start[node]! && /\s/.test(code[end - 1]!)) end--;
  return end;
}

export function childrenOf({ tree }: Source, node: number): number[] {
  const children: number[] = [];
  for (let child = node + 1; child < tree.after[node]!; child = tree.after[child]!) children.push(child);
  return children;
}

/** The smallest node that begins at an offset or holds it. */
export function nodeAt({ tree }: Source, offset: number): number {
  let node = 0;
  for (let child = 1; child < tree.after[node]!; ) {
    if (tree.start[child]! <= offset && offset < tree.end[child]!) {
      node = child;
      child = node + 1;
    } else child = tree.after[child]!;
  }
  return node;
}

/** Whether a node can be taken out of its parent by itself. */
function isItem(source: Source, node: number): boolean {
  const { tree, rules } = source;
  if (node === 0 || !isNamed(source, node) || isExtra(source, node)) return false;
  const parent = typeOf(source, tree.parent[node]!);
  if (rules.leading.includes(typeOf(source, node))) return false;
  const field = tree.grammar.fields[tree.field[node]!];
  return rules.lists.includes(parent) || (field != null && rules.lists.includes(`${parent}.${field}`));
}

/** The nearest node around one, or itself, that can be taken out; null when something on the way can lose no part. */
export function itemAround(source: Source, node: number): number | null {
  for (let at = node; at !== 0; at = source.tree.parent[at]!) {
    if (isItem(source, at)) return at;
    if (source.rules.fixed.includes(typeOf(source, source.tree.parent[at]!))) return null;
  }
  return null;
}

export function itemsOf(source: Source, list: number): number[] {
  return childrenOf(source, list).filter((child) => isItem(source, child));
}

/** How often each name is used in code outside of import statements, and where. */
export function namesUsed(source: Source, except: readonly [number, number][] = []): Map<string, number> {
  const { tree, rules, loose } = source;
  const isName = new RegExp(rules.names);
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = tree.grammar.types.map((type, number) => tree.grammar.named[number]! && isName.test(type));
  for (let node = 1; node < tree.count; ) {
    if (rules.imports.includes(typeOf(source, node))) {
      node = tree.after[node]!;
      continue;
    }
    const start = tree.start[node]!;
    if (names[tree.type[node]!] && tree.after[node] === node + 1 && !except.some(([a, b]) => start >= a && start < b))
      add(textOf(source, node));
    node++;
  }
  for (const { names } of loose) for (const name of names) add(name);
  return counts;
}

/** Whether something is done when the code of a node is evaluated, apart from giving its value. */
export function hasEffects(source: Source, node: number): boolean {
  const { tree, rules, code } = source;
  const pure = new RegExp(rules.pure, "s");
  const visit = (at: number): boolean => {
    const type = typeOf(source, at);
    if (rules.deferred.includes(type)) return hasEffectsBefore(source, at, visit);
    if (
      rules.deferredUnlessStatic.includes(type) &&
      !childrenOf(source, at).some((one) => textOf(source, one) === "static")
    )
      return childrenOf(source, at).some((one) => rules.leading.includes(typeOf(source, one)));
    if (rules.effects.includes(type) && isNamed(source, at)) {
      const called = code
        .slice(tree.start[at], tree.end[at])
        .replace(/\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*$/s, "");
      const before = code.slice(0, tree.start[at]).trimEnd();
      const isMarked = rules.pureMark !== undefined && new RegExp(`${rules.pureMark}\\s*\\*/$`).test(before);
      if (!isMarked && !pure.test(called)) return true;
      if (isMarked) return false;
    }
    return childrenOf(source, at).some(visit);
  };
  return visit(node);
}

/** A class holds members whose values wait, a decorated one runs its decorators. */
function hasEffectsBefore(source: Source, node: number, visit: (node: number) => boolean): boolean {
  const { rules } = source;
  return childrenOf(source, node).some(
    (child) =>
      rules.leading.includes(typeOf(source, child)) && rules.effects.includes(typeOf(source, child)) && visit(child),
  );
}
