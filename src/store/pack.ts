import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

/*
 * A pack is a file that is written once and never changed:
 *
 *     "v4 pack\n"   values, one after the other   index (JSON)   length of the index (u32)   CRC-32 of all before (u32)
 *
 * The whole of it is checked when it is opened, so that nothing is ever read from a damaged one: 1 ms a megabyte.
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
  length: number;
  value(): Buffer;
}

export interface Pack {
  bytes: number;
  entries: Entry[];
  close(): void;
}

/** The bytes of a pack that holds these entries. */
export function packBytes(entries: Iterable<Entry>): Buffer {
  const index: PackIndex = { tables: [], keys: [], lengths: [], days: [] };
  const pieces: Buffer[] = [magic];
  for (const entry of entries) {
    pieces.push(entry.value());
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
 * Opens and checks a pack; null when it is damaged or no pack. `inMemory` keeps the bytes it has read for its values, otherwise
 * they are read from the open file, which also serves when somebody removes it. Throws what the system throws on reading.
 */
export function openPack(path: string, inMemory: (bytes: number) => boolean): Pack | null {
  // Without waiting, should a pipe have that name.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let keep = false;
  try {
    const found = fstatSync(file);
    if (!found.isFile()) return null;
    const bytes = readAt(file, 0, found.size);
    const index = indexOf(bytes);
    if (!index) return null;
    keep = !inMemory(bytes.length);
    const valueAt = keep
      ? (start: number, length: number) => readAt(file, start, length)
      : (start: number, length: number) => bytes.subarray(start, start + length);
    let at = magic.length;
    const entries = index.keys.map((key, i) => {
      const start = at;
      const length = index.lengths[i]!;
      at += length;
      return { table: index.tables[i]!, key, day: index.days[i]!, length, value: () => valueAt(start, length) };
    });
    return { bytes: bytes.length, entries, close: () => keep && closeSync(file) };
  } finally {
    if (!keep) closeSync(file);
  }
}

function indexOf(bytes: Buffer): PackIndex | null {
  const end = bytes.length - tailBytes;
  if (end < magic.length || !bytes.subarray(0, magic.length).equals(magic)) return null;
  if (crc32(bytes.subarray(0, -4)) !== bytes.readUInt32LE(bytes.length - 4)) return null;
  return JSON.parse(bytes.toString("utf8", end - bytes.readUInt32LE(end), end));
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
