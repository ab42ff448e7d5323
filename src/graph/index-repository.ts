import { statSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../errors.js";
import { isNameOnly, listFiles, type RepoFile } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { readText } from "../repo/read.js";
import { readFacts } from "../store/facts-bytes.js";
import { factsKey, stateKey } from "../store/keys.js";
import { readNames } from "../store/names-bytes.js";
import { Store } from "../store/store.js";
import type { FileFacts } from "../syntax/facts.js";
import type { FileNames } from "../syntax/names.js";
import { readWordIndex, type WordIndex } from "../syntax/word-index.js";
import { wordsOf } from "../syntax/words-of.js";
import type { ReadOff, Wanted } from "./read-share.js";

/** A repository whose every readable file has been read off, now or earlier. Close it when done. */
export interface RepositoryIndex {
  repository: Repository;
  store: Store;
  /** The files that hold text and are searched, sorted by path. */
  files: RepoFile[];
  /** Files known by name only, and why (binary, machine-written, too large, a link …). */
  unread: { path: string; why: string }[];
  /** Names this state of the repository: a hash over every path and content. */
  state: string;
  /** Contents parsed in this run; the rest came from the store, or is the same in two files. */
  parsed: number;
  facts(file: RepoFile): FileFacts;
  /** What the file says with names; null where its language has no names.scm or the file is only text. */
  names(file: RepoFile): FileNames | null;
  words(file: RepoFile): WordIndex;
  text(path: string): string | null;
  close(): Promise<void>;
}

export interface IndexOptions {
  signal?: AbortSignal | undefined;
  onProgress?: (done: number, total: number) => void;
  /** False leaves out the words, which only a search needs, until a run wants them: a tenth of the work. */
  words?: boolean;
  /** Threads that read beside the main one, and the memory each may take; see readFiles. */
  workers?: number;
  workerMemory?: number;
}

/** What a stored file is when it turned out not to be text. */
interface NotText {
  why: string;
}

/** Values are written in groups of this many bytes, so that Ctrl-C or a crash loses at most one group. */
const groupBytes = 4e6;

/**
 * Brings the stored facts of a repository up to date and returns them. Only files whose contents the store has not seen are read,
 * each content once. Throws empty-repository and cancelled.
 */
export async function indexRepository(repository: Repository, options: IndexOptions = {}): Promise<RepositoryIndex> {
  // Opened while git lists.
  const listed = listFiles(repository);
  listed.catch(() => {});
  const store = Store.open(repository.root);
  const listing = await listed.catch(async (error) => {
    await store.close();
    throw error;
  });
  const unread: RepositoryIndex["unread"] = listing.skipped.map(({ path, why }) => ({ path, why }));
  let files: RepoFile[] = [];
  const missing: RepoFile[] = [];
  const notText = new Map(Object.entries((store.derived.get("not-text") ?? {}) as Record<string, NotText>));
  const isStored = (key: string) =>
    store.facts.doesExist(key) && (options.words === false || store.words.doesExist(key));
  for (const file of listing.files) {
    if (isNameOnly(file.path)) unread.push({ path: file.path, why: "machine-written" });
    else if (notText.has(file.blob)) unread.push({ path: file.path, why: notText.get(file.blob)!.why });
    else {
      files.push(file);
      if (!isStored(factsKey(file))) missing.push(file);
    }
  }
  let made: Made = { fresh: new Map(), moved: new Map(), parsed: 0 };
  if (missing.length > 0) {
    try {
      made = await readMissing(repository, store, listing.at, missing, notText, options);
    } catch (error) {
      await store.close();
      throw error;
    }
    const { moved } = made;
    for (const [path, now] of moved) if ("why" in now) unread.push({ path, why: now.why });
    files = files.flatMap((file) => {
      const now = moved.get(file.path);
      return !now ? [file] : "why" in now ? [] : [{ path: file.path, blob: now.blob }];
    });
  }
  if (files.length === 0) {
    await store.close();
    throw fail("empty-repository", { path: repository.root });
  }
  const { fresh, parsed } = made;
  const facts = (file: RepoFile) => {
    const bytes = fresh.get(factsKey(file))?.facts;
    return bytes ? readFacts(bytes) : store.facts.get(factsKey(file))!;
  };
  return {
    repository,
    store,
    files,
    unread,
    state: stateKey(files, unread),
    parsed,
    facts,
    names(file) {
      const bytes = fresh.get(factsKey(file))?.names;
      return bytes ? readNames(bytes) : (store.names.get(factsKey(file)) ?? null);
    },
    words(file) {
      const bytes = fresh.get(factsKey(file))?.words ?? store.words.getBinary(factsKey(file));
      if (bytes) return readWordIndex(bytes)!;
      return wordsOf(file.path, readText(repository.root, file.path).text ?? "", facts(file));
    },
    text: (path) => readText(repository.root, path).text,
    close: () => store.close(),
  };
}

interface Made {
  /** What could not be stored (a full disk) is still good for this run. */
  fresh: Map<string, ReadOff>;
  /** Files that turned out to be something else than was listed, by path. */
  moved: Map<string, NotText | { blob: string }>;
  parsed: number;
}

/** Reads and stores what is not there yet. Of files with the same content one is read. */
async function readMissing(
  { root }: Repository,
  store: Store,
  listedAt: number,
  missing: RepoFile[],
  notText: Map<string, NotText>,
  { signal, onProgress, words = true, workers, workerMemory }: IndexOptions,
): Promise<Made> {
  const { readFiles } = await import("./read-files.js");
  const made: Made = { fresh: new Map(), moved: new Map(), parsed: 0 };
  const known = new Set<string>();
  const knownNotText = notText.size;
  const writes: Promise<void>[] = [];
  let group: [key: string, file: ReadOff][] = [];
  let bytes = 0;
  const write = async () => {
    const entries = group;
    group = [];
    bytes = 0;
    const isWritten = await store.write(() => {
      for (const [key, { facts, names, words }] of entries) {
        if (facts) store.facts.putBinary(key, facts);
        if (names) store.names.putBinary(key, names);
        if (words) store.words.putBinary(key, words);
      }
    });
    if (!isWritten) for (const [key, file] of entries) made.fresh.set(key, file);
  };
  let left = missing;
  while (left.length > 0) {
    const unique = [...new Map(left.map((file) => [factsKey(file), file])).values()];
    const wanted = unique.map(({ path, blob }): Wanted => {
      const facts = store.facts.getBinary(factsKey({ path, blob }));
      const size = statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0;
      return { path, blob, size, facts: facts ? Uint8Array.from(facts) : null };
    });
    let done = 0;
    const take = (files: ReadOff[]) => {
      for (const file of files) {
        const { path, blob } = unique[file.number]!;
        if (file.why !== null) {
          made.moved.set(path, { why: file.why });
          // Another file with this content may be there and readable.
          if (file.why === "binary" || file.why === "too large") notText.set(file.blob, { why: file.why });
          continue;
        }
        if (file.blob !== blob) made.moved.set(path, { blob: file.blob });
        const key = factsKey({ path, blob: file.blob });
        known.add(key);
        if (file.facts) made.parsed++;
        group.push([key, file]);
        bytes += (file.facts?.length ?? 0) + (file.names?.length ?? 0) + (file.words?.length ?? 0);
      }
      done += files.length;
      onProgress?.(done, unique.length);
      if (bytes >= groupBytes) writes.push(write());
    };
    await readFiles(wanted, { root, listedAt, words, signal, workers, workerMemory, take });
    const read = new Set(unique);
    left = left.filter((file) => {
      if (read.has(file) || known.has(factsKey(file))) return false;
      const binary = notText.get(file.blob);
      if (binary) made.moved.set(file.path, binary);
      return !binary;
    });
  }
  writes.push(write());
  await Promise.all(writes);
  if (notText.size > knownNotText) await store.write(() => store.derived.put("not-text", Object.fromEntries(notText)));
  return made;
}
