import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import { cacheFolder, version } from "../places.js";
import type { FileFacts } from "../syntax/facts.js";
import { languages, queriesOf, queryFile } from "../syntax/languages.js";
import { isIntact } from "./intact.js";

/**
 * What was read off each file, on disk, one LMDB per repository. Keys are `BLOB LANGUAGE`, so unchanged contents are free in
 * any branch. LMDB is crash-safe (kill -9 loses at most the last transaction) and several processes may use it at once.
 * The folder's name holds everything the contents depend on, so another version of v4 or of a grammar never reads it.
 */
export class Store {
  readonly facts: Database<FileFacts, string>;
  readonly words: Database<Buffer, string>;
  /** Small values made from many files, by a key that names all of them. */
  readonly derived: Database<unknown, string>;
  /** Said to the user when a damaged store had to be thrown away. */
  readonly rebuilt: boolean;
  readonly #root: RootDatabase;

  private constructor(root: RootDatabase, rebuilt: boolean) {
    this.#root = root;
    this.rebuilt = rebuilt;
    this.facts = root.openDB("facts", { encoding: "msgpack" });
    this.words = root.openDB("words", { encoding: "binary" });
    this.derived = root.openDB("derived", { encoding: "msgpack" });
  }

  /** Opens the store of a repository, makes it when there is none, and replaces it when it is damaged. */
  static open(root: string): Store {
    const folder = storeFolder(root);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "index.mdb");
    try {
      if (isIntact(path)) return new Store(openRoot(path), false);
      throw new Error("cut short or overwritten");
    } catch {
      // Another process may hold the damaged file open: moving it aside is safe for both.
      if (existsSync(path)) renameSync(path, `${path}.damaged`);
      rmSync(`${path}-lock`, { force: true });
      rmSync(`${path}.damaged`, { force: true });
      return new Store(openRoot(path), true);
    }
  }

  /** Runs `write` in one transaction: 5,000 single puts took 1.9 s, one transaction takes milliseconds. A full disk is not fatal. */
  async write(write: () => void): Promise<boolean> {
    try {
      await this.#root.transaction(write);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}

/** The folder of a repository's store, by the path of its root. */
export function storeFolder(root: string): string {
  const place = createHash("sha256").update(root).digest("hex").slice(0, 12);
  return join(cacheFolder, "index", layoutKey(), `${basename(root)}-${place}`);
}

function openRoot(path: string): RootDatabase {
  return open({ path, noSubdir: true, maxDbs: 8, compression: false });
}

let key: string | undefined;

/** Changes whenever stored contents could differ: v4's version, the layout, the queries and language rows. */
function layoutKey(): string {
  if (!key) {
    const hash = createHash("sha256").update(version).update("layout 3");
    for (const language of languages.values()) {
      hash.update(JSON.stringify(language)).update(queriesOf(language));
      for (const { file } of language.rareQueries ?? []) hash.update(queryFile(language, file));
    }
    key = hash.digest("hex").slice(0, 12);
  }
  return key;
}
