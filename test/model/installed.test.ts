import { mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";

const root = await vi.hoisted(async () => {
  const { mkdtempSync } = await import("node:fs");
  const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/v4-installed-`);
  process.env.V4_MODELS = `${folder}/models`;
  process.env.V4_CACHE = `${folder}/cache`;
  process.env.V4_CONFIG = `${folder}/config`;
  return folder;
});

const { catalogue, defaultRow, modelRow } = await import("../../src/model/catalogue.js");
const { modelSha256, rememberSha256 } = await import("../../src/model/checksum.js");
const installed = await import("../../src/model/installed.js");

const models = join(root, "models");
const config = join(root, "config", "config.json");
const row = catalogue().find((r) => r.role === "test")!;

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(models, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A file of the right name and size, without its content on the disk. */
function pretend(bytes = row.bytes): void {
  writeFileSync(installed.modelPath(row), "");
  truncateSync(installed.modelPath(row), bytes);
}

describe("what is installed", () => {
  it("is nothing in an empty folder", async () =>
    expect(await installed.installedModels()).toEqual({ rows: [], others: [] }));

  it("is a catalogue file of the right size", async () => {
    pretend();
    expect((await installed.installedModels()).rows).toEqual([row]);
  });

  it("is not a file of another size", async () => {
    pretend(row.bytes - 1);
    await expect(installed.installedPath(row)).rejects.toMatchObject({ code: "model-damaged" });
  });

  it("is said to be missing with the command that fetches it", () =>
    expect(installed.installedPath(row)).rejects.toMatchObject({
      code: "model-not-pulled",
      advice: expect.stringContaining(`v4 model pull ${row.id}`),
    }));

  it("names other model files in the folder", async () => {
    writeFileSync(join(models, "own.gguf"), "GGUF");
    expect((await installed.installedModels()).others).toEqual([{ path: join(models, "own.gguf"), bytes: 4 }]);
  });
});

describe("removing", () => {
  it("deletes the file and what an interrupted fetch left, and says how much that was", async () => {
    pretend();
    mkdirSync(installed.partialFolder(row), { recursive: true });
    writeFileSync(join(installed.partialFolder(row), "joined"), "12345");
    expect(await installed.removeModel(row)).toBe(row.bytes + 5);
    expect(await installed.isInstalled(row)).toBe(false);
    expect(await installed.partialBytes(row)).toBe(0);
  });

  it("never deletes a file of the user's own", async () => {
    const own = { ...row, role: "file" as const, path: join(models, "own.gguf") };
    writeFileSync(own.path, "GGUF");
    await expect(installed.removeModel(own)).rejects.toMatchObject({ code: "unknown-model" });
    expect(readFileSync(own.path, "utf8")).toBe("GGUF");
  });
});

describe("the chosen model", () => {
  it("is the default at first", async () => expect(await installed.chosenModel()).toBe(defaultRow().id));

  it("is what was chosen last", async () => {
    await installed.chooseModel(row.id);
    expect(await modelRow(await installed.chosenModel())).toBe(row);
  });

  it("is kept beside other settings", async () => {
    mkdirSync(join(root, "config"), { recursive: true });
    writeFileSync(config, JSON.stringify({ other: 1 }));
    await installed.chooseModel(row.id);
    expect(JSON.parse(readFileSync(config, "utf8"))).toEqual({ other: 1, model: row.id });
  });

  it("is the default again when the file of settings is broken", async () => {
    mkdirSync(join(root, "config"), { recursive: true });
    writeFileSync(config, "{");
    expect(await installed.chosenModel()).toBe(defaultRow().id);
  });

  it("cannot be one that does not exist", () =>
    expect(installed.chooseModel("gpt-99")).rejects.toMatchObject({ code: "unknown-model" }));
});

describe("the SHA-256 of a model file", () => {
  const file = join(models, "some.gguf");
  it("is remembered while the file stays the same", async () => {
    writeFileSync(file, "abc");
    await rememberSha256(file, "remembered");
    expect(await modelSha256(file)).toBe("remembered");
  });

  it("is computed again when the file has changed", async () => {
    writeFileSync(file, "abc");
    await rememberSha256(file, "remembered");
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect(await modelSha256(file)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
