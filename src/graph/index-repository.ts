import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { fail } from "../errors.js";
import { isNameOnly, listFiles, type RepoFile } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { readText } from "../repo/read.js";
import { Store } from "../store/store.js";
import { type Block, blocksOf } from "../syntax/blocks.js";
import type { FileFacts } from "../syntax/facts.js";
import { languageOf } from "../syntax/languages.js";
import type { FileNames } from "../syntax/names.js";
import { type FileReading, loadParser } from "../syntax/parse.js";
import { buildWordIndex, readWordIndex, type WordIndex } from "../syntax/word-index.js";

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
  /** Files parsed in this run; the rest came from the store. */
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
}

/** All that is kept of a file. */
interface FileContents extends FileReading {
  words: WordIndex;
}

/** What a stored file is when it turned out not to be text. */
interface NotText {
  why: string;
}

/** Files are handed to the store in groups of this many, so that Ctrl-C or a crash loses at most one group. */
const groupSize = 256;

/**
 * Brings the stored facts of a repository up to date and returns them. Only files whose contents the store has not seen are read.
 * Throws empty-repository and cancelled.
 */
export async function indexRepository(repository: Repository, options: IndexOptions = {}): Promise<RepositoryIndex> {
  const store = Store.open(repository.root);
  const listing = await listFiles(repository);
  const unread: RepositoryIndex["unread"] = listing.skipped.map(({ path, why }) => ({ path, why }));
  const files: RepoFile[] = [];
  const missing: RepoFile[] = [];
  const notText = new Map(Object.entries((store.derived.get("not-text") ?? {}) as Record<string, NotText>));
  for (const file of listing.files) {
    if (isNameOnly(file.path)) unread.push({ path: file.path, why: "machine-written" });
    else if (notText.has(file.blob)) unread.push({ path: file.path, why: notText.get(file.blob)!.why });
    else {
      files.push(file);
      if (!store.words.doesExist(keyOf(file))) missing.push(file);
    }
  }
  const fresh = new Map<string, FileContents>();
  const dropped = new Set<RepoFile>();
  if (missing.length > 0) {
    const parser = await loadParser();
    await parser.prepare(missing.map((file) => file.path));
    for (let start = 0; start < missing.length; start += groupSize) {
      const group = missing.slice(start, start + groupSize);
      const made: [string, FileContents][] = [];
      for (const [i, file] of group.entries()) {
        if (i % 32 === 0) {
          // Lets Ctrl-C and a progress bar in between two stretches of parsing.
          await setImmediate();
          if (options.signal?.aborted) throw fail("cancelled");
          options.onProgress?.(start + i, missing.length);
        }
        const content = readText(repository.root, file.path);
        if (content.text === null) {
          unread.push({ path: file.path, why: content.why });
          if (content.why !== "unreadable") notText.set(file.blob, { why: content.why });
          dropped.add(file);
          continue;
        }
        made.push([keyOf(file), readOff(file.path, content.text, parser.read(file.path, content.text))]);
      }
      const written = await store.write(() => {
        for (const [key, { facts, names, words }] of made) {
          store.facts.put(key, facts);
          if (names) store.names.put(key, names);
          store.words.put(key, Buffer.from(words.words.buffer));
        }
        if (dropped.size > 0) store.derived.put("not-text", Object.fromEntries(notText));
      });
      // What could not be stored (a full disk) is still good for this run.
      if (!written) for (const [key, entry] of made) fresh.set(key, entry);
    }
    options.onProgress?.(missing.length, missing.length);
  }
  const searched = dropped.size > 0 ? files.filter((file) => !dropped.has(file)) : files;
  if (searched.length === 0) {
    await store.close();
    throw fail("empty-repository", { path: repository.root });
  }
  const facts = (file: RepoFile) => fresh.get(keyOf(file))?.facts ?? store.facts.get(keyOf(file))!;
  return {
    repository,
    store,
    files: searched,
    unread,
    state: stateOf(searched),
    parsed: missing.length - dropped.size,
    facts,
    names: (file) => fresh.get(keyOf(file))?.names ?? store.names.get(keyOf(file)) ?? null,
    words: (file) => fresh.get(keyOf(file))?.words ?? readWordIndex(store.words.getBinary(keyOf(file))!)!,
    text: (path) => readText(repository.root, path).text,
    close: () => store.close(),
  };
}

/** Blocks and words of one file's text. */
export function readOff(path: string, text: string, { facts, names }: FileReading): FileContents {
  const lines = text.split("\n");
  const numbers = new Map(facts.definitions.map((definition, number) => [definition, number]));
  const number = (block: Block) => (block.definition ? (numbers.get(block.definition) ?? -1) : -1);
  return { facts, names, words: buildWordIndex(blocksOf(facts, lines), lines, languageOf(path), number) };
}

function stateOf(files: RepoFile[]): string {
  const hash = createHash("sha256");
  for (const { path, blob } of files) hash.update(`${path}\0${blob}\n`);
  return hash.digest("hex").slice(0, 24);
}

function keyOf(file: RepoFile): string {
  return `${file.blob} ${languageOf(file.path)?.name ?? "text"}`;
}
