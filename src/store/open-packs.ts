import { readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openPack, type Pack, type Room } from "./pack.js";

/** A pack is written under a name that starts with this. */
export const unfinished = "tmp-";
/** An unfinished pack this old is left over from a process that was ended. */
const leftOverMs = 600_000;
/** Packs are kept in memory up to this many bytes in all, the others are read as they are needed. */
const mostInMemory = 256e6;

/** What a folder of packs holds; see Store for `rebuilt` and `problem`. */
export interface Opened {
  packs: Map<string, Pack>;
  rebuilt: boolean;
  problem: string | null;
}

const damaged = "the stored index was damaged; what was lost is read again";
export const notKept = (folder: string, error: unknown) =>
  `the index cannot be kept in ${folder} (${codeOf(error)}); the next run reads it all again`;

/** Opens every pack of a folder. Never fails: what is damaged is thrown away. */
export function openPacks(folder: string): Opened {
  for (let attempt = 0; ; attempt++) {
    const room: Room = { bytes: mostInMemory };
    const opened: Opened = { packs: new Map(), rebuilt: false, problem: null };
    try {
      for (const name of packNames(folder, opened)) {
        const path = join(folder, name);
        const pack = sound(path, room);
        if (pack) opened.packs.set(name, pack);
        else throwAway(path, opened);
      }
      return opened;
    } catch (error) {
      for (const pack of opened.packs.values()) pack.close();
      // Another process made packs one between listing and opening: what it removed stands in a new one.
      if (codeOf(error) !== "ENOENT" || attempt === 5) {
        return { packs: new Map(), rebuilt: opened.rebuilt, problem: notKept(folder, error) };
      }
    }
  }
}

/** In the order in which they were written. */
function packNames(folder: string, opened: Opened): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    if (codeOf(error) !== "ENOTDIR" || isFolder(dirname(folder)) === false) throw error;
    throwAway(folder, opened);
    return [];
  }
  for (const name of names.filter((name) => name.startsWith(unfinished))) {
    const made = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - made > leftOverMs) remove(join(folder, name));
  }
  return names.filter((name) => name.endsWith(".pack") && !name.startsWith(unfinished)).sort();
}

/** A pack, or null when it is damaged. Throws when it may be whole: too many open files, no memory, not there. */
function sound(path: string, room: Room): Pack | null {
  try {
    return openPack(path, room);
  } catch (error) {
    if (["EACCES", "EPERM", "EIO", "ELOOP", "ENXIO", "EISDIR"].includes(codeOf(error))) return null;
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function throwAway(path: string, opened: Opened): void {
  remove(path);
  opened.rebuilt = true;
  opened.problem = damaged;
}

/** Removes a file or folder, when that is possible. */
export function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The next run finds it damaged again, and says so again.
  }
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);
