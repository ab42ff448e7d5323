import { closeSync, openSync, readdirSync, rmdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

const dayMs = 86_400_000;

/** Stores that nobody opened for this long are removed, of whatever layout: they cost nothing but time to make again. */
const keptDays = 30;

/**
 * Marks a store as used, and once a day looks for stores that have not been for 30 days. A process that has one of them open is not
 * harmed: it has read what it needs, or holds the files open. `now` is in ms since 1970.
 */
export function markUsed(indexFolder: string, folder: string, now = Date.now()): void {
  const swept = join(indexFolder, "swept");
  if (now - timeOf(folder) > dayMs) touch(folder, now);
  if (now - timeOf(swept) < dayMs) return;
  quietly(() => closeSync(openSync(swept, "a")));
  touch(swept, now);
  for (const layout of namesIn(indexFolder)) {
    for (const store of namesIn(join(indexFolder, layout))) {
      const place = join(indexFolder, layout, store);
      if (now - lastUse(place) > keptDays * dayMs) quietly(() => rmSync(place, { recursive: true, force: true }));
    }
    // Fails where something is left, as it should.
    quietly(() => rmdirSync(join(indexFolder, layout)));
  }
}

function lastUse(folder: string): number {
  return Math.max(timeOf(folder), ...namesIn(folder).map((name) => timeOf(join(folder, name))));
}

/** When it was last written, in ms since 1970; 0 when it is not there. */
function timeOf(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function touch(path: string, now: number): void {
  quietly(() => utimesSync(path, now / 1000, now / 1000));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Another process was faster, or the folder is not ours to remove: the next day tries again.
  }
}
