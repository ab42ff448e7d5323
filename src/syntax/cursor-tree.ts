import type { Tree } from "web-tree-sitter";
import { flag, type Grammar, type SyntaxTree } from "./tree.js";

/** The flat tree of a parsed text by the documented interface: slow (most of a microsecond a node), and sure. */
export function treeByCursor(tree: Tree, grammar: Grammar): SyntaxTree {
  const type: number[] = [];
  const field: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const after: number[] = [];
  const parent: number[] = [];
  const flags: number[] = [];
  const cursor = tree.walk();
  const open: number[] = [];
  for (;;) {
    const node = type.length;
    const { currentNode } = cursor;
    type.push(cursor.nodeTypeId);
    field.push(cursor.currentFieldId);
    start.push(cursor.startIndex);
    end.push(cursor.endIndex);
    after.push(node + 1);
    parent.push(open[open.length - 1] ?? 0);
    flags.push(
      (cursor.nodeIsNamed ? flag.named : 0) |
        (currentNode.isExtra ? flag.extra : 0) |
        (cursor.nodeIsMissing ? flag.missing : 0) |
        (currentNode.isError ? flag.error : 0),
    );
    if (cursor.gotoFirstChild()) {
      open.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        for (const around of open) after[around] = type.length;
        return {
          grammar,
          count: type.length,
          type: Uint16Array.from(type),
          field: Uint16Array.from(field),
          start: Uint32Array.from(start),
          end: Uint32Array.from(end),
          after: Uint32Array.from(after),
          parent: Uint32Array.from(parent),
          flags: Uint8Array.from(flags),
          hasError: tree.rootNode.hasError,
        };
      }
      after[open.pop()!] = type.length;
    }
  }
}

/** Whether two trees say the same. */
export function isSameTree(a: SyntaxTree, b: SyntaxTree): boolean {
  if (a.count !== b.count || a.hasError !== b.hasError) return false;
  for (let node = 0; node < a.count; node++) {
    if (
      a.type[node] !== b.type[node] ||
      a.field[node] !== b.field[node] ||
      a.start[node] !== b.start[node] ||
      a.end[node] !== b.end[node] ||
      a.after[node] !== b.after[node] ||
      a.parent[node] !== b.parent[node] ||
      a.flags[node] !== b.flags[node]
    )
      return false;
  }
  return true;
}
