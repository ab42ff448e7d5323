import type { Graph } from "../graph/graph.js";
import { blobTextsOf } from "../graph/tree-index.js";
import { importersOf, importsAlike, visibleChange } from "../questions/commit-outline.js";
import { isNameOnly } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { commitTree, type StagedChange, type Tree } from "../repo/staged.js";
import { factsKey } from "../store/keys.js";
import { Store } from "../store/store.js";
import type { FileFacts } from "../syntax/facts.js";
import { languageOf } from "../syntax/languages.js";
import type { Found, Gathering } from "./hook-finding.js";
import { newNowhere, newProblems } from "./hook-fit.js";
import type { HookSettings } from "./hook-settings.js";
import { type State, stateOf, treeBefore } from "./hook-state.js";

/** Files that import the changed ones and are looked at again. */
const mostImporters = 150;
/** Contents the store has not seen: more are read in threads, from the work tree. */
const mostUnseen = 200;

interface Staged {
  repository: Repository;
  settings: HookSettings;
  tree: Tree;
  /** All that differs, and what of it this commit answers for: the same but in a merge. */
  all: readonly StagedChange[];
  changes: readonly StagedChange[];
  /** The commit that is being merged. */
  theirs: string | null;
  /** ms that are left. */
  left(): number;
}

/** The checks that need the graph. */
export async function checkCode(staged: Staged, { gather, notes }: Gathering): Promise<void> {
  const { repository, settings, tree, all, changes, theirs, left } = staged;
  const { levels } = settings;
  const store = await readMuch(staged);
  if (store === null) {
    notes.push(`the repository was not read within ${settings.timeLimit} s; \`v4 index\` reads it once`);
    return;
  }
  try {
    const texts = blobTextsOf(repository);
    const open = (one: Tree) => stateOf(repository, store, one, texts);
    const after = await open(tree);
    const before = once(() => open(treeBefore(tree, all)));
    const parents = [
      before,
      ...(theirs === null ? [] : [once(async () => open(await commitTree(repository, theirs)))]),
    ];
    const old = new Map(all.flatMap(({ from, path }) => (from !== null && path !== null ? [[path, from]] : [])));
    const oldPath = (path: string) => old.get(path) ?? path;
    const { graph } = after.input;
    const factsBefore = async ({ from, fromBlob }: StagedChange) => {
      if (from === null || fromBlob === null) return undefined;
      const isKept = store.facts.doesExist(factsKey({ path: from, blob: fromBlob }));
      return isKept ? after.index.facts({ path: from, blob: fromBlob }) : (await before()).input.graph.files.get(from);
    };
    const pairs = await Promise.all(
      all.map(async (change) => ({
        ...change,
        was: await factsBefore(change),
        is: graph.files.get(change.path ?? ""),
      })),
    );
    const around = await importersToAsk(graph, before, pairs, async (paths) => {
      await texts.want(paths.flatMap((path) => tree.blobs.get(path) ?? []));
      return (path) => after.index.text(path) ?? "";
    });
    const own = pairs.flatMap(({ path, is }) => (path !== null && is ? [path] : []));
    const files = [...new Set([...own, ...around])].sort();
    await texts.want(files.flatMap((path) => tree.blobs.get(path) ?? []));
    if (levels.imports !== "off" || levels.calls !== "off")
      await gather("calls", async () =>
        withoutIgnored(repository.root, await newProblems(after, files, parents, oldPath)),
      );
    if (levels.imports !== "off") await gather("imports", () => newNowhere(repository, after, files, parents, oldPath));
    if (levels.naming !== "off")
      await gather("names", async () => {
        const { newNames } = await import("./hook-naming.js");
        const answered = new Set(changes.map(({ path, from }) => path ?? from));
        const mine = pairs.filter(({ path, from }) => answered.has(path ?? from));
        const named = mine.flatMap(({ path, was, is }) =>
          path !== null && is ? [{ path, before: was, after: is }] : [],
        );
        const gone = mine.flatMap(({ path, was }) => (path === null ? [was] : []));
        return newNames(repository.root, named, gone, before);
      });
    if (theirs === null && (levels.deadcode !== "off" || levels.dependencies !== "off"))
      await gather("dead code", async () => {
        const { mayLeaveDead, newlyDead } = await import("./hook-dead.js");
        const isPlain = pairs.every(
          ({ path, was, is }) => is !== undefined && !/package\.json$/.test(path!) && importsAlike(was, is),
        );
        if (isPlain || !mayLeaveDead(await before(), after, changes)) return [];
        const search = { root: repository.root, tree, changes: [...changes] };
        const rows = left() < 100 ? null : await newlyDead(search, left());
        if (rows) return rows;
        notes.push(`what the commit leaves unused was not searched within ${settings.timeLimit} s`);
        return [];
      });
  } finally {
    await store.close();
  }
}

/** The store, filled where it has not seen much of the repository. Null when there was no time. */
async function readMuch({ repository, tree, left }: Staged): Promise<Store | null> {
  const store = Store.open(repository.root);
  const unseen = [...tree.blobs].filter(
    ([path, blob]) =>
      languageOf(path) !== null && !isNameOnly(path) && !store.facts.doesExist(factsKey({ path, blob })),
  );
  if (unseen.length <= mostUnseen) return store;
  await store.close();
  const { indexRepository } = await import("../graph/index-repository.js");
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), left());
  try {
    await (await indexRepository(repository, { signal: over.signal, words: false })).close();
    return Store.open(repository.root);
  } catch (error) {
    if (over.signal.aborted) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The files that import what changed for them, and name it; those of what is gone. */
async function importersToAsk(
  graph: Graph,
  before: () => Promise<State>,
  pairs: readonly (StagedChange & { was: FileFacts | undefined; is: FileFacts | undefined })[],
  read: (paths: string[]) => Promise<(path: string) => string>,
): Promise<string[]> {
  const around = new Set<string>();
  for (const { path, from, was, is } of pairs) {
    if (was === undefined) continue;
    if (from !== path)
      for (const one of importersOf((await before()).input.graph, [from!], mostImporters))
        if (graph.files.has(one)) around.add(one);
    if (path === null) continue;
    const { names, all } = visibleChange(was, is);
    if (names.size === 0 && !all) continue;
    const importing = importersOf(graph, [path], mostImporters);
    const textOf = await read(importing);
    for (const one of importing) if (all || [...names].some((name) => textOf(one).includes(name))) around.add(one);
  }
  return [...around].slice(0, mostImporters);
}

/** Files that the configuration takes out of `v4 api`. */
async function withoutIgnored(root: string, found: Found[]): Promise<Found[]> {
  if (found.length === 0) return found;
  const { readConfig } = await import("../repo/config.js");
  const ignore = (await readConfig(root)).config.api?.ignore ?? [];
  if (ignore.length === 0) return found;
  const { default: picomatch } = await import("picomatch");
  const isIgnored = picomatch(ignore, { dot: true });
  return found.filter(({ file }) => !isIgnored(file));
}

/** Makes a value at its first use and keeps it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
