import { beforeAll, describe, expect, test } from "vitest";
import { link } from "../../src/graph/link.js";
import { linkReferences } from "../../src/graph/references.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.js", "a.rb", "a.vue"]);
});

/** The references from the first of some files to others: `name@line -> file symbol`. */
function across(files: Record<string, string>): string[] {
  const readings = new Map(Object.entries(files).map(([path, text]) => [path, parser.read(path, text)]));
  const graph = link({
    files: new Map([...readings].map(([path, { facts }]) => [path, facts])),
    read: (path) => files[path] ?? null,
  });
  const { references } = linkReferences({ graph, names: (path) => readings.get(path)!.names });
  const [first] = Object.keys(files);
  return references
    .filter(({ from, to }) => from.file === first && to.file !== first)
    .map(({ from, to }) => `${from.line}:${from.column} -> ${to.file} ${to.symbol}`);
}

describe("what CommonJS exports is found", () => {
  test("by the names of a pattern, of a property and of a member", () => {
    expect(
      across({
        "a.js":
          'const { b, c: d } = require("./b");\nconst e = require("./b").e;\nconst all = require("./b");\nb(d, e, all.b);',
        "b.js": "exports.b = function () {};\nexports.c = 1;\nmodule.exports.e = () => {};",
      }),
    ).toEqual(["4:1 -> b.js b", "4:3 -> b.js c", "4:6 -> b.js e", "4:13 -> b.js b"]);
  });

  test("by the names of an object, and as an ES module", () => {
    expect(
      across({
        "a.js": 'import { b, c, d } from "./b.js";\nb(c, d);',
        "b.js": "module.exports = { b, c: 1, d: e };\nfunction b() {}\nclass e {}",
      }),
    ).toEqual(["2:1 -> b.js b", "2:3 -> b.js c", "2:6 -> b.js e"]);
  });

  test("as one value with more beside it", () => {
    expect(
      across({
        "a.js": 'const make = require("./b");\nmake();\nmake.limit;',
        "b.js": "exports = module.exports = make;\nexports.limit = 1;\nfunction make() {}",
      }),
    ).toEqual(["2:1 -> b.js make", "3:1 -> b.js make", "3:6 -> b.js limit"]);
  });

  test("as functions that are put onto an object", () => {
    expect(
      across({
        "a.js": 'const app = require("./b");\napp.init();',
        "b.js": "var app = module.exports = {};\napp.init = function init() {};",
      }),
    ).toEqual(["2:1 -> b.js app", "2:5 -> b.js app.init"]);
  });
});

describe("what a Ruby file says is seen from the others", () => {
  test("constants and methods of a module that is opened again, and inherited ones", () => {
    expect(
      across({
        "lib/a.rb": "module Shop\n  class Cart < Base\n    def go = open(Util.name_of(1))\n  end\nend",
        "lib/b.rb": "module Shop\n  class Base\n    def open(x) = x\n  end\nend",
        "lib/c.rb": "module Shop\n  module Util\n    def self.name_of(x) = x\n  end\nend",
      }),
    ).toEqual([
      "2:16 -> lib/b.rb Shop.Base",
      "3:14 -> lib/b.rb Shop.Base.open",
      "3:19 -> lib/c.rb Shop.Util",
      "3:24 -> lib/c.rb Shop.Util.name_of",
    ]);
  });

  test("a method that only one class has, but none of another language", () => {
    const caller = "def go(cart)\n  cart.recompute\nend";
    expect(across({ "a.rb": caller, "b.rb": "class Cart\n  def recompute = 1\nend" })).toEqual([
      "2:8 -> b.rb Cart.recompute",
    ]);
    expect(across({ "a.rb": caller, "b.js": "class Cart { recompute() {} }" })).toEqual([]);
  });
});

test("a template's use of an import leads to its file", () => {
  expect(
    across({
      "a.vue":
        '<script setup>\nimport B from "./B.vue";\nimport { total } from "./c";\n</script>\n<template><B>{{ total() }}</B></template>',
      "B.vue": "<template />",
      "c.js": "export const total = () => 1;",
    }),
  ).toEqual(["5:12 -> B.vue default", "5:17 -> c.js total"]);
});
