import { afterAll, beforeAll, expect, test } from "vitest";
import { cutToTokens, judge } from "../../src/model/decide.js";
import { generate } from "../../src/model/generate.js";
import { type LoadedModel, loadModel } from "../../src/model/load.js";
import { testModel } from "../provision.js";
import { collect, forget, samplePrompt } from "./sample.js";

let model: LoadedModel;
const candidates = [
  "function add(a, b) { return a + b; }",
  "function readConfig(path) { return JSON.parse(readFileSync(path, 'utf8')); }",
  "class Queue { push(item) { this.items.push(item); } }",
];
const question = "Where is the configuration file read?";

beforeAll(async () => {
  model = await loadModel({ path: await testModel(), id: "test", sha256: "0" }, { contextSize: 512, threads: 1 });
}, 120_000);

afterAll(() => model?.dispose());

async function judgeAll(list = candidates) {
  const all = [];
  for await (const judgement of judge(model, { candidates: list, question })) all.push(judgement);
  return all;
}

test("each candidate gets a probability, in the order given", async () => {
  const all = await judgeAll();
  expect(all.map(({ index }) => index)).toEqual([0, 1, 2]);
  for (const { probability } of all) {
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
  }
  expect(new Set(all.map(({ probability }) => probability)).size).toBe(3);
});

test("the same candidates get the same probabilities again", async () => {
  const probabilities = async () => {
    await forget(model);
    return (await judgeAll()).map(({ probability }) => probability);
  };
  expect(await probabilities()).toEqual(await probabilities());
});

test("what all the prompts begin with is read once", async () => {
  await forget(model);
  const [first, second] = (await judgeAll([candidates[0]!, candidates[0]!.replace("add", "sum")])).map(
    (j) => j.measurement,
  );
  expect(first!.position).toBe(0);
  expect(second!.position).toBeGreaterThan(10);
});

test("an answer after judging is the answer without it", async () => {
  const prompt = samplePrompt("reader");
  await forget(model);
  const before = await collect(generate(model, prompt, { maxTokens: 8 }));
  await judgeAll();
  const after = await collect(generate(model, prompt, { maxTokens: 8 }));
  expect(after.text).toBe(before.text);
});

test("cancelling ends it after the candidate at hand", async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const { index } of judge(model, { candidates, question, signal: stop.signal })) {
    seen.push(index);
    stop.abort();
  }
  expect(seen).toEqual([0]);
});

test("no candidates are no judgements", async () => {
  expect(await judgeAll([])).toEqual([]);
});

test("a text cut to tokens is its own beginning", () => {
  const text = "export const größe = 1;\n".repeat(50);
  const cut = cutToTokens(model, text, 80);
  expect(text.startsWith(cut)).toBe(true);
  expect(model.countTokens(cut)).toBeGreaterThan(70);
  expect(model.countTokens(cut)).toBeLessThanOrEqual(80);
});

test("a text shorter than the cut stays whole", () => {
  expect(cutToTokens(model, "let a = 1;", 80)).toBe("let a = 1;");
});
