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

/** The same evidence, its first `count` in the order of the model's yes. Judgements are kept: asking again costs nothing. */
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
  const order = first.map((item, i) => ({ item, probability: known[i] ?? 0 }));
  order.sort((a, b) => b.probability - a.probability);
  return [
    ...order.map(({ item, probability }) => ({
      ...item,
      why: [`the model says ${Math.round(100 * probability)} %`, ...item.why],
    })),
    ...evidence.slice(count),
  ];
}
