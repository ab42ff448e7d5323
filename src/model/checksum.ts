import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { fail } from "../errors.js";
import { cacheFolder } from "../places.js";

/** What was found for a file, believed as long as size and time of change are the same. */
const record = z.object({ path: z.string(), bytes: z.number(), changed: z.number(), sha256: z.string() });

/**
 * SHA-256 of a whole file in hexadecimal, read from the disk now: about one second a gigabyte.
 * `onBytes` gets the bytes read so far. Throws `cancelled`, `unreadable-file`.
 */
export async function sha256OfFile(
  path: string,
  options: { signal?: AbortSignal | undefined; onBytes?: (done: number) => void } = {},
): Promise<string> {
  const hash = createHash("sha256");
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 22, signal: options.signal })) {
      hash.update(chunk);
      done += chunk.length;
      options.onBytes?.(done);
    }
  } catch (error) {
    if (options.signal?.aborted) throw fail("cancelled");
    throw fail("unreadable-file", { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
  return hash.digest("hex");
}

/** SHA-256 of a model file, remembered in the cache: reading a gigabyte at every start would cost a second. */
export async function modelSha256(path: string, options: { signal?: AbortSignal | undefined } = {}): Promise<string> {
  const remembered = await rememberedSha256(path);
  if (remembered) return remembered;
  const sha256 = await sha256OfFile(path, options);
  await rememberSha256(path, sha256);
  return sha256;
}

/** What is remembered for this very file, or undefined when it was never hashed or has changed since. */
async function rememberedSha256(path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined);
  const text = facts && (await readFile(recordPath(path), "utf8").catch(() => undefined));
  if (!facts || !text) return undefined;
  try {
    const found = record.parse(JSON.parse(text));
    return found.bytes === facts.size && found.changed === facts.mtimeMs ? found.sha256 : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a hash that was just computed. A cache that cannot be written is no error. */
export async function rememberSha256(path: string, sha256: string): Promise<void> {
  const target = recordPath(path);
  const temporary = `${target}.${process.pid}`;
  try {
    const facts = await stat(path);
    await mkdir(join(cacheFolder, "checksums"), { recursive: true });
    const found = { path: resolve(path), bytes: facts.size, changed: facts.mtimeMs, sha256 };
    await writeFile(temporary, JSON.stringify(found));
    await rename(temporary, target);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

function recordPath(path: string): string {
  const name = createHash("sha256").update(resolve(path)).digest("hex").slice(0, 24);
  return join(cacheFolder, "checksums", `${name}.json`);
}
