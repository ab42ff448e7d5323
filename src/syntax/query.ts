import { anyType, parseQuery, typesNamed } from "./query-parse.js";
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
  /** Numbers of the patterns to try at a node, by its type. */
  byType: Int32Array[];
}

export interface CompiledPattern {
  predicates: Predicate[];
  /** The capture when the pattern is one node and nothing else. */
  single: number;
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
  const patterns = parsed.map(({ pattern, predicates }, number): CompiledPattern => {
    const first = steps.length;
    const entries = addSteps(steps, pattern, source);
    for (const type of new Set(entries.map((entry) => steps[entry.step]!.type))) {
      byType.set(type, [...(byType.get(type) ?? []), number]);
    }
    const only = pattern.kind === "node" && steps.length === first + 2 ? steps[first]! : null;
    const isPlain = only && !only.field && !only.missing && only.negated.length === 0 && only.type !== anyType;
    return {
      predicates: predicates.map((predicate) => compilePredicate(predicate, source)),
      single: isPlain && only.captures.length === 1 ? only.captures[0]! : -1,
      entries,
      isGroup: entries.some((entry) => entry.isGroup),
      spreads: entries.some((entry) => entry.isGroup || entry.depth === 1),
    };
  });
  const anywhere = byType.get(anyType) ?? [];
  const empty = Int32Array.from(anywhere);
  const table = Array.from({ length: allTypes }, () => empty);
  for (const [type, numbers] of byType) {
    if (type === anyType) continue;
    const list = Int32Array.from(new Set([...numbers, ...anywhere])).sort();
    for (let other = 0; other < canonical.length; other++) if (canonical[other] === type) table[other] = list;
  }
  return { grammar, captureNames, patterns, steps, canonical, byType: table };
}

const canonicals = new WeakMap<Grammar, Uint16Array>();

function canonicalTypes(grammar: Grammar): Uint16Array {
  let types = canonicals.get(grammar);
  if (!types) {
    types = Uint16Array.from({ length: allTypes }, (_, type) => type);
    for (let type = 1; type < grammar.types.length; type++) {
      const name = grammar.types[type];
      if (name) types[type] = typesNamed(grammar, name, grammar.named[type]!)[0]!;
    }
    canonicals.set(grammar, types);
  }
  return types;
}
