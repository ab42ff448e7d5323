import type { LinkInput } from "../graph/evaluation.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { keptResolutions } from "../graph/kept-resolutions.js";
import { type BlobTexts, treeIndex } from "../graph/tree-index.js";
import type { Repository } from "../repo/open.js";
import type { StagedChange, Tree } from "../repo/staged.js";
import type { Store } from "../store/store.js";
import { importGraph, linkInputOf } from "./whole-graph.js";

/** A tree, read and linked: what is staged, or what it is compared with. */
export interface State {
  index: RepositoryIndex;
  input: LinkInput;
}

export async function stateOf(repository: Repository, store: Store, tree: Tree, texts: BlobTexts): Promise<State> {
  const index = await treeIndex(repository, store, tree, texts);
  const kept = keptResolutions(index);
  const graph = importGraph(index, kept.known);
  await kept.keep(graph);
  return { index, input: await linkInputOf(graph, index) };
}

/** The tree that some changes started from. */
export function treeBefore({ blobs, other }: Tree, changes: readonly StagedChange[]): Tree {
  const before = new Map(blobs);
  for (const { path } of changes) if (path !== null) before.delete(path);
  for (const { from, fromBlob } of changes) if (from !== null && fromBlob !== null) before.set(from, fromBlob);
  return { blobs: new Map([...before].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))), other };
}
