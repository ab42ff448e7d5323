import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { cacheFolder } from "../places.js";
import { evaluateInSlices, type Measurement } from "./generate.js";
import type { GpuLayers, LoadedModel } from "./load.js";

const speedShape = z.object({
  /** Id of the model, for people. */
  model: z.string(),
  cpu: z.string(),
  gpuLayers: z.union([z.literal("auto"), z.number()]),
  /** Reading a token at position p takes `base + slope * p` milliseconds: every token attends to all before it. */
  base: z.number().positive(),
  slope: z.number().min(0),
  /** Writing a token, in milliseconds; null until an answer was written. */
  decode: z.number().positive().nullable(),
});

/** How fast a model reads and writes on this machine. */
export type Speed = z.infer<typeof speedShape>;

/** What a speed belongs to, besides the processor. Known before the model is loaded. */
export interface SpeedOf {
  id: string;
  sha256: string;
  gpuLayers: GpuLayers;
}

export const speedFolder: string = join(cacheFolder, "speeds");

/** The speed found on an earlier run, or null. */
export async function recordedSpeed(of: SpeedOf, folder = speedFolder): Promise<Speed | null> {
  return readSpeed(join(folder, fileName(of)));
}

/**
 * Takes in what a run measured and gives the speed that holds from now on. It stays while later runs are near it, because the
 * budget, hence the prompt, hence the reuse of its prefix, depend on it byte for byte. A run beside other work measures the work: so a
 * faster run counts from 1.3 times on, a slower one only from 3 times.
 * Runs that read under 64 tokens say nothing. A disk that cannot be written costs only the memory of it.
 */
export async function recordSpeed(
  of: SpeedOf,
  measured: { measurements: Measurement[]; decodeMillisecondsPerToken?: number | undefined },
  folder = speedFolder,
): Promise<Speed | null> {
  const known = await recordedSpeed(of, folder);
  const fitted = fitSpeed(measured.measurements);
  const decode = measured.decodeMillisecondsPerToken ?? null;
  let next = known;
  if (fitted && (!known || isOther(fitted, known))) {
    next = {
      model: of.id,
      cpu: cpuName(),
      gpuLayers: of.gpuLayers,
      ...fitted,
      decode: decode ?? known?.decode ?? null,
    };
  } else if (known && known.decode === null && decode !== null) next = { ...known, decode };
  if (next && next !== known) await writeSpeed(join(folder, fileName(of)), folder, next);
  return next;
}

/** Reads 192 tokens of nothing in particular, for a first budget; what the sequence held is gone. 1 to 4 s on two cores. */
export async function measureSpeed(model: LoadedModel, signal?: AbortSignal): Promise<Measurement[]> {
  const line =
    "export function budget(seconds: number, speed: Speed): number { return Math.floor(seconds / speed); }\n";
  const tokens = model.tokenize(line.repeat(16)).slice(0, 192);
  await model.sequence.adaptStateToTokens([], false);
  const measurements: Measurement[] = [];
  for await (const measurement of evaluateInSlices(model, tokens, signal)) measurements.push(measurement);
  return measurements.slice(1); // the first slice also pages the weights in
}

/** Milliseconds to read `tokens` tokens of which the first stands at `position`. */
export function millisecondsFor(speed: Pick<Speed, "base" | "slope">, tokens: number, position: number): number {
  return speed.base * tokens + speed.slope * (position * tokens + (tokens * tokens) / 2);
}

/** How many tokens can be read in `seconds` from `positionStart` on: the inverse of `millisecondsFor`, rounded down. */
export function tokensWithin(speed: Pick<Speed, "base" | "slope">, seconds: number, positionStart: number): number {
  if (seconds <= 0) return 0;
  const linear = speed.base + speed.slope * positionStart;
  const milliseconds = seconds * 1000;
  // The root written so that a slope of nought or nearly so divides by nothing small.
  return Math.floor((2 * milliseconds) / (linear + Math.sqrt(linear * linear + 2 * speed.slope * milliseconds)));
}

/** Every speed on file, for `v4 cache`. */
export async function listSpeeds(folder = speedFolder): Promise<Speed[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const speeds = await Promise.all(names.map((name) => readSpeed(join(folder, name))));
  return speeds.filter((speed) => speed !== null);
}

/**
 * Where the run covers too few positions to show the slope: milliseconds per position, as a part of the base. 2.6e-4 fits
 * Qwen2.5-Coder 0.5B and 1.5B alike (3.6 ms + 0.95 ms per 1,000 positions, and 5.6 ms + 1.5 ms); tiny models have more.
 */
const usualSlope = 2.6e-4;

/** Least squares over the slices, weighted by their tokens. Null when there is too little to go by. */
export function fitSpeed(measurements: Measurement[]): { base: number; slope: number } | null {
  const tokens = measurements.reduce((sum, m) => sum + m.tokens, 0);
  if (tokens < 64) return null;
  const points = measurements.map((m) => ({
    at: m.position + m.tokens / 2,
    cost: m.milliseconds / m.tokens,
    weight: m.tokens,
  }));
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + of(point) * point.weight, 0) / tokens;
  const at = mean((point) => point.at);
  const cost = mean((point) => point.cost);
  const spread = Math.max(...points.map((point) => point.at)) - Math.min(...points.map((point) => point.at));
  if (spread >= 1024) {
    const slope =
      mean((point) => (point.at - at) * (point.cost - cost)) / mean((point) => (point.at - at) * (point.at - at));
    const base = cost - slope * at;
    if (slope >= 0 && base > 0) return { base, slope };
  }
  const base = cost / (1 + usualSlope * at);
  return { base, slope: base * usualSlope };
}

function isOther(measured: Pick<Speed, "base" | "slope">, known: Pick<Speed, "base" | "slope">): boolean {
  const slower = millisecondsFor(measured, 2000, 0) / millisecondsFor(known, 2000, 0);
  return slower > 3 || slower < 1 / 1.3;
}

function cpuName(): string {
  const all = cpus();
  return `${all[0]?.model ?? process.arch} x${all.length}`;
}

function fileName(of: SpeedOf): string {
  const facts = JSON.stringify([of.sha256, cpuName(), of.gpuLayers]);
  return `${createHash("sha256").update(facts).digest("hex").slice(0, 16)}.json`;
}

async function readSpeed(path: string): Promise<Speed | null> {
  try {
    return speedShape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

async function writeSpeed(path: string, folder: string, speed: Speed): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, JSON.stringify(speed));
    await rename(temporary, path);
  } catch {
    // measured again on the next run
  }
}
