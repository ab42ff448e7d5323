import { lineAt, lineTable } from "./lines.js";
import type { Match } from "./match.js";
import { matchDirect, type Overlapping, startSearch, withoutParts } from "./match-direct.js";
import { matchAmongChildren, matchAtRoot } from "./match-states.js";
import type { CompiledPattern, Query } from "./query.js";
import { anyType } from "./query-parse.js";
import { holds } from "./query-predicates.js";
import type { SyntaxTree } from "./tree.js";

/**
 * Matches one behind the other, each as pattern, number of captures, then capture and node in turn for each of them. `capture` is
 * an index into the query's `captureNames`, `node` one into the tree.
 */
export interface MatchStream {
  data: Int32Array;
  length: number;
}

/**
 * Runs a query over a tree, in one pass over its nodes. Matches come in the order of the nodes where they begin (for a pattern
 * of several siblings, or with a root that may be any node, where the first of their children does), then of the patterns, then
 * of the captured nodes. A match that captures nothing is left out. Otherwise they are those of tree-sitter's own engine, with
 * these exceptions: it sees a child as the last one when only tokens follow it within a hidden node of the grammar, whatever
 * comes behind that node; and a root that may be any node, `(_ (x)? @x)`, it finds only where its first child is present.
 * With `into` an earlier stream's memory is used again.
 */
export function runQuery(query: Query, tree: SyntaxTree, text: string, into?: MatchStream): MatchStream {
  const stream = into ?? { data: new Int32Array(1 << 12), length: 0 };
  stream.length = 0;
  const { patterns, listOf, lists, steps, canonical } = query;
  let current = 0;
  const add = (captures: ArrayLike<number>, length: number): void => {
    if (length === 0) return;
    for (const predicate of patterns[current]!.predicates) {
      if (!holds(predicate, captures, length, tree, text)) return;
    }
    reserve(stream, length + 2);
    const { data } = stream;
    let at = stream.length;
    data[at++] = current;
    data[at++] = length >> 1;
    for (let i = 0; i < length; i++) data[at++] = captures[i]!;
    stream.length = at;
  };
  let overlapping: Overlapping[] = [];
  const search = startSearch(tree, text, canonical, (captures, length) => {
    if (patterns[current]!.places!.overlaps) {
      overlapping.push({ captures: Array.from(captures.subarray(0, length)), last: search.last });
    } else add(captures, length);
  });
  const input = { tree, steps, canonical, found: (captures: number[]) => add(captures, captures.length) };
  const matchAt = ({ places, entries }: CompiledPattern, node: number): void => {
    if (!places) {
      matchAtRoot(input, entries, node);
      return;
    }
    matchDirect(search, places.roots, node);
    if (overlapping.length === 0) return;
    for (const { captures } of withoutParts(tree, overlapping)) add(captures, captures.length);
    overlapping = [];
  };
  const visited: Set<number>[] = [];
  /** At a node with which such a pattern may begin: tries it once at each root or parent. */
  const matchSpread = (pattern: CompiledPattern, node: number): void => {
    const type = canonical[tree.type[node]!]!;
    visited[current] ??= new Set();
    const known = visited[current]!;
    for (const { step, depth } of pattern.entries) {
      if (steps[step]!.type !== anyType && steps[step]!.type !== type) continue;
      if (depth === 1 && node === 0) continue;
      const root = depth === 0 ? node : tree.parent[node]!;
      const place = !pattern.isGroup ? root : root === 0 ? -1 : tree.parent[root]!;
      if (known.has(place)) continue;
      known.add(place);
      if (pattern.isGroup) matchAmongChildren(input, pattern.entries, place);
      else matchAt(pattern, place);
    }
  };
  const { count, type } = tree;
  for (let node = 0; node < count; node++) {
    const numbers = lists[listOf[type[node]!]!]!;
    for (let i = 0; i < numbers.length; i++) {
      current = numbers[i]!;
      const pattern = patterns[current]!;
      if (pattern.single >= 0) {
        reserve(stream, 4);
        const { data } = stream;
        const at = stream.length;
        data[at] = current;
        data[at + 1] = 1;
        data[at + 2] = pattern.single;
        data[at + 3] = node;
        stream.length = at + 4;
      } else if (pattern.spreads) matchSpread(pattern, node);
      else matchAt(pattern, node);
    }
  }
  return stream;
}

function reserve(stream: MatchStream, more: number): void {
  if (stream.length + more <= stream.data.length) return;
  const grown = new Int32Array(Math.max(stream.data.length * 2, stream.length + more));
  grown.set(stream.data.subarray(0, stream.length));
  stream.data = grown;
}

/** The matches of a query as objects with names, texts and lines. */
export function matchesOf(query: Query, tree: SyntaxTree, text: string): Match[] {
  const { data, length } = runQuery(query, tree, text);
  const table = lineTable(text);
  const matches: Match[] = [];
  for (let at = 0; at < length; ) {
    const pattern = data[at++]!;
    const captures: Match["captures"] = [];
    for (let left = data[at++]!; left > 0; left--) {
      const name = query.captureNames[data[at++]!]!;
      const node = data[at++]!;
      const startIndex = tree.start[node]!;
      const endIndex = tree.end[node]!;
      const startLine = lineAt(table, startIndex);
      captures.push({
        name,
        text: text.slice(startIndex, endIndex),
        startIndex,
        endIndex,
        startLine,
        startColumn: startIndex - table[startLine - 1]! + 1,
        endLine: lineAt(table, Math.max(startIndex, endIndex - 1)),
      });
    }
    matches.push({ pattern, captures });
  }
  return matches;
}
