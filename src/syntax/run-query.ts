import { lineAt, lineTable } from "./lines.js";
import type { Match } from "./match.js";
import { matchAmongChildren, matchAtRoot } from "./match-states.js";
import type { Query } from "./query.js";
import { anyType } from "./query-parse.js";
import { type Predicate, passes } from "./query-predicates.js";
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
 * of several siblings, the first of them in their parent), then of the patterns, then of the captured nodes. A match that
 * captures nothing is left out. Otherwise they are those of tree-sitter's own engine. With `into` an earlier stream's memory is
 * used again.
 */
export function runQuery(query: Query, tree: SyntaxTree, text: string, into?: MatchStream): MatchStream {
  const stream = into ?? { data: new Int32Array(1 << 14), length: 0 };
  stream.length = 0;
  const { patterns, byType, steps, canonical } = query;
  const visited = patterns.map(() => new Set<number>());
  let current = 0;
  const found = (captures: number[]): void => {
    if (captures.length === 0) return;
    for (const predicate of patterns[current]!.predicates) if (!holds(predicate, captures, tree, text)) return;
    reserve(stream, captures.length + 2);
    const { data } = stream;
    data[stream.length++] = current;
    data[stream.length++] = captures.length / 2;
    for (const number of captures) data[stream.length++] = number;
  };
  const input = { tree, steps, canonical, found };
  for (let node = 0; node < tree.count; node++) {
    const numbers = byType[tree.type[node]!]!;
    for (let i = 0; i < numbers.length; i++) {
      current = numbers[i]!;
      const pattern = patterns[current]!;
      if (pattern.single >= 0) {
        found([pattern.single, node]);
        continue;
      }
      if (!pattern.spreads) {
        matchAtRoot(input, pattern.entries, node);
        continue;
      }
      const type = canonical[tree.type[node]!]!;
      for (const { step, depth } of pattern.entries) {
        if (steps[step]!.type !== anyType && steps[step]!.type !== type) continue;
        if (depth === 1 && node === 0) continue;
        const root = depth === 0 ? node : tree.parent[node]!;
        const place = !pattern.isGroup ? root : root === 0 ? -1 : tree.parent[root]!;
        if (visited[current]!.has(place)) continue;
        visited[current]!.add(place);
        if (pattern.isGroup) matchAmongChildren(input, pattern.entries, place);
        else matchAtRoot(input, pattern.entries, place);
      }
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

function holds(predicate: Predicate, captures: number[], tree: SyntaxTree, text: string): boolean {
  const nodes = nodesOf(captures, predicate.capture);
  const textOf = (node: number) => text.slice(tree.start[node], tree.end[node]);
  if (predicate.kind === "same") {
    const others = nodesOf(captures, predicate.other).map(textOf);
    return nodes.every((node) => others.some((other) => (other === textOf(node)) === predicate.positive));
  }
  if (nodes.length === 0) return predicate.kind === "equals" || !predicate.positive;
  if (predicate.kind === "among" && !predicate.positive) {
    return nodes.some((node) => passes(predicate, text, tree.start[node]!, tree.end[node]!));
  }
  return nodes.every((node) => passes(predicate, text, tree.start[node]!, tree.end[node]!));
}

function nodesOf(captures: number[], capture: number): number[] {
  const nodes: number[] = [];
  for (let i = 0; i < captures.length; i += 2) if (captures[i] === capture) nodes.push(captures[i + 1]!);
  return nodes;
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
