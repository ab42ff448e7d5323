import { contains, hasField, hasLaterNamed } from "./match-states.js";
import { anyType, errorType, maxCaptures } from "./query-parse.js";
import type { Branch, Place } from "./query-places.js";
import { passes } from "./query-predicates.js";
import { flag, type SyntaxTree } from "./tree.js";

/** A search in progress. Arrays are taken out of the tree: one look less at every node. */
export interface Search {
  tree: SyntaxTree;
  text: string;
  canonical: Uint16Array;
  type: Uint16Array;
  field: Uint16Array;
  after: Uint32Array;
  flags: Uint8Array;
  /** The node matched at each depth of the pattern, -1 where none is. */
  at: Int32Array;
  /** Captures and nodes in turn, `top` numbers of them. */
  captures: Int32Array;
  top: number;
  /** The node matched last: matches that overlap are told apart by it. */
  last: number;
  /** Looking below a node for what captures nothing: the first way it fits is enough. */
  isTest: boolean;
  found(captures: Int32Array, length: number): void;
}

const deepestPlace = 64;

export function startSearch(tree: SyntaxTree, text: string, canonical: Uint16Array, found: Search["found"]): Search {
  const { type, field, after, flags } = tree;
  const at = new Int32Array(deepestPlace).fill(-1);
  const captures = new Int32Array(deepestPlace * maxCaptures * 2);
  return { tree, text, canonical, type, field, after, flags, at, captures, top: 0, last: 0, isTest: false, found };
}

/** Finds all ways in which a pattern fits with `node` as its root. */
export function matchDirect(search: Search, roots: Branch[], node: number): void {
  for (const root of roots) if (fits(search, root, 0, node)) take(search, root, 0, node);
}

/** Puts a node in its place and goes on; true when nothing more need be tried. */
function take(search: Search, branch: Branch, depth: number, node: number): boolean {
  const { at, captures } = search;
  at[depth] = node;
  at[depth + 1] = -1;
  if (branch.below === null) search.last = node;
  const before = search.top;
  for (let i = 0; i < branch.captures.length; i++) {
    captures[search.top++] = branch.captures[i]!;
    captures[search.top++] = node;
  }
  const isEnough = branch.next === null ? finish(search) : seek(search, branch.next);
  search.top = before;
  return isEnough;
}

function finish(search: Search): boolean {
  if (search.isTest) return true;
  search.found(search.captures, search.top);
  return false;
}

function seek(search: Search, place: Place): boolean {
  const { at, after } = search;
  const { depth, branches } = place;
  const { last } = search;
  const parent = at[depth - 1]!;
  const before = at[depth]!;
  const end = after[parent]!;
  let spent = 0;
  for (let node = before < 0 ? parent + 1 : after[before]!; node < end; node = after[node]!) {
    let fitted = false;
    for (let i = 0; i < branches.length; i++) {
      const branch = branches[i]!;
      if ((spent & (1 << i)) !== 0 || !fits(search, branch, depth, node)) continue;
      fitted = true;
      if (take(search, branch, depth, node)) {
        at[depth] = before;
        return true;
      }
      if (branch.once) spent |= 1 << i;
    }
    if (fitted && (place.once || (branches.length === 1 && spent !== 0))) break;
    if (place.immediate && (search.flags[node]! & flag.named) !== 0) break;
  }
  at[depth] = before;
  if (place.otherwise === undefined) return false;
  search.last = last;
  return place.otherwise === null ? finish(search) : seek(search, place.otherwise);
}

function fits(search: Search, branch: Branch, depth: number, node: number): boolean {
  const type = search.canonical[search.type[node]!]!;
  if (branch.type !== anyType) {
    if (type !== branch.type) return false;
  } else if (!branch.missing) {
    if (type === errorType || (branch.named && (search.flags[node]! & flag.named) === 0)) return false;
  }
  if (branch.field !== 0 && branch.field !== search.field[node]) return false;
  return !branch.hasConditions || meetsConditions(search, branch, depth, node);
}

function meetsConditions(search: Search, branch: Branch, depth: number, node: number): boolean {
  const { tree, at } = search;
  if (branch.missing && (search.flags[node]! & flag.missing) === 0) return false;
  if (branch.lastChild && hasLaterNamed(tree, node)) return false;
  for (const field of branch.negated) if (hasField(tree, node, field)) return false;
  for (const predicate of branch.predicates) {
    if (!passes(predicate, search.text, tree.start[node]!, tree.end[node]!)) return false;
  }
  if (branch.below === null) return true;
  const before = at[depth]!;
  const { isTest } = search;
  at[depth] = node;
  at[depth + 1] = -1;
  search.isTest = true;
  const isMet = seek(search, branch.below);
  search.isTest = isTest;
  at[depth] = before;
  return isMet;
}

export interface Overlapping {
  captures: number[];
  last: number;
}

/**
 * Leaves out matches whose captures another one has too, if that was not complete at an earlier node: then tree-sitter has let
 * go of it. Of equal ones the first stays.
 */
export function withoutParts(tree: SyntaxTree, matches: Overlapping[]): Overlapping[] {
  if (matches.length < 2) return matches;
  const dropped = new Set<Overlapping>();
  // Only matches that share a capture of the same node are compared: of those to one large object there may be thousands.
  const sharing = new Map<number, Overlapping[]>();
  const listFor = ({ captures }: Overlapping, i: number): Overlapping[] => {
    const key = captures[i]! * 2 ** 32 + captures[i + 1]!;
    const list = sharing.get(key) ?? [];
    if (list.length === 0) sharing.set(key, list);
    return list;
  };
  for (const match of matches) for (let i = 0; i < match.captures.length; i += 2) listFor(match, i).push(match);
  for (const match of matches) {
    if (dropped.has(match)) continue;
    let fewest = matches;
    for (let i = 0; i < match.captures.length; i += 2) {
      const list = listFor(match, i);
      if (list.length < fewest.length) fewest = list;
    }
    for (const other of fewest) {
      if (other === match || dropped.has(other) || !contains(tree, other.captures, match.captures)) continue;
      if (other.captures.length === match.captures.length) dropped.add(other);
      else if (other.last >= match.last) {
        dropped.add(match);
        break;
      }
    }
  }
  return matches.filter((match) => !dropped.has(match));
}
