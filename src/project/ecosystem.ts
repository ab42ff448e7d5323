import type { Graph } from "../graph/graph.js";
import type { Tree } from "../graph/resolve-tree.js";
import type { Project } from "./project.js";

/** What the functions of each ecosystem read. Nothing but `read` touches the disk. */
export interface Sources {
  graph: Graph;
  tree: Tree;
  read(path: string): string | null;
  /** The value that a configuration file says, as far as it can be told without running it; null when nothing can. */
  config(path: string): unknown;
}

/** What one ecosystem adds to the project. */
export type Part = Project;

export function emptyPart(): Part {
  return { manifests: [], entries: [], uses: [], missing: [], problems: [], aliases: [], provided: [] };
}

/** The line, from 1, on which a manifest spells a key or value; 1 when it does not. */
export function lineOf(text: string, spelled: string, from = 0): number {
  const at = text.indexOf(spelled, from);
  if (at < 0) return 1;
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < at; i = text.indexOf("\n", i + 1)) line++;
  return line;
}
