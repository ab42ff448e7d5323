import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fail } from "../errors.js";

const HEARTBEAT = 5_000;
/** A holder that has not touched its lock for this long is gone (or its machine is: a shared home folder). */
const STALE = 60_000;

/**
 * Runs `work` while no other process on the same lock file does.
 * The file holds `{token, pid, host}` and its time of change is the holder's heartbeat. A holder whose process is dead,
 * or whose heartbeat stopped, is replaced; a holder that finds itself replaced gets its signal aborted.
 * `onWait(pid)` is called once when another process has it. Throws `cancelled`.
 */
export async function withLock<T>(
  path: string,
  options: { signal?: AbortSignal | undefined; onWait?: (pid: number) => void },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const token = randomUUID();
  await mkdir(dirname(path), { recursive: true });
  let told = false;
  while (!(await take(path, token))) {
    if (options.signal?.aborted) throw fail("cancelled");
    const holder = await read(path);
    if (holder && (await isStale(path, holder))) {
      await replace(path, holder.token);
      continue;
    }
    if (holder && !told) options.onWait?.(holder.pid);
    told ||= holder !== undefined;
    await sleep(250);
  }
  const lost = new AbortController();
  const beat = setInterval(async () => {
    if ((await read(path))?.token === token) await utimes(path, new Date(), new Date()).catch(() => {});
    else lost.abort();
  }, HEARTBEAT);
  beat.unref();
  try {
    return await work(AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]));
  } finally {
    clearInterval(beat);
    if ((await read(path))?.token === token) await rm(path, { force: true });
  }
}

interface Holder {
  token: string;
  pid: number;
  host: string;
}

async function take(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    const holder: Holder = { token, pid: process.pid, host: hostname() };
    await file.writeFile(JSON.stringify(holder));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fail("cannot-write", { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

/** Undefined when there is none; an empty token when it is just being written (or its writer died over it). */
async function read(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { token: "", pid: 0, host: "" };
  }
}

async function isStale(path: string, holder: Holder): Promise<boolean> {
  const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
  if (age > STALE) return true;
  if (holder.token === "") return age > HEARTBEAT;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Two waiters may see the same dead holder. Without a second lock the slower one would delete the fresh lock of the
 * faster one, so only the holder of `.break` deletes, and it looks again before it does.
 */
async function replace(path: string, deadToken: string): Promise<void> {
  const breaker = `${path}.break`;
  const age = Date.now() - ((await stat(breaker).catch(() => undefined))?.mtimeMs ?? Date.now());
  if (age > STALE) await rm(breaker, { force: true });
  if (!(await take(breaker, deadToken))) {
    await sleep(50);
    return;
  }
  try {
    if ((await read(path))?.token === deadToken) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}
