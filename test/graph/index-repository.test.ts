import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IndexOptions, indexRepository, type RepositoryIndex } from "../../src/graph/index-repository.js";
import { readFiles } from "../../src/graph/read-files.js";
import type { ReadOff } from "../../src/graph/read-share.js";
import { blobId } from "../../src/repo/blob.js";
import { openRepository, type Repository } from "../../src/repo/open.js";
import { readFacts } from "../../src/store/facts-bytes.js";
import { library, makeRepository } from "../e2e/cli.js";

let made: ReturnType<typeof makeRepository>;
let index: RepositoryIndex | undefined;
beforeEach(() => {
  made = makeRepository({ ...library(3), "picture.bin": "\0", "package-lock.json": "{}" });
});
afterEach(async () => {
  await index?.close();
  index = undefined;
  made.remove();
});

async function read(): Promise<RepositoryIndex> {
  await index?.close();
  index = await indexRepository(await openRepository(made.root));
  return index;
}

test("the first time every text is parsed, the second time none", async () => {
  expect((await read()).parsed).toBe(3);
  expect((await read()).parsed).toBe(0);
});

test("after a change only the changed file is parsed", async () => {
  await read();
  writeFileSync(join(made.root, "src/ledger.ts"), "export const closed = true;\n");
  const { parsed, facts, files } = await read();
  expect(parsed).toBe(1);
  expect(facts(files.find(({ path }) => path === "src/ledger.ts")!).definitions[0]?.name).toBe("closed");
});

test("a file that was moved is not parsed again", async () => {
  await read();
  writeFileSync(join(made.root, "moved.ts"), library(1)["src/ledger.ts"]!);
  rmSync(join(made.root, "src/ledger.ts"));
  expect((await read()).parsed).toBe(0);
});

test("what is not read is named, with the reason", async () => {
  expect((await read()).unread).toEqual(
    expect.arrayContaining([
      { path: "picture.bin", why: "binary" },
      { path: "package-lock.json", why: "machine-written" },
    ]),
  );
});

test("its state changes with a content and comes back with it", async () => {
  const { state } = await read();
  const text = library(1)["src/ledger.ts"]!;
  writeFileSync(join(made.root, "src/ledger.ts"), `${text}\n`);
  expect((await read()).state).not.toBe(state);
  writeFileSync(join(made.root, "src/ledger.ts"), text);
  expect((await read()).state).toBe(state);
});

test("two at once on one repository find the same", async () => {
  const repository = await openRepository(made.root);
  const [one, other] = await Promise.all([indexRepository(repository), indexRepository(repository)]);
  expect(one.files).toEqual(other.files);
  expect(one.state).toBe(other.state);
  await one.close();
  await other.close();
});

test("a signal that was given stops it before it parses", async () => {
  const stop = AbortSignal.abort();
  const repository = await openRepository(made.root);
  await expect(indexRepository(repository, { signal: stop })).rejects.toMatchObject({ code: "cancelled" });
});

describe("several threads", () => {
  const texts = Object.values(library());
  const many: Record<string, string> = {};
  for (let i = 0; i < 120; i++) many[`src/part${i}.ts`] = `${texts[i % texts.length]}export const n${i} = ${i};\n`;
  many["src/same.ts"] = many["src/part7.ts"]!;
  many["notes.md"] = "# Notes\nwords of no language\n";

  /** Everything that is known of every file, read by so many threads beside the main one into a store of its own. */
  async function readBy(workers: number, options: IndexOptions = {}) {
    const copy = makeRepository(many);
    try {
      const made = await indexRepository(await openRepository(copy.root), { workers, ...options });
      const all = made.files.map((file) => [file.path, made.facts(file), made.names(file), made.words(file).words]);
      await made.close();
      return { all, parsed: made.parsed };
    } finally {
      copy.remove();
    }
  }

  test("find the same facts, names and words as one", async () => {
    const one = await readBy(0);
    expect(one.all).toHaveLength(122);
    expect(await readBy(1)).toEqual(one);
    expect(await readBy(2)).toEqual(one);
  });

  /** A file that the main thread leaves to workers, and one that it does not; read by one worker beside it. */
  async function readLargeAndSmall(workerMemory?: number) {
    const lines = Array.from({ length: 6000 }, (_, i) => `export function f${i}(a: number) { return a * ${i}; }\n`);
    const texts = { "large.ts": lines.join(""), "small.ts": "export const a = 1;\n" };
    const copy = makeRepository(texts);
    const read: ReadOff[] = [];
    const wanted = Object.entries(texts).map(([path, text]) => {
      const bytes = Buffer.from(text);
      return { path, blob: blobId(bytes), size: bytes.length, facts: null };
    });
    const readByWorkers = await readFiles(wanted, {
      ...{ root: copy.root, listedAt: Date.now(), words: true, workers: 1, workerMemory },
      take: (files) => read.push(...files),
    });
    copy.remove();
    const [large, small] = read.toSorted((a, b) => a.number - b.number).map(({ facts }) => readFacts(facts!));
    return { readByWorkers, count: read.length, large: large!, small: small! };
  }

  test("share the work: a worker reads what would keep the main thread from hearing Ctrl-C", async () => {
    const { readByWorkers, count, large, small } = await readLargeAndSmall();
    expect([count, large.definitions.length, small.definitions.length]).toEqual([2, 6000, 1]);
    expect(readByWorkers).toBeGreaterThan(0);
  });

  test("of which one runs out of memory: its file is a problem, the others are read", async () => {
    const { count, large, small } = await readLargeAndSmall(35);
    expect([count, small.definitions.length]).toEqual([2, 1]);
    expect(large.problems).toEqual([{ line: 1, message: "not parsed: it takes more memory than there is" }]);
  });

  test("that cannot start leave the work to the main thread", async () => {
    const { readByWorkers, large } = await readLargeAndSmall(1);
    expect([readByWorkers, large.definitions.length]).toEqual([0, 6000]);
  });

  test("stop when they are told to, and what they had finished is kept whole", async () => {
    const copy = makeRepository(many);
    const stop = new AbortController();
    const repository = await openRepository(copy.root);
    const options: IndexOptions = { workers: 2, signal: stop.signal, onProgress: () => stop.abort() };
    await expect(indexRepository(repository, options)).rejects.toMatchObject({ code: "cancelled" });
    const after = await indexRepository(repository);
    expect(after.store.rebuilt).toBe(false);
    expect(after.files).toHaveLength(122);
    for (const file of after.files) expect(after.facts(file).lines).toBeGreaterThan(0);
    await after.close();
    copy.remove();
  });
});

test("two files of one content are read once", async () => {
  writeFileSync(join(made.root, "copy.ts"), library(1)["src/ledger.ts"]!);
  expect((await read()).parsed).toBe(3);
});

test("words that were left out are made later, from the facts and the text", async () => {
  const repository = await openRepository(made.root);
  const graphOnly = await indexRepository(repository, { words: false });
  const [file] = graphOnly.files;
  const words = graphOnly.words(file!);
  await graphOnly.close();
  const { parsed, words: stored, store } = await read();
  expect(parsed).toBe(0);
  expect(stored(file!)).toEqual(words);
  expect(store.words.doesExist(`${file!.blob} typescript`)).toBe(true);
});

test("a file that was written since it was listed is kept under the id of what was read", async () => {
  const repository = await openRepository(made.root);
  const path = join(made.root, "src/ledger.ts");
  const git: Repository["git"] = {
    ...repository.git,
    raw: async (args) => {
      const answer = await repository.git.raw(args);
      if (args.includes("status")) writeFileSync(path, "export const late = 1;\n");
      return answer;
    },
  };
  const { files, facts, close } = await indexRepository({ ...repository, git });
  const file = files.find((file) => file.path === "src/ledger.ts")!;
  expect(file.blob).toBe(blobId(Buffer.from("export const late = 1;\n")));
  expect(facts(file).definitions[0]?.name).toBe("late");
  await close();
});
