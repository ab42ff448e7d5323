import { freemem, totalmem } from "node:os";
import { catalogue, type ModelRow } from "./catalogue.js";
import { readHeader } from "./gguf.js";
import { isInstalled, modelPath } from "./installed.js";
import { type GpuLayers, startEngine } from "./load.js";

/** Bytes, as the model library and the system report them now. */
export interface Machine {
  ram: { total: number; free: number };
  /** Null without a GPU that the library can use. `shared`: it is the same memory as `ram`. */
  vram: { total: number; free: number; shared: boolean } | null;
  gpu: { backend: "cuda" | "vulkan" | "metal"; names: string[] } | null;
  /** Cores that are worth a thread each. */
  cores: number;
}

/** What a model needs at a number of GPU layers, in bytes: `fixed` once, `perToken` for each token of context. */
export interface Costs {
  fixed: { ram: number; vram: number };
  perToken: { ram: number; vram: number };
}

type Verdict =
  | "fits"
  /** It fits, but reading a prompt takes long on this machine. */
  | "slow"
  /** It would fit if other programs left it the memory. */
  | "busy"
  | "too-large";

export interface Fit {
  row: ModelRow;
  installed: boolean;
  /** `header`: the library's estimate from the file; `catalogue`: the formula of `catalogueCosts`. */
  estimate: "header" | "catalogue";
  verdict: Verdict;
  /** The longest context that fits now, at most what the model was trained on; 0 when not even a short one does. */
  context: number;
  /** Of `layers`, how many are on the GPU. */
  gpuLayers: number;
  layers: number;
  /** Bytes with a context of `TYPICAL_CONTEXT` tokens (or all of a shorter one). */
  ram: number;
  vram: number;
  /** Seconds to read 1,000 tokens of prompt; null where the GPU does the work: nothing was measured there. */
  secondsPerThousand: number | null;
}

/** Tokens of context at which memory is compared: enough for a question with ten functions. */
export const TYPICAL_CONTEXT = 8192;
/** Below this a context is of no use for questions about code. */
const LEAST_CONTEXT = 2048;
/** Prompt tokens that are processed together (load.ts); the logits of one batch are the largest buffer. */
const BATCH = 512;
/** What node, the index and the grammars of v4 itself take. */
const OWN_MEMORY = 500e6;
/** Part of the free video memory that may be planned with: the driver takes some as it goes. */
const VRAM_SHARE = 0.95;
/**
 * Parameters times prompt tokens that one core works off in a second: 1.54e9 parameters at 145 tokens a second on two
 * cores, measured (Q4_K_M, the first 2,000 tokens). Other processors differ by a factor of two or three.
 */
const PARAMETER_TOKENS_A_CORE = (1.54e9 * 145) / 2;
/** Seconds for 1,000 tokens above which a model counts as slow: four functions then take more than half a minute. */
const SLOW = 15;

/** Reads memory and cores through the model library. Costs half a second. Throws `model-failed` without its engine. */
export async function readMachine(): Promise<Machine> {
  const { llama } = await startEngine();
  const ram = { total: totalmem(), free: Math.min(freemem(), process.availableMemory?.() ?? Number.POSITIVE_INFINITY) };
  const limit = process.constrainedMemory?.() ?? 0;
  if (limit > 0 && limit < ram.total) ram.total = limit;
  if (llama.gpu === false) return { ram, vram: null, gpu: null, cores: llama.cpuMathCores };
  const { total, free, unifiedSize } = await llama.getVramState();
  return {
    ram,
    vram: { total, free, shared: unifiedSize > total / 2 },
    gpu: { backend: llama.gpu, names: await llama.getGpuDeviceNames() },
    cores: llama.cpuMathCores,
  };
}

/** How each model would run here. `rows` defaults to the catalogue without the model for tests. */
export async function fitModels(
  machine: Machine,
  options: { rows?: ModelRow[]; gpuLayers?: GpuLayers | undefined } = {},
): Promise<Fit[]> {
  const rows = options.rows ?? catalogue().filter((row) => row.role !== "test");
  const fits: Fit[] = [];
  for (const row of rows) fits.push(await fitModel(row, machine, options.gpuLayers ?? "auto"));
  return fits;
}

export async function fitModel(row: ModelRow, machine: Machine, gpuLayers: GpuLayers = "auto"): Promise<Fit> {
  const installed = await isInstalled(row);
  const fromHeader = installed ? await headerCosts(row) : undefined;
  const costsAt = fromHeader ?? (async (layers: number) => catalogueCosts(row, layers));
  const layers = row.memory.layers + 1;
  const onGpu = machine.vram === null ? 0 : await layersOnGpu(costsAt, row, machine, gpuLayers);
  const costs = await costsAt(onGpu);
  const typical = Math.min(TYPICAL_CONTEXT, row.contextLength);
  const context = longestContext(costs, machine, row.contextLength);
  const active = (row.activeParameters ?? row.parameters) * (1 - onGpu / layers);
  const secondsPerThousand = onGpu === layers ? null : (1000 * active) / (machine.cores * PARAMETER_TOKENS_A_CORE);
  return {
    row,
    installed,
    estimate: fromHeader ? "header" : "catalogue",
    verdict: verdictOf(context, costs, machine, row, secondsPerThousand),
    context: context < Math.min(LEAST_CONTEXT, row.contextLength) ? 0 : context,
    gpuLayers: onGpu,
    layers,
    ram: costs.fixed.ram + costs.perToken.ram * typical,
    vram: costs.fixed.vram + costs.perToken.vram * typical,
    secondsPerThousand,
  };
}

/**
 * The model to take here: the default; the small one where the default does not fit; and, if one fits, the largest
 * model that is no slower than bearable. Null where nothing fits.
 */
export function suggest(fits: Fit[]): { model: string | null; stronger: string | null } {
  const good = fits.filter((fit) => fit.verdict === "fits");
  const normal = good.find((fit) => fit.row.role === "default") ?? good.find((fit) => fit.row.role === "small");
  const size = (fit: Fit) => fit.row.parameters;
  const larger = good.filter(
    (fit) => fit.row.role === "large" && fit.context >= 2 * TYPICAL_CONTEXT && (!normal || size(fit) > size(normal)),
  );
  const strongest = larger.sort((a, b) => size(b) - size(a))[0];
  return { model: normal?.row.id ?? null, stronger: strongest?.row.id ?? null };
}

/**
 * Memory of a model that is not here, from the figures of its catalogue row:
 *
 *     weights   = bytes of the file
 *     per token = 2 bytes x KV heads x (key length + value length) x layers          (the cache is F16)
 *     window    = the same x (window + batch), once, for layers that keep only a window
 *     buffers   = 4 bytes x batch x (vocabulary + 2 x embedding)                     (the logits of one batch of 512)
 *
 * `bytesPerToken` of the row replaces the second line. GPU layers take their part of the weights and of the cache, and the buffers.
 * Against the library's estimate from the header of two files it is off by less than 1 %.
 */
export function catalogueCosts(row: ModelRow, gpuLayers: number): Costs {
  const { layers, kvHeads, keyLength, valueLength, embedding, vocabulary, windowLayers = 0, window = 0 } = row.memory;
  const cacheLayer = 2 * kvHeads * (keyLength + valueLength);
  const perToken = row.memory.bytesPerToken ?? cacheLayer * (layers - windowLayers);
  const cacheFixed = cacheLayer * windowLayers * (window + BATCH);
  const buffers = 4 * BATCH * (vocabulary + 2 * embedding);
  const weightShare = Math.min(1, gpuLayers / (layers + 1));
  const cacheShare = Math.min(1, gpuLayers / layers);
  const split = (bytes: number, share: number) => ({ ram: bytes * (1 - share), vram: bytes * share });
  const parts = [split(row.bytes, weightShare), split(cacheFixed, cacheShare), split(buffers, gpuLayers > 0 ? 1 : 0)];
  return {
    fixed: { ram: sum(parts.map((p) => p.ram)), vram: sum(parts.map((p) => p.vram)) },
    perToken: split(perToken, cacheShare),
  };
}

/**
 * The library's own estimate for a file; memory grows linearly with the context, so two points give the line.
 * Undefined for a damaged file of the catalogue, whose figures are known without it.
 */
async function headerCosts(row: ModelRow): Promise<((gpuLayers: number) => Promise<Costs>) | undefined> {
  const { library, llama } = await startEngine();
  const header = await readHeader(modelPath(row)).catch((error) => {
    if (row.role === "file") throw error;
    return undefined;
  });
  if (!header) return undefined;
  const insights = await library.GgufInsights.from(header, llama);
  return async (gpuLayers) => {
    const at = (contextSize: number) =>
      insights.estimateContextResourceRequirementsV2({
        contextSize,
        modelGpuLayers: gpuLayers,
        batchSize: BATCH,
        sequences: 1,
        flashAttention: true,
      });
    const weights = await insights.estimateModelResourceRequirementsV2({ gpuLayers });
    const [short, long] = [await at(4096), await at(8192)];
    const slope = { ram: (long.cpuRam - short.cpuRam) / 4096, vram: (long.gpuVram - short.gpuVram) / 4096 };
    return {
      fixed: {
        ram: weights.cpuRam + short.cpuRam - slope.ram * 4096,
        vram: weights.gpuVram + short.gpuVram - slope.vram * 4096,
      },
      perToken: slope,
    };
  };
}

/** As many layers as leave room for a typical context, or what the user asked for. */
async function layersOnGpu(
  costsAt: (layers: number) => Promise<Costs>,
  row: ModelRow,
  machine: Machine,
  wanted: GpuLayers,
): Promise<number> {
  const layers = row.memory.layers + 1;
  if (wanted !== "auto") return Math.min(wanted, layers);
  let [low, high] = [0, layers];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const enough = longestContext(await costsAt(middle), machine, row.contextLength, "vram");
    if (enough >= Math.min(TYPICAL_CONTEXT, row.contextLength)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** In steps of 256 tokens, at most `trained`; 0 when the fixed part alone does not fit. */
function longestContext(costs: Costs, machine: Machine, trained: number, only?: "vram"): number {
  const { vram } = machine;
  const within = (free: number, fixed: number, perToken: number) =>
    free < fixed ? 0 : perToken <= 0 ? trained : (free - fixed) / perToken;
  const limits = [trained];
  if (vram) limits.push(within(vram.free * VRAM_SHARE, costs.fixed.vram, costs.perToken.vram));
  const shared = vram?.shared ? { fixed: costs.fixed.vram, perToken: costs.perToken.vram } : { fixed: 0, perToken: 0 };
  if (only !== "vram")
    limits.push(
      within(machine.ram.free - OWN_MEMORY, costs.fixed.ram + shared.fixed, costs.perToken.ram + shared.perToken),
    );
  const tokens = Math.min(...limits);
  return tokens >= trained ? trained : Math.floor(tokens / 256) * 256;
}

function verdictOf(
  context: number,
  costs: Costs,
  machine: Machine,
  row: ModelRow,
  secondsPerThousand: number | null,
): Verdict {
  const least = Math.min(LEAST_CONTEXT, row.contextLength);
  if (context >= least) return (secondsPerThousand ?? 0) > SLOW ? "slow" : "fits";
  const empty: Machine = {
    ...machine,
    ram: { total: machine.ram.total, free: machine.ram.total * 0.9 },
    vram: machine.vram && { ...machine.vram, free: machine.vram.total },
  };
  return longestContext(costs, empty, row.contextLength) >= least ? "busy" : "too-large";
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
