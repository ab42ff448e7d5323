import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { catalogue, defaultRow, modelRow } from "../../src/model/catalogue.js";

const folder = mkdtempSync(join(tmpdir(), "v4-catalogue-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A GGUF file of version 3 with one F32 tensor of 16 numbers, whole or without its last bytes. */
function smallGguf(name: string, withData: boolean): string {
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    return Buffer.concat([u64(bytes.length), bytes]);
  };
  const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
  const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
  const word = (key: string, value: string) => Buffer.concat([text(key), u32(8), text(value)]);
  const number = (key: string, value: number) => Buffer.concat([text(key), u32(4), u32(value)]);
  const facts = [
    word("general.architecture", "llama"),
    word("general.name", "Tiny"),
    word("general.license", "mit"),
    number("general.file_type", 0),
    number("llama.context_length", 512),
    number("llama.block_count", 2),
    number("llama.embedding_length", 64),
    number("llama.attention.head_count", 4),
    number("llama.attention.head_count_kv", 2),
  ];
  const tensor = Buffer.concat([text("token_embd.weight"), u32(1), u64(16), u32(0), u64(0)]);
  const head = Buffer.concat([Buffer.from("GGUF"), u32(3), u64(1), u64(facts.length), ...facts, tensor]);
  const padding = Buffer.alloc((32 - (head.length % 32)) % 32);
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([head, padding, Buffer.alloc(withData ? 64 : 0)]));
  return path;
}

describe("the catalogue", () => {
  it("has one default, one small and one test model", () => {
    const roles = catalogue().map((row) => row.role);
    for (const role of ["default", "small", "test"]) expect(roles.filter((r) => r === role)).toHaveLength(1);
  });

  it("names each model and each file once", () => {
    const ids = catalogue().flatMap((row) => [row.id, row.file]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("knows the SHA-256 of everything that we ran", () =>
    expect(catalogue().filter((row) => row.ran && row.sha256 === null)).toEqual([]));

  it("lists the parts of a wheel source in the order of their numbers", () => {
    for (const source of catalogue().flatMap((row) => row.sources)) {
      if (source.kind !== "pip" || source.packages.length === 1) continue;
      const numbers = source.packages.map(({ member }) => Number(/part(\d+)\.bin$/.exec(member)?.[1]));
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
  });

  it("never names a host", () => expect(JSON.stringify(catalogue())).not.toContain("://"));
});

describe("modelRow", () => {
  it("finds a model by its id, however it is written", async () =>
    expect(await modelRow("Qwen2.5-Coder-1.5B-Instruct")).toBe(defaultRow()));

  it("refuses a name that is neither an id nor a file", () =>
    expect(modelRow("gpt-99")).rejects.toMatchObject({ code: "unknown-model" }));

  it("refuses a path where nothing is", () =>
    expect(modelRow(join(folder, "absent.gguf"))).rejects.toMatchObject({ code: "unknown-model" }));

  it("refuses a file that is no GGUF file", async () => {
    const path = join(folder, "text.gguf");
    writeFileSync(path, "not a model");
    await expect(modelRow(path)).rejects.toMatchObject({ code: "not-a-model", message: expect.stringMatching(/GGUF/) });
  });

  it("refuses a folder", () => expect(modelRow(`${folder}/`)).rejects.toMatchObject({ code: "not-a-model" }));

  it("makes a row from the header of any GGUF file", async () => {
    const path = smallGguf("tiny.gguf", true);
    expect(await modelRow(path)).toMatchObject({
      id: path,
      path,
      name: "Tiny",
      parameters: 16,
      quantization: "F32",
      contextLength: 512,
      architecture: "llama",
      licence: "mit",
      role: "file",
      memory: { layers: 2, kvHeads: 2, keyLength: 16, valueLength: 16, embedding: 64 },
    });
  });

  it("refuses a GGUF file that stops in the middle", () =>
    expect(modelRow(smallGguf("cut.gguf", false))).rejects.toThrow(/stops in the middle/));
});
