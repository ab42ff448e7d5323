import { fail, V4Error } from "../errors.js";
import { indexRepository, type RepositoryIndex } from "../graph/index-repository.js";
import type { Measurement } from "../model/generate.js";
import type { GpuLayers, LoadedModel } from "../model/load.js";
import { millisecondsFor, recordSpeed, tokensWithin } from "../model/speed.js";
import type { AskEvent } from "../output/ask-events.js";
import type { AskDocument } from "../output/contract.js";
import { type AskPrompt, askPrompt } from "../prompt/ask.js";
import { type Budget, budgetFor } from "../prompt/budget.js";
import { estimateTokens } from "../prompt/estimate.js";
import { rank } from "../questions/rank.js";
import type { Repository } from "../repo/open.js";
import { evidenceBlock, mapOf, measured, pinnedBlocks, type Texts, textsOf, wholeRepository } from "./ask-evidence.js";
import { candidateTokens, judged } from "./ask-judge.js";
import { askedModel, contextLimit, knownModel, loadReady, type ReadyModel, readyModel } from "./ask-model.js";
import { answerTokens, write } from "./ask-write.js";

export interface AskOptions {
  question: string;
  repository: Repository;
  /** Where paths given by the user start. */
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

/** Pieces of evidence that are judged at most. */
const candidates = 8;
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
  const { repository } = options;
  const early = options.useModel ? loadEarly(options) : null;
  // Its failure is told where it is awaited; until then it must not count as unhandled.
  early?.catch(() => {});
  let index: RepositoryIndex | undefined;
  try {
    index = yield* indexing(repository, signal);
    if (index.store.problem) yield { type: "note", text: index.store.problem };
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
    if (early) yield* answer(options, await early, index, texts, document);
    else {
      document.timings.totalMs = Math.round(performance.now());
      yield { type: "done", document, tokensPerSecond: 0 };
    }
  } finally {
    await (await early?.catch(() => null))?.model.then(
      (model) => model.dispose(),
      () => {},
    );
    await index?.close();
  }
}

/** Brings the index up to date; the first time in a large repository it takes long enough to be told about. */
async function* indexing(
  repository: Repository,
  signal: AbortSignal | undefined,
): AsyncGenerator<AskEvent, RepositoryIndex> {
  const told: AskEvent[] = [];
  let wake = () => {};
  const work = indexRepository(repository, {
    signal,
    onProgress: (done, total) => {
      told.push({ type: "indexing", done, total });
      wake();
    },
  });
  const finished = work.then(
    () => wake(),
    () => wake(),
  );
  let running = true;
  void finished.then(() => {
    running = false;
  });
  while (running) {
    await Promise.race([finished, new Promise<void>((resolve) => (wake = resolve))]);
    yield* told.splice(0);
  }
  return work;
}

interface EarlyModel {
  ready: ReadyModel;
  model: Promise<LoadedModel>;
}

/** A context up to this is made before it is known how much of it is needed: it costs a fraction of a second and 250 MB at most. */
const earlyContext = 8192;

/**
 * Loads the model while the repository is read: the weights come in on other threads, and git is waited for anyway. Null when it
 * must be fetched or measured first, or when its context would be large.
 */
async function loadEarly(options: AskOptions): Promise<EarlyModel | null> {
  const row = await askedModel(options.model);
  const ready = await knownModel(row, options.gpuLayers);
  if (!ready) return null;
  const contextSize = contextFor(budgetOf(options, ready, candidates).whole, options.question);
  if (contextSize > earlyContext) return null;
  const model = loadReady(ready, contextSize, options.gpuLayers, options.signal);
  model.catch(() => {});
  return { ready, model };
}

/** What the prompt may have: the budget, or more when the question alone needs it: a question is never cut. */
const roomFor = (budget: Budget, question: string) =>
  Math.max(budget.promptTokens, Math.ceil(1.15 * estimateTokens(question)) + 300);

const contextFor = (budget: Budget, question: string) =>
  Math.max(1024, roundUp(roomFor(budget, question) + answerTokens, 256));

async function* answer(
  options: AskOptions,
  early: EarlyModel | null,
  index: RepositoryIndex,
  texts: Texts,
  document: AskDocument,
): AsyncGenerator<AskEvent> {
  const { question, signal, gpuLayers } = options;
  const pinned = pinnedBlocks(index, options.files, options.cwd);
  const ready = early?.ready ?? (yield* readyModel(await askedModel(options.model), gpuLayers, signal));
  const plan = budgetOf(options, ready, Math.min(candidates, document.evidence.length));
  const all = wholeRepository(index, texts, plan.whole.promptTokens - overhead(question, pinned), estimateTokens);
  const budget = all ? plan.whole : plan.parts;
  yield { type: "loading", model: ready.row.id, fraction: 0 };
  const model = await (early?.model ?? loadReady(ready, contextFor(budget, question), gpuLayers, signal));
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
    const promptTokens = Math.min(roomFor(budget, question), model.contextSize - answerTokens);
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
    if (!early) await model.dispose();
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

const roundUp = (value: number, step: number) => Math.ceil(value / step) * step;
