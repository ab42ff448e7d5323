import type { Language } from "./languages.js";
import type { Grammar, SyntaxTree } from "./tree.js";

/** A tree-sitter that gives flat trees. */
export interface Engine {
  /** How trees are read: straight from the module's memory, or node by node over the interface of web-tree-sitter. */
  name: "memory" | "cursor";
  /** The languages and releases whose trees were read both ways, and were the same: another process need not do it again. */
  proofs(): string[];
  /** Loads a grammar; must have resolved before `parse` is called for that language. */
  prepare(language: Language): Promise<Grammar>;
  /** Null when parsing took longer than the time limit. The tree is good until the next call. */
  parse(language: Language, text: string): SyntaxTree | null;
}
