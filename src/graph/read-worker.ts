import { parentPort, workerData } from "node:worker_threads";
import { type Reading, readShare } from "./read-share.js";

/** A thread that reads files off; see read-files.ts. Its end is the sign that nothing is left to take. */
const { reading, reader } = workerData as { reading: Reading; reader: number };
// Each message wakes the main thread, which is reading files itself.
const share = readShare(reading, { reader, from: "largest", largest: Infinity, milliseconds: 100, bytes: 1e6 });
for await (const batch of share) parentPort!.postMessage(batch, [batch.bytes.buffer]);
