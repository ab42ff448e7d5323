import type { Graph } from "../graph/graph.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { readLibraries } from "../graph/library-files.js";
import { link } from "../graph/link.js";
import { linkReferences, type References } from "../graph/references.js";

export interface WholeGraph extends References {
  graph: Graph;
}

/** Files, imports, references and type edges of a repository. */
export async function wholeGraph(index: RepositoryIndex): Promise<WholeGraph> {
  const graph = importGraph(index);
  return { graph, ...(await referencesOf(graph, index)) };
}

/** Files and imports alone: enough for pictures, cycles and focus. */
export function importGraph(index: RepositoryIndex): Graph {
  const files = new Map(index.files.map((file) => [file.path, index.facts(file)]));
  return link({ files, read: index.text });
}

/** The one place that joins references to the graph. */
async function referencesOf(graph: Graph, index: RepositoryIndex): Promise<References> {
  const byPath = new Map(index.files.map((file) => [file.path, file]));
  const spoken = new Set([...graph.files.values()].flatMap(({ language }) => language ?? []));
  const library = await readLibraries(index, spoken);
  return linkReferences({ graph, names: (path) => index.names(byPath.get(path)!), library });
}
