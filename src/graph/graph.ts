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
