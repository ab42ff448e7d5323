import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { indexRepository, type RepositoryIndex } from "../../src/graph/index-repository.js";
import { openRepository } from "../../src/repo/open.js";
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
