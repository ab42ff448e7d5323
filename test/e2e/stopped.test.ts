import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { askDocument } from "../../src/output/contract.js";
import { library, makeRepository, pathsIn, placesIn, type Run, type RunOptions, v4 } from "./cli.js";

/** Some 1,000 tokens: a few seconds to read, and a state of 25 MB to save. */
const repository = makeRepository(library(3));
const options = { cwd: repository.root, env: placesIn(repository.home) };
const before = pathsIn(repository.root);
const prefixes = join(repository.home, "cache", "prefixes");
const ask = (question: string, more: Partial<RunOptions> = {}) =>
  v4(["ask", "--json", "--model", "smollm2-135m-instruct", "--max-wait", "900", question], { ...options, ...more });

afterAll(repository.remove);

/** Names of states that are being written. */
const halfWritten = () => (existsSync(prefixes) ? readdirSync(prefixes).filter((name) => name.startsWith("tmp-")) : []);

/** Sends a signal as soon as `when` holds. */
const stop = (signal: NodeJS.Signals, when: (run: Run) => boolean): Partial<RunOptions> => ({
  until: (run, child) => when(run) && child.kill(signal),
});

const isReading = (run: Run) => run.stderr.includes("reading ");

test("kill -9 in the middle of reading leaves the next run working", async () => {
  expect((await ask("Who opens the ledger?", stop("SIGKILL", isReading))).signal).toBe("SIGKILL");
  const next = await ask("Who opens the ledger?");
  expect(next.status).toBe(0);
  expect(askDocument.parse(JSON.parse(next.stdout)).answer).not.toBe("");
});

test("kill -9 in the middle of saving leaves the next run working, and it sweeps up", async () => {
  const question = `${"Tell at length, with every step that it takes, ".repeat(30)}who closes the ledger?`;
  const killed = await ask(
    question,
    stop("SIGKILL", () => halfWritten().length > 0),
  );
  expect(killed.signal).toBe("SIGKILL");
  expect(halfWritten()).not.toEqual([]);
  const next = await ask(question);
  expect(next.status).toBe(0);
  expect(next.stderr).not.toContain("thrown away");
  expect(halfWritten()).toEqual([]);
});

test("Ctrl-C while reading ends with status 130, without a word, and leaves nothing half-written", async () => {
  const stopped = await ask(`${"Say once more, slowly, ".repeat(60)}who sorts?`, stop("SIGINT", isReading));
  expect(stopped.status).toBe(130);
  expect(stopped.stdout).toBe("");
  expect(stopped.stderr.trimEnd().split("\n").at(-1)).toMatch(/^reading /);
  expect(halfWritten()).toEqual([]);
});

test("Ctrl-C while the answer is written ends with status 130 and leaves nothing half-written", async () => {
  const { root } = repository;
  const stopped = await v4(
    ["ask", "--model", "smollm2-135m-instruct", "--max-wait", "900", "Explain every function."],
    {
      cwd: root,
      env: options.env,
      ...stop("SIGINT", (run) => run.stdout !== ""),
    },
  );
  expect(stopped.status).toBe(130);
  expect(halfWritten()).toEqual([]);
});

test("no file appears in the repository", () => expect(pathsIn(repository.root)).toEqual(before));
