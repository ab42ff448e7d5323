import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { FileFacts } from "../syntax/facts.js";
import type { FileNames } from "../syntax/names.js";
import { encoded } from "./bytes.js";
import { readFacts, writeFacts } from "./facts-bytes.js";
import { indexFolder, storeFolder } from "./layout.js";
import { readNames, writeNames } from "./names-bytes.js";
import { notKept, type Opened, openPacks, remove, unfinished } from "./open-packs.js";
import { type Entry, type Pack, packBytes } from "./pack.js";
import { markUsed } from "./sweep.js";

/** A table of the store. What `get` returns is the caller's own; what `getBinary` returns is not to be written to. */
export interface Table<Value> {
  get(key: string): Value | undefined;
  /** The bytes of a value as they are stored. */
  getBinary(key: string): Buffer | undefined;
  doesExist(key: string): boolean;
  /** Only within Store.write. Values under one key must be interchangeable: of two processes either may win. */
  put(key: string, value: Value): void;
  /** The same with the bytes of a value, as getBinary returns them; they must not change afterwards. */
  putBinary(key: string, bytes: Uint8Array): void;
}

/** Small packs are made one when there are more than this: opening a file costs 0.1 ms. */
const mostPacks = 16;
/** A pack of this size stays as it is; in bytes. */
const largePack = 32e6;
/** What no run asked for in this many days is left out when packs are made one: the other branch that nobody went back to. */
const keptDays = 30;

/**
 * What was read off each file, on disk, one folder per repository. Keys are `BLOB LANGUAGE`, so unchanged contents are free in any
 * branch. Every write makes a pack of its own (see pack.ts) under a temporary name and renames it: there is nothing to lock, nothing
 * that kill -9 or a full disk could leave half-changed, and a damaged pack is known by its checksum before anything is read from
 * it. LMDB was here before: it cost 50 ms to load and open, and a flipped bit in its pages ended the process with SIGSEGV.
 */
export class Store {
  readonly facts: Table<FileFacts>;
  readonly names: Table<FileNames>;
  readonly words: Table<Buffer>;
  /** Small values made from many files, by a key that names all of them; anything that a worker thread could be sent. */
  readonly derived: Table<unknown>;
  /** Something was damaged and had to be thrown away. */
  readonly rebuilt: boolean;
  readonly #folder: string;
  readonly #packs: Map<string, Pack>;
  readonly #entries = {
    f: new Map<string, Entry>(),
    n: new Map<string, Entry>(),
    w: new Map<string, Entry>(),
    d: new Map<string, Entry>(),
  };
  readonly #used = new Set<string>();
  #pending: Entry[] | null = null;
  #problem: string | null;

  private constructor(folder: string, { packs, rebuilt, problem }: Opened) {
    this.#folder = folder;
    this.#packs = packs;
    this.rebuilt = rebuilt;
    this.#problem = problem;
    for (const pack of packs.values()) this.#add(pack.entries);
    this.facts = this.#table<FileFacts>("f", encoded(writeFacts), readFacts);
    this.names = this.#table<FileNames>("n", encoded(writeNames), readNames);
    this.words = this.#table<Buffer>("w", asIs, asIs);
    this.derived = this.#table<unknown>("d", serialize, deserialize);
  }

  /** Opens the store of a repository. Never fails: damaged parts are thrown away, and without a usable folder nothing is kept. */
  static open(root: string): Store {
    const folder = storeFolder(root);
    const opened = openPacks(folder);
    markUsed(indexFolder, folder);
    return new Store(folder, opened);
  }

  /** One line for the user when something is wrong: what was damaged, or why nothing can be kept. Null when all is well. */
  get problem(): string | null {
    return this.#problem;
  }

  /**
   * Keeps everything that `write` puts, or nothing: false when it could not be stored (a full disk), which is not fatal. One write
   * should hold many values; each costs a file.
   */
  async write(write: () => void): Promise<boolean> {
    const pending: Entry[] = [];
    this.#pending = pending;
    try {
      write();
    } finally {
      this.#pending = null;
    }
    if (pending.length === 0) return true;
    if (!this.#writePack(pending)) return false;
    this.#add(pending);
    return true;
  }

  async close(): Promise<void> {
    this.#tidy();
    for (const pack of this.#packs.values()) pack.close();
    this.#packs.clear();
    for (const table of Object.values(this.#entries)) table.clear();
  }

  #table<Value>(
    table: Entry["table"],
    encode: (value: Value) => Uint8Array,
    decode: (bytes: Buffer) => Value,
  ): Table<Value> {
    const entries = this.#entries[table];
    const find = (key: string) => {
      const entry = entries.get(key);
      if (entry) this.#used.add(key);
      return entry;
    };
    const putBinary = (key: string, bytes: Uint8Array) => {
      if (!this.#pending) throw new Error("put outside of write");
      const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      this.#pending.push({ table, key, day: today(), start: 0, length: value.length, source: { read: () => value } });
      this.#used.add(key);
    };
    return {
      get: (key) => {
        const entry = find(key);
        return entry && decode(bytesOf(entry));
      },
      getBinary: (key) => {
        const entry = find(key);
        return entry && bytesOf(entry);
      },
      doesExist: (key) => find(key) !== undefined,
      put: (key, value) => putBinary(key, encode(value)),
      putBinary,
    };
  }

  #add(entries: Entry[]): void {
    for (const entry of entries) this.#entries[entry.table].set(entry.key, entry);
  }

  #writePack(entries: Entry[]): boolean {
    const name = `${nextStamp()}-${process.pid}-${randomBytes(3).toString("hex")}.pack`;
    const path = join(this.#folder, `${unfinished}${name}`);
    try {
      const bytes = packBytes(entries);
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(path, bytes, { flag: "wx" });
      renameSync(path, join(this.#folder, name));
      this.#packs.set(name, { bytes: bytes.length, entries, close() {} });
      return true;
    } catch (error) {
      remove(path);
      this.#problem ??= notKept(this.#folder, error);
      return false;
    }
  }

  /**
   * Makes many small packs one, and looks through large ones that are old; what was not asked for in a long time is left out.
   * Another process may do the same at once: then values are there twice until the next time.
   */
  #tidy(): void {
    const limit = today() - keptDays;
    const isOld = (pack: Pack) => pack.entries.every(({ day }) => day < limit);
    const small = [...this.#packs].filter(([, pack]) => pack.bytes < largePack);
    const due = [...this.#packs].filter(([, pack]) => pack.bytes >= largePack && isOld(pack));
    if (small.length > mostPacks) due.push(...small);
    let group: Entry[] = [];
    let bytes = 0;
    for (const entry of due.flatMap(([, pack]) => pack.entries)) {
      const day = this.#used.has(entry.key) ? today() : entry.day;
      if (day < limit || this.#entries[entry.table].get(entry.key) !== entry) continue;
      group.push({ ...entry, day });
      bytes += entry.length;
      if (bytes < largePack) continue;
      if (!this.#writePack(group)) return;
      group = [];
      bytes = 0;
    }
    if (group.length > 0 && !this.#writePack(group)) return;
    for (const [name] of due) remove(join(this.#folder, name));
  }
}

const bytesOf = ({ source, start, length }: Entry) => source.read(start, length);
const asIs = (bytes: Buffer) => bytes;

/** Packs are ordered by their names: two that one process writes within a millisecond must not change places. */
function nextStamp(): string {
  lastStamp = Math.max(Date.now(), lastStamp + 1);
  return lastStamp.toString(36);
}
let lastStamp = 0;

const today = () => Math.floor(Date.now() / 86_400_000);
