import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Token } from "node-llama-cpp";
import { z } from "zod";
import { cacheFolder } from "../places.js";
import type { LoadedModel } from "./load.js";

/*
 * The store is a folder of entries, an entry is a folder:
 *
 *   <key>-<tokens>/            key: hash of everything but the tokens that makes a state valid; tokens: hash of the tokens
 *     state.kv                 the sequence as the engine saved it; its keys and values for every token
 *     manifest.json            the shape below; its modification time is the last use
 *   tmp-<pid>-<random>/        being written, or being deleted; swept when process <pid> is gone
 *
 * An entry comes into being by one rename of a finished, synced folder and goes by one rename, so a reader sees it whole
 * or not at all, whatever another process does and wherever a kill -9 strikes. A state that is cut short ends the whole
 * process inside the engine, and flipped bytes load without complaint: so nothing is loaded before its SHA-256 was
 * compared. That reads 1.3 GB/s warm (75 ms for 100 MB, the state of 3,600 tokens of a 1.5B model, which took 25 s or more
 * to compute); CRC-32 takes 47 ms, so there is little to gain by a weaker sum. BLAKE2 and MD5 take 140 and 158 ms.
 */
const manifestShape = z.object({
  model: z.string(),
  key: z.string(),
  bytes: z.int().min(1),
  sha256: z.string(),
  /** Little-endian 32-bit token ids in base64. */
  tokens: z.string(),
});

export interface PrefixEntry {
  /** Folder name inside the store. */
  name: string;
  /** Id of the model, for people. */
  model: string;
  key: string;
  tokens: Uint32Array;
  bytes: number;
  sha256: string;
  /** Milliseconds since 1970. */
  lastUse: number;
}

export interface Restored {
  /** Tokens of the prompt that the sequence holds now. */
  tokens: number;
  milliseconds: number;
  /** Entries found damaged and deleted, one sentence each. */
  problems: string[];
}

export interface PrefixStoreOptions {
  folder?: string;
  /** Bytes all entries together may take. Default 2 GB, or V4_CACHE_QUOTA (bytes, or with K, M, G behind). */
  quota?: number;
}

export const prefixFolder: string = join(cacheFolder, "prefixes");

/** Below this a prefix is computed again sooner than a state is written, checked and read. */
const leastNewTokens = 64;

/** Evaluated prompt prefixes on disk. Every failure of the disk costs speed and nothing else: it never throws. */
export class PrefixStore {
  readonly folder: string;
  readonly quota: number;
  #swept: Promise<void> | undefined;

  constructor(options: PrefixStoreOptions = {}) {
    this.folder = options.folder ?? prefixFolder;
    this.quota = options.quota ?? quotaFromEnvironment();
  }

  /**
   * Brings the model's sequence to the longest known prefix of `tokens`: what it holds already, or the stored entry that
   * shares more. The rest of the entry is trimmed off. Models that cannot trim use only entries that are a prefix as they are.
   */
  async restore(model: LoadedModel, tokens: Token[]): Promise<Restored> {
    const start = performance.now();
    const problems: string[] = [];
    const done = (count: number): Restored => ({ tokens: count, milliseconds: performance.now() - start, problems });
    const { sequence } = model;
    const held = sequence.needsCheckpoints ? 0 : sharedTokens(sequence.contextTokens, tokens);
    for (;;) {
      const best = await this.#best(model, tokens);
      if (!best || best.shared < held + leastNewTokens) return done(0);
      const path = join(this.folder, best.entry.name);
      try {
        if (!(await isIntact(join(path, "state.kv"), best.entry))) throw new Error("it was changed or cut short");
        await sequence.loadStateFromFile(join(path, "state.kv"), { acceptRisk: true });
        await sequence.takeCheckpoint();
        await sequence.adaptStateToTokens(tokens, false);
        await utimes(join(path, "manifest.json"), new Date(), new Date()).catch(() => {});
        return done(sequence.nextTokenIndex);
      } catch (error) {
        problems.push(`a stored prefix was thrown away: ${reasonOf(error)}`);
        if (!(await this.#delete(best.entry.name))) return done(0);
      }
    }
  }

  /**
   * Saves what the sequence holds, unless an entry already covers nearly all of it. Resolves when the state is out of
   * the engine (the sequence may go on); `finished` resolves when it is on the disk, with a sentence if that failed.
   */
  async save(model: LoadedModel): Promise<{ saved: boolean; finished: Promise<string | null> }> {
    const tokens = model.sequence.contextTokens;
    const nothing = { saved: false, finished: Promise.resolve(null) };
    if (this.quota === 0) return nothing;
    const best = await this.#best(model, tokens, true);
    if (tokens.length - (best?.shared ?? 0) < leastNewTokens) return nothing;
    const temporary = join(this.folder, temporaryName());
    try {
      await mkdir(temporary, { recursive: true });
      const { fileSize } = await model.sequence.saveStateToFile(join(temporary, "state.kv"));
      return { saved: true, finished: this.#commit(model, Uint32Array.from(tokens), temporary, fileSize) };
    } catch (error) {
      await rm(temporary, { recursive: true, force: true }).catch(() => {});
      return { saved: false, finished: Promise.resolve(`the prefix was not kept: ${reasonOf(error)}`) };
    }
  }

  /** All entries, the most recently used first. Unreadable ones are left out. */
  async list(): Promise<PrefixEntry[]> {
    const names = await readdir(this.folder).catch(() => []);
    const entries = await Promise.all(names.filter((name) => !name.startsWith("tmp-")).map((name) => this.#read(name)));
    return entries.filter((entry) => entry !== null).sort((a, b) => b.lastUse - a.lastUse);
  }

  /** Deletes every entry and gives the bytes freed. */
  async clear(): Promise<number> {
    const entries = await this.list();
    for (const name of await readdir(this.folder).catch(() => []))
      if (!name.startsWith("tmp-")) await this.#delete(name);
    await this.#sweep();
    return entries.reduce((sum, entry) => sum + entry.bytes, 0);
  }

  async #best(model: LoadedModel, tokens: ArrayLike<number>, anySize = false) {
    const key = keyOf(model);
    let best: { entry: PrefixEntry; shared: number } | undefined;
    for (const entry of await this.list()) {
      if (entry.key !== key || (!anySize && entry.tokens.length > model.contextSize)) continue;
      let shared = sharedTokens(entry.tokens, tokens);
      if (model.sequence.needsCheckpoints && shared < entry.tokens.length) shared = 0;
      if (shared > (best?.shared ?? 0)) best = { entry, shared };
    }
    return best;
  }

  async #commit(model: LoadedModel, tokens: Uint32Array, temporary: string, bytes: number): Promise<string | null> {
    try {
      const statePath = join(temporary, "state.kv");
      await sync(statePath);
      if ((await stat(statePath)).size !== bytes) throw new Error("the disk took only a part of it");
      if (bytes > this.quota) throw new Error("it is larger than the whole quota");
      const key = keyOf(model);
      const raw = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
      const manifest: z.infer<typeof manifestShape> = {
        model: model.id,
        key,
        bytes,
        sha256: await hashFile(statePath),
        tokens: raw.toString("base64"),
      };
      await writeFile(join(temporary, "manifest.json"), JSON.stringify(manifest), { flush: true });
      const name = `${key}-${createHash("sha256").update(raw).digest("hex").slice(0, 16)}`;
      // Another process may have stored the same in the meantime: theirs stays, ours goes.
      await rename(temporary, join(this.folder, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST" && error.code !== "EPERM") throw error;
      });
      await sync(this.folder).catch(() => {}); // not every system can sync a folder
      await this.#makeRoom(model, name, tokens);
      return null;
    } catch (error) {
      return `the prefix was not kept: ${reasonOf(error)}`;
    } finally {
      await rm(temporary, { recursive: true, force: true }).catch(() => {});
    }
  }

  /** Deletes what the new entry makes needless (its own prefixes, where a model can trim), then the least recently used. */
  async #makeRoom(model: LoadedModel, newest: string, tokens: Uint32Array): Promise<void> {
    this.#swept ??= this.#sweep();
    await this.#swept;
    let total = 0;
    for (const entry of await this.list()) {
      const needless =
        entry.name !== newest &&
        entry.key === keyOf(model) &&
        !model.sequence.needsCheckpoints &&
        sharedTokens(entry.tokens, tokens) === entry.tokens.length;
      if (needless || total + entry.bytes > this.quota) await this.#delete(entry.name);
      else total += entry.bytes;
    }
  }

  async #read(name: string): Promise<PrefixEntry | null> {
    const path = join(this.folder, name, "manifest.json");
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
      const { tokens, ...rest } = manifestShape.parse(JSON.parse(text));
      const raw = Uint8Array.from(Buffer.from(tokens, "base64"));
      return { name, ...rest, tokens: new Uint32Array(raw.buffer, 0, raw.length >> 2), lastUse: mtimeMs };
    } catch {
      return null;
    }
  }

  /** False when it could not be moved away, so that nobody tries for ever. */
  async #delete(name: string): Promise<boolean> {
    const grave = join(this.folder, temporaryName());
    try {
      await rename(join(this.folder, name), grave);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT";
    }
    await rm(grave, { recursive: true, force: true }).catch(() => {});
    return true;
  }

  /** Removes what killed processes left: their temporary folders, and entries whose manifest cannot be read. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const writer = /^tmp-(\d+)-/.exec(name)?.[1];
      const dead = writer ? !isAlive(Number(writer)) : (await this.#read(name)) === null;
      if (dead) await rm(join(this.folder, name), { recursive: true, force: true }).catch(() => {});
    }
  }
}

/** Everything that makes a saved state valid, apart from its tokens. The context size and the threads do not matter. */
function keyOf(model: LoadedModel): string {
  const { context } = model;
  const facts = [
    1, // the layout of this store
    model.sha256,
    model.libraryVersion,
    model.backend,
    context.flashAttention,
    context.kvCacheKeyType,
    context.kvCacheValueType,
    model.weights.defaultContextSwaFullCache,
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
}

function sharedTokens(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const end = Math.min(a.length, b.length);
  let index = 0;
  while (index < end && a[index] === b[index]) index++;
  return index;
}

async function isIntact(path: string, entry: PrefixEntry): Promise<boolean> {
  return (await stat(path)).size === entry.bytes && (await hashFile(path)) === entry.sha256;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function temporaryName(): string {
  return `tmp-${process.pid}-${randomBytes(6).toString("hex")}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function quotaFromEnvironment(): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMG]?)B?$/i.exec(process.env.V4_CACHE_QUOTA?.trim() ?? "") ?? [];
  const scale = { "": 1, K: 1e3, M: 1e6, G: 1e9 }[unit.toUpperCase()] ?? 1;
  return number === undefined ? 2e9 : Number(number) * scale;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // The engine says only this when its writing fails, for whatever reason.
  if (code === "ENOSPC" || message?.startsWith("Failed to save state")) return "the disk is full or cannot be written";
  return (message ?? String(error)).split("\n")[0] ?? "";
}
