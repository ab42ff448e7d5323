import type { AskEvent } from "../../src/output/ask-events.js";
import type { AskDocument } from "../../src/output/contract.js";
import type { Evidence } from "../../src/questions/evidence.js";

/** What a real question brought, as events that are always the same. */
const question = "How does it decide how many tokens to send?";

export const evidence: Evidence[] = [
  row(
    "src/prompt/budget.ts",
    30,
    71,
    "budgetFor",
    "export function budgetFor(speed: Speed, maxWait: number, context: number): number",
    ["names budget, tokens, send"],
  ),
  row(
    "src/prompt/pack.ts",
    88,
    140,
    "packWithin",
    "export function packWithin(candidates: Block[], budget: number): Packed",
    ["names tokens", "called with budgetFor"],
  ),
  row(
    "src/model/speed.ts",
    12,
    44,
    "measurePrefill",
    "async function measurePrefill(model: LoadedModel): Promise<Speed>",
    ["names tokens", "imported by src/prompt/budget.ts"],
  ),
  row("src/prompt/ledger.ts", 9, 24, "LedgerRow", "export interface LedgerRow", ["names tokens, sent"]),
  row(
    "src/commands/ask.ts",
    51,
    133,
    "ask",
    "export async function* ask(question: string, options: AskOptions): AsyncGenerator<AskEvent>",
    ["calls budgetFor"],
  ),
  row("src/model/generate.ts", 20, 75, "Generation.next", "async next(limit: number): Promise<Piece>", [
    "names tokens",
  ]),
  row("test/prompt/budget.test.ts", 5, 60, "", "describe('budgetFor', () => {", ["names budget, tokens"]),
  row("src/output/summary.ts", 8, 22, "lastLine", "export function lastLine(done: DoneEvent): string[]", [
    "names tokens",
  ]),
  row("README.md", 40, 61, "", "## How much is sent", ["names send, tokens"]),
];

export const answer = `The number of tokens follows from the **time** a person is willing to wait, not from the size of the repository. \`budgetFor\` [src/prompt/budget.ts:34] takes the prefill speed that was measured on this machine and works backwards from \`--max-wait\`:

\`\`\`ts
export function budgetFor(speed: Speed, maxWait: number, context: number): number {
  // Each token costs more the further back it stands: solve a·n + b·n²/2 = maxWait for n.
  const wait = maxWait - speed.startMs / 1000;
  const tokens = (Math.sqrt(speed.a ** 2 + 2 * speed.b * wait) - speed.a) / speed.b;
  return Math.min(Math.floor(tokens), context - reserve);
}
\`\`\`

Three things bound the result:

1. the wait, 30 s by default [src/prompt/budget.ts:41];
2. the context of the model, less \`reserve\` tokens that are kept for the answer [src/prompt/budget.ts:66];
3. what \`packWithin\` [src/prompt/pack.ts:91] can fill: it stops at the first block that does not fit, and the ledger says which.

So a faster machine sends more, and nothing else changes [src/prompt/plan.ts:12 ?].
`;

export const document: AskDocument = {
  question,
  answer,
  evidence: evidence.map((item) => ({ ...item })),
  citations: [
    { file: "src/prompt/budget.ts", line: 34, verified: true },
    { file: "src/prompt/budget.ts", line: 41, verified: true },
    { file: "src/prompt/budget.ts", line: 66, verified: true },
    { file: "src/prompt/pack.ts", line: 91, verified: true },
    { file: "src/prompt/plan.ts", line: 12, verified: false, reason: "there is no such file" },
  ],
  ledger: { budget: 2400, used: 2010, files: [] },
  model: "qwen2.5-coder-1.5b-instruct",
  timings: {
    indexMs: 310,
    rankMs: 62,
    prefillMs: 8300,
    firstTokenMs: 9800,
    totalMs: 31400,
    prefillTokens: 1198,
    reusedTokens: 812,
    outputTokens: 231,
  },
};

export interface ReplayOptions {
  /** Multiplies every pause; 0 for none. */
  pace: number;
  pull?: boolean;
  root?: string;
}

/** The events of one question, with the pauses they had. */
export async function* replay({ pace, pull = false, root = "/repository" }: ReplayOptions): AsyncGenerator<AskEvent> {
  const pause = (ms: number) => (pace === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, ms * pace)));
  const model = "qwen2.5-coder-1.5b-instruct";
  for (let done = 0; done <= 1204; done += 301) {
    yield { type: "indexing", done, total: 1204 };
    await pause(60);
  }
  yield { type: "evidence", question, root, evidence, files: 1204, milliseconds: 372 };
  await pause(300);
  if (pull) {
    for (let done = 0; done <= 1117320768; done += 55866038) {
      yield { type: "pulling", model, done, total: 1117320768, bytesPerSecond: 41.2e6 };
      await pause(100);
    }
  }
  for (let step = 0; step <= 4; step++) {
    yield { type: "loading", model, fraction: step / 4 };
    await pause(120);
  }
  for (let done = 0; done <= 8; done++) {
    yield { type: "judging", done, total: 8 };
    await pause(250);
  }
  yield { type: "judged", evidence: [evidence[0]!, evidence[2]!, evidence[1]!, ...evidence.slice(3)] };
  yield { type: "note", text: "42 files of vendor/ are listed by name only; --file PATH sends one in full" };
  for (let done = 0; done <= 1198; done += 107) {
    yield { type: "prefill", done: Math.min(done, 1198), total: 1198, reused: 812, tokensPerSecond: 145 };
    await pause(250);
  }
  for (const text of answer.match(/\s*(?:\[[^\]]*\]|\S{1,5})/g)!) {
    yield { type: "text", text };
    await pause(45);
  }
  yield { type: "text", text: "\n" };
  yield { type: "done", document, tokensPerSecond: 11.4 };
}

function row(
  file: string,
  startLine: number,
  endLine: number,
  symbol: string,
  signature: string,
  why: string[],
): Evidence {
  return { file, startLine, endLine, symbol, signature, score: 1, tokens: 200, why };
}
