import type { Engine } from "./engine.js";
import { nativeEngine } from "./native.js";
import { wasmEngine } from "./wasm.js";

/** A file that takes longer than this is treated as text: 9 MB/s is usual, so it is far out of the ordinary. */
export const parseTimeLimitMs = 5000;

/**
 * The native binding where it loads, otherwise WebAssembly (about 12 % slower, no compiler needed).
 * V4_PARSER=wasm or =native forces one.
 */
export async function loadEngine(choice = process.env.V4_PARSER): Promise<Engine> {
  if (choice !== "wasm") {
    try {
      return nativeEngine(parseTimeLimitMs);
    } catch (error) {
      if (choice === "native") throw error;
    }
  }
  return wasmEngine(parseTimeLimitMs);
}
