import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askDocument } from "../../src/output/contract.js";
import { library, makeRepository, pathsIn, placesIn, type Run, v4 } from "./cli.js";

/** The whole repository, some 6,000 tokens, is read: the wait is set beyond all doubt. */
const asked = ["ask", "--model", "smollm2-135m-instruct", "--max-wait", "900"];
const repository = makeRepository(library());
const options = { cwd: repository.root, env: placesIn(repository.home) };
const before = pathsIn(repository.root);
const documentOf = (run: Run) => askDocument.parse(JSON.parse(run.stdout));

afterAll(repository.remove);

describe("a question, and another on the same repository", () => {
  let first: Run;
  let second: Run;
  let third: Run;
  let streamed: Run;
  beforeAll(async () => {
    first = await v4([...asked, "--json", "Which function weighs the basket?"], options);
    second = await v4([...asked, "--json", "When does openLedger refuse?"], options);
    third = await v4([...asked, "--json", "Who counts the harbour?"], options);
    streamed = await v4([...asked, "Which function weighs the basket?"], options);
  }, 600_000);

  test("both end with status 0", () => expect([first.status, second.status, streamed.status]).toEqual([0, 0, 0]));

  test("are answered", () => {
    expect(documentOf(first).answer).not.toBe("");
    expect(documentOf(second).answer).not.toBe("");
  });

  test("find their evidence first", () => {
    expect(documentOf(first).evidence[0]).toMatchObject({ file: "src/basket.ts" });
    expect(documentOf(second).evidence[0]).toMatchObject({ file: "src/ledger.ts", symbol: "openLedger" });
  });

  test("send the whole repository, and the ledger says so", () => {
    const { ledger } = documentOf(first);
    expect(ledger.files.map(({ file, included }) => [file, included])).toEqual(before.filter(isFile).map(full));
  });

  test("the first reuses nothing", () => expect(documentOf(first).timings.reusedTokens).toBe(0));

  test("the second reuses more than nine tenths of its prompt", () => {
    const { timings } = documentOf(second);
    expect(timings.reusedTokens).toBeGreaterThan(0.9 * timings.prefillTokens);
  });

  // A ratio within one run, each from the start of its process; the better of two, for the machine may be busy.
  test("the second or third gives its first token at least ten times sooner", () => {
    const again = Math.min(...[second, third].map((run) => documentOf(run).timings.firstTokenMs));
    expect(again).toBeLessThan(documentOf(first).timings.firstTokenMs / 10);
  });

  test("an answer streams in pieces and only it goes to stdout", () => {
    expect(streamed.chunks.length).toBeGreaterThan(1);
    expect(streamed.stdout).not.toMatch(/reading|loading|tokens/);
  });

  test("the last line tells tokens, what was reused, speed, seconds and the cost", () => {
    expect(streamed.stderr.trim().split("\n").at(-1)).toMatch(/tokens.*reused.*tok\/s.* s .*cost 0/);
  });

  test("with the network cut off the same question has the same answer", async ({ skip }) => {
    const wrapper = ["unshare", "--map-root-user", "--net"];
    if (spawnSync(wrapper[0]!, [...wrapper.slice(1), "true"]).status !== 0)
      skip("unshare may not cut off the network here");
    const offline = await v4([...asked, "Which function weighs the basket?"], { ...options, wrapper });
    expect(offline.status).toBe(0);
    expect(offline.stdout).toBe(streamed.stdout);
  });

  test("no file appears in the repository", () => expect(pathsIn(repository.root)).toEqual(before));
});

const isFile = (path: string) => path.endsWith(".ts");
const full = (path: string) => [path, "full"];
