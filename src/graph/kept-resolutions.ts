import { createHash } from "node:crypto";
import type { FileFacts } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import type { Graph } from "./graph.js";
import type { RepositoryIndex } from "./index-repository.js";
import { isManifest } from "./tree-index.js";

/** By path: what the file imports, and where each of its imports leads. */
type Resolutions = Record<string, { imports: string; paths: string[][] }>;

/** With fewer files to look at again nothing is written. */
const fewest = 30;

/**
 * Where imports lead, kept as long as no path comes or goes and no manifest changes: a specifier then leads where it did, whatever else the
 * files say. Only of languages in which it is paths alone that decide.
 */
export function keptResolutions(index: RepositoryIndex): {
  known(path: string, facts: FileFacts): string[][] | null;
  /** Keeps those of a graph, when enough of them are new. */
  keep(graph: Graph): Promise<void>;
} {
  const hash = createHash("sha256");
  for (const { path, blob } of index.files) hash.update(isManifest(path) ? `${path}\0${blob}\n` : `${path}\n`);
  for (const { path } of index.unread) hash.update(`${path}\n`);
  const key = `resolutions ${hash.digest("hex").slice(0, 24)}`;
  const kept = (index.store.derived.get(key) ?? {}) as Resolutions;
  let missing = 0;
  return {
    known(path, facts) {
      if (!isByPath(facts) || facts.imports.length === 0) return null;
      const row = kept[path];
      if (row?.imports === importsOf(facts)) return row.paths;
      missing++;
      return null;
    },
    async keep(graph) {
      if (missing < fewest) return;
      const edges = new Map<string, string[]>();
      for (const { from, to, specifier, line, kind } of graph.imports) {
        if (to === null) continue;
        const at = `${from}\0${line}\0${specifier}\0${kind}`;
        edges.set(at, [...(edges.get(at) ?? []), to]);
      }
      const rows: Resolutions = {};
      for (const [path, facts] of graph.files) {
        if (!isByPath(facts) || facts.imports.length === 0) continue;
        const paths = facts.imports.map(
          ({ line, specifier, kind }) => edges.get(`${path}\0${line}\0${specifier}\0${kind}`) ?? [],
        );
        rows[path] = { imports: importsOf(facts), paths };
      }
      await index.store.write(() => void index.store.derived.put(key, rows));
    },
  };
}

function isByPath({ language }: FileFacts): boolean {
  return language !== null && languages.get(language)?.resolution === "relative-path";
}

function importsOf({ imports }: FileFacts): string {
  return imports.map(({ specifier, kind }) => `${specifier} ${kind}`).join("\n");
}
