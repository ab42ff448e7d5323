import type { RepositoryIndex } from "./index-repository.js";
import { link, neighbours } from "./link.js";

/** For each file of the index, by its number: the numbers of the files one import away, in either direction. */
export type Adjacency = number[][];

/**
 * The import graph as a ranking needs it. Linking reads the facts of every file, so the result is kept in the store under a name that
 * holds every path and content: it is made anew when any file changed.
 */
export async function adjacencyOf(index: RepositoryIndex): Promise<Adjacency> {
  const key = `adjacency ${index.state}`;
  const known = index.store.derived.get(key) as Adjacency | undefined;
  if (known) return known;
  const facts = new Map(index.files.map((file) => [file.path, index.facts(file)]));
  const graph = link({ files: facts, read: index.text });
  const numbers = new Map(index.files.map((file, number) => [file.path, number]));
  const adjacency = index.files.map(({ path }) => {
    const { imports, importedBy } = neighbours(graph, path);
    return [...new Set([...imports, ...importedBy])].flatMap((file) => numbers.get(file) ?? []);
  });
  await index.store.write(() => void index.store.derived.put(key, adjacency));
  return adjacency;
}
