import type { Graph } from "../graph/graph.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { link } from "../graph/link.js";
import { linkReferences, type References } from "../graph/references.js";

export interface WholeGraph extends References {
  graph: Graph;
}

/** Files, imports, references and type edges of a repository. */
export function wholeGraph(index: RepositoryIndex): WholeGraph {
  const graph = importGraph(index);
  return { graph, ...referencesOf(graph, index) };
}

/** Files and imports alone: enough for pictures, cycles and focus. */
export function importGraph(index: RepositoryIndex): Graph {
  const files = new Map(index.files.map((file) => [file.path, index.facts(file)]));
  return link({ files, read: index.text });
}

/** The one place that joins references to the graph. */
function referencesOf(graph: Graph, index: RepositoryIndex): References {
  const byPath = new Map(index.files.map((file) => [file.path, file]));
  return linkReferences({ graph, names: (path) => index.names(byPath.get(path)!) });
}
