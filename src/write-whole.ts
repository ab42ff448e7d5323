import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { fail } from "./errors.js";

/**
 * Writes a file whole or not at all: to a temporary name beside it, then renamed, so that a reader or an interrupted run never
 * sees half of it. A link is followed. What is no regular file (a pipe, /dev/stdout) is written to directly. A long text may come in
 * pieces. Throws cannot-write.
 */
export function writeWhole(path: string, text: string | Iterable<string>): void {
  const pieces = typeof text === "string" ? [text] : text;
  let temporary: string | null = null;
  try {
    const target = realPath(path);
    if (statSync(target, { throwIfNoEntry: false })?.isFile() === false) {
      writePieces(target, pieces);
      return;
    }
    temporary = `${target}.${process.pid}.tmp`;
    writePieces(temporary, pieces);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary) rmSync(temporary, { force: true });
    throw fail("cannot-write", { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
  } finally {
    closeSync(file);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
