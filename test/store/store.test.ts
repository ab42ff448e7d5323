import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/places.js";
import { storeFolder } from "../../src/store/layout.js";
import { Store } from "../../src/store/store.js";
import { textFacts } from "../../src/syntax/parse.js";

let root: string;
let number = 0;
let store: Store | undefined;
const facts = textFacts("one\ntwo\n");
const names = () => readdirSync(storeFolder(root)).sort();
const firstPack = () => join(storeFolder(root), names()[0]!);

beforeEach(() => {
  root = `/nowhere/${process.pid}/${number++}`;
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(storeFolder(root), { recursive: true, force: true });
});

/** Writes `count` packs of 20 values each and closes the store. */
async function written(count = 1): Promise<void> {
  const first = Store.open(root);
  for (let pack = 0; pack < count; pack++) {
    await first.write(() => {
      for (let i = 0; i < 20; i++) first.facts.put(`blob${20 * pack + i} text`, facts);
    });
  }
  await first.close();
}

async function reopened(): Promise<Store> {
  await store?.close();
  store = Store.open(root);
  return store;
}

describe("kept", () => {
  test("is what was written, after it is opened again", async () => {
    await written();
    expect((await reopened()).facts.get("blob7 text")).toEqual(facts);
  });
  test("are bytes and values of any shape", async () => {
    const first = await reopened();
    const value = { map: new Map([["a", [1, 2]]]), array: Uint32Array.of(1, 2, 70000), nothing: undefined };
    await first.write(() => {
      first.words.put("w", Buffer.from([0, 255, 128]));
      first.derived.put("d", value);
    });
    const { words, derived } = await reopened();
    expect(words.getBinary("w")).toEqual(Buffer.from([0, 255, 128]));
    expect(derived.get("d")).toEqual(value);
  });
  test("is the value that was put last", async () => {
    const first = await reopened();
    await first.write(() => first.derived.put("k", 1));
    await first.write(() => first.derived.put("k", 2));
    expect(first.derived.get("k")).toBe(2);
    expect((await reopened()).derived.get("k")).toBe(2);
  });
  test("is nothing of a write that throws", async () => {
    const first = await reopened();
    const write = first.write(() => {
      first.derived.put("k", 1);
      throw new Error("stopped");
    });
    await expect(write).rejects.toThrow("stopped");
    expect(first.derived.get("k")).toBeUndefined();
  });
  test("is everything when many small packs are made one", async () => {
    await written(20);
    expect(names()).toHaveLength(1);
    const { facts: table, rebuilt } = await reopened();
    expect(rebuilt).toBe(false);
    for (let i = 0; i < 400; i++) expect(table.get(`blob${i} text`)).toEqual(facts);
  });
  test("is what two stores wrote that were open at once", async () => {
    const [one, other] = [Store.open(root), Store.open(root)];
    await one.write(() => one.derived.put("one", 1));
    await other.write(() => other.derived.put("other", 2));
    await Promise.all([one.close(), other.close()]);
    const { derived } = await reopened();
    expect([derived.get("one"), derived.get("other")]).toEqual([1, 2]);
  });
  test("are stores of their own for two repositories of one name", () => {
    expect(storeFolder("/a/work")).not.toBe(storeFolder("/b/work"));
  });
});

describe("damaged", () => {
  const spoilt: [string, () => void][] = [
    ["cut to its first bytes", () => truncateSync(firstPack(), 10)],
    ["cut in the middle", () => truncateSync(firstPack(), readFileSync(firstPack()).length / 2)],
    ["empty", () => truncateSync(firstPack(), 0)],
    ["longer than it was", () => writeFileSync(firstPack(), "more", { flag: "a" })],
    ["zeroed", () => writeFileSync(firstPack(), readFileSync(firstPack()).fill(0))],
    ["zeroed from the middle on", () => writeFileSync(firstPack(), readFileSync(firstPack()).fill(0, 500))],
    ["some other file", () => writeFileSync(firstPack(), "not a pack\n".repeat(1000))],
    ["a folder", () => asFolder(firstPack())],
    ["a pipe", () => asPipe(firstPack())],
  ];
  test.each(spoilt)("pack that is %s is thrown away, with a word, and the store works", async (_, spoil) => {
    await written();
    spoil();
    const { rebuilt, problem, facts: table } = await reopened();
    expect(rebuilt).toBe(true);
    expect(problem).toMatch(/^the stored index was damaged/);
    expect(table.doesExist("blob7 text")).toBe(false);
    expect(names()).toEqual([]);
    await written();
    const again = await reopened();
    expect(again.problem).toBeNull();
    expect(again.facts.get("blob7 text")).toEqual(facts);
  });
  test("pack costs only what it holds", async () => {
    await written(2);
    // Packs of one millisecond stand in any order.
    const packs = names().map((name) => join(storeFolder(root), name));
    truncateSync(packs.find((pack) => readFileSync(pack).includes("blob7 text"))!, 100);
    const { rebuilt, facts: table } = await reopened();
    expect(rebuilt).toBe(true);
    expect([table.doesExist("blob7 text"), table.get("blob27 text")]).toEqual([false, facts]);
  });
  test("bytes, wherever they are, are noticed before anything is read from the pack", async () => {
    await written();
    const path = firstPack();
    const whole = readFileSync(path);
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(flips, async (places) => {
        const bytes = Buffer.from(whole);
        for (const [at, flip] of places) bytes[at]! ^= flip;
        if (bytes.equals(whole)) return;
        writeFileSync(path, bytes);
        const { rebuilt, facts: table } = await reopened();
        expect([rebuilt, table.doesExist("blob7 text"), existsSync(path)]).toEqual([true, false, false]);
      }),
      { numRuns: 300 },
    );
  });
  test("is a store in whose place a file stands", async () => {
    mkdirSync(dirname(storeFolder(root)), { recursive: true });
    writeFileSync(storeFolder(root), "a file");
    expect((await reopened()).rebuilt).toBe(true);
    await written();
    expect((await reopened()).facts.get("blob7 text")).toEqual(facts);
  });
});

describe("without room", () => {
  test("nothing is kept and the reason is told, but nothing fails", async () => {
    const { lines } = await writtenByChild({ V4_CACHE: join(import.meta.filename, "cache") });
    expect(lines[0]).toEqual([false, false, null, null]);
    expect(lines[1]).toMatch(/^the index cannot be kept in .* \(E[A-Z]+\); the next run reads it all again$/);
  });
  test("a pack that could not be finished leaves nothing behind, and what was written before stays", async () => {
    // Files may grow to 4 blocks of 1 KB: the same as a full disk.
    const { lines } = await writtenByChild({}, "ulimit -f 4");
    expect(lines[0]).toEqual([true, false, 1, null]);
    expect(lines[1]).toMatch(/EFBIG/);
    expect(lines[2]).toEqual([expect.stringMatching(/^\w+-\d+-\w+\.pack$/)]);
  });
  test.skipIf(process.getuid?.() === 0)("a pack without permission is thrown away, with a word", async () => {
    await written();
    chmodSync(firstPack(), 0);
    expect((await reopened()).rebuilt).toBe(true);
  });
  test("what a process left unfinished long ago is removed", async () => {
    await written();
    const [fresh, old] = ["tmp-fresh.pack", "tmp-old.pack"].map((name) => join(storeFolder(root), name));
    writeFileSync(fresh!, "");
    writeFileSync(old!, "");
    utimesSync(old!, 1, 1);
    expect((await reopened()).problem).toBeNull();
    expect([existsSync(fresh!), existsSync(old!)]).toEqual([true, false]);
  });
});

/** Writes a small and a large value in a process of its own and says what became of them. */
async function writtenByChild(env: NodeJS.ProcessEnv, limits = "true") {
  const script = `
    const { Store } = await import(${JSON.stringify(join(packageRoot, "dist/store/store.js"))});
    const { storeFolder } = await import(${JSON.stringify(join(packageRoot, "dist/store/layout.js"))});
    const { readdirSync } = await import("node:fs");
    const store = Store.open(${JSON.stringify(root)});
    const put = (key, value) => store.write(() => store.derived.put(key, value));
    const kept = [await put("small", 1), await put("large", "x".repeat(100000))];
    console.log(JSON.stringify([...kept, store.derived.get("small") ?? null, store.derived.get("large") ?? null]));
    console.log(JSON.stringify(store.problem));
    await store.close();
    try { console.log(JSON.stringify(readdirSync(storeFolder(${JSON.stringify(root)})))) } catch {}`;
  const output = execFileSync(
    "bash",
    ["-c", `${limits}; exec "$0" --input-type=module -e "$1"`, process.execPath, script],
    { encoding: "utf8", env: { ...process.env, ...env } },
  );
  return {
    lines: output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  };
}

function asFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
  writeFileSync(join(path, "inside"), "");
}

function asPipe(path: string): void {
  rmSync(path);
  execFileSync("mkfifo", [path]);
}
