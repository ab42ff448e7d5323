import { blobTextsOf } from "../graph/tree-index.js";
import { importersOf, isSeenAlike } from "../questions/commit-outline.js";
import { isNameOnly } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { commitTree, type StagedChange, type Tree } from "../repo/staged.js";
import { Store } from "../store/store.js";
import { languageOf } from "../syntax/languages.js";
import type { Found } from "./hook-finding.js";
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
export async function checkCode(staged: Staged): Promise<{ found: Found[]; notes: string[] }> {
  const { repository, settings, tree, all, changes, theirs, left } = staged;
  const { levels } = settings;
  const notes: string[] = [];
  const store = await readMuch(staged);
  if (store === null) {
    notes.push(`the repository was not read within ${settings.timeLimit} s; \`v4 index\` reads it once`);
    return { found: [], notes };
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
    const found: Found[] = [];

    const files = await filesToAsk(after, before, all);
    await texts.want(files.flatMap((path) => tree.blobs.get(path) ?? []));
    if (levels.imports !== "off" || levels.calls !== "off")
      found.push(...(await withoutIgnored(repository.root, await newProblems(after, files, parents, oldPath))));
    if (levels.imports !== "off") found.push(...(await newNowhere(repository, after, files, parents, oldPath)));
    if (levels.naming !== "off") {
      const { newNames } = await import("./hook-naming.js");
      const factsOf = async (path: string | null) =>
        path === null ? undefined : (await before()).input.graph.files.get(path);
      const named = await Promise.all(
        changes.map(async ({ path, from }) => {
          const now = path === null ? undefined : after.input.graph.files.get(path);
          return now && path !== null ? [{ path, before: await factsOf(from), after: now }] : [];
        }),
      );
      const gone = await Promise.all(changes.map(({ path, from }) => (path === null ? factsOf(from) : undefined)));
      found.push(...(await newNames(repository.root, named.flat(), gone, before)));
    }
    if (theirs === null && (levels.deadcode !== "off" || levels.dependencies !== "off")) {
      const { mayLeaveDead, newlyDead } = await import("./hook-dead.js");
      if (mayLeaveDead(await before(), after, changes)) {
        const rows =
          left() < 100 ? null : await newlyDead({ root: repository.root, tree, changes: [...changes] }, left());
        if (rows) found.push(...rows);
        else notes.push(`what the commit leaves unused was not searched within ${settings.timeLimit} s`);
      }
    }
    return { found, notes };
  } finally {
    await store.close();
  }
}

/** The store, filled where it has not seen much of the repository. Null when there was no time. */
async function readMuch({ repository, tree, left }: Staged): Promise<Store | null> {
  const store = Store.open(repository.root);
  const unseen = [...tree.blobs].filter(
    ([path, blob]) => !isNameOnly(path) && !store.facts.doesExist(`${blob} ${languageOf(path)?.name ?? "text"}`),
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

/** The changed files, and those that import what looks different from outside. */
async function filesToAsk(
  after: State,
  before: () => Promise<State>,
  changes: readonly StagedChange[],
): Promise<string[]> {
  const { graph } = after.input;
  const own = changes.flatMap(({ path }) => (path !== null && graph.files.has(path) ? [path] : []));
  const was = await before();
  const different = changes.filter(
    ({ path, from }) => !isSeenAlike(was.input.graph.files.get(from ?? ""), graph.files.get(path ?? "")),
  );
  const current = different.flatMap(({ path }) => path ?? []);
  const gone = different.flatMap(({ path, from }) => (from !== null && from !== path ? [from] : []));
  const around = [
    ...importersOf(graph, current, mostImporters),
    ...importersOf(was.input.graph, gone, mostImporters).filter((path) => graph.files.has(path)),
  ];
  return [...new Set([...own, ...around.slice(0, mostImporters)])].sort();
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
