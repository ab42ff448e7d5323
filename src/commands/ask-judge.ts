import { createHash } from "node:crypto";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { cutToTokens, judge } from "../model/decide.js";
import type { Measurement } from "../model/generate.js";
import type { LoadedModel } from "../model/load.js";
import type { AskEvent } from "../output/ask-events.js";
import type { Evidence } from "../questions/evidence.js";
import type { Texts } from "./ask-evidence.js";

/** Tokens read of each candidate: 160 were measured to be no better. */
export const candidateTokens = 80;

/**
 * The same evidence, its first `count` in a new order: the model's yes and the words together, as the sum of their z-scores. The
 * yes alone put a one-line constant named like a word of the question above the function that does the work. Judgements are kept: asking
 * again costs nothing.
 */
export async function* judged(
  model: LoadedModel,
  index: RepositoryIndex,
  evidence: Evidence[],
  count: number,
  texts: Texts,
  question: string,
  measurements: Measurement[],
  signal: AbortSignal | undefined,
): AsyncGenerator<AskEvent, Evidence[]> {
  const first = evidence.slice(0, count);
  const pieces = first.map((item) => {
    const text = texts
      .lines(item.file)
      .slice(item.startLine - 1, item.endLine)
      .join("\n");
    return `${item.file}\n${cutToTokens(model, text, candidateTokens)}`;
  });
  const keys = pieces.map((piece) =>
    createHash("sha256")
      .update(JSON.stringify([model.sha256, question, piece]))
      .digest("hex"),
  );
  const { store } = index;
  const known = keys.map((key) => store.derived.get(`judged ${key}`) as number | undefined);
  const unknown = known.flatMap((probability, i) => (probability === undefined ? [i] : []));
  let done = first.length - unknown.length;
  if (unknown.length > 0) yield { type: "judging", done, total: first.length };
  for await (const { index: at, probability, measurement } of judge(model, {
    candidates: unknown.map((i) => pieces[i]!),
    question,
    signal,
  })) {
    known[unknown[at]!] = probability;
    measurements.push(measurement);
    yield { type: "judging", done: ++done, total: first.length };
  }
  signal?.throwIfAborted();
  await store.write(() => {
    for (const i of unknown) store.derived.put(`judged ${keys[i]}`, known[i]);
  });
  const probabilities = known.map((probability) => probability ?? 0);
  const fused = sum(zScores(probabilities.map(logit)), zScores(first.map((item) => item.score)));
  const order = first.map((item, i) => ({ item, probability: probabilities[i]!, fused: fused[i]! }));
  order.sort((a, b) => b.fused - a.fused);
  return [
    ...order.map(({ item, probability }) => ({
      ...item,
      why: [`the model says ${Math.round(100 * probability)} %`, ...item.why],
    })),
    ...evidence.slice(count),
  ];
}

/** Certainty without bounds, so that 0.99 stands as far from 0.9 as 0.5 from 0.1. */
const logit = (p: number) => Math.log(Math.min(0.999, Math.max(0.001, p)) / (1 - Math.min(0.999, Math.max(0.001, p))));

const sum = (a: number[], b: number[]) => a.map((value, i) => value + b[i]!);

/** Values in units of their spread around their mean; noughts when all are equal. */
function zScores(values: number[]): number[] {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (spread > 0 ? (value - mean) / spread : 0));
}
