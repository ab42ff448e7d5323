import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/*
 * An LMDB file starts with two meta pages of which the younger counts; within each, by offset:
 *
 *     24 magic (4 bytes)  28 version (4)  48 page size (4)  144 number of the last page in use (8)  152 transaction (8)
 */
const magicAt = 24;
const magic = 0xbeefc0de;
const pageSizeAt = 48;
const lastPageAt = 144;
const transactionAt = 152;
const metaBytes = 160;

/**
 * Whether an LMDB file begins as one and is as long as it says. LMDB itself maps the file and reads on: one that was cut short
 * or overwritten from the start ended the process with SIGBUS or SIGSEGV, on this run and on every run after it. Pages in the
 * middle are not looked at. A file that is missing or empty is fine: it will be made.
 */
export function isIntact(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return true;
  }
  try {
    const { size } = fstatSync(file);
    if (size === 0) return true;
    const first = metaAt(file, 0);
    const second = first && metaAt(file, first.pageSize);
    if (!first || !second) return false;
    const { lastPage, pageSize } = second.transaction > first.transaction ? second : first;
    return size >= (lastPage + 1) * pageSize;
  } finally {
    closeSync(file);
  }
}

function metaAt(file: number, position: number) {
  const bytes = Buffer.alloc(metaBytes);
  if (readSync(file, bytes, 0, metaBytes, position) < metaBytes || bytes.readUInt32LE(magicAt) !== magic) return null;
  const pageSize = bytes.readUInt32LE(pageSizeAt);
  if (pageSize < 256 || pageSize > 65536) return null;
  return {
    pageSize,
    lastPage: Number(bytes.readBigUInt64LE(lastPageAt)),
    transaction: bytes.readBigUInt64LE(transactionAt),
  };
}
