import type { ImportKind } from "../syntax/facts.js";

/**
 * Where a specifier leads. `outside`: to something that is not in this repository (a builtin, an installed package).
 * `nowhere`: it can only mean a file of this repository, and that file is not there. A package of several files (Go, a Java
 * wildcard) has several paths, in sorted order.
 */
export interface Resolution {
  paths: string[];
  where: "inside" | "outside" | "nowhere";
}

/** Resolves a specifier as written in the file `from`. */
export type Resolve = (from: string, specifier: string, kind: ImportKind) => Resolution;

/** What resolution needs to know of a language; a row of grammars/<language>/language.json has it. */
export interface ResolvableLanguage {
  name: string;
  extensions: string[];
  resolution: string;
  /** Names of folders that are searched. */
  loadPath?: string[];
}
