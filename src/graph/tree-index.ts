import { isNameOnly, type RepoFile } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { blobTextNow, blobTexts, type Tree } from "../repo/staged.js";
import { factsKey, stateKey } from "../store/keys.js";
import type { Store } from "../store/store.js";
import { languageOf } from "../syntax/languages.js";
import { type FileReading, loadParser, textFacts } from "../syntax/parse.js";
import { wordsOf } from "../syntax/words-of.js";
import type { RepositoryIndex } from "./index-repository.js";

/** What trees of one repository share, so that a content is read once. */
export interface BlobTexts {
  /** Reads what is not here yet. */
  want(blobs: Iterable<string>): Promise<void>;
  /** Null for what is no text. What was not asked for costs a process of its own. */
  get(blob: string): string | null;
}

export function blobTextsOf(repository: Repository): BlobTexts {
  const known = new Map<string, string | null>();
  return {
    async want(blobs) {
      const missing = [...blobs].filter((blob) => !known.has(blob));
      for (const [blob, text] of await blobTexts(repository, missing)) known.set(blob, text);
    },
    get(blob) {
      if (!known.has(blob)) known.set(blob, blobTextNow(repository, blob));
      return known.get(blob)!;
    },
  };
}

/** Contents that resolution reads without being told which: asked for together, since each process costs as much as all of them. */
const noText = textFacts("");

const manifest =
  /(^|\/)(package\.json|[jt]sconfig[^/]*\.json|jsconfig\.json|pnpm-workspace\.yaml|lerna\.json|deno\.jsonc?|go\.(mod|work)|Cargo\.toml|pyproject\.toml|setup\.(py|cfg))$/;

export function isManifest(path: string): boolean {
  return manifest.test(path);
}

/**
 * The index of a tree that need not be on disk: a commit, or what is staged. Facts come from the store; contents that it has not seen are
 * parsed and kept there. Texts are those of `texts`: manifests are read here, everything with `all`. Closing it does nothing.
 */
export async function treeIndex(
  repository: Repository,
  store: Store,
  tree: Tree,
  texts: BlobTexts,
  { all = false } = {},
): Promise<RepositoryIndex> {
  const notText = (store.derived.get("not-text") ?? {}) as Record<string, { why: string }>;
  const unread: RepositoryIndex["unread"] = tree.other.map((path) => ({ path, why: "symbolic link" }));
  let files: RepoFile[] = [];
  const missing: RepoFile[] = [];
  for (const [path, blob] of tree.blobs) {
    const why = isNameOnly(path) ? "machine-written" : notText[blob]?.why;
    if (why !== undefined) unread.push({ path, why });
    else {
      files.push({ path, blob });
      if (languageOf(path) !== null && !store.facts.doesExist(factsKey({ path, blob }))) missing.push({ path, blob });
    }
  }
  const read = files.filter(({ path }) => all || isManifest(path));
  await texts.want([...read, ...missing].map(({ blob }) => blob));
  const fresh = new Map<string, FileReading>();
  const gone = new Set<string>();
  if (missing.length > 0) {
    const proved = new Set((store.derived.get("proofs") ?? []) as string[]);
    const parser = await loadParser(proved);
    await parser.prepare(missing.map(({ path }) => path));
    for (const file of missing) {
      const text = texts.get(file.blob);
      if (typeof text !== "string") {
        gone.add(file.path);
        unread.push({ path: file.path, why: "binary" });
      } else if (!fresh.has(factsKey(file))) fresh.set(factsKey(file), parser.read(file.path, text));
    }
    await store.write(() => {
      for (const [key, { facts, names }] of fresh) {
        store.facts.put(key, facts);
        if (names) store.names.put(key, names);
      }
      const proofs = new Set([...proved, ...parser.proofs()]);
      if (proofs.size > proved.size) store.derived.put("proofs", [...proofs]);
    });
  }
  if (gone.size > 0) files = files.filter(({ path }) => !gone.has(path));
  return {
    repository,
    store,
    files,
    unread,
    state: `tree ${stateKey(files, unread)}`,
    parsed: fresh.size,
    // Of text only that it is there counts for linking.
    facts: (file) =>
      languageOf(file.path) === null
        ? noText
        : (fresh.get(factsKey(file))?.facts ?? store.facts.get(factsKey(file)) ?? textFacts("")),
    names: (file) => fresh.get(factsKey(file))?.names ?? store.names.get(factsKey(file)) ?? null,
    words: (file) => wordsOf(file.path, texts.get(file.blob) ?? "", store.facts.get(factsKey(file)) ?? textFacts("")),
    text(path) {
      const blob = tree.blobs.get(path);
      return blob === undefined ? null : texts.get(blob);
    },
    close: async () => {},
  };
}
