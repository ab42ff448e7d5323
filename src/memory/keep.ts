import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cacheFolder } from "../places.js";
import { type CountTable, readTable, tableBytes } from "./table.js";

/** Counted up when keys or counts change their meaning: an older table is then learned anew. */
const layout = 3;

/** What every repository taught, one file each. */
export const memoryFolder = join(cacheFolder, "memory");

/** Keeps the table of a repository, by the path of its root: written beside its place and renamed, so a reader sees all or nothing. */
export function keepTable(root: string, table: CountTable): void {
  const path = tablePath(root);
  const unfinished = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(unfinished, tableBytes(table));
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The table that was kept last; null when there is none, or it is damaged. */
export function keptTable(root: string): CountTable | null {
  try {
    return readTable(readFileSync(tablePath(root)));
  } catch {
    return null;
  }
}

function tablePath(root: string): string {
  const place = createHash("sha256").update(root).digest("hex").slice(0, 12);
  return join(memoryFolder, `${basename(root)}-${place}.${layout}`);
}
