import type { LinkInput } from "../graph/evaluation.js";
import type { Graph } from "../graph/graph.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { readLibraries } from "../graph/library-files.js";
import { link } from "../graph/link.js";
import { linkReferences, type References } from "../graph/references.js";
import { languageOf } from "../syntax/languages.js";
import { textFacts } from "../syntax/parse.js";

export interface WholeGraph extends References {
  graph: Graph;
}

/** Files, imports, references and type edges of a repository. */
export async function wholeGraph(index: RepositoryIndex): Promise<WholeGraph> {
  const graph = importGraph(index);
  return { graph, ...(await referencesOf(graph, index)) };
}

/** Files and imports alone: enough for pictures, cycles and focus. Code that is known by name only can be imported, like any other. */
export function importGraph(index: RepositoryIndex, known?: Parameters<typeof link>[0]["known"]): Graph {
  const files = new Map(index.files.map((file) => [file.path, index.facts(file)]));
  for (const { path, why } of index.unread)
    if ((why === "machine-written" || why === "too large") && languageOf(path)) files.set(path, textFacts(""));
  return link({ files, read: index.text, ...(known ? { known } : {}) });
}

/** The one place that joins references to the graph. */
async function referencesOf(graph: Graph, index: RepositoryIndex): Promise<References> {
  return linkReferences(await linkInputOf(graph, index));
}

/** What linking needs: the names of each file, and what the languages spoken bring along. */
export async function linkInputOf(graph: Graph, index: RepositoryIndex): Promise<LinkInput> {
  const byPath = new Map(index.files.map((file) => [file.path, file]));
  const spoken = new Set([...graph.files.values()].flatMap(({ language }) => language ?? []));
  const library = await readLibraries(index, spoken);
  const names = (path: string) => {
    const file = byPath.get(path);
    return file ? index.names(file) : null;
  };
  return { graph, names, library };
}
