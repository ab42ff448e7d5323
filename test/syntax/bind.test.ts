import { beforeAll, describe, expect, test } from "vitest";
import { type FileNames, op } from "../../src/syntax/names.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.js", "a.tsx", "a.rb", "a.vue", "a.svelte"]);
});

/** What each use of the names of a file means: `name@line` and the line where it is declared, `import` or `?`. */
function uses(path: string, text: string): string[] {
  const { facts, names } = parser.read(path, text);
  return [...names!.uses].map((use) => {
    const binding = names!.code[use + 1]!;
    const line = lineOf(names!, use + 2);
    if (binding < 0) return `${names!.strings[-1 - binding]}@${line} ?`;
    const { name, kind, number } = names!.bindings[binding]!;
    return `${name}@${line} ${kind === "import" ? "import" : facts.definitions[number]?.line}`;
  });
}

function members(path: string, text: string): string[] {
  const { names } = parser.read(path, text);
  return [...names!.members].map((at) => `${names!.strings[names!.code[at + 2]!]}@${lineOf(names!, at + 3)}`);
}

const lineOf = ({ code, places }: FileNames, operand: number) => places[code[operand]! * 2];

describe("names of JavaScript mean what they mean to the language", () => {
  test.each([
    ["var is bound in the function around", "var a = 1;\nfunction f() { { var a = 2; }\nreturn a; }", []],
    ["let is bound in its block", "let a = 1;\n{ let a = 2; a; }\na;", ["a@3 1"]],
    ["a function expression's name is seen inside alone", "const f = function g() { return g; };\ng();", ["g@2 ?"]],
    ["a label is no use", "const a = 1;\na: for (;;) { break a; }", []],
    ["catch may bind nothing", "const e = 1;\ntry {} catch { e; }", ["e@2 1"]],
    ["catch binds in its block", "const e = 1;\ntry {} catch (e) { e; }\ne;", ["e@3 1"]],
    ["a default export binds its name", "export default function f() {}\nf();", ["f@2 1"]],
    ["methods of objects bind no name", "const o = { a() { return a; } };", ["a@1 ?"]],
    ["getters bind no name", "const o = { get a() { return a; } };", ["a@1 ?"]],
    ["a shorthand is a use", "const a = 1;\nf({ a });", ["f@2 ?", "a@2 1"]],
    ["a key is no use", "const a = 1;\nconst o = { a: 2 };\no.a;", ["o@3 2"]],
    ["defaults see the parameters before", "const a = 1;\nfunction f(b, c = b, d = a) {}", ["a@2 1"]],
    ["a class expression's name is seen inside alone", "f(class A { b() { return A; } });\nA;", ["f@1 ?", "A@2 ?"]],
    [
      "what is exported under a name binds none",
      'const b = require("./b");\nexports.b = b.c;\nb();',
      ["exports@2 ?", "b@2 import", "b@3 import"],
    ],
    ["require binds an import", 'const { a: b } = require("./a");\nb();', ["b@2 import"]],
  ])("%s", (_, text, expected) => {
    expect(uses("a.js", text).filter((use) => !use.startsWith("require@"))).toEqual(expected);
  });

  test("a getter is used as what it returns", () => {
    const { facts, names } = parser.read("a.js", "class A { get b() { return 1; } c() {} }");
    const flags = facts.definitions.map(({ name }, i) => [name, names!.code[names!.definitions[i]!.type + 1]! & 8]);
    expect(flags.slice(1)).toEqual([
      ["b", 8],
      ["c", 0],
    ]);
  });

  test("the value of what is exported is known", () => {
    const { facts, names } = parser.read("a.js", 'exports.a = { b: 1 };\nmodule.exports = { c: "d" };');
    expect(facts.definitions.map(({ name }, i) => [name, names!.code[names!.definitions[i]!.value]])).toEqual([
      ["a", op.object],
      ["c", op.literal],
    ]);
  });
});

test("tags in lower case are the page's, others are uses", () => {
  const text = 'import { B } from "./b";\nconst a = 1;\nexport const c = <a><B.D x={a} /><B /></a>;';
  expect(uses("a.tsx", text)).toEqual(["B@3 import", "a@3 2", "B@3 import"]);
  expect(members("a.tsx", text)).toEqual(["D@3"]);
});

describe("names of Ruby", () => {
  test.each([
    ["constants are seen from inside the module", "module A\n  B = 1\n  def self.c = B\nend", ["B@3 2"]],
    ["methods are seen from their class", "class A\n  def b = c(1)\n  def c(x) = x\nend", ["c@2 3"]],
    ["parameters of blocks are theirs", "def a = 1\n[].each { |a| a }\na", ["a@3 1"]],
    ["locals of a method are no methods", "def a = 1\ndef b\n  a = 2\n  a\nend", []],
    ["keys are no uses", "def a = 1\nb(a: 1)", ["b@2 ?"]],
  ])("%s", (_, text, expected) => {
    expect(uses("a.rb", text)).toEqual(expected);
  });

  test("a call holds its receiver and its method", () => {
    expect(members("a.rb", "A::B.new(1).c.d(2)")).toEqual(["d@1", "c@1", "new@1", "B@1"]);
  });
});

describe("a template uses the names of its script", () => {
  test.each([
    ["an expression", "{{ a }}", ["a@3 2"]],
    ["an expression in an attribute", '<p :b="a + 1" @c="a()" v-if="!a" />', ["a@3 2", "a@3 2", "a@3 2"]],
    ["a tag", "<A /><a-b />", ["A@3 1", "AB@3 1"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is code
    ["text in templates of strings", "{{ `a ${a} b` }}", ["a@3 2"]],
    [
      "no plain text, attribute, key or string",
      `a <p a="a" :b="{ a: 1, 'a': 'a' }">{{ "a" + b.a }}</p> <!-- {{ a }} -->`,
      [],
    ],
  ])("of Vue: %s", (_, template, expected) => {
    const script = 'import A, { AB } from "./A.vue";\nconst a = 1;</script>';
    expect(uses("a.vue", `<script setup>${script}\n<template>${template}</template>`)).toEqual(
      expected.map((use) => use.replace(" 1", " import")),
    );
  });

  test.each([
    ["an expression", "{a}{@html a}{#if a}{/if}", ["a@3 2", "a@3 2", "a@3 2"]],
    ["a store's value", "{$a}", ["a@3 2"]],
    ["an attribute", "<p b={() => { a(); }} {a} />", ["a@3 2", "a@3 2"]],
    ["a tag and directives", "<A bind:a use:AB />", ["A@3 1", "a@3 2", "AB@3 1"]],
  ])("of Svelte: %s", (_, template, expected) => {
    const script = 'import A, { AB } from "./A.svelte";\nlet a = 1;</script>';
    expect(uses("a.svelte", `<script>${script}\n${template}`)).toEqual(
      expected.map((use) => use.replace(" 1", " import")),
    );
  });

  test("members of what a template uses stand where they stand in the file", () => {
    const text = "<script setup>\nconst a = make();\n</script>\n<template>\n{{ a.b\n  .c }}\n</template>";
    expect(members("a.vue", text)).toEqual(["b@5", "c@6"]);
  });
});

test("a component is the default export of its file, whatever its script exports", () => {
  const exports = (text: string) => parser.facts("a.vue", text).exports.map(({ name, line }) => `${name}@${line}`);
  expect(exports("<template />")).toEqual(["default@1"]);
  expect(exports("<script>\nexport const a = 1;\nexport default {};\n</script>")).toEqual(["a@2", "default@3"]);
});
