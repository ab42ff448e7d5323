import type { Engine } from "./engine.js";
import { wasmEngine } from "./wasm.js";

/** A file that takes longer than this is treated as text: 9 MB/s is usual, so it is far out of the ordinary. */
const parseTimeLimitMs = 5000;

/** The engine of this process. V4_PARSER=cursor reads trees by the documented interface only. */
export function loadEngine(choice = process.env.V4_PARSER, proved?: ReadonlySet<string>): Promise<Engine> {
  return wasmEngine(parseTimeLimitMs, choice === "cursor" ? "cursor" : "memory", proved);
}
