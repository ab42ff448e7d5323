import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Store, storeFolder } from "../../src/store/store.js";
import { textFacts } from "../../src/syntax/parse.js";

let root: string;
let number = 0;
let store: Store | undefined;
const file = () => join(storeFolder(root), "index.mdb");
const facts = textFacts("one\ntwo\n");

beforeEach(() => {
  root = `/nowhere/${process.pid}/${number++}`;
});
afterEach(async () => {
  await store?.close();
  store = undefined;
});

async function written(): Promise<void> {
  const first = Store.open(root);
  await first.write(() => {
    for (let i = 0; i < 200; i++) first.facts.put(`blob${i} text`, facts);
  });
  await first.close();
}

test("what was written is there after it is opened again", async () => {
  await written();
  store = Store.open(root);
  expect(store.facts.get("blob7 text")).toEqual(facts);
});

test("a store that is whole is not made anew", async () => {
  await written();
  store = Store.open(root);
  expect(store.rebuilt).toBe(false);
});

test("two repositories of one name have stores of their own", () => {
  expect(storeFolder("/a/work")).not.toBe(storeFolder("/b/work"));
});

test.each<[string, () => void]>([
  ["cut to its first page", () => truncateSync(file(), 4096)],
  ["cut in the middle", () => truncateSync(file(), readFileSync(file()).length / 2)],
  ["overwritten from the start", () => writeFileSync(file(), readFileSync(file()).fill(0xff, 0, 8192))],
  ["some other file", () => writeFileSync(file(), "not a database\n".repeat(1000))],
])("a store that was %s is made anew, and works", async (_, spoil) => {
  await written();
  spoil();
  store = Store.open(root);
  expect(store.rebuilt).toBe(true);
  const { facts: table } = store;
  expect(await store.write(() => void table.put("blob text", facts))).toBe(true);
  expect(store.facts.get("blob text")).toEqual(facts);
});

test("a damaged file leaves nothing beside the new one", async () => {
  await written();
  truncateSync(file(), 4096);
  store = Store.open(root);
  expect(readdirSync(storeFolder(root)).filter((name) => name.includes("damaged"))).toEqual([]);
});

test("an empty file is a store that was never written", async () => {
  await written();
  truncateSync(file(), 0);
  store = Store.open(root);
  expect(store.facts.get("blob7 text")).toBeUndefined();
});
