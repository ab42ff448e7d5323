import { describe, expect, test } from "vitest";
import { checkName } from "../../src/memory/check.js";
import type { Declaration } from "../../src/memory/declarations.js";
import { learnNames } from "../../src/memory/learn.js";

const declared = (name: string, more: Partial<Declaration> = {}): Declaration => ({
  ...{ file: "src/a.ts", line: 1, name, kind: "function", language: "typescript" },
  ...{ role: "top", exported: true, container: "", base: "", truth: false, folder: "src" },
  ...more,
});
const verbs = "load save open close read write start stop find send parse print".split(" ");
const snake = verbs.map((verb) => declared(`${verb}_user`));
const camel = verbs.map((verb) => declared(`${verb}User`));
const check = (known: Declaration[], name: string, more: Partial<Declaration> = {}) =>
  checkName(learnNames(known), declared(name, more));

describe("letter case", () => {
  test("a name in another case than all others breaks the rule, with the same words as a suggestion", () => {
    expect(check(snake, "fetchUrl")).toMatchObject({
      ok: false,
      suggestion: "fetch_url",
      rule: "exported function names are snake_case: 12 of 12 in src",
    });
  });

  test("a name of one word fits every case that it may be in", () => {
    expect(check(snake, "fetch")).toMatchObject({ ok: true, suggestion: null });
  });

  test("the folder's own names speak before those of the repository", () => {
    const elsewhere = camel.flatMap((each) => [each, { ...each, name: `${each.name}s` }]);
    const known = [...elsewhere.map((each) => ({ ...each, folder: "lib" })), ...snake];
    expect(check(known, "fetch_url").ok).toBe(true);
    expect(check(known, "fetch_url", { folder: "lib" }).ok).toBe(false);
  });

  test("a folder with too few names leaves it to the repository", () => {
    const others = [...camel, ...camel.map((each) => ({ ...each, name: `${each.name}s` }))];
    const known = [...others.map((each) => ({ ...each, folder: "lib" })), declared("loadPage")];
    expect(check(known, "fetchUrl")).toMatchObject({
      ok: true,
      rule: "exported function names are camelCase: 25 of 25 in the repository",
    });
  });

  test("fields of classes say nothing about members of an enum", () => {
    const known = snake.map((each) => ({ ...each, kind: "field" as const, role: "member declared" }));
    expect(check(known, "FIRST_PHASE", { kind: "field", role: "of an enum" }).rule).toBeNull();
    expect(check(known, "FIRST_PHASE", { kind: "field", role: "member value" }).ok).toBe(false);
  });

  test("five names are no evidence", () => {
    expect(check(snake.slice(0, 5), "fetchUrl")).toMatchObject({ rule: null, ok: true, confidence: 0 });
  });

  test("where two cases are usual, a third is none of them", () => {
    const known = [...camel, ...verbs.map((verb) => declared(`${verb}Page`.replace(/^./, (c) => c.toUpperCase())))];
    expect(check(known, "FetchUrl").ok).toBe(true);
    expect(check(known, "fetch_url")).toMatchObject({ ok: false, suggestion: "fetchUrl" });
  });

  test("in Go the first letter says who may see a name and is no matter of style", () => {
    const go = { language: "go", file: "a.go", folder: "" };
    const known = camel.map((each) => ({ ...each, ...go, exported: false }));
    expect(check(known, "FetchUrl", go).ok).toBe(true);
    expect(check(known, "Fetch_Url", go)).toMatchObject({ ok: false, suggestion: "FetchUrl" });
  });

  test("one language says nothing about another", () => {
    expect(check(snake, "fetchUrl", { language: "python" }).rule).toBeNull();
  });

  test("names behind a word and an underscore are names of something else, if there are several", () => {
    const visits = ["ClassDef", "FunctionDef", "TypeAlias"].map((node) => declared(`visit_${node}`));
    expect(check([...snake, ...snake, ...visits], "visit_AsyncFor").rule).toBeNull();
    expect(check([...snake, ...snake], "visit_AsyncFor").ok).toBe(false);
  });
});

describe("abbreviations", () => {
  const urls = ["parseURL", "openURL", "readURLs", "URLParser", "findURL", "closeURL"].map((name) => declared(name));

  test("one that others write in capitals is to be written so", () => {
    expect(check([...camel, ...urls], "sendUrl")).toMatchObject({ ok: false, suggestion: "sendURL" });
  });

  test("as the first word of a camelCase name it is written small", () => {
    expect(check([...camel, ...urls], "urlOf").ok).toBe(true);
  });

  test("where both spellings are usual there is no rule", () => {
    const both = [...urls, ...["aUrl", "bUrl", "cUrl"].map((name) => declared(name))];
    expect(check([...camel, ...both], "sendUrl").ok).toBe(true);
  });
});

describe("words written as one", () => {
  const plugins = [...verbs, "get"].map((verb) => declared(`${verb}_plugin`));
  const getters = ["page", "line", "user", "name"].map((what) => declared(`get_${what}`));
  const known = [...plugins, ...getters, declared("get_plugin_name")];

  test("are to be written apart where other names do", () => {
    expect(check(known, "getplugin")).toMatchObject({ ok: false, suggestion: "get_plugin" });
  });

  test("are one word where other names use them so", () => {
    const joined = ["getplugin_name", "getplugin_list"].map((name) => declared(name));
    expect(check([...known, ...joined], "getplugin").ok).toBe(true);
  });
});
