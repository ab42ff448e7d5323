import type { Capture } from "./match.js";

/** The later one wins where two patterns see one specifier: the grammar takes `import("x").Y` in a type for a call. */
export const kinds = ["dynamic", "require", "import", "reexport", "type"] as const;
export type Kind = (typeof kinds)[number];

export interface Statement {
  index: number;
  line: number;
  specifier: string;
  kind: Kind;
  isType: boolean;
  /** By the offset of the name, so that a pattern that only adds a mark finds the name again. */
  names: Map<number, { imported: string; local: string; isType: boolean }>;
}

/** The captures of one match, by name. */
export type Parts = Map<string, Capture>;

/** The statement whose specifier starts at `index`, made when this is the first match that sees it. */
export function statementAt(
  statements: Map<number, Statement>,
  kind: Kind,
  at: Capture,
  specifier: string,
  index: number,
) {
  let statement = statements.get(index);
  if (!statement) {
    statement = { index, line: at.startLine, specifier, kind, isType: false, names: new Map() };
    statements.set(index, statement);
  }
  if (kinds.indexOf(kind) > kinds.indexOf(statement.kind)) statement.kind = kind;
  return statement;
}

export function newlines(source: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (source[at] === "\n") count++;
  return count;
}
