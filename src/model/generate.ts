import type { Token } from "node-llama-cpp";
import { fail, V4Error } from "../errors.js";
import type { LoadedModel } from "./load.js";
import type { PrefixStore } from "./prefix.js";
import { endsInALoop } from "./repetition.js";
import { hideThoughts } from "./thoughts.js";

/** What the model is asked: the stable part first, the question at the end of `user`. */
export interface Prompt {
  system: string;
  user: string;
}

export interface GenerateOptions {
  /** Tokens of output at most, thoughts included. */
  maxTokens: number;
  signal?: AbortSignal | undefined;
  /** Where prompts that were read are kept for the next process. */
  store?: PrefixStore | undefined;
  /** 0, the default, always takes the likeliest token. */
  temperature?: number | undefined;
}

/** Prompt tokens read at a position, and how long it took: what `speed.ts` is fitted to. */
export interface Measurement {
  position: number;
  tokens: number;
  milliseconds: number;
}

export type GenerationEvent =
  /** Part of the prompt came from the disk. */
  | { type: "restored"; tokens: number; milliseconds: number }
  /** `done` of `total` prompt tokens are in the context, `reused` of them without being read again. */
  | { type: "prefill"; done: number; total: number; reused: number; tokensPerSecond: number }
  | { type: "text"; text: string }
  /** Something the person should know: a damaged store entry, a full disk. */
  | { type: "note"; text: string }
  | {
      type: "done";
      promptTokens: number;
      reusedTokens: number;
      outputTokens: number;
      /** Output tokens that were thoughts and are not shown. */
      thoughtTokens: number;
      /** With restoring. */
      prefillMilliseconds: number;
      decodeMilliseconds: number;
      prefillTokensPerSecond: number;
      stopped: "end" | "limit" | "cancelled" | "repeating";
      measurements: Measurement[];
    }
  | { type: "failed"; error: V4Error };

/**
 * Reads a prompt and writes the answer. Never throws: the last event is `done` (also when cancelled) or `failed`.
 * The prompt is stored when it was read to its end; the disk works while the model writes.
 */
export async function* generate(
  model: LoadedModel,
  prompt: Prompt,
  options: GenerateOptions,
): AsyncGenerator<GenerationEvent, void, void> {
  try {
    yield* readAndWrite(model, prompt, options);
  } catch (error) {
    if (error instanceof V4Error) yield { type: "failed", error };
    else yield { type: "failed", error: fail("model-failed", { reason: firstLine(error) }) };
  }
}

/**
 * The exact tokens the model reads: its own chat template around the two texts, up to where its answer begins.
 * Text that spells a special token stays text, so a file in the prompt cannot end the user's turn.
 */
export function promptTokens(model: LoadedModel, prompt: Prompt): Token[] {
  const { contextText } = model.chat.generateContextState({
    chatHistory: [
      { type: "system", text: prompt.system },
      { type: "user", text: prompt.user },
      { type: "model", response: [] },
    ],
  });
  return contextText.tokenize(model.weights.tokenizer);
}

async function* readAndWrite(
  model: LoadedModel,
  prompt: Prompt,
  { maxTokens, signal, store, temperature = 0 }: GenerateOptions,
): AsyncGenerator<GenerationEvent, void, void> {
  const { sequence } = model;
  const tokens = promptTokens(model, prompt);
  if (tokens.length >= model.contextSize) {
    throw fail("question-too-long", { tokens: tokens.length, context: model.contextSize });
  }
  const start = performance.now();
  // The last token is always read, its logits are where the answer begins.
  const stable = tokens.slice(0, -1);
  const restored = await store?.restore(model, stable);
  for (const text of restored?.problems ?? []) yield { type: "note", text };
  if (restored?.tokens) yield { type: "restored", tokens: restored.tokens, milliseconds: restored.milliseconds };
  await sequence.adaptStateToTokens(stable, false);
  const reused = sequence.nextTokenIndex;

  const measurements: Measurement[] = [];
  const progress = (): GenerationEvent => ({
    type: "prefill",
    done: sequence.nextTokenIndex,
    total: tokens.length,
    reused,
    tokensPerSecond: tokensPerSecond(measurements),
  });
  yield progress();
  for await (const measurement of evaluateInSlices(model, stable.slice(reused), signal)) {
    measurements.push(measurement);
    yield progress();
  }
  let writing: Promise<string | null> | undefined;
  if (!signal?.aborted && store) {
    await sequence.takeCheckpoint();
    writing = (await store.save(model)).finished;
  }
  const decodeStart = performance.now();
  let outputTokens = 0;
  let stopped: "end" | "limit" | "cancelled" | "repeating" = "end";
  const thoughts = hideThoughts(model, tokens);
  const limit = Math.min(maxTokens, model.contextSize - tokens.length);
  const output: Token[] = [];
  let firstToken = 0;
  try {
    if (signal?.aborted) stopped = "cancelled";
    else if (limit <= 0) stopped = "limit";
    else {
      for await (const token of sequence.evaluate(tokens.slice(-1), { temperature })) {
        firstToken ||= performance.now();
        outputTokens++;
        output.push(token);
        const text = thoughts.next(token);
        if (text) yield { type: "text", text };
        if (signal?.aborted) stopped = "cancelled";
        else if (endsInALoop(output)) stopped = "repeating";
        else if (outputTokens >= limit) stopped = "limit";
        else continue;
        break;
      }
      const rest = thoughts.end();
      if (rest) yield { type: "text", text: rest };
    }
  } finally {
    await writing;
  }
  const problem = await writing;
  if (problem) yield { type: "note", text: problem };
  yield {
    type: "done",
    promptTokens: tokens.length,
    reusedTokens: reused,
    outputTokens,
    thoughtTokens: thoughts.hidden,
    prefillMilliseconds: (firstToken || decodeStart) - start,
    decodeMilliseconds: firstToken ? performance.now() - firstToken : 0,
    prefillTokensPerSecond: tokensPerSecond(measurements),
    stopped,
    measurements,
  };
}

/**
 * Reads tokens behind what the sequence holds, in slices of a second or less where the machine can, so that progress is
 * real and a cancelled run stops soon. A slice below 64 tokens misses the engine's tiled attention on a CPU: 32 at
 * position 2,048 ran at 30 tokens a second with a 1.5B, 64 at 45, 128 and more at 47. On a GPU the slices grow at once.
 */
export async function* evaluateInSlices(
  model: LoadedModel,
  tokens: Token[],
  signal?: AbortSignal,
): AsyncGenerator<Measurement, void, void> {
  const { sequence } = model;
  let size = Math.min(leastSlice, model.batchSize);
  for (let from = 0; from < tokens.length && !signal?.aborted; ) {
    const slice = tokens.slice(from, from + size);
    const position = sequence.nextTokenIndex;
    const start = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(slice);
    const milliseconds = performance.now() - start;
    yield { position, tokens: slice.length, milliseconds };
    from += slice.length;
    const affordable = (slice.length / milliseconds) * 1000;
    size = Math.min(model.batchSize, Math.max(leastSlice, 2 ** Math.floor(Math.log2(affordable))));
  }
}

const leastSlice = 64;

function tokensPerSecond(measurements: Measurement[]): number {
  const milliseconds = measurements.reduce((sum, m) => sum + m.milliseconds, 0);
  return milliseconds === 0 ? 0 : (measurements.reduce((sum, m) => sum + m.tokens, 0) / milliseconds) * 1000;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
