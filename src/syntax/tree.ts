/**
 * A syntax tree as flat arrays, nodes in preorder: a node's first child is the next node, its next sibling is at `after`.
 * Holds the nodes that tree-sitter's own interface shows, named and anonymous, hidden ones left out. The arrays are longer than
 * `count` and belong to the engine: they are good until it parses again.
 */
export interface SyntaxTree {
  grammar: Grammar;
  count: number;
  /** The grammar's number of the node's type, aliases applied; index into `grammar.types`. */
  type: Uint16Array;
  /** The number of the field under which the parent holds it, 0 for none; index into `grammar.fields`. */
  field: Uint16Array;
  /** Offsets in UTF-16 code units; `end` is exclusive. */
  start: Uint32Array;
  end: Uint32Array;
  /** One past the last descendant. */
  after: Uint32Array;
  /** The parent's index; the root's is 0. */
  parent: Uint32Array;
  /** Sum of the `flag` values that hold. */
  flags: Uint8Array;
  hasError: boolean;
}

export const flag = { named: 1, extra: 2, missing: 4, error: 8 } as const;

/** What the numbers in a tree mean. Several types may share a name (`identifier` under two rules), so compare numbers by `typesNamed`. */
export interface Grammar {
  types: string[];
  /** Whether a type is a named one: `"type"` the keyword and `(type)` the rule share a name. */
  named: boolean[];
  fields: (string | null)[];
}
