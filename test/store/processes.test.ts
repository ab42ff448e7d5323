import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/places.js";
import { makeRepository } from "../e2e/cli.js";

/*
 * What happens to the store when processes share it, are killed, or have no room. Every index is made in a process of its own, by the
 * built code, and tells what it found.
 */

/** More than one group of the index holds, so that a process can end between two writes. */
const fileCount = 300;
let made: ReturnType<typeof makeRepository>;
/** What an undisturbed process with a cache of its own finds. */
let expected: Told;

beforeAll(async () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < fileCount; i++) files[`src/part${i}.ts`] = `/** ${i} */\nexport const n${i} = () => ${i};\n`;
  made = makeRepository(files);
  expected = await index("undisturbed").told;
}, 120_000);
afterAll(() => made.remove());

interface Told {
  /** A hash over the facts and words of every file. */
  contents: string;
  files: number;
  parsed: number;
  problem: string | null;
}

const at = (folder: string) => JSON.stringify(join(packageRoot, "dist", folder));
const script = `
  const { openRepository } = await import(${at("repo/open.js")});
  const { indexRepository } = await import(${at("graph/index-repository.js")});
  const { createHash } = await import("node:crypto");
  const repository = await openRepository(".");
  console.log("started");
  const index = await indexRepository(repository);
  const hash = createHash("sha256");
  for (const file of index.files) hash.update(JSON.stringify(index.facts(file))).update(index.words(file).words);
  const { parsed, store: { problem }, files } = index;
  await index.close();
  console.log(JSON.stringify({ contents: hash.digest("hex"), files: files.length, parsed, problem }));`;

interface Indexing {
  child: ChildProcess;
  started: Promise<void>;
  /** Rejects when the process was ended. */
  told: Promise<Told>;
}

/** Indexes the repository in a process, with the cache of that name. */
function index(cache: string, before = "true", wrapper: string[] = []): Indexing {
  const shell = ["bash", "-c", `${before} && exec "$0" --input-type=module -e "$1"`, process.execPath, script];
  const [command, ...args] = [...wrapper, ...shell];
  const child = spawn(command!, args, {
    cwd: made.root,
    env: { ...process.env, V4_CACHE: cacheAt(cache) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stderr!.setEncoding("utf8").on("data", (text) => (errors += text));
  let start = () => {};
  const started = new Promise<void>((resolve) => (start = resolve));
  child.stdout!.setEncoding("utf8").on("data", (text) => {
    output += text;
    start();
  });
  const told = new Promise<Told>((resolve, reject) =>
    child.once("close", (status, signal) => {
      start();
      if (status === 0) resolve(JSON.parse(output.split("\n").at(-2)!));
      else reject(new Error(`status ${status}, signal ${signal}: ${errors}`));
    }),
  );
  told.catch(() => {});
  return { child, started, told };
}

/** What is mounted in there is seen by nobody else and goes with the process. */
const inNamespace = ["unshare", "-rm"];

const cacheAt = (name: string) => join(made.home, name);

/** Every file below the index folder of a cache. */
const filesOf = (cache: string): string[] =>
  readdirSync(join(cacheAt(cache), "index"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test("two processes that start cold on one repository both find everything, and so does a third, warm", async () => {
  const both = [index("shared"), index("shared")];
  for (const told of await Promise.all(both.map(({ told }) => told))) {
    expect(told).toMatchObject({ contents: expected.contents, problem: null });
  }
  expect(await index("shared").told).toEqual({ ...expected, parsed: 0 });
});

test("kill -9 at any moment, 16 times, leaves a store that the next process completes", async () => {
  // From the first look at the files to the end of the work, the moments spread over it.
  const begun = performance.now();
  await index("timed").told;
  const whole = performance.now() - begun;
  let signals = 0;
  for (let kill = 0; kill < 16; kill++) {
    if (kill % 8 === 0) rmSync(cacheAt("killed"), { recursive: true, force: true });
    const { child, started, told } = index("killed");
    await started;
    await wait(whole * Math.random() * 0.7);
    child.kill("SIGKILL");
    await told.then(
      () => {},
      () => signals++,
    );
  }
  expect(signals).toBeGreaterThan(0);
  const { contents, problem, files } = await index("killed").told;
  expect({ contents, problem, files }).toEqual({ contents: expected.contents, problem: null, files: fileCount });
  expect((await index("killed").told).parsed).toBe(0);
}, 180_000);

describe("a full disk", () => {
  test("costs nothing but speed", async () => {
    // Files may grow to 16 blocks of 1 KB: every pack fails, as on a full disk.
    const told = await index("limited", "ulimit -f 16").told;
    expect(told).toMatchObject({ contents: expected.contents, parsed: fileCount });
    expect(told.problem).toMatch(/^the index cannot be kept in .*EFBIG/);
    expect(filesOf("limited").filter((path) => /pack/.test(path))).toEqual([]);
    expect(await index("limited").told).toEqual(expected);
  });

  test.skipIf(!canMount())("of a file system of its own that has 48 KB costs nothing but speed", async () => {
    const mount = 'mkdir -p "$V4_CACHE" && mount -t tmpfs -o size=48k tmpfs "$V4_CACHE"';
    const told = await index("mounted", mount, inNamespace).told;
    expect(told).toMatchObject({ contents: expected.contents, parsed: fileCount });
    expect(told.problem).toMatch(/^the index cannot be kept in .*ENOSPC/);
  });
});

test("bytes flipped in every file of the store: the next process says so in one line and has everything", async () => {
  await index("flipped").told;
  const packs = filesOf("flipped").filter((path) => path.endsWith(".pack"));
  expect(packs.length).toBeGreaterThan(0);
  for (const path of packs) {
    const bytes = readFileSync(path);
    for (let i = 0; i < 20; i++)
      bytes[Math.floor(Math.random() * bytes.length)]! ^= 1 + Math.floor(Math.random() * 255);
    writeFileSync(path, bytes);
  }
  expect(await index("flipped").told).toEqual({
    ...expected,
    problem: "the stored index was damaged; what was lost is read again",
  });
  expect(await index("flipped").told).toEqual({ ...expected, parsed: 0 });
});

test("the whole store may vanish while a process works with it", async () => {
  const { started, told } = index("vanishing");
  await started;
  const watch = setInterval(() => rmSync(cacheAt("vanishing"), { recursive: true, force: true, maxRetries: 3 }), 20);
  try {
    expect((await told).contents).toBe(expected.contents);
  } finally {
    clearInterval(watch);
  }
  expect((await index("vanishing").told).contents).toBe(expected.contents);
}, 60_000);

function canMount(): boolean {
  const [command, ...args] = [...inNamespace, "mount", "-t", "tmpfs", "tmpfs", "/tmp"];
  return spawnSync(command!, args).status === 0;
}
