import { describe, expect, it } from "vitest";
import { catalogue, type ModelRow, modelRow } from "../../src/model/catalogue.js";
import { catalogueCosts, fitModel, type Machine, suggest } from "../../src/model/fit.js";
import { testModel } from "../provision.js";

const gigabytes = 1e9;
const absent = (row: ModelRow): ModelRow => ({ ...row, file: `absent-${row.file}` });
const byId = (id: string) => absent(catalogue().find((row) => row.id === id)!);

function machine(ram: number, vram?: number, shared = false): Machine {
  return {
    ram: { total: 64 * gigabytes, free: ram * gigabytes },
    vram: vram === undefined ? null : { total: vram * gigabytes, free: vram * gigabytes, shared },
    gpu: vram === undefined ? null : { backend: "cuda", names: ["a card"] },
    cores: 8,
  };
}

describe("fitModel without a GPU", () => {
  it("gives the whole context where there is room", async () =>
    expect(await fitModel(byId("qwen2.5-coder-1.5b-instruct"), machine(16))).toMatchObject({
      verdict: "fits",
      context: 32768,
      gpuLayers: 0,
      vram: 0,
    }));

  it("gives less context where there is less room", async () => {
    const { context } = await fitModel(byId("qwen2.5-coder-1.5b-instruct"), machine(2.2));
    expect(context).toBeGreaterThan(2048);
    expect(context).toBeLessThan(32768);
  });

  it("says that other programs are in the way when only the free memory is too small", async () =>
    expect(await fitModel(byId("qwen2.5-coder-1.5b-instruct"), machine(1))).toMatchObject({
      verdict: "busy",
      context: 0,
    }));

  it("says that a model is too large for the whole memory", async () =>
    expect(await fitModel(byId("deepseek-v4-flash"), machine(60))).toMatchObject({ verdict: "too-large", context: 0 }));

  it("marks a large dense model as slow, and a mixture of experts of the same size not", async () => {
    expect((await fitModel(byId("qwen2.5-coder-32b-instruct"), machine(60))).verdict).toBe("slow");
    expect((await fitModel(byId("qwen3-coder-30b-a3b-instruct"), machine(60))).verdict).toBe("fits");
  });
});

describe("fitModel with a GPU", () => {
  it("puts every layer on a card that holds them", async () =>
    expect(await fitModel(byId("qwen2.5-coder-7b-instruct"), machine(16, 24))).toMatchObject({
      gpuLayers: 29,
      layers: 29,
      secondsPerThousand: null,
    }));

  it("puts some layers on a card that is too small for all", async () => {
    const fit = await fitModel(byId("qwen2.5-coder-7b-instruct"), machine(16, 4));
    expect(fit.gpuLayers).toBeGreaterThan(0);
    expect(fit.gpuLayers).toBeLessThan(29);
    expect(fit.vram).toBeLessThanOrEqual(4 * gigabytes);
  });

  it("takes the number of layers that was asked for", async () =>
    expect((await fitModel(byId("qwen2.5-coder-7b-instruct"), machine(16, 24), 10)).gpuLayers).toBe(10));

  it("counts memory once where the card shares it with the processor", async () => {
    const row = byId("qwen2.5-coder-14b-instruct");
    expect((await fitModel(row, machine(8, 24, true))).context).toBe(0);
    expect((await fitModel(row, machine(8, 24, false))).context).toBeGreaterThan(0);
  });
});

describe("suggest", () => {
  const fitsOn = (m: Machine) =>
    Promise.all(
      catalogue()
        .filter((row) => row.role !== "test")
        .map((row) => fitModel(absent(row), m)),
    );

  it("takes the default where it fits", async () =>
    expect(suggest(await fitsOn(machine(4))).model).toBe("qwen2.5-coder-1.5b-instruct"));

  it("takes the small model only where the default does not fit", async () =>
    expect(suggest(await fitsOn(machine(1.5))).model).toBe("qwen2.5-coder-0.5b-instruct"));

  it("names the largest that a card holds", async () =>
    expect(suggest(await fitsOn(machine(32, 80))).stronger).toBe("qwen2.5-coder-32b-instruct"));
});

describe("catalogueCosts", () => {
  it("agrees with the library's estimate from the header within 2 %", { timeout: 120_000 }, async () => {
    const row = await modelRow(await testModel());
    const fit = await fitModel(row, machine(16));
    const known = catalogue().find((r) => r.role === "test")!;
    const costs = catalogueCosts(known, 0);
    expect(fit.estimate).toBe("header");
    const ratio = (costs.fixed.ram + costs.perToken.ram * 8192) / fit.ram;
    expect(ratio).toBeGreaterThan(0.98);
    expect(ratio).toBeLessThan(1.02);
  });
});
