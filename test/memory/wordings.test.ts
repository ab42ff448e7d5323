import { describe, expect, test } from "vitest";
import { checkName } from "../../src/memory/check.js";
import type { Declaration } from "../../src/memory/declarations.js";
import { learnNames } from "../../src/memory/learn.js";

const declared = (name: string, more: Partial<Declaration> = {}): Declaration => ({
  ...{ file: "src/a.ts", line: 1, name, kind: "function", language: "typescript" },
  ...{ role: "top", exported: true, container: "", base: "", truth: false, folder: "src" },
  ...more,
});
const what = "User Page Line Item Mail Note Card Post Link Film".split(" ");
const named = (verb: string, more?: Partial<Declaration>) => what.map((each) => declared(`${verb}${each}`, more));

describe("words that mean the same", () => {
  test("the verb that nearly all functions begin with is the one to use", () => {
    expect(checkName(learnNames(named("remove")), declared("deleteUser"))).toMatchObject({
      ok: false,
      suggestion: "removeUser",
      rule: 'functions begin with "remove" rather than "delete": 10 of 10',
    });
  });

  test("where both verbs are usual there is no rule", () => {
    const both = [...named("remove"), ...named("delete")];
    expect(checkName(learnNames(both), declared("deleteBook")).ok).toBe(true);
  });

  test("a word is shortened where the others shorten it", () => {
    expect(checkName(learnNames(named("dir")), declared("openDirectory"))).toMatchObject({ suggestion: "openDir" });
  });
});

describe("abbreviations that nobody used before", () => {
  test("are written as the language's style guide asks, if most others here are", () => {
    const go = { language: "go", file: "a.go", folder: "" };
    const known = "parseURL openURL readJSON loadHTML sendHTTP".split(" ").map((name) => declared(name, go));
    expect(checkName(learnNames(known), declared("newSshSession", go))).toMatchObject({ suggestion: "newSSHSession" });
  });

  test("in a plural keep the small s", () => {
    const go = { language: "go", file: "a.go", folder: "" };
    const known = "parseURL openURL readJSON loadHTML sendHTTP".split(" ").map((name) => declared(name, go));
    expect(checkName(learnNames(known), declared("getSkus", go))).toMatchObject({ suggestion: "getSKUs" });
  });
});

describe("what style guides ask for", () => {
  const python = { language: "python", file: "a.py", folder: "" };
  const snake = what.flatMap((each) => ["load", "save", "open", "send"].map((verb) => `${verb}_${each.toLowerCase()}`));

  test("decides between two cases that one place is divided between", () => {
    const near = named("find", { ...python, folder: "lib" }).slice(0, 4);
    const known = [...snake.map((name) => declared(name, python)), ...near];
    const verdict = checkName(learnNames(known), declared("makeSymbol", { ...python, folder: "lib" }));
    expect(verdict).toMatchObject({ ok: false, suggestion: "make_symbol" });
  });
});
