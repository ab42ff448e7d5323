import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Token } from "node-llama-cpp";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../src/model/generate.js";
import { type LoadedModel, loadModel } from "../../src/model/load.js";
import { PrefixStore } from "../../src/model/prefix.js";
import { packageRoot } from "../../src/places.js";
import { testModel } from "../provision.js";
import { collect, forget, samplePrompt } from "./sample.js";

let root: string;
let stored: string;
let folder: string;
let model: LoadedModel;
let path: string;
const prompt = samplePrompt("reader");

/** Generates as a new process would: with nothing in the sequence. */
async function ask(store: PrefixStore, asked = prompt, with_ = model) {
  await forget(model);
  return collect(generate(with_, asked, { maxTokens: 4, store }));
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "v4-prefix-"));
  path = await testModel();
  model = await loadModel({ path, id: "test", sha256: "0" }, { contextSize: 512, threads: 1 });
  stored = join(root, "stored");
  await ask(new PrefixStore({ folder: stored }));
}, 120_000);

afterAll(async () => {
  await model?.dispose();
  await rm(root, { recursive: true, force: true });
});

const tokenIds = (tokens: Uint32Array) => [...tokens] as Token[];

/** A store that holds the prompt, for a test to spoil. */
async function storeWithPrompt(name: string, quota = 1e9) {
  folder = join(root, name);
  await cp(stored, folder, { recursive: true });
  const [entry] = await readdir(folder);
  return {
    store: new PrefixStore({ folder, quota }),
    state: join(folder, entry!, "state.kv"),
    entry: join(folder, entry!),
  };
}

describe("a state file that is damaged is thrown away, reported, and the prompt is read again:", () => {
  const answerAndRepair = async (store: PrefixStore) => {
    const { all, done } = await ask(store);
    expect(all).toContainEqual({ type: "note", text: expect.stringContaining("thrown away") });
    expect(done).toMatchObject({ reusedTokens: 0, outputTokens: 4 });
    expect((await ask(store)).done!.reusedTokens).toBeGreaterThan(100);
  };

  test("cut short", async () => {
    const { store, state } = await storeWithPrompt("cut");
    await truncate(state, 1_000_000);
    await answerAndRepair(store);
  });

  test("one bit flipped", async () => {
    const { store, state } = await storeWithPrompt("flipped");
    const bytes = await readFile(state);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(state, bytes);
    await answerAndRepair(store);
  });

  test("empty", async () => {
    const { store, state } = await storeWithPrompt("empty");
    await truncate(state, 0);
    await answerAndRepair(store);
  });
});

test("an entry whose manifest is no JSON is passed over", async () => {
  const { store, entry } = await storeWithPrompt("manifest");
  await writeFile(join(entry, "manifest.json"), "{");
  expect((await ask(store)).last).toMatchObject({ type: "done", reusedTokens: 0 });
});

describe("a prompt is not taken from", () => {
  test("another model", async () => {
    const { store } = await storeWithPrompt("other-model");
    expect((await ask(store, prompt, { ...model, sha256: "1" })).done!.reusedTokens).toBe(0);
  });

  test("another version of the library", async () => {
    const { store } = await storeWithPrompt("other-version");
    expect((await ask(store, prompt, { ...model, libraryVersion: "0" })).done!.reusedTokens).toBe(0);
  });

  test("an entry longer than the context", async () => {
    const { store } = await storeWithPrompt("small-context");
    const small = await loadModel({ path, id: "test", sha256: "0" }, { contextSize: 256, threads: 1 });
    const [entry] = await store.list();
    const restored = await store.restore({ ...small, contextSize: entry!.tokens.length - 1 }, tokenIds(entry!.tokens));
    expect(restored).toMatchObject({ tokens: 0, problems: [] });
    await small.dispose();
  });
});

test("a state serves a longer context than it was made in", async () => {
  const { store } = await storeWithPrompt("long-context");
  const long = await loadModel({ path, id: "test", sha256: "0" }, { contextSize: 1024, threads: 1 });
  const { done } = await collect(generate(long, prompt, { maxTokens: 1, store }));
  expect(done!.reusedTokens).toBeGreaterThan(100);
  await long.dispose();
});

test("the same prompt again writes nothing", async () => {
  const { store } = await storeWithPrompt("again");
  await ask(store);
  expect(await readdir(folder)).toHaveLength(1);
});

test("an entry gives way to a longer one that begins with it", async () => {
  const { store } = await storeWithPrompt("longer");
  const [before] = await store.list();
  await ask(store, { ...prompt, user: `${prompt.user}${" More and more is said about it.".repeat(12)}` });
  const after = await store.list();
  expect(after).toHaveLength(2); // the old one ends with the template's words, so it is no prefix of the new
  await forget(model);
  await model.sequence.evaluateWithoutGeneratingNewTokens([
    ...tokenIds(after[0]!.tokens),
    ...model.tokenize("and so on ".repeat(40)),
  ]);
  await (await store.save(model)).finished;
  const names = (await store.list()).map((entry) => entry.name);
  expect(names).toHaveLength(2);
  expect(names).not.toContain(after[0]!.name);
  expect(names).toContain(before!.name);
});

describe("the quota", () => {
  test("is kept, and what was used longest ago goes first", async () => {
    const { store, entry } = await storeWithPrompt("quota");
    const [first] = await store.list();
    await ask(store, samplePrompt("writer"));
    await utimes(join(entry, "manifest.json"), new Date(), new Date(Date.now() + 5_000)); // the first is used again
    const tight = new PrefixStore({ folder, quota: first!.bytes * 2.5 });
    await ask(tight, samplePrompt("parser"));
    const left = await tight.list();
    expect(left.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(tight.quota);
    expect(left.map(({ name }) => name)).toContain(first!.name);
    expect(left).toHaveLength(2);
  });

  test("smaller than one state keeps none and says so", async () => {
    const store = new PrefixStore({ folder: join(root, "tiny"), quota: 1000 });
    const { all } = await ask(store);
    expect(all).toContainEqual({ type: "note", text: expect.stringContaining("larger than the whole quota") });
    expect(await readdir(join(root, "tiny"))).toEqual([]);
  });
});

test("a folder that cannot be written costs a note, not the answer", async () => {
  await writeFile(join(root, "file"), "");
  const { all, done } = await ask(new PrefixStore({ folder: join(root, "file", "store") }));
  expect(all).toContainEqual({ type: "note", text: expect.stringContaining("not kept") });
  expect(done!.outputTokens).toBe(4);
});

test("clearing leaves nothing and tells how much it was", async () => {
  const { store, state } = await storeWithPrompt("clear");
  const { length } = await readFile(state);
  expect(await store.clear()).toBe(length);
  expect(await store.list()).toEqual([]);
});

describe("a process killed while it saves", () => {
  let build: string;
  let child: ChildProcess | undefined;

  // The child must run what is under test, not what was built some time ago.
  beforeAll(async () => {
    build = join(packageRoot, `dist-test-${process.pid}`);
    for (const name of ["errors", "places", "model/load", "model/prefix"]) {
      const source = await readFile(join(packageRoot, "src", `${name}.ts`), "utf8");
      const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      await mkdir(join(build, "model"), { recursive: true });
      await writeFile(join(build, `${name}.js`), ts.transpileModule(source, { compilerOptions: options }).outputText);
    }
    await writeFile(
      join(build, "save-for-ever.js"),
      `import { loadModel } from "./model/load.js";
       import { PrefixStore } from "./model/prefix.js";
       const [path, folder] = process.argv.slice(2);
       const model = await loadModel({ path, id: "test", sha256: "0" }, { contextSize: 512, threads: 1 });
       await model.sequence.evaluateWithoutGeneratingNewTokens(model.tokenize("one two three ".repeat(60)));
       for (const store = new PrefixStore({ folder }); ; await store.clear()) await (await store.save(model)).finished;`,
    );
  });

  afterEach(() => child?.kill("SIGKILL"));
  afterAll(() => rm(build, { recursive: true, force: true }));

  test("leaves a store that works, and its half-written folder is swept", async () => {
    const { store } = await storeWithPrompt("killed");
    child = spawn(process.execPath, [join(build, "save-for-ever.js"), path, folder], { stdio: "ignore" });
    const mine = `tmp-${child.pid}-`;
    const left = async () => (await readdir(folder)).filter((name) => name.startsWith(mine));
    while ((await left()).length === 0 && child.exitCode === null) await new Promise((done) => setTimeout(done, 1));
    const exit = new Promise((done) => child!.once("exit", done));
    child.kill("SIGKILL");
    await exit;
    await mkdir(join(folder, `${mine}again`), { recursive: true }); // it may have died between two folders
    await ask(store, samplePrompt("survivor"));
    expect(await left()).toEqual([]);
    expect((await ask(store, samplePrompt("survivor"))).done!.reusedTokens).toBeGreaterThan(100);
  });
});
