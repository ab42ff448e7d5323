import { anyType, errorType, parseQuery } from "./query-parse.js";
import { type Places, placesOf } from "./query-places.js";
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
  /** Numbers of the patterns to try at a node: its type says which of the lists. */
  listOf: Uint16Array;
  lists: Int32Array[];
}

export interface CompiledPattern {
  /** Predicates to check on a whole match. */
  predicates: Predicate[];
  /** The capture, when the pattern is a node of one type with a capture and nothing else; -1 otherwise. */
  single: number;
  /** For a depth-first search; null when the pattern needs the general way, by `entries`. */
  places: Places | null;
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
    const entries = addSteps(steps, pattern, source);
    const predicates = sources.map((predicate) => compilePredicate(predicate, source));
    const places = placesOf(pattern, predicates);
    for (const type of new Set(entries.map((entry) => steps[entry.step]!.type))) {
      byType.set(type, [...(byType.get(type) ?? []), number]);
    }
    return {
      predicates: places ? places.predicates : predicates,
      single: places ? singleCapture(places) : -1,
      places,
      entries,
      isGroup: entries.some((entry) => entry.isGroup),
      spreads: entries.some((entry) => entry.isGroup || entry.depth === 1),
    };
  });
  const anywhere = byType.get(anyType) ?? [];
  const listOf = new Uint16Array(allTypes);
  const lists = [Int32Array.from(anywhere)];
  const listOfCanonical = new Map<number, number>();
  for (const [type, numbers] of byType) {
    if (type === anyType) continue;
    const list = Int32Array.from(new Set([...numbers, ...anywhere])).sort();
    listOfCanonical.set(type, lists.push(list) - 1);
  }
  for (let type = 1; type < grammar.types.length; type++) listOf[type] = listOfCanonical.get(canonical[type]!) ?? 0;
  listOf[errorType] = listOfCanonical.get(errorType) ?? 0;
  return { grammar, captureNames, patterns, steps, canonical, listOf, lists };
}

function singleCapture({ roots, predicates }: Places): number {
  const [root] = roots;
  if (
    roots.length > 1 ||
    predicates.length > 0 ||
    !root ||
    root.type === anyType ||
    root.field ||
    root.next ||
    root.hasConditions
  )
    return -1;
  return root.captures.length === 1 ? root.captures[0]! : -1;
}

const canonicals = new WeakMap<Grammar, Uint16Array>();

function canonicalTypes(grammar: Grammar): Uint16Array {
  const known = canonicals.get(grammar);
  if (known) return known;
  const types = new Uint16Array(allTypes);
  for (let type = 1; type < allTypes; type++) types[type] = type;
  const first = new Map<string, number>();
  for (let type = 1; type < grammar.types.length; type++) {
    const name = `${grammar.named[type]} ${grammar.types[type]}`;
    types[type] = first.get(name) ?? type;
    if (!first.has(name)) first.set(name, type);
  }
  canonicals.set(grammar, types);
  return types;
}
