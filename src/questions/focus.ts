import type { Graph } from "../graph/graph.js";
import { neighbours } from "../graph/link.js";

export interface Near {
  file: string;
  /** Imports on the shortest way, from 1. */
  distance: number;
}

/** What stands around a file: nearest first, then by path. A file of a cycle can be on both sides. */
export interface Focus {
  file: string;
  depth: number;
  imports: Near[];
  importedBy: Near[];
}

/** The files within `depth` imports of a file, in both directions. */
export function focus(graph: Graph, file: string, depth: number): Focus {
  return {
    file,
    depth,
    imports: near(graph, file, depth, "imports"),
    importedBy: near(graph, file, depth, "importedBy"),
  };
}

/** The part of the graph that a focus shows: its files, and all imports among them. */
export function partInFocus(graph: Graph, { file, imports, importedBy }: Focus): Graph {
  const inside = new Set([file, ...[...imports, ...importedBy].map((row) => row.file)]);
  return {
    files: new Map([...graph.files].filter(([path]) => inside.has(path))),
    imports: graph.imports.filter(({ from, to }) => to !== null && inside.has(from) && inside.has(to)),
  };
}

function near(graph: Graph, file: string, depth: number, direction: "imports" | "importedBy"): Near[] {
  const seen = new Set([file]);
  const found: Near[] = [];
  let edge = [file];
  for (let distance = 1; distance <= depth && edge.length > 0; distance++) {
    const beyond = [...new Set(edge.flatMap((from) => neighbours(graph, from)[direction]))].filter(
      (to) => !seen.has(to),
    );
    for (const to of beyond.sort()) {
      seen.add(to);
      found.push({ file: to, distance });
    }
    edge = beyond;
  }
  return found;
}
