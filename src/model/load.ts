import { open } from "node:fs/promises";
import { freemem } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { ChatWrapper, Llama, LlamaContext, LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { fail, V4Error } from "../errors.js";

export interface ModelFile {
  path: string;
  id: string;
  /** Of the file, lower-case hexadecimal. Trusted, not computed: it names the model in the caches. */
  sha256: string;
}

/** "auto": as many layers on the GPU as fit beside the context; a number: exactly so many. */
export type GpuLayers = "auto" | number;

export interface LoadOptions {
  /** Tokens the context shall hold; cut to what the model was trained on. Memory and creation time grow with it. */
  contextSize: number;
  gpuLayers?: GpuLayers | undefined;
  /** Threads that compute; the default is one for each core. Two models at once on the same cores need fewer. */
  threads?: number | undefined;
  signal?: AbortSignal | undefined;
  /** `fraction` of the weights that are loaded, 0 to 1. */
  onProgress?: ((fraction: number) => void) | undefined;
}

/** Counts and cuts text; all that `loadTokenizer` gives. */
export interface Tokenizer {
  countTokens: (text: string) => number;
  /** Text that spells a special token (`<|im_end|>`) gives the tokens of its letters, never the special token. */
  tokenize: (text: string) => Token[];
  detokenize: (tokens: readonly Token[]) => string;
  dispose: () => Promise<void>;
}

/** A model in memory with one sequence, which serves judging and answering in turn: restoring a prefix is cheap. */
export interface LoadedModel extends Tokenizer {
  id: string;
  sha256: string;
  /** Version of the library and of the engine in it: states saved by another one are not to be loaded. */
  libraryVersion: string;
  contextSize: number;
  trainContextSize: number;
  /** As asked for, not as resolved: it must be known before the model is loaded. */
  gpuLayers: GpuLayers;
  /** "cuda", "vulkan", "metal" or "cpu". */
  backend: string;
  batchSize: number;
  weights: LlamaModel;
  context: LlamaContext;
  sequence: LlamaContextSequence;
  chat: ChatWrapper;
}

/**
 * Loads a model with a context. Throws the rows not-a-model, model-damaged, too-little-memory, model-failed, cancelled.
 *
 * Flash attention is on (a third faster prefill) and the batch is 512 tokens: 2,048 were no faster and took a gigabyte more.
 */
export async function loadModel(file: ModelFile, options: LoadOptions): Promise<LoadedModel> {
  const size = await checkHeader(file);
  const { llama, library } = await startEngine();
  const gpuLayers = options.gpuLayers ?? "auto";
  if (llama.gpu === false && size > freeMemory()) throw tooLittleMemory(file.id, size);
  const weights = await attempt(file, options.signal, "model-damaged", () =>
    llama.loadModel({
      modelPath: file.path,
      gpuLayers: gpuLayers === "auto" ? { fitContext: { contextSize: options.contextSize } } : gpuLayers,
      ...(options.signal && { loadSignal: options.signal }),
      ...(options.onProgress && { onLoadProgress: options.onProgress }),
    }),
  );
  try {
    const contextSize = Math.min(options.contextSize, weights.trainContextSize);
    const need = contextMemory(weights, contextSize);
    if (need > freeMemory()) throw tooLittleMemory(file.id, size + need);
    const context = await attempt(file, options.signal, "model-failed", () =>
      weights.createContext({
        contextSize,
        sequences: 1,
        batchSize: Math.min(batchSize, contextSize),
        flashAttention: true,
        threads: options.threads ?? llama.cpuMathCores,
        ...(options.signal && { createSignal: options.signal }),
      }),
    );
    return {
      ...tokenizerOf(weights),
      id: file.id,
      sha256: file.sha256,
      libraryVersion: `${await library.getModuleVersion()}/${llama.llamaCppRelease.release}`,
      contextSize: context.contextSize,
      trainContextSize: weights.trainContextSize,
      gpuLayers,
      backend: llama.gpu === false ? "cpu" : llama.gpu,
      batchSize: context.batchSize,
      weights,
      context,
      sequence: context.getSequence(),
      chat: library.resolveChatWrapper(weights, { warningLogs: false }),
    };
  } catch (error) {
    await weights.dispose();
    throw error;
  }
}

/**
 * Only the vocabulary of a model: no weights, no context; about a third of the time of loading it all.
 *
 * A million tokens of source take 2 to 2.5 s (1.7 to 2.1 MB/s on a slow core), one call a file. Cutting files into blocks
 * or lines and remembering the counts of equal ones was tried: it was no faster, and tokens that span a cut came out wrong.
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  const file = { path, id: path, sha256: "" };
  await checkHeader(file);
  const { llama } = await startEngine();
  return tokenizerOf(
    await attempt(file, undefined, "model-damaged", () =>
      llama.loadModel({ modelPath: path, vocabOnly: true, gpuLayers: 0 }),
    ),
  );
}

function tokenizerOf(weights: LlamaModel): Tokenizer {
  return {
    countTokens: (text) => weights.tokenize(text).length,
    tokenize: (text) => weights.tokenize(text),
    detokenize: (tokens) => weights.detokenize(tokens),
    dispose: () => weights.dispose(),
  };
}

const batchSize = 512;

type Library = typeof import("node-llama-cpp");
interface Engine {
  library: Library;
  llama: Llama;
}
let engine: Promise<Engine> | undefined;
/** The last words of the engine: its exceptions say only that loading failed. */
let complaints: string[] = [];

/**
 * Imports the library and starts its engine, once a process (half a second each). Worth calling early, without waiting,
 * by a command that will need a model: the second half waits for a child process and leaves the main thread free.
 */
export function startEngine(): Promise<Engine> {
  engine ??= (async () => {
    const library = await import("node-llama-cpp");
    try {
      const llama = await library.getLlama({
        build: "never",
        progressLogs: false,
        ...(process.env.V4_DEBUG
          ? { logLevel: library.LlamaLogLevel.debug }
          : {
              logLevel: library.LlamaLogLevel.error,
              logger: (_level: unknown, message: string) => {
                complaints = [...complaints.slice(-20), message.trim()];
              },
            }),
      });
      // The library takes four threads at least. With four on two busy cores they wait for each other at every
      // layer: 0.2 tokens a second instead of 14.
      llama.maxThreads = llama.cpuMathCores;
      return { library, llama };
    } catch (error) {
      engine = undefined;
      throw fail("model-failed", { reason: `its engine did not start (${firstLine(error)})` });
    }
  })();
  return engine;
}

async function checkHeader(file: ModelFile): Promise<number> {
  try {
    const handle = await open(file.path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
      if (bytesRead < 8 || buffer.toString("latin1", 0, 4) !== "GGUF") {
        throw fail("not-a-model", {
          path: file.path,
          reason: bytesRead === 0 ? "it is empty" : "it has no GGUF header",
        });
      }
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof V4Error) throw error;
    throw fail("not-a-model", { path: file.path, reason: reasonOf(error) });
  }
}

async function attempt<T>(
  file: ModelFile,
  signal: AbortSignal | undefined,
  otherwise: "model-damaged" | "model-failed",
  work: () => Promise<T>,
): Promise<T> {
  complaints = [];
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    if (signal?.aborted) throw fail("cancelled");
    await setTimeout(20); // the engine's messages come through another thread, after the exception
    const said = [firstLine(error), ...complaints].join("\n");
    if (/insufficient|out of memory|(failed|unable) to allocate|too large for the available/i.test(said)) {
      throw tooLittleMemory(file.id, (await checkHeader(file)) * 1.2);
    }
    const architecture = /unknown model architecture: '([^']*)'/.exec(said)?.[1];
    if (architecture) {
      throw fail("model-failed", { reason: `its architecture "${architecture}" is not known to this version of v4` });
    }
    if (otherwise === "model-damaged") {
      const reason = /file bounds|past EOF|end of file/i.test(said) ? "it is incomplete" : "its content cannot be read";
      throw fail("model-damaged", { path: file.path, id: file.id, reason });
    }
    throw fail("model-failed", { reason: complaints.at(-1) ?? firstLine(error) });
  }
}

function contextMemory(weights: LlamaModel, contextSize: number): number {
  return weights.fileInsights.estimateContextResourceRequirements({
    contextSize,
    modelGpuLayers: weights.gpuLayers,
    batchSize,
    sequences: 1,
    flashAttention: true,
  }).cpuRam;
}

function freeMemory(): number {
  return Math.min(freemem(), process.availableMemory?.() ?? Number.POSITIVE_INFINITY);
}

function tooLittleMemory(id: string, need: number): V4Error {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return fail("too-little-memory", { id, need: gigabytes(need), free: gigabytes(freeMemory()) });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  return firstLine(error);
}
