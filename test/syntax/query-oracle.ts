import type { Query as OracleQuery, Tree } from "web-tree-sitter";
import type { Query } from "../../src/syntax/query.js";
import { runQuery } from "../../src/syntax/run-query.js";
import type { SyntaxTree } from "../../src/syntax/tree.js";

/*
 * tree-sitter's own engine is the oracle: over the same tree it must find the same matches, a match being its pattern and its
 * captures by name and range. Matches that capture nothing are left out of
 * both, and what comes twice counts once.
 */
export function oracleMatches(query: OracleQuery, tree: Tree): string[] {
  const found = query
    .matches(tree.rootNode)
    .filter((match) => match.captures.length > 0)
    .map(({ patternIndex, captures }) =>
      [patternIndex, ...captures.map((c) => `${c.name} ${c.node.startIndex}-${c.node.endIndex}`)].join(", "),
    );
  return [...new Set(found)].sort();
}

export function ownMatches(query: Query, tree: SyntaxTree, text: string): string[] {
  const { data, length } = runQuery(query, tree, text);
  const found: string[] = [];
  for (let at = 0; at < length; ) {
    const parts: (string | number)[] = [data[at++]!];
    for (let left = data[at++]!; left > 0; left--) {
      const name = query.captureNames[data[at++]!];
      const node = data[at++]!;
      parts.push(`${name} ${tree.start[node]}-${tree.end[node]}`);
    }
    found.push(parts.join(", "));
  }
  return [...new Set(found)].sort();
}
