import { contains, hasField, hasLaterNamed } from "./match-states.js";
import { grow, type MatchStream } from "./match-stream.js";
import { anyType, errorType, maxCaptures } from "./query-parse.js";
import type { Branch, Place, Places } from "./query-places.js";
import { holds, type Predicate, passes } from "./query-predicates.js";
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
  /** How often the end of a pattern was reached. */
  ends: number;
  /** Looking below a node for what captures nothing: the first way it fits is enough. */
  isTest: boolean;
  /** The pattern that is looked for, the predicates its matches must pass, and where they are kept if some may be part of others. */
  pattern: number;
  predicates: Predicate[];
  overlapping: Overlapping[] | null;
  stream: MatchStream;
}

const deepestPlace = 64;
const nothingBeyond = 0x7fffffff;

export function startSearch(tree: SyntaxTree, text: string, canonical: Uint16Array, stream: MatchStream): Search {
  const { type, field, after, flags } = tree;
  return {
    tree,
    text,
    canonical,
    type,
    field,
    after,
    flags,
    at: new Int32Array(deepestPlace).fill(-1),
    captures: new Int32Array(deepestPlace * maxCaptures * 2),
    top: 0,
    last: 0,
    ends: 0,
    isTest: false,
    pattern: 0,
    predicates: [],
    overlapping: null,
    stream,
  };
}

/** Finds all ways in which a pattern fits with `node` as its root. */
export function matchDirect(search: Search, pattern: number, places: Places, roots: Branch[], node: number): void {
  search.pattern = pattern;
  search.predicates = places.predicates;
  search.overlapping = places.overlaps ? [] : null;
  for (let i = 0; i < roots.length; i++) if (fits(search, roots[i]!, 0, node)) take(search, roots[i]!, 0, node);
  if (search.overlapping === null || search.overlapping.length === 0) return;
  for (const { captures } of withoutParts(search.tree, search.overlapping)) {
    emit(search, captures, captures.length);
  }
}

/** Adds a match to the stream, if it captures something and the predicates hold. */
export function emit(search: Search, captures: Int32Array, length: number): void {
  const { predicates, stream } = search;
  if (length === 0) return;
  for (let i = 0; i < predicates.length; i++) {
    if (!holds(predicates[i]!, captures, length, search.tree, search.text)) return;
  }
  if (stream.length + length + 2 > stream.data.length) grow(stream, length + 2);
  const { data } = stream;
  let at = stream.length;
  data[at++] = search.pattern;
  data[at++] = length >> 1;
  for (let i = 0; i < length; i++) data[at++] = captures[i]!;
  stream.length = at;
}

/** Puts a node in its place and goes on; true when nothing more need be tried. */
function take(search: Search, branch: Branch, depth: number, node: number): boolean {
  const { at, captures } = search;
  // When the search climbs out of a node and comes back, it must find there what it left.
  const below = at[depth + 1]!;
  at[depth] = node;
  at[depth + 1] = -1;
  if (branch.below === null) search.last = node;
  const before = search.top;
  const names = branch.captures;
  for (let i = 0; i < names.length; i++) {
    captures[search.top++] = names[i]!;
    captures[search.top++] = node;
  }
  const isEnough = branch.next === null ? finish(search) : seek(search, branch.next, nothingBeyond);
  search.top = before;
  at[depth + 1] = below;
  return isEnough;
}

function finish(search: Search): boolean {
  if (search.isTest) return true;
  search.ends++;
  if (search.overlapping === null) emit(search, search.captures, search.top);
  else search.overlapping.push({ captures: search.captures.slice(0, search.top), last: search.last });
  return false;
}

/** Tries the nodes up to `limit` in a place, then what follows without it. */
function seek(search: Search, place: Place, limit: number): boolean {
  const { at, after, last } = search;
  const { depth, branches } = place;
  const parent = at[depth - 1]!;
  const before = at[depth]!;
  const end = Math.min(after[parent]!, limit + 1);
  let spent = 0;
  let firstFit = nothingBeyond;
  for (let node = before < 0 ? parent + 1 : after[before]!; node < end; node = after[node]!) {
    let fitted = false;
    const { ends } = search;
    for (let i = 0; i < branches.length; i++) {
      const branch = branches[i]!;
      if ((spent & (1 << i)) !== 0 || !fits(search, branch, depth, node)) continue;
      fitted = true;
      if (branch.next === place.otherwise && firstFit === nothingBeyond) firstFit = node;
      if (take(search, branch, depth, node)) {
        at[depth] = before;
        return true;
      }
      if (branch.once) spent |= 1 << i;
    }
    // What fits by itself may fail by what it must hold.
    if (search.ends > ends && firstFit === nothingBeyond) firstFit = node;
    if (fitted && (place.once || (branches.length === 1 && spent !== 0))) break;
    if (place.immediate && (search.flags[node]! & flag.named) !== 0) break;
  }
  at[depth] = before;
  const { otherwise } = place;
  if (otherwise === undefined) return false;
  // With the place filled by a node, all that follows behind that node has been found already, and more of it.
  const nextLimit = place.isAnchored ? nothingBeyond : Math.min(limit, firstFit);
  if (place.isLast && nextLimit !== nothingBeyond) return false;
  search.last = last;
  if (otherwise === null) return finish(search);
  return seek(search, otherwise, place.isLast ? nothingBeyond : nextLimit);
}

function fits(search: Search, branch: Branch, depth: number, node: number): boolean {
  if (branch.field !== 0 && branch.field !== search.field[node]) return false;
  const type = search.type[node]!;
  if (branch.type !== anyType) {
    if (search.canonical[type] !== branch.type) return false;
  } else if (!branch.missing) {
    if (type === errorType || (branch.named && (search.flags[node]! & flag.named) === 0)) return false;
  }
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
  const below = at[depth + 1]!;
  const { isTest } = search;
  at[depth] = node;
  at[depth + 1] = -1;
  search.isTest = true;
  const isMet = seek(search, branch.below, nothingBeyond);
  search.isTest = isTest;
  at[depth] = before;
  at[depth + 1] = below;
  return isMet;
}

interface Overlapping {
  captures: Int32Array;
  last: number;
}

/**
 * Leaves out matches whose captures another one has too, if that was not complete at an earlier node: then tree-sitter has let
 * go of it. Of equal ones the first stays.
 */
function withoutParts(tree: SyntaxTree, matches: Overlapping[]): Overlapping[] {
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
