/** What one file says, read from its syntax alone. Lines start at 1 and ranges include both ends. */

export type DefinitionKind =
  | "function"
  | "method"
  | "class"
  | "interface"
  | "type"
  | "enum"
  | "constant"
  | "variable"
  | "field"
  | "namespace"
  | "macro";

export interface Definition {
  name: string;
  kind: DefinitionKind;
  /** First line, with the doc comment and decorators that stand directly above. */
  startLine: number;
  endLine: number;
  /** The line and column of the name itself. */
  line: number;
  column: number;
  /** The head without the body, on one line, at most 200 characters: `export function budgetFor(speed: number): number`. */
  signature: string;
  /** Names of the enclosing definitions, outermost first, joined by dots; "" at the top level. */
  container: string;
  exported: boolean;
}

/** `kind` of an import edge; "type" is erased at run time. */
export type ImportKind = "import" | "type" | "reexport" | "require" | "dynamic" | "side-effect";

export interface Import {
  specifier: string;
  line: number;
  kind: ImportKind;
  /** `{a as b}` gives imported "a", local "b"; a default import "default"; a namespace import or re-export of everything "*". */
  names: { imported: string; local: string }[];
}

export interface Export {
  /** The name others import: "default" for a default export, "*" for `export * from`. */
  name: string;
  /** The name inside this file, or inside `from` when it is a re-export; null when the value has no name. */
  local: string | null;
  /** The specifier of a re-export, otherwise null. */
  from: string | null;
  line: number;
  isType: boolean;
}

export interface Problem {
  line: number;
  message: string;
}

export interface FileFacts {
  /** The folder name under grammars/, or null when the file is only text. */
  language: string | null;
  lines: number;
  definitions: Definition[];
  imports: Import[];
  exports: Export[];
  problems: Problem[];
}
