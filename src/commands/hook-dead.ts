import { Worker } from "node:worker_threads";
import type { Graph } from "../graph/graph.js";
import { packageName } from "../project/package-name.js";
import { lostUses } from "../questions/commit-outline.js";
import type { StagedChange, Tree } from "../repo/staged.js";
import { languages } from "../syntax/languages.js";
import type { Found } from "./hook-finding.js";
import type { State } from "./hook-state.js";

/** What the whole search is given; it runs in a thread of its own, which can be stopped. */
export interface DeadSearch {
  root: string;
  tree: Tree;
  changes: StagedChange[];
}

/**
 * Whether a change may have taken the last use of something, or uses a package that no manifest names: a look at its imports. Only then
 * everything is searched.
 */
export function mayLeaveDead(before: State, after: State, changes: readonly StagedChange[]): boolean {
  const paths = changes.map(({ from, path }) => ({ was: from, is: path }));
  const lost = lostUses(before.input.graph, after.input.graph, paths);
  if (lost.names.length > 0) return true;
  const manifests = after.index.files.flatMap(({ path }) =>
    /(^|\/)package\.json$/.test(path) ? [after.index.text(path) ?? ""] : [],
  );
  if (manifests.length === 0) return false;
  const all = manifests.join("\n");
  if (lost.packages.some((name) => all.includes(JSON.stringify(name)))) return true;
  const changedManifest = changes.some(({ from, path, fromBlob, blob }) => {
    if (!/(^|\/)package\.json$/.test(path ?? from ?? "") || fromBlob === null || from === null) return false;
    return blob === null || isNameGone(before.index.text(from) ?? "", after.index.text(path!) ?? "");
  });
  if (changedManifest) return true;
  const were = new Set(changes.flatMap(({ from }) => (from === null ? [] : packagesOf(before.input.graph, from))));
  return changes.some(
    ({ path }) =>
      path !== null &&
      packagesOf(after.input.graph, path).some((name) => !were.has(name) && !all.includes(JSON.stringify(name))),
  );
}

/** Whether a manifest no longer says something that it said: a dependency, a script, an entry. */
function isNameGone(before: string, after: string): boolean {
  const names = (text: string) => text.match(/"(?:\\.|[^"\\])*"(?=\s*:)/g) ?? [];
  const left = new Set(names(after));
  return names(before).some((name) => !left.has(name));
}

function packagesOf(graph: Graph, file: string): string[] {
  const facts = graph.files.get(file);
  const language = facts?.language ? languages.get(facts.language) : undefined;
  if (!facts || language?.visibility.by !== "exports") return [];
  return facts.imports.flatMap(({ specifier }) => packageName(specifier) ?? []);
}

/** Searches everything, before and after, within some ms. Null when the time is over. */
export function newlyDead(search: DeadSearch, milliseconds: number): Promise<Found[] | null> {
  const worker = new Worker(new URL("./hook-dead-worker.js", import.meta.url), { workerData: search });
  return new Promise((done, failed) => {
    const timer = setTimeout(() => {
      done(null);
      void worker.terminate();
    }, milliseconds);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    worker.once("message", (found: Found[]) => end(() => done(found)));
    worker.once("error", (error) => end(() => failed(error)));
    worker.once("exit", () => end(() => failed(new Error("the search ended before its time"))));
  });
}
