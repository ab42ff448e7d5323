import { fail } from "../errors.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { generate, type Measurement } from "../model/generate.js";
import type { LoadedModel } from "../model/load.js";
import { PrefixStore } from "../model/prefix.js";
import type { AskEvent } from "../output/ask-events.js";
import { startCiting, verifyCitations } from "../output/citations.js";
import type { AskDocument } from "../output/contract.js";
import type { AskPrompt } from "../prompt/ask.js";
import { shownPlaces } from "./ask-evidence.js";

/** Tokens of an answer at most: a page. */
export const answerTokens = 512;

/** Reads the prompt and writes the answer, its citations rewritten and checked while it streams. Ends with `done`. */
export async function* write(
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
