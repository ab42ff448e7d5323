import { lineAt, lineTable } from "./lines.js";
import type { Match } from "./match.js";
import { emit, matchDirect, type Search, startSearch } from "./match-direct.js";
import { matchAmongChildren, matchAtRoot } from "./match-states.js";
import { grow, type MatchStream } from "./match-stream.js";
import type { Attempt, Query } from "./query.js";
import { anyType } from "./query-parse.js";
import type { SyntaxTree } from "./tree.js";

export type { MatchStream };

/**
 * Runs a query over a tree, in one pass over its nodes. Matches come in the order of the nodes where they begin (for a pattern
 * of several siblings, or with a root that may be any node, where the first of their children does), then of the patterns, then
 * of the captured nodes. A match that captures nothing is left out. Otherwise they are those of tree-sitter's own engine, with
 * these exceptions: it sees a child as the last one when only tokens follow it within a hidden node of the grammar, whatever
 * comes behind that node; a root that may be any node, `(_ (x)? @x)`, it finds only where its first child is present; and of a
 * repetition next to other parts that may be absent it sometimes tells another of the shorter matches (one random query in
 * thousands). With `into` an earlier stream's memory is used again.
 */
export function runQuery(query: Query, tree: SyntaxTree, text: string, into?: MatchStream): MatchStream {
  const stream = into ?? { data: new Int32Array(1 << 12), length: 0 };
  stream.length = 0;
  const { listOf, lists } = query;
  const { count, type } = tree;
  const search = startSearch(tree, text, query.canonical, stream);
  const visited: Set<number>[] = [];
  for (let node = 0; node < count; node++) {
    const attempts = lists[listOf[type[node]!]!]!;
    for (let i = 0; i < attempts.length; i++) {
      const { number, pattern, roots, single } = attempts[i]!;
      if (single >= 0) {
        if (stream.length + 4 > stream.data.length) grow(stream, 4);
        const { data } = stream;
        const at = stream.length;
        data[at] = number;
        data[at + 1] = 1;
        data[at + 2] = single;
        data[at + 3] = node;
        stream.length = at + 4;
      } else if (pattern.places !== null && !pattern.spreads) {
        matchDirect(search, number, pattern.places, roots, node);
      } else {
        visited[number] ??= new Set();
        matchAround(query, search, attempts[i]!, node, visited[number]);
      }
    }
  }
  return stream;
}

/** At a node with which a pattern of another kind may begin: tries the pattern once at each root, or among the children of each parent. */
function matchAround(query: Query, search: Search, tried: Attempt, node: number, visited: Set<number>): void {
  const { number, pattern, roots } = tried;
  const { tree } = search;
  const { steps, canonical } = query;
  const found = (captures: number[]) => emit(search, Int32Array.from(captures), captures.length);
  const input = { tree, steps, canonical, found };
  const type = canonical[tree.type[node]!]!;
  for (const { step, depth } of pattern.entries) {
    if (steps[step]!.type !== anyType && steps[step]!.type !== type) continue;
    if (depth === 1 && node === 0) continue;
    const root = depth === 0 ? node : tree.parent[node]!;
    const place = !pattern.isGroup ? root : root === 0 ? -1 : tree.parent[root]!;
    if (visited.has(place)) continue;
    visited.add(place);
    search.pattern = number;
    search.predicates = pattern.predicates;
    if (pattern.places) matchDirect(search, number, pattern.places, roots, place);
    else if (pattern.isGroup) matchAmongChildren(input, pattern.entries, place);
    else matchAtRoot(input, pattern.entries, place);
  }
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
