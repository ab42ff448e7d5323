import { createHash } from "node:crypto";
import { fail, V4Error } from "../errors.js";
import { indexRepository, type RepositoryIndex } from "../graph/index-repository.js";
import { cutToTokens, judge } from "../model/decide.js";
import { generate, type Measurement } from "../model/generate.js";
import type { GpuLayers, LoadedModel } from "../model/load.js";
import { PrefixStore } from "../model/prefix.js";
import { millisecondsFor, recordSpeed, tokensWithin } from "../model/speed.js";
import type { AskEvent } from "../output/ask-events.js";
import { startCiting, verifyCitations } from "../output/citations.js";
import type { AskDocument } from "../output/contract.js";
import { type AskPrompt, askPrompt } from "../prompt/ask.js";
import { type Budget, budgetFor } from "../prompt/budget.js";
import { estimateTokens } from "../prompt/estimate.js";
import type { Evidence } from "../questions/evidence.js";
import { rank } from "../questions/rank.js";
import { openRepository } from "../repo/open.js";
import {
  evidenceBlock,
  mapOf,
  measured,
  pinnedBlocks,
  shownPlaces,
  type Texts,
  textsOf,
  wholeRepository,
} from "./ask-evidence.js";
import { askedModel, contextLimit, loadReady, type ReadyModel, readyModel } from "./ask-model.js";

export interface AskOptions {
  question: string;
  cwd: string;
  /** Seconds until the first token, cold. */
  maxWait: number;
  /** Paths to send in full. */
  files: string[];
  model?: string | undefined;
  gpuLayers: GpuLayers;
  /** False: evidence only. */
  useModel: boolean;
  /** Stop before the answer: the prompt is in `onPrompt`. */
  onPrompt?: ((prompt: AskPrompt) => unknown) | undefined;
  signal?: AbortSignal | undefined;
}

/** Tokens of an answer at most: a page. */
const answerTokens = 512;
/** Pieces of evidence that are judged, and tokens read of each: measured to be as good as twice as many. */
const candidates = 8;
const candidateTokens = 80;
/** Tokens around candidate and question in the judging prompt. */
const judgeFrame = 45;
/** Process start, index and loading a model of 1 GB, in seconds. */
const startSeconds = 3;
const mapTokens = 160;
/** Evidence in the document; faces show the first few. */
const listed = 100;
const shownOnScreen = 10;

/** All of `v4 ask` but its faces: from the repository to a checked answer, told as events. The last is `done` or `failed`. */
export async function* ask(options: AskOptions): AsyncGenerator<AskEvent> {
  try {
    yield* steps(options);
  } catch (error) {
    if (options.signal?.aborted) yield { type: "failed", error: fail("cancelled") };
    else if (error instanceof V4Error) yield { type: "failed", error };
    else throw error;
  }
}

async function* steps(options: AskOptions): AsyncGenerator<AskEvent> {
  const { signal, question } = options;
  if (question.trim() === "") throw fail("no-question");
  const started = performance.now();
  const repository = await openRepository(options.cwd);
  const progress: { done: number; total: number }[] = [];
  const index = await indexRepository(repository, {
    signal,
    onProgress: (done, total) => void progress.push({ done, total }),
  });
  try {
    if (index.store.rebuilt) yield { type: "note", text: "the stored index was damaged; it was made anew" };
    const indexed = performance.now();
    const texts = textsOf(index);
    const evidence = measured(await rank(index, question, { limit: listed }), texts);
    const ranked = performance.now();
    yield {
      type: "evidence",
      question,
      root: repository.root,
      evidence: evidence.slice(0, shownOnScreen),
      files: index.files.length,
      milliseconds: Math.round(ranked - started),
    };
    const document: AskDocument = {
      question,
      answer: null,
      evidence,
      citations: [],
      ledger: { budget: 0, used: 0, files: [] },
      model: null,
      timings: {
        indexMs: Math.round(indexed - started),
        rankMs: Math.round(ranked - indexed),
        prefillMs: 0,
        firstTokenMs: 0,
        totalMs: 0,
        prefillTokens: 0,
        reusedTokens: 0,
        outputTokens: 0,
      },
    };
    if (options.useModel) yield* answer(options, index, texts, document);
    else {
      document.timings.totalMs = Math.round(performance.now());
      yield { type: "done", document, tokensPerSecond: 0 };
    }
  } finally {
    await index.close();
  }
}

async function* answer(
  options: AskOptions,
  index: RepositoryIndex,
  texts: Texts,
  document: AskDocument,
): AsyncGenerator<AskEvent> {
  const { question, signal, gpuLayers } = options;
  const pinned = pinnedBlocks(index, options.files, options.cwd);
  const ready = yield* readyModel(await askedModel(options.model), gpuLayers, signal);
  const plan = budgetOf(options, ready, Math.min(candidates, document.evidence.length));
  const all = wholeRepository(index, texts, plan.whole.promptTokens - overhead(question, pinned), estimateTokens);
  const budget = all ? plan.whole : plan.parts;
  const contextSize = Math.max(1024, roundUp(budget.promptTokens + answerTokens, 256));
  yield { type: "loading", model: ready.row.id, fraction: 0 };
  const model = await loadReady(ready, contextSize, gpuLayers, signal);
  try {
    const measurements: Measurement[] = [];
    const whole =
      all && wholeRepository(index, texts, plan.whole.promptTokens - overhead(question, pinned), model.countTokens);
    if (!whole && plan.parts.judged > 1) {
      document.evidence = yield* judged(
        model,
        index,
        document.evidence,
        plan.parts.judged,
        texts,
        question,
        measurements,
        signal,
      );
      yield { type: "judged", evidence: document.evidence.slice(0, shownOnScreen) };
    }
    const map = whole
      ? ""
      : await mapOf(index, model.countTokens, model.sha256, Math.min(mapTokens, Math.floor(budget.promptTokens / 6)));
    const promptTokens = Math.min(budget.promptTokens, model.contextSize - answerTokens);
    const prompt = askPrompt({
      question,
      map,
      blocks: [
        ...pinned,
        ...(whole ?? document.evidence.slice(0, candidates * 4).map((item) => evidenceBlock(item, texts))),
      ],
      budget: promptTokens,
      mostEvidence: ready.row.evidenceBlocks,
      countTokens: model.countTokens,
    });
    refuseWhatCannotFit(prompt, pinned.length, question, model, promptTokens);
    document.model = ready.row.id;
    document.ledger = prompt.ledger;
    yield* notes(prompt, texts, budget, options.maxWait, Boolean(whole));
    if (options.onPrompt) {
      options.onPrompt(prompt);
      return;
    }
    yield* write(model, prompt, index, document, measurements, signal);
    await recordSpeed({ id: ready.row.id, sha256: ready.sha256, gpuLayers }, { measurements });
  } finally {
    await model.dispose();
  }
}

function budgetOf(options: AskOptions, ready: ReadyModel, judgeable: number): { parts: Budget; whole: Budget } {
  const common = {
    maxWait: options.maxWait,
    startSeconds,
    judgeTokens: candidateTokens + judgeFrame + estimateTokens(options.question),
    millisecondsFor: (tokens: number, position: number) => millisecondsFor(ready.speed, tokens, position),
    tokensWithin: (seconds: number) => tokensWithin(ready.speed, seconds, 0),
    contextLimit: contextLimit(ready.row),
    answerTokens,
  };
  return { parts: budgetFor({ ...common, candidates: judgeable }), whole: budgetFor({ ...common, candidates: 0 }) };
}

const overhead = (question: string, pinned: { text: string }[]) =>
  250 + estimateTokens(question) + pinned.reduce((sum, block) => sum + estimateTokens(block.text), 0);

/** The same evidence, its first `count` in the order of the model's yes. Judgements are kept: asking again costs nothing. */
async function* judged(
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

function refuseWhatCannotFit(
  prompt: AskPrompt,
  pinned: number,
  question: string,
  model: LoadedModel,
  budget: number,
): void {
  if (prompt.sent.filter((block) => block.role === "pinned").length < pinned) {
    const tokens = prompt.ledger.used;
    throw fail("prompt-too-long", { tokens: `more than ${tokens}`, budget });
  }
  if (prompt.ledger.used > model.contextSize) {
    throw fail("question-too-long", { tokens: model.countTokens(question), context: model.contextSize });
  }
}

/** What the person should know of the prompt before the answer comes. */
function* notes(prompt: AskPrompt, texts: Texts, budget: Budget, maxWait: number, whole: boolean): Generator<AskEvent> {
  const sentFiles = new Set(prompt.sent.map((block) => block.file));
  for (const [file, secrets] of texts.withheld) {
    if (sentFiles.has(file)) yield { type: "note", text: `${file}: left out ${secrets.join(", ")}` };
  }
  if (whole) yield { type: "note", text: `the whole repository is in the prompt (${prompt.sent.length} files)` };
  for (const row of prompt.ledger.files) {
    if (!row.why.includes("over the budget") || row.included === "none") continue;
    const reason =
      budget.limit === "wait" ? `--max-wait ${maxWait} gives ${budget.promptTokens} tokens` : "the context is full";
    yield { type: "note", text: `${row.file}: cut, ${reason}` };
  }
}

async function* write(
  model: LoadedModel,
  prompt: AskPrompt,
  index: RepositoryIndex,
  document: AskDocument,
  measurements: Measurement[],
  signal: AbortSignal | undefined,
): AsyncGenerator<AskEvent> {
  const { blocks, sentRanges } = shownPlaces(prompt, index);
  const citing = startCiting({ blocks });
  const { timings } = document;
  let answer = "";
  for await (const event of generate(model, prompt, { maxTokens: answerTokens, signal, store: new PrefixStore() })) {
    if (event.type === "failed") throw event.error;
    if (event.type === "prefill" || event.type === "note") yield event;
    else if (event.type === "text") {
      timings.firstTokenMs ||= Math.round(performance.now());
      const text = citing.push(event.text);
      answer += text;
      if (text !== "") yield { type: "text", text };
    } else if (event.type === "done") {
      if (event.stopped === "cancelled") throw fail("cancelled");
      const rest = citing.end();
      answer += rest;
      if (rest !== "") yield { type: "text", text: rest };
      measurements.push(...event.measurements);
      if (event.stopped === "limit") yield { type: "note", text: `the answer was stopped at ${answerTokens} tokens` };
      if (event.stopped === "repeating")
        yield { type: "note", text: "the model began to repeat itself and was stopped" };
      timings.prefillMs = Math.round(event.prefillMilliseconds);
      timings.prefillTokens = event.promptTokens;
      timings.reusedTokens = event.reusedTokens;
      timings.outputTokens = event.outputTokens;
      timings.totalMs = Math.round(performance.now());
      const lines = new Map(index.files.map((file) => [file.path, file]));
      const lineCount = (path: string) => (lines.has(path) ? index.facts(lines.get(path)!).lines : null);
      document.answer = answer;
      document.ledger.used = event.promptTokens;
      document.citations = verifyCitations(answer, { sentRanges, lineCount });
      const tokensPerSecond = event.decodeMilliseconds > 0 ? (1000 * event.outputTokens) / event.decodeMilliseconds : 0;
      yield { type: "done", document, tokensPerSecond };
    }
  }
}

const roundUp = (value: number, step: number) => Math.ceil(value / step) * step;
