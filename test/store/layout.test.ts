import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../src/places.js";
import { layoutKey } from "../../src/store/layout.js";
import { markUsed } from "../../src/store/sweep.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "v4-layout-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The key of a package with the grammars of this one after a change. */
function keyAfter(change: (root: string) => void, version = "1.0.0"): string {
  cpSync(join(packageRoot, "grammars"), join(folder, "grammars"), { recursive: true, preserveTimestamps: true });
  change(folder);
  return layoutKey(folder, version);
}
const unchanged = () => {};

test("another version of v4 has another layout", () => {
  const key = keyAfter(unchanged, "1.0.0");
  expect(keyAfter(unchanged, "1.0.1")).not.toBe(key);
  expect(keyAfter(unchanged, "1.0.0")).toBe(key);
});

test.each<[string, (root: string) => void]>([
  ["query", (root) => writeFileSync(join(root, "grammars/go/tags.scm"), "; more\n", { flag: "a" })],
  ["query of a language that had none", (root) => writeFileSync(join(root, "grammars/go/new.scm"), "")],
  ["language row", (root) => writeFileSync(join(root, "grammars/go/language.json"), "\n", { flag: "a" })],
  ["language", (root) => cpSync(join(root, "grammars/go"), join(root, "grammars/gone"), { recursive: true })],
  ["version of a grammar", (root) => grammarPackage(root, "9.9.9")],
])("another %s makes another layout", (_, change) => {
  const key = keyAfter(unchanged);
  expect(keyAfter(change)).not.toBe(key);
});

function grammarPackage(root: string, version: string): void {
  const place = join(root, "node_modules/tree-sitter-go");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "tree-sitter-go", version }));
}

const day = 86_400_000;
const now = Date.now();
const index = () => join(folder, "index");

/** A store of some layout whose files were last touched so many days ago. */
function storeOf(layout: string, name: string, days: number): string {
  const place = join(index(), layout, name);
  mkdirSync(place, { recursive: true });
  const file = join(place, "index.mdb");
  writeFileSync(file, "");
  for (const path of [file, place]) utimesSync(path, (now - days * day) / 1000, (now - days * day) / 1000);
  return place;
}

test("stores that were not used for 30 days are removed, of this layout and of others, the others stay", () => {
  const own = storeOf("new", "mine-1", 40);
  const recent = storeOf("old", "mine-1", 29);
  const old = storeOf("older", "mine-1", 31);
  const other = storeOf("new", "other-1", 31);
  markUsed(index(), own, now);
  expect([own, recent, old, other].map(existsSync)).toEqual([true, true, false, false]);
});

test("a layout without a store is removed with its last one", () => {
  const own = storeOf("new", "mine-1", 0);
  storeOf("older", "mine-1", 31);
  markUsed(index(), own, now);
  expect(existsSync(join(index(), "older"))).toBe(false);
});

test("it is looked for once a day", () => {
  const own = storeOf("new", "mine-1", 0);
  markUsed(index(), own, now);
  const old = storeOf("older", "mine-1", 31);
  markUsed(index(), own, now + 0.9 * day);
  expect(existsSync(old)).toBe(true);
  markUsed(index(), own, now + 1.1 * day);
  expect(existsSync(old)).toBe(false);
});

test("a store that is opened from time to time stays, though nothing is written into it", () => {
  const own = storeOf("new", "mine-1", 0);
  for (let days = 0; days < 90; days += 20) markUsed(index(), own, now + days * day);
  expect(existsSync(own)).toBe(true);
});
