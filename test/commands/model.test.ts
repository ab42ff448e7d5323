import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PullEvent } from "../../src/model/pull.js";
import { collect } from "./collect.js";

const root = await vi.hoisted(async () => {
  const { mkdtempSync } = await import("node:fs");
  const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/v4-model-command-`);
  process.env.V4_MODELS = `${folder}/models`;
  process.env.V4_CACHE = `${folder}/cache`;
  process.env.V4_CONFIG = `${folder}/config`;
  return folder;
});

const { catalogue, defaultRow } = await import("../../src/model/catalogue.js");
const { modelPath } = await import("../../src/model/installed.js");
const commands = await import("../../src/commands/model.js");
const { showPull } = await import("../../src/commands/pull-progress.js");

const row = catalogue().find((r) => r.role === "test")!;

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, "models"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function pretendInstalled(): void {
  writeFileSync(modelPath(row), "");
  truncateSync(modelPath(row), row.bytes);
}

describe("v4 model list", () => {
  it("marks the model in use, what is here and what we never ran", async () => {
    pretendInstalled();
    const { face, out } = collect();
    await commands.modelList(face);
    const line = (id: string) =>
      out()
        .split("\n")
        .find((text) => text.includes(` ${id} `));
    expect(line(defaultRow().id)).toMatch(/^\* .*default$/);
    expect(line(row.id)).toMatch(/here, for tests$/);
    expect(line("gpt-oss-20b")).toMatch(/not run by us$/);
  });

  it("gives programs every row with its state", async () => {
    pretendInstalled();
    const { face, out } = collect({ json: true });
    await commands.modelList(face);
    const { models, inUse } = JSON.parse(out());
    expect(models).toHaveLength(catalogue().length);
    expect(models.filter((m: { installed: boolean }) => m.installed).map((m: { id: string }) => m.id)).toEqual([
      row.id,
    ]);
    expect(inUse).toBe(defaultRow().id);
  });
});

describe("v4 model use", () => {
  it("says how to fetch what is not here", async () => {
    const { face, out, err } = collect();
    await commands.modelUse(row.id, face);
    expect(out()).toBe(`In use from now on: ${row.id}\n`);
    expect(err()).toContain("v4 model pull");
  });

  it("decides what info shows without a name", async () => {
    await commands.modelUse(row.id, collect().face);
    const { face, out } = collect({ json: true });
    await commands.modelInfo(undefined, face);
    expect(JSON.parse(out())).toMatchObject({ id: row.id, inUse: true, installed: false, path: modelPath(row) });
  });
});

describe("v4 model rm", () => {
  it("says how much became free", async () => {
    pretendInstalled();
    const { face, out } = collect();
    await commands.modelRemove(row.id, face);
    expect(out()).toBe(`Removed ${row.id}: 98.4 MB are free again\n`);
  });

  it("is no error for a model that was not here", async () => {
    const { face, out } = collect();
    await commands.modelRemove(row.id, face);
    expect(out()).toContain("was not on this machine");
  });
});

describe("v4 model pull", () => {
  it("says that a model is here already and where", async () => {
    pretendInstalled();
    const { face, out } = collect();
    await commands.modelPull(row.id, face);
    expect(out()).toBe(`Already here: ${modelPath(row)}\n`);
  });
});

describe("v4 model fit", () => {
  it("gives a verdict for each model that was named", { timeout: 60_000 }, async () => {
    const { face, out } = collect({ json: true });
    await commands.modelFit(["qwen2.5-coder-0.5b-instruct", "deepseek-v4-flash"], "auto", face);
    const { machine, models } = JSON.parse(out());
    expect(machine.ram.total).toBeGreaterThan(0);
    expect(models.map((m: { id: string }) => m.id)).toEqual(["qwen2.5-coder-0.5b-instruct", "deepseek-v4-flash"]);
    for (const model of models) expect(["fits", "slow", "busy", "too-large"]).toContain(model.verdict);
  });
});

describe("the progress of a fetch", () => {
  const total = 1e9;
  async function* steps(count: number): AsyncGenerator<PullEvent> {
    yield { type: "source", kind: "huggingface", name: "Hugging Face" };
    yield { type: "source-failed", kind: "huggingface", reason: "it does not answer" };
    for (let i = 1; i <= count; i++) yield { type: "progress", done: (total * i) / count, total, bytesPerSecond: 5e7 };
    yield { type: "done", path: "/m.gguf", bytes: total, sha256: "x", fetched: true };
  }

  it("is one line for each tenth where stderr is no terminal", async () => {
    const { face, err } = collect();
    await showPull(steps(1000), face, "it");
    expect(err().match(/^Fetching ━/gm)).toHaveLength(10);
    expect(err()).not.toContain("\r");
  });

  it("is one live line on a terminal, cleared at the end", async () => {
    const { face, err } = collect({ tty: true });
    await showPull(steps(10), face, "it");
    expect(err()).toMatch(/\r\x1b\[KFetching ━.*50.0 MB\/s/);
    expect(err().endsWith("\r\x1b[K")).toBe(true);
  });

  it("says why a source was passed over", async () => {
    const { face, err } = collect();
    await showPull(steps(1), face, "it");
    expect(err()).toContain("Hugging Face did not deliver: it does not answer");
  });

  it("is silent with --quiet", async () => {
    const { face, err } = collect({ quiet: true, tty: true });
    await showPull(steps(10), face, "it");
    expect(err()).toBe("");
  });
});
