/**
 * Counts of strings in constant space, after the tables of Engram (arXiv 2601.07372) and the count-min sketch: several heads hash a
 * key, each into its own part of the table; the answer is the least count over the heads, so it may be too large and never too small.
 */
export interface CountTable {
  /** Slots of one head, a power of two. */
  size: number;
  /** `heads` parts of `size` slots. */
  slots: Uint32Array;
}

const heads = 4;

/** A table for about this many different keys. At two slots a key, one key in 40 meets a stranger in all four heads. */
export function makeTable(keys: number): CountTable {
  let size = 1 << 10;
  while (size < keys * 2) size *= 2;
  return { size, slots: new Uint32Array(size * heads) };
}

/** Counts a key once. */
export function addKey({ size, slots }: CountTable, key: string): void {
  const [first, second] = hashes(key);
  for (let head = 0; head < heads; head++) slots[head * size + ((first + head * second) & (size - 1))]!++;
}

/** How often a key was counted, at least. */
export function countOf({ size, slots }: CountTable, key: string): number {
  const [first, second] = hashes(key);
  let least = Number.POSITIVE_INFINITY;
  for (let head = 0; head < heads; head++)
    least = Math.min(least, slots[head * size + ((first + head * second) & (size - 1))]!);
  return least;
}

/** Two hashes of a key; the heads are made of them (Kirsch and Mitzenmacher 2006). The second is odd, so it reaches every slot. */
function hashes(key: string): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x5bd1e995);
  }
  first ^= first >>> 15;
  second ^= second >>> 13;
  return [first >>> 0, (second | 1) >>> 0];
}

/** The bytes of a table: its size, then its slots, little-endian. */
export function tableBytes({ size, slots }: CountTable): Uint8Array {
  const bytes = new Uint8Array(4 + slots.byteLength);
  new DataView(bytes.buffer).setUint32(0, size, true);
  bytes.set(new Uint8Array(slots.buffer), 4);
  return bytes;
}

/** The table of these bytes; null when they are not one. */
export function readTable(bytes: Uint8Array): CountTable | null {
  if (bytes.byteLength < 4) return null;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (size === 0 || (size & (size - 1)) !== 0 || bytes.byteLength !== 4 + size * heads * 4) return null;
  return { size, slots: new Uint32Array(Uint8Array.from(bytes.subarray(4)).buffer) };
}
