import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { fail } from "../errors.js";
import { type Batch, filesOf, type Reading, type ReadOff, readShare, type Wanted } from "./read-share.js";

export interface ReadOptions {
  root: string;
  listedAt: number;
  words: boolean;
  signal?: AbortSignal | undefined;
  /** Threads beside the main one; by default as many as the work is worth and the machine has. */
  workers?: number | undefined;
  /** Most memory of JavaScript a worker may take, in MB; by default what Node gives the main thread. */
  workerMemory?: number | undefined;
  /** Called with what was read off, as it comes; each file once. */
  take(files: ReadOff[]): void;
}

/** For less than this a worker is not started: it must load the grammars and warm up before it is of use. */
const bytesPerWorker = 300_000;
/** Each takes 80 MB on 4 MB of TypeScript, and more where files are large. */
const mostWorkers = 7;
/** While there are workers, the main thread leaves them what it would be busy with for longer than people wait for Ctrl-C. */
const largestInMain = 200_000;
/**
 * Room for new objects in a worker. In four pairs of runs over 4 MB of TypeScript the peak was 220 to 238 MB with this and 235 to
 * 283 MB with what Node gives them, in the same processor time.
 */
const youngMegabytes = 24;
/** After this many ms of work the main thread looks at signals and messages. */
const mainStretchMs = 10;

/**
 * Reads files off, on several threads. Main reads too: in four pairs of runs it and one worker took 8.6 to 9.6 s of processor
 * time, two workers beside an idle main thread 9.9 to 11.6 s, in the same memory. The threads take files from one list without asking each other, workers the largest first, main the smallest. When a
 * worker ends before its time (it ran out of memory), the file it was at is given up: its facts are a problem. Returns how many files the
 * workers read. Throws cancelled.
 */
export async function readFiles(files: Wanted[], options: ReadOptions): Promise<number> {
  const { root, listedAt, words, signal, take } = options;
  const wanted = files.toSorted((a, b) => b.size - a.size);
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
  const count =
    options.workers ?? Math.min(availableParallelism() - 1, mostWorkers, Math.floor(bytes / bytesPerWorker));
  const reading: Reading = {
    root,
    listedAt,
    wanted,
    words,
    claims: new Int32Array(new SharedArrayBuffer(4 * wanted.length)),
    current: new Int32Array(new SharedArrayBuffer(4 * (count + 1))),
    givenUp: [],
  };
  const order = new Map(files.map((file, number) => [file, number]));
  const isRead = new Uint8Array(wanted.length);
  let readByWorkers = 0;
  const receive = (batch: Batch) => {
    const read = filesOf(batch);
    for (const { number } of read) isRead[number] = 1;
    take(read.map((file) => ({ ...file, number: order.get(wanted[file.number]!)! })));
  };
  const workers = Array.from({ length: count }, (_, i) =>
    startWorker(reading, i + 1, options, (batch) => {
      readByWorkers += batch.rows.length;
      receive(batch);
    }),
  );
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(fail("cancelled"));
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
  stopped.catch(() => {});
  const readInMain = async (largest: number) => {
    const limits = {
      reader: count + 1,
      from: "smallest",
      largest,
      milliseconds: mainStretchMs,
      bytes: Infinity,
    } as const;
    for await (const batch of readShare(reading, limits)) {
      receive(batch);
      await setImmediate();
      if (signal?.aborted) throw fail("cancelled");
    }
  };
  try {
    if (signal?.aborted) throw fail("cancelled");
    await readInMain(count > 0 ? largestInMain : Infinity);
    const ends = await Promise.race([stopped, Promise.all(workers.map(({ ended }) => ended))]);
    ends.forEach((isWell, i) => {
      const number = reading.current[i]! - 1;
      if (!isWell && number >= 0 && isRead[number] === 0) reading.givenUp.push(number);
    });
    // What a dead worker had taken and not handed over.
    for (let number = 0; number < wanted.length; number++) if (isRead[number] === 0) reading.claims[number] = 0;
    await readInMain(Infinity);
    return readByWorkers;
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
  }
}

interface Running {
  worker: Worker;
  /** Resolves when the thread has ended: whether it did all it had to. */
  ended: Promise<boolean>;
}

function startWorker(reading: Reading, reader: number, options: ReadOptions, receive: (batch: Batch) => void): Running {
  const memory = options.workerMemory ? { maxOldGenerationSizeMb: options.workerMemory } : {};
  const limits = { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes, ...memory } };
  const settings = { workerData: { reading, reader }, ...limits };
  const worker = import.meta.url.endsWith(".ts")
    ? new Worker(fromSource, { ...settings, eval: true, execArgv: [] })
    : new Worker(new URL("./read-worker.js", import.meta.url), settings);
  worker.on("message", receive);
  // What went wrong is told by the exit status; without a listener the whole process would end.
  worker.on("error", () => {});
  return { worker, ended: new Promise((resolve) => worker.on("exit", (status) => resolve(status === 0))) };
}

/**
 * Run from the sources (tests, tsx) a thread needs what reads TypeScript, and does not inherit it. It is found from the folder that
 * the process runs in; elsewhere the main thread reads everything.
 */
const fromSource = `import("tsx/esm/api").then(({ register }) => {
  register();
  return import("${new URL("./read-worker.ts", import.meta.url)}");
});`;
