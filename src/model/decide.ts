import type { Token } from "node-llama-cpp";
import { fail } from "../errors.js";
import { type Measurement, promptTokens } from "./generate.js";
import type { LoadedModel, Tokenizer } from "./load.js";

export interface JudgeOptions {
  /** Pieces of code or text, already cut: `cutToTokens(model, text, 80)`. */
  candidates: string[];
  question: string;
  signal?: AbortSignal | undefined;
}

export interface Judgement {
  /** Of the candidate in the list that was given. */
  index: number;
  /** Of "yes" against "no", 0 to 1. It orders well and is poorly calibrated: no threshold should be set on it. */
  probability: number;
  /** What was read for it, for `speed.ts`. */
  measurement: Measurement;
}

/**
 * Asks of each candidate silently, without writing a token, whether it answers the question, and yields in the order
 * given. Deterministic: the same candidates give the same probabilities. Ends early when cancelled; throws model-failed.
 * The sequence is left holding the last candidate; `generate` after it restores or reads its own prompt.
 */
export async function* judge(
  model: LoadedModel,
  { candidates, question, signal }: JudgeOptions,
): AsyncGenerator<Judgement, void, void> {
  const answers = { yes: oneTokenSpellings(model, "yes"), no: oneTokenSpellings(model, "no") };
  if (answers.yes.length === 0 || answers.no.length === 0) {
    throw fail("model-failed", { reason: "its vocabulary has no single token for yes and no, so it cannot judge" });
  }
  const { sequence } = model;
  for (const [index, candidate] of candidates.entries()) {
    if (signal?.aborted) return;
    const tokens = promptTokens(model, judgePrompt(candidate, question));
    if (tokens.length > model.contextSize) {
      throw fail("question-too-long", { tokens: tokens.length, context: model.contextSize });
    }
    const start = performance.now();
    await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
    const position = sequence.nextTokenIndex;
    const unread = tokens.slice(position);
    const last = unread.pop()!;
    const filter = { tokens: [...answers.yes, ...answers.no] };
    const results = await sequence.controlledEvaluate([...unread, [last, { generateNext: { logits: { filter } } }]]);
    const logits = results[unread.length]?.next.logits;
    if (!logits) throw fail("model-failed", { reason: "it gave no probabilities" });
    const weight = (spellings: Token[]) =>
      logSumOfExponentials(spellings.map((token) => logits.get(token) ?? -Infinity));
    yield {
      index,
      probability: 1 / (1 + Math.exp(weight(answers.no) - weight(answers.yes))),
      measurement: { position, tokens: unread.length + 1, milliseconds: performance.now() - start },
    };
  }
}

/** The beginning of a text, at most `count` tokens of it, in whole characters. */
export function cutToTokens(model: Tokenizer, text: string, count: number): string {
  // A token is a character at least in all but the rarest texts; reading a whole large function for 80 tokens is waste.
  const tokens = model.tokenize(text.slice(0, count * 24));
  return tokens.length <= count
    ? text.slice(0, count * 24)
    : model.detokenize(tokens.slice(0, count)).replace(/\uFFFD+$/, "");
}

/**
 * Code, question, instruction. Nine questions about one class of 2,600 lines, five of its methods each (80 tokens), Qwen2.5-Coder
 * 1.5B: this order had the right one first 9 times of 9; the question in the system text, before the code, 7 of 9;
 * question and instruction both there and only "yes or no?" behind the code none of the first 2. Putting the question
 * first would share it between candidates and save 15 tokens of 109: it is not worth the errors.
 */
function judgePrompt(candidate: string, question: string) {
  return {
    system: "You are a code search assistant.",
    user: `${candidate}\n\nQuestion: ${question}\n\nDoes this code answer the question? Reply with yes or no.`,
  };
}

function oneTokenSpellings(model: LoadedModel, word: string): Token[] {
  const capital = word[0]!.toUpperCase() + word.slice(1);
  const spellings = [word, capital, ` ${word}`, ` ${capital}`].map((text) => model.tokenize(text));
  return spellings.filter((tokens) => tokens.length === 1).map((tokens) => tokens[0]!);
}

function logSumOfExponentials(values: number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
