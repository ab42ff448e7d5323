import type { FileFacts, ImportKind } from "../syntax/facts.js";

/** One import of the repository. `to` is null when the specifier names something outside it (a package, a builtin) or nothing. */
export interface ImportEdge {
  from: string;
  to: string | null;
  specifier: string;
  line: number;
  kind: ImportKind;
}

export interface Graph {
  /** Facts by path from the repository root, in sorted order. */
  files: Map<string, FileFacts>;
  imports: ImportEdge[];
}

/** A definition as others point at it. `symbol` is its dotted name, `Session.open`; `line` that of the name. */
export interface SymbolPlace {
  file: string;
  symbol: string;
  line: number;
}

/**
 * How an edge was found. `resolved`: by scopes, imports, exports and declared types. `inferred`: a type on the way was read off
 * a value (`new X()`, a returned expression). `name`: nothing but the name fits, and only one definition has it.
 */
export type How = "resolved" | "inferred" | "name";

/** One use of a symbol of the repository. Lines and columns start at 1. */
export interface Reference {
  from: { file: string; line: number; column: number };
  to: SymbolPlace;
  how: How;
  /** A call has the number of arguments that are written, or -1 when a spread hides it. */
  arguments?: number;
  /** The type of the receiver, `Session` in `session.open()`, when it is a member that is used and the type has a name. */
  receiver?: string;
}

export type TypeEdgeKind = "extends" | "implements" | "parameter" | "return" | "field" | "variable";

/** A type that a declaration names: `from` is the class, function, field or variable. */
export interface TypeEdge {
  from: SymbolPlace;
  to: SymbolPlace;
  kind: TypeEdgeKind;
}
