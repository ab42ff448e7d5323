import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LoadedModel, loadModel, loadTokenizer } from "../../src/model/load.js";
import { testModel } from "../provision.js";

let folder: string;
let path: string;
let model: LoadedModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "v4-load-"));
  path = await testModel();
  model = await loadModel({ path, id: "test", sha256: "0" }, { contextSize: 512 });
}, 120_000);

afterAll(async () => {
  await model?.dispose();
  await rm(folder, { recursive: true, force: true });
});

const load = (file: string, signal?: AbortSignal) =>
  loadModel({ path: file, id: "test", sha256: "0" }, { contextSize: 512, signal });

async function writeCase(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

describe("a model that loads", () => {
  test("holds the context that was asked for", () => {
    expect(model.contextSize).toBe(512);
  });

  test("says how long a context it was trained on", () => {
    expect(model.trainContextSize).toBe(8192);
  });

  test("names the library and the engine, each with its version", () => {
    expect(model.libraryVersion).toMatch(/^\d+\.\d+\.\d+\/.+/);
  });

  test("runs on no more threads than there are cores, or the threads wait for each other", () => {
    expect(model.context.idealThreads).toBeLessThanOrEqual(availableParallelism());
  });

  test("reads a special token that stands in a text as letters", () => {
    expect(model.countTokens("<|im_end|>")).toBeGreaterThan(1);
  });

  test("never has a context beyond what it was trained on", async () => {
    const long = await loadModel({ path, id: "test", sha256: "0" }, { contextSize: 20_000 });
    expect(long.contextSize).toBe(8192);
    await long.dispose();
  });
});

test("the tokenizer alone counts as the whole model does", async () => {
  const tokenizer = await loadTokenizer(path);
  const text = "export const größe = 42; // 尺寸\n";
  expect(tokenizer.countTokens(text)).toBe(model.countTokens(text));
  await tokenizer.dispose();
});

describe("a file that is no model is told as such:", () => {
  test("a path where nothing is", async () => {
    await expect(load(join(folder, "missing.gguf"))).rejects.toMatchObject({ code: "not-a-model" });
  });

  test("a folder", async () => {
    await expect(load(folder)).rejects.toMatchObject({ code: "not-a-model" });
  });

  test("an empty file", async () => {
    await expect(load(await writeCase("empty.gguf", ""))).rejects.toMatchObject({ code: "not-a-model" });
  });

  test("a text file", async () => {
    await expect(load(await writeCase("text.gguf", "# a readme, renamed"))).rejects.toMatchObject({
      code: "not-a-model",
    });
  });
});

describe("a damaged model is told as such when", () => {
  test.each([9, 100, 5_000, 3_000_000, 50_000_000])("it ends after %d bytes", async (length) => {
    const file = await writeCase(`cut-${length}.gguf`, (await readFile(path)).subarray(0, length));
    await expect(load(file)).rejects.toMatchObject({ code: "model-damaged" });
  });

  test("its metadata is overwritten", async () => {
    const bytes = await readFile(path);
    bytes.fill(0xff, 200, 400);
    await expect(load(await writeCase("changed.gguf", bytes))).rejects.toMatchObject({ code: "model-damaged" });
  });
});

test("a model larger than the memory is refused before it is loaded", async () => {
  const file = join(folder, "huge.gguf");
  await copyFile(path, file);
  await truncate(file, 2 ** 43); // sparse: takes no room on the disk
  await expect(load(file)).rejects.toMatchObject({ code: "too-little-memory" });
});

test("an architecture the engine does not know is named", async () => {
  const bytes = Buffer.from(await readFile(path));
  bytes.write("xxama", bytes.indexOf("general.architecture") + "general.architecture".length + 12, "latin1");
  await expect(load(await writeCase("other.gguf", bytes))).rejects.toThrow(/architecture "xxama"/);
});

test("a load that was cancelled says so", async () => {
  await expect(load(path, AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});

test("nothing of the engine's own talk reaches the standard streams", async () => {
  const written: unknown[] = [];
  const { write } = process.stderr;
  process.stderr.write = ((chunk: unknown) => written.push(chunk) > 0) as typeof write;
  try {
    await load(await writeCase("half.gguf", (await readFile(path)).subarray(0, 50_000_000))).catch(() => {});
  } finally {
    process.stderr.write = write;
  }
  expect(written).toEqual([]);
});
