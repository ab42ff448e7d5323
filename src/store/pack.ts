import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

/*
 * A pack is a file that is written once and never changed:
 *
 *     "v4 pack\n"   values, one after the other   index (JSON)   length of the index (u32)   CRC-32 of all before (u32)
 *
 * The whole of it is checked when it is opened, so that nothing is ever read from a damaged one: half a millisecond a megabyte.
 */
const magic = Buffer.from("v4 pack\n");
const tailBytes = 8;

/** Arrays of equal length, an entry each. */
interface PackIndex {
  tables: Entry["table"][];
  keys: string[];
  lengths: number[];
  days: number[];
}

export interface Entry {
  /** Facts, names, words or derived. */
  table: "f" | "n" | "w" | "d";
  key: string;
  /** When it was last of use, in days since 1970. */
  day: number;
  start: number;
  length: number;
  source: Source;
}

/** Where the value of an entry is read from. */
export interface Source {
  read(start: number, length: number): Buffer;
}

export interface Pack {
  bytes: number;
  entries: Entry[];
  close(): void;
}

/** How many bytes of packs may still be kept in memory; counted down. */
export interface Room {
  bytes: number;
}

/** The bytes of a pack that holds these entries. */
export function packBytes(entries: Iterable<Entry>): Buffer {
  const index: PackIndex = { tables: [], keys: [], lengths: [], days: [] };
  const pieces: Buffer[] = [magic];
  for (const entry of entries) {
    pieces.push(entry.source.read(entry.start, entry.length));
    index.tables.push(entry.table);
    index.keys.push(entry.key);
    index.lengths.push(entry.length);
    index.days.push(entry.day);
  }
  const json = Buffer.from(JSON.stringify(index));
  pieces.push(json, Buffer.alloc(tailBytes));
  const bytes = Buffer.concat(pieces);
  bytes.writeUInt32LE(json.length, bytes.length - tailBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

/**
 * Opens and checks a pack; null when it is damaged or no pack. Its values are read from the open file, which also serves when
 * somebody removes it; at the first of them all of it comes into memory while there is `room`. Throws what the system throws.
 */
export function openPack(path: string, room: Room): Pack | null {
  // Without waiting, should a pipe have that name.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let isSound = false;
  try {
    const found = fstatSync(file);
    const index = found.isFile() ? checkedIndex(file, found.size) : null;
    if (!index) return null;
    isSound = true;
    const source = fileSource(file, found.size, room);
    let start = magic.length;
    const entries = index.keys.map((key, i): Entry => {
      const length = index.lengths[i]!;
      const entry = { table: index.tables[i]!, key, day: index.days[i]!, start, length, source };
      start += length;
      return entry;
    });
    return { bytes: found.size, entries, close: () => closeSync(file) };
  } finally {
    if (!isSound) closeSync(file);
  }
}

/** Bytes that are checked at a time: they fit into the processor's cache, and no new memory has to be found for them. */
const stretch = Buffer.allocUnsafeSlow(256 * 1024);

/** The index of a pack whose every byte is as it was written; otherwise null. */
function checkedIndex(file: number, size: number): PackIndex | null {
  if (size < magic.length + tailBytes) return null;
  const tail = readAt(file, size - tailBytes, tailBytes);
  const indexStart = size - tailBytes - tail.readUInt32LE(0);
  if (tail.length < tailBytes || indexStart < magic.length) return null;
  let sum = 0;
  for (let at = 0; at < indexStart; ) {
    const read = readSync(file, stretch, 0, Math.min(stretch.length, indexStart - at), at);
    if (read === 0) return null;
    if (at === 0 && !stretch.subarray(0, magic.length).equals(magic)) return null;
    sum = crc32(stretch.subarray(0, read), sum);
    at += read;
  }
  const index = readAt(file, indexStart, size - 4 - indexStart);
  if (crc32(index, sum) !== tail.readUInt32LE(4)) return null;
  return JSON.parse(index.toString("utf8", 0, index.length - 4));
}

function fileSource(file: number, size: number, room: Room): Source {
  let whole: Buffer | null = null;
  return {
    read(start, length) {
      if (!whole && room.bytes >= size) {
        room.bytes -= size;
        whole = readAt(file, 0, size);
      }
      return whole ? whole.subarray(start, start + length) : readAt(file, start, length);
    },
  };
}

function readAt(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, start + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
