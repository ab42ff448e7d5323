import { anyType, errorType, parseQuery } from "./query-parse.js";
import { type Branch, type Places, placesOf } from "./query-places.js";
import { compilePredicate, type Predicate } from "./query-predicates.js";
import { addSteps, type Entry, type Step } from "./query-steps.js";
import type { Grammar } from "./tree.js";

/** A query ready to run over trees of its grammar. */
export interface Query {
  grammar: Grammar;
  captureNames: string[];
  patterns: CompiledPattern[];
  steps: Step[];
  /** The number that stands for all types of a name, by type. */
  canonical: Uint16Array;
  /** What to try at a node: its type says which of the lists. */
  listOf: Uint16Array;
  lists: Attempt[][];
}

/** A pattern at nodes of one type. */
export interface Attempt {
  number: number;
  pattern: CompiledPattern;
  /** Those of the pattern's roots that may fit. */
  roots: Branch[];
  /** The capture, when any node of the type matches and that is all there is to it; -1 otherwise. */
  single: number;
}

export interface CompiledPattern {
  predicates: Predicate[];
  /** For a depth-first search; null when the pattern needs the general way, by `entries`. */
  places: Places | null;
  /** None where the places are found by their root. */
  entries: Entry[];
  /** Several siblings. */
  isGroup: boolean;
  /** May begin at several nodes of one place: a group, or a root that may be any node and is found by its child. */
  spreads: boolean;
}

const allTypes = 0x10000;

/**
 * Compiles a query in tree-sitter's language: node types, `_`, tokens in quotes, fields and absent fields, alternatives, groups,
 * quantifiers, anchors, captures, ERROR, MISSING, and the predicates eq, match and any-of with their opposites. Patterns are
 * numbered in order. Supertypes are not known. Throws an Error that names line, column and what is wrong.
 */
export function compileQuery(source: string, grammar: Grammar): Query {
  const { patterns: parsed, captureNames } = parseQuery(source, grammar);
  const steps: Step[] = [];
  const canonical = canonicalTypes(grammar);
  const byType = new Map<number, number[]>();
  const patterns = parsed.map(({ pattern, predicates: sources }, number): CompiledPattern => {
    const predicates = sources.map((predicate) => compilePredicate(predicate, source));
    const places = placesOf(pattern, predicates);
    const entries = places?.isFoundByRoot ? [] : addSteps(steps, pattern, source);
    const types = places?.isFoundByRoot
      ? places.roots.map((root) => root.type)
      : entries.map((entry) => steps[entry.step]!.type);
    for (const type of new Set(types)) {
      const numbers = byType.get(type);
      if (numbers) numbers.push(number);
      else byType.set(type, [number]);
    }
    return {
      predicates,
      places,
      entries,
      isGroup: entries.some((entry) => entry.isGroup),
      spreads: entries.some((entry) => entry.isGroup || entry.depth === 1),
    };
  });
  const anywhere = byType.get(anyType) ?? [];
  const attempts = (type: number, numbers: number[]) =>
    numbers.map((number) => attempt(number, patterns[number]!, type));
  const listOf = new Uint16Array(allTypes);
  const lists = [attempts(anyType, anywhere)];
  const listOfCanonical = new Map<number, number>();
  for (const [type, numbers] of byType) {
    if (type === anyType) continue;
    const all = [...new Set([...numbers, ...anywhere])].sort((a, b) => a - b);
    listOfCanonical.set(type, lists.push(attempts(type, all)) - 1);
  }
  for (let type = 1; type < grammar.types.length; type++) listOf[type] = listOfCanonical.get(canonical[type]!) ?? 0;
  listOf[errorType] = listOfCanonical.get(errorType) ?? 0;
  return { grammar, captureNames, patterns, steps, canonical, listOf, lists };
}

function attempt(number: number, pattern: CompiledPattern, type: number): Attempt {
  const { places, spreads } = pattern;
  // Found by a child, a root may be a node of any type.
  const roots = places ? places.roots.filter((root) => spreads || root.type === anyType || root.type === type) : [];
  const [root] = roots;
  const isSingle =
    roots.length === 1 &&
    root?.type === type &&
    type !== anyType &&
    root.captures.length === 1 &&
    !(root.field || root.next || root.hasConditions || spreads || places?.predicates.length);
  return { number, pattern, roots, single: isSingle ? root.captures[0]! : -1 };
}

const canonicals = new WeakMap<Grammar, Uint16Array>();

function canonicalTypes(grammar: Grammar): Uint16Array {
  const known = canonicals.get(grammar);
  if (known) return known;
  const types = new Uint16Array(allTypes);
  for (let type = 1; type < allTypes; type++) types[type] = type;
  const first = new Map<string, number>();
  for (let type = 1; type < grammar.types.length; type++) {
    if (!grammar.types[type]) continue;
    const name = `${grammar.named[type]} ${grammar.types[type]}`;
    types[type] = first.get(name) ?? type;
    if (!first.has(name)) first.set(name, type);
  }
  canonicals.set(grammar, types);
  return types;
}
