import { expect, test } from "vitest";
import { checkName } from "../../src/memory/check.js";
import type { Declaration } from "../../src/memory/declarations.js";
import { learnNames } from "../../src/memory/learn.js";

const declared = (name: string, more: Partial<Declaration> = {}): Declaration => ({
  ...{ file: "src/a.ts", line: 1, name, kind: "function", language: "typescript" },
  ...{ role: "top", exported: true, container: "", base: "", truth: false, folder: "src" },
  ...more,
});
const what = "User Page Line Item Mail Note Card Post Link Film".split(" ");

test("a class ends like what it is derived from, where the others do", () => {
  const derived: Partial<Declaration> = { kind: "class", base: "HttpError" };
  const known = what.map((each, i) => declared(`${each}Error`, { ...derived, folder: `src/${i}` }));
  expect(checkName(learnNames(known), declared("Timeout", derived))).toMatchObject({
    ok: false,
    suggestion: "TimeoutError",
    rule: "what derives from HttpError ends with error: 10 of 10",
  });
});

test("a function that says yes or no begins as the others do", () => {
  const known = what.map((each, i) => declared(`${i % 2 ? "is" : "has"}${each}`, { truth: true, folder: `src/${i}` }));
  const table = learnNames(known);
  expect(checkName(table, declared("openFile", { truth: true })).ok).toBe(false);
  expect(checkName(table, declared("hasFile", { truth: true })).ok).toBe(true);
});

test("the exported functions of a folder begin alike", () => {
  const table = learnNames(what.map((each) => declared(`use${each}`, { folder: "src/hooks" })));
  expect(checkName(table, declared("loadFile", { folder: "src/hooks" }))).toMatchObject({ suggestion: "useLoadFile" });
  expect(checkName(table, declared("loadFile", { folder: "src" })).ok).toBe(true);
});
