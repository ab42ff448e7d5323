import type { GenerationEvent, Prompt } from "../../src/model/generate.js";
import type { LoadedModel } from "../../src/model/load.js";

/** A prompt of some 140 tokens about `topic`: the document first, the question last. */
export function samplePrompt(topic: string, question = `What is said about ${topic}?`): Prompt {
  const document = Array.from(
    { length: 5 },
    (_, i) => `The ${topic} number ${i} opens the session, reads ${i + 3} lines and returns the result.`,
  ).join("\n");
  return { system: "You answer briefly.", user: `${document}\n\n${question}` };
}

/** All events of a generation, with the text joined and the last event on its own. */
export async function collect(events: AsyncIterable<GenerationEvent>) {
  const all: GenerationEvent[] = [];
  for await (const event of events) all.push(event);
  const text = all.map((event) => (event.type === "text" ? event.text : "")).join("");
  const last = all.at(-1)!;
  return { all, text, last, done: last.type === "done" ? last : null };
}

/** What a new process would start with. */
export async function forget(model: LoadedModel): Promise<void> {
  await model.sequence.clearHistory();
}
