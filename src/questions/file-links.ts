import type { Graph } from "../graph/graph.js";

/** The graph as pictures need it: between two files at most one link in a direction. */
export interface FileLinks {
  /** The files worth drawing, sorted: those in a language, and what they import. */
  files: string[];
  links: FileLink[];
}

export interface FileLink {
  from: string;
  to: string;
  /** Whether all imports between the two are erased at run time. */
  typeOnly: boolean;
}

/** The links between the files of a graph. Text that nothing imports (documents, data) is left out. */
export function fileLinks(graph: Graph): FileLinks {
  const links = new Map<string, FileLink>();
  const linked = new Set<string>();
  for (const { from, to, kind } of graph.imports) {
    if (to === null || to === from) continue;
    const key = `${from}\n${to}`;
    const known = links.get(key);
    if (!known) links.set(key, { from, to, typeOnly: kind === "type" });
    else if (kind !== "type") known.typeOnly = false;
    linked.add(to);
  }
  const files = [...graph.files].filter(([path, facts]) => facts.language !== null || linked.has(path));
  return { files: files.map(([path]) => path), links: [...links.values()] };
}
