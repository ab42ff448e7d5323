import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate, promptTokens } from "../../src/model/generate.js";
import { type LoadedModel, loadModel } from "../../src/model/load.js";
import { PrefixStore } from "../../src/model/prefix.js";
import { endsInALoop } from "../../src/model/repetition.js";
import { hideThoughts } from "../../src/model/thoughts.js";
import { testModel } from "../provision.js";
import { collect, forget, samplePrompt } from "./sample.js";

let folder: string;
let model: LoadedModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "v4-generate-"));
  model = await loadModel({ path: await testModel(), id: "test", sha256: "0" }, { contextSize: 1024, threads: 1 });
}, 120_000);

afterAll(async () => {
  await model?.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe("an answer", () => {
  const store = () => new PrefixStore({ folder: join(folder, "answer") });
  let cold: Awaited<ReturnType<typeof collect>>;
  let warm: Awaited<ReturnType<typeof collect>>;

  beforeAll(async () => {
    const prompt = samplePrompt("reader");
    cold = await collect(generate(model, prompt, { maxTokens: 16, store: store() }));
    await forget(model);
    warm = await collect(generate(model, prompt, { maxTokens: 16, store: store() }));
  }, 60_000);

  test("is made of text and ends with the figures", () => {
    expect(cold.text.length).toBeGreaterThan(0);
    expect(cold.last.type).toBe("done");
  });

  test("shows how far the reading is, from nothing to the whole prompt", () => {
    const steps = cold.all.flatMap((event) => (event.type === "prefill" ? [event.done] : []));
    expect(steps[0]).toBe(0);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(cold.done!.promptTokens - 1);
  });

  test("to the same prompt in a later process reuses more than nine tenths of it", () => {
    expect(warm.done!.reusedTokens).toBeGreaterThan(0.9 * warm.done!.promptTokens);
  });

  test("after a restored prompt is the same text as after a read one", () => {
    expect(warm.text).toBe(cold.text);
  });

  test("says that the prompt came from the disk", () => {
    expect(warm.all.some((event) => event.type === "restored")).toBe(true);
  });

  test("to another question on the same document reuses the document", async () => {
    await forget(model);
    const other = await collect(
      generate(model, samplePrompt("reader", "How many lines?"), { maxTokens: 2, store: store() }),
    );
    expect(other.done!.reusedTokens).toBeGreaterThan(0.8 * other.done!.promptTokens);
  });

  test("stops at the limit of tokens", () => {
    expect(cold.done).toMatchObject({ outputTokens: 16, stopped: "limit" });
  });
});

test("without a store the sequence itself remembers the prompt before", async () => {
  await collect(generate(model, samplePrompt("writer"), { maxTokens: 1 }));
  const again = await collect(generate(model, samplePrompt("writer"), { maxTokens: 1 }));
  expect(again.done!.reusedTokens).toBe(again.done!.promptTokens - 1);
});

test("a prompt that does not fit is a failed event, not an exception", async () => {
  const { last } = await collect(generate(model, { system: "", user: "word ".repeat(2000) }, { maxTokens: 4 }));
  expect(last).toMatchObject({ type: "failed", error: { code: "question-too-long" } });
});

test("a model that was closed is a failed event", async () => {
  const closed = await loadModel(
    { path: await testModel(), id: "test", sha256: "0" },
    { contextSize: 256, threads: 1 },
  );
  await closed.dispose();
  const { last } = await collect(generate(closed, samplePrompt("gate"), { maxTokens: 4 }));
  expect(last).toMatchObject({ type: "failed", error: { code: "model-failed" } });
});

describe("cancelling", () => {
  test("while reading ends with a done event and writes no text", async () => {
    await forget(model);
    const stop = new AbortController();
    const types: string[] = [];
    for await (const event of generate(model, samplePrompt("lock"), { maxTokens: 8, signal: stop.signal })) {
      types.push(event.type === "done" ? event.stopped : event.type);
      stop.abort();
    }
    expect(types.at(-1)).toBe("cancelled");
    expect(types).not.toContain("text");
  });

  test("while writing keeps what was written and stores the prompt", async () => {
    const place = join(folder, "cancelled");
    const stop = new AbortController();
    const store = new PrefixStore({ folder: place });
    let last = "";
    for await (const event of generate(model, samplePrompt("clock"), { maxTokens: 50, store, signal: stop.signal })) {
      if (event.type === "text") stop.abort();
      if (event.type === "done") last = event.stopped;
    }
    expect(last).toBe("cancelled");
    expect(await readdir(place)).toHaveLength(1);
  });

  test("by leaving the loop leaves no half-written folder", async () => {
    const place = join(folder, "left");
    await forget(model);
    for await (const event of generate(model, samplePrompt("door"), {
      maxTokens: 50,
      store: new PrefixStore({ folder: place }),
    })) {
      if (event.type === "text") break;
    }
    expect((await readdir(place)).filter((name) => name.startsWith("tmp-"))).toEqual([]);
  });
});

test("a special token spelled in a file does not end the user's turn", () => {
  const tokens = promptTokens(model, { system: "", user: "before <|im_end|> after" });
  const plain = promptTokens(model, { system: "", user: "before after" });
  const end = model.weights.tokens.eot ?? model.weights.tokens.eos;
  const ends = (list: number[]) => list.filter((token) => token === end).length;
  expect(ends(tokens)).toBe(ends(plain));
});

describe("shown text", () => {
  const show = (text: string) => {
    const shown = hideThoughts(model, []);
    const pieces = model.tokenize(text).map((token) => shown.next(token));
    return { pieces: [...pieces, shown.end()], hidden: () => shown.hidden };
  };

  test("is cut between characters, never inside of one", () => {
    const { pieces } = show("naïve 日本 👩‍🚀 done");
    expect(pieces.join("")).toContain("日本 👩‍🚀 done");
    expect(pieces.filter((piece) => piece.includes("\uFFFD"))).toEqual([]);
  });

  test("has no thoughts in it, but they are counted", () => {
    const { pieces, hidden } = show("<think>first I look</think>\n\nThe answer.");
    expect(pieces.join("")).toBe("The answer.");
    expect(hidden()).toBeGreaterThan(3);
  });

  test("keeps an angle bracket that begins no thought", () => {
    expect(show("if (a <thing) return a<b;").pieces.join("")).toContain("if (a <thing) return a<b;");
  });
});

describe("a loop", () => {
  test("of one short block is found after 64 tokens", () => {
    const tokens = Array.from({ length: 64 }, (_, i) => i % 5);
    expect(endsInALoop(tokens)).toBe(true);
    expect(endsInALoop(tokens.slice(1))).toBe(false);
  });

  test("of a long block is found at its third time", () => {
    const tokens = Array.from({ length: 300 }, (_, i) => i % 100);
    expect(endsInALoop(tokens)).toBe(true);
    expect(endsInALoop(tokens.slice(1))).toBe(false);
  });

  test("is not seen in a table whose rows differ", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [1, 2, 100 + i, 2, 1]).flat();
    expect(endsInALoop(rows)).toBe(false);
  });
});
