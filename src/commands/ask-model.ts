import { freemem } from "node:os";
import type { ModelRow } from "../model/catalogue.js";
import { modelRow } from "../model/catalogue.js";
import { modelSha256 } from "../model/checksum.js";
import { catalogueCosts } from "../model/fit.js";
import { chosenModel, installedPath, isInstalled } from "../model/installed.js";
import { type GpuLayers, type LoadedModel, loadModel } from "../model/load.js";
import { pull } from "../model/pull.js";
import { measureSpeed, recordedSpeed, recordSpeed, type Speed } from "../model/speed.js";
import type { AskEvent } from "../output/ask-events.js";

/** A model that is on this machine and whose speed is known. */
export interface ReadyModel {
  row: ModelRow;
  path: string;
  sha256: string;
  speed: Speed;
}

/** The row of the model to use: the one named, else the one chosen with `v4 model use`, else the default. */
export async function askedModel(name: string | undefined): Promise<ModelRow> {
  return modelRow(name ?? (await chosenModel()));
}

/**
 * Fetches the model when it is missing, and measures its speed when it was never run here (once, a few seconds).
 * Returns what later steps need; throws what `pull` and `loadModel` throw.
 */
export async function* readyModel(
  row: ModelRow,
  gpuLayers: GpuLayers,
  signal: AbortSignal | undefined,
): AsyncGenerator<AskEvent, ReadyModel> {
  if (!row.path && !(await isInstalled(row))) {
    for await (const event of pull(row, { signal })) {
      if (event.type === "progress") {
        yield {
          type: "pulling",
          model: row.id,
          done: event.done,
          total: event.total,
          bytesPerSecond: event.bytesPerSecond,
        };
      } else if (event.type === "source-failed") {
        yield {
          type: "note",
          text: `${event.kind === "pip" ? "pip" : "Hugging Face"} did not deliver: ${event.reason}`,
        };
      }
    }
  }
  const path = await installedPath(row);
  const sha256 = row.sha256 ?? (await modelSha256(path));
  const of = { id: row.id, sha256, gpuLayers };
  let speed = await recordedSpeed(of);
  if (!speed) {
    yield { type: "note", text: `first run of ${row.id} here: measuring how fast this machine reads` };
    yield { type: "loading", model: row.id, fraction: 0 };
    const model = await loadModel({ path, id: row.id, sha256 }, { contextSize: 512, gpuLayers, signal });
    try {
      speed = await recordSpeed(of, { measurements: await measureSpeed(model, signal) });
    } finally {
      await model.dispose();
    }
    signal?.throwIfAborted();
  }
  // A cache that cannot be written gives no record: a slow machine's figures are the safe guess.
  return {
    row,
    path,
    sha256,
    speed: speed ?? { model: row.id, cpu: "", gpuLayers, base: 10, slope: 0.003, decode: null },
  };
}

/**
 * The model when it can be had without a word to the person: it is here and its speed is known. Null otherwise. Cheap: nothing is loaded.
 */
export async function knownModel(row: ModelRow, gpuLayers: GpuLayers): Promise<ReadyModel | null> {
  if (!(await isInstalled(row))) return null;
  const path = await installedPath(row);
  const sha256 = row.sha256 ?? (await modelSha256(path));
  const speed = await recordedSpeed({ id: row.id, sha256, gpuLayers });
  return speed && { row, path, sha256, speed };
}

/** Tokens of context that the model was trained on and that half of the free memory holds. */
export function contextLimit(row: ModelRow): number {
  const free = Math.min(freemem(), process.availableMemory?.() ?? Number.POSITIVE_INFINITY);
  return Math.min(row.contextLength, Math.floor((free * 0.5) / Math.max(1, catalogueCosts(row, 0).perToken.ram)));
}

/** Loads it with room for a prompt and its answer. */
export async function loadReady(
  ready: ReadyModel,
  contextSize: number,
  gpuLayers: GpuLayers,
  signal: AbortSignal | undefined,
): Promise<LoadedModel> {
  return loadModel({ path: ready.path, id: ready.row.id, sha256: ready.sha256 }, { contextSize, gpuLayers, signal });
}
