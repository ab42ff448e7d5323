import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  fitSpeed,
  listSpeeds,
  millisecondsFor,
  recordedSpeed,
  recordSpeed,
  tokensWithin,
} from "../../src/model/speed.js";

let folder: string;
const model = { id: "test", sha256: "a", gpuLayers: "auto" as const };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "v4-speed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What a run measures on a machine that reads a token at position p in `base + slope * p` milliseconds. */
const slices = (base: number, slope: number, total: number) =>
  Array.from({ length: total / 64 }, (_, i) => ({
    position: i * 64,
    tokens: 64,
    milliseconds: 64 * base + slope * (i * 64 * 64 + (64 * 64) / 2),
  }));

test("the cost of reading is found again from its slices", () => {
  const fitted = fitSpeed(slices(5, 0.0015, 4096))!;
  expect(fitted.base).toBeCloseTo(5, 6);
  expect(fitted.slope).toBeCloseTo(0.0015, 9);
});

test("a short run gets the usual slope, and its own cost is met", () => {
  const fitted = fitSpeed(slices(5, 0, 256))!;
  expect(fitted.slope).toBeGreaterThan(0);
  expect(millisecondsFor(fitted, 256, 0)).toBeCloseTo(5 * 256, 6);
});

test("a handful of tokens says nothing", () => {
  expect(fitSpeed([{ position: 0, tokens: 20, milliseconds: 900 }])).toBeNull();
});

test("as many tokens as fit the time take no longer, and one more would", () => {
  const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
  fc.assert(
    fc.property(
      positive(50),
      fc.double({ min: 0, max: 0.01, noNaN: true }),
      positive(60),
      fc.nat(10_000),
      (base, slope, seconds, at) => {
        const tokens = tokensWithin({ base, slope }, seconds, at);
        expect(millisecondsFor({ base, slope }, tokens, at)).toBeLessThanOrEqual(seconds * 1000 * (1 + 1e-9));
        expect(millisecondsFor({ base, slope }, tokens + 1, at)).toBeGreaterThan(seconds * 1000 * (1 - 1e-9));
      },
    ),
  );
});

test("no time is no tokens", () => {
  expect(tokensWithin({ base: 5, slope: 0 }, 0, 0)).toBe(0);
});

describe("the recorded speed", () => {
  const record = (base: number, of: Parameters<typeof recordSpeed>[0] = model) =>
    recordSpeed(of, { measurements: slices(base, 0.001, 2048) }, folder);

  test("is null before anything was measured", async () => {
    expect(await recordedSpeed(model, folder)).toBeNull();
  });

  test("stays the same to the last bit while later runs are near it", async () => {
    const first = await record(5);
    expect(await record(4.5)).toEqual(first);
    expect(await recordedSpeed(model, folder)).toEqual(first);
  });

  test("is not spoilt by a run beside other work", async () => {
    const first = await record(5);
    expect(await record(12)).toEqual(first);
  });

  test("follows a machine that became much slower", async () => {
    await record(5);
    expect((await record(20))!.base).toBeCloseTo(20, 6);
  });

  test("follows a run that was clearly faster", async () => {
    await record(5);
    expect((await record(3))!.base).toBeCloseTo(3, 6);
  });

  test("belongs to one model and one division between processor and GPU", async () => {
    await record(5);
    expect(await recordedSpeed({ ...model, sha256: "b" }, folder)).toBeNull();
    expect(await recordedSpeed({ ...model, gpuLayers: 0 }, folder)).toBeNull();
  });

  test("learns how fast the model writes from the first answer", async () => {
    await record(5);
    await recordSpeed(model, { measurements: [], decodeMillisecondsPerToken: 80 }, folder);
    expect(await listSpeeds(folder)).toMatchObject([{ decode: 80 }]);
  });

  test("that is damaged is measured anew", async () => {
    await record(5);
    const [name] = await readdir(folder);
    await writeFile(join(folder, name!), "{");
    expect(await recordedSpeed(model, folder)).toBeNull();
    expect((await record(7))!.base).toBeCloseTo(7, 6);
  });
});
