import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fail } from "../errors.js";

/**
 * Writes a file whole or not at all: to a temporary name beside it, then renamed, so that a reader or an interrupted run never
 * sees half of it. A link is followed. What is no regular file (a pipe, /dev/stdout) is written to directly. Throws cannot-write.
 */
export function writeWhole(path: string, text: string): void {
  let temporary: string | null = null;
  try {
    const target = realPath(path);
    if (statSync(target, { throwIfNoEntry: false })?.isFile() === false) {
      writeFileSync(target, text);
      return;
    }
    temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary) rmSync(temporary, { force: true });
    throw fail("cannot-write", { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
