import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";

const folder = vi.hoisted(() => {
  const place = `${process.env.TMPDIR ?? "/tmp"}/v4-cache-${process.pid}`;
  process.env.V4_CACHE = place;
  return place;
});
const { cacheCommand } = await import("../../src/commands/cache.js");

beforeEach(() => {
  const entry = join(folder, "prefixes", "0123-4567");
  for (const path of [entry, join(folder, "speeds"), join(folder, "index", "layout", "app")])
    mkdirSync(path, { recursive: true });
  writeFileSync(join(entry, "state.kv"), Buffer.alloc(5000));
  const tokens = Buffer.from(Uint32Array.from({ length: 1234 }, (_, i) => i).buffer).toString("base64");
  writeFileSync(
    join(entry, "manifest.json"),
    JSON.stringify({ model: "small-model", key: "0123", bytes: 5000, sha256: "", tokens }),
  );
  writeFileSync(join(folder, "index", "layout", "app", "index.mdb"), Buffer.alloc(3000));
  writeFileSync(
    join(folder, "speeds", "a.json"),
    JSON.stringify({ model: "small-model", cpu: "A CPU x2", gpuLayers: "auto", base: 4, slope: 0.001, decode: 50 }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => vi.restoreAllMocks());

async function run(...words: string[]): Promise<string> {
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation(((text: string, done?: () => void) => {
    out += text;
    done?.();
    return true;
  }) as typeof process.stdout.write);
  try {
    const program = new Command("v4").option("--json").option("--quiet").option("--no-color").option("--cwd <dir>");
    await program
      .addCommand(cacheCommand())
      .exitOverride()
      .parseAsync(["node", "v4", "cache", ...words]);
  } finally {
    write.mockRestore();
  }
  return out;
}

test("what is kept is shown by kind", async () => {
  const out = await run();
  expect(out).toMatch(/index of repositories: 3\.00 kB/);
  expect(out).toMatch(/small-model\s+1,234 tokens\s+5\.00 kB/);
  expect(out).toMatch(/reads 200 tokens\/s\s+writes 20 tokens\/s/);
});

test("programs get the same as one document", async () => {
  expect(JSON.parse(await run("--json"))).toMatchObject({
    index: { bytes: 3000 },
    prefixes: { entries: [{ model: "small-model", tokens: 1234, bytes: 5000 }] },
    speeds: [{ prefillTokensPerSecond: 200, decodeTokensPerSecond: 20 }],
  });
});

test("an empty cache is shown as such", async () => {
  rmSync(folder, { recursive: true });
  expect(await run()).toMatch(/index of repositories: 0 B/);
});

test("clearing takes the prompts and the index and leaves the measured speeds", async () => {
  await run("clear");
  expect((await readdir(folder, { recursive: true })).filter((name) => /\.(kv|mdb|json)$/.test(name))).toEqual([
    "speeds/a.json",
  ]);
});

test("clearing the prompts leaves the index", async () => {
  await run("clear", "--prefixes");
  expect((await readdir(folder)).sort()).toEqual(["index", "prefixes", "speeds"]);
  expect(await readdir(join(folder, "prefixes"))).toEqual([]);
});

test("clearing the index leaves the prompts", async () => {
  await run("clear", "--index");
  expect(await readdir(join(folder, "prefixes"))).toEqual(["0123-4567"]);
});

test("clearing all leaves nothing", async () => {
  await run("clear", "--all");
  expect((await readdir(folder, { recursive: true })).filter((name) => name.includes("."))).toEqual([]);
});
