import { beforeAll, describe, expect, test } from "vitest";
import { declarationsOf } from "../../src/memory/declarations.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.ts", "a.py", "A.java"]);
});
const roles = (file: string, text: string) =>
  declarationsOf(file, parser.facts(file, text)).map(({ name, role }) => `${name}: ${role}`);

describe("the role of a value is what it is set to", () => {
  test.each([
    ["const a = 'x';", "const text"],
    ["const a = -1.5;", "const number"],
    ["const a = /x/;", "const pattern"],
    ["const a = [1];", "const list"],
    ["const a: Map<string, () => void> = new Map();", "const table"],
    ["const a = make(1);", "const made"],
    ["let a;", "let declared"],
    ["const a = b + c;", "const value"],
  ])("%s", (text, role) => {
    expect(roles("a.ts", text)).toEqual([`a: ${role}`]);
  });

  test("another type under a new name is a type", () => {
    expect(roles("a.py", "Reader = Union[A, B]")).toEqual(["Reader:  type"]);
  });
});

test("a member is told from what stands at the top, and a test from other code", () => {
  expect(roles("a.test.ts", "class A { run() {} }")).toEqual(["A: test top", "run: test member"]);
});

test("names that the language gives are nobody's choice", () => {
  expect(roles("a.py", "class A:\n  def __init__(self): pass")).toEqual(["A: top"]);
  expect(roles("A.java", "class A { A() {} void run() {} }")).toEqual(["A: top", "run: member"]);
});

test.each([
  ["a.ts", "enum Phase { READ }"],
  ["a.py", "class Phase(IntEnum):\n  READ = 1"],
])("members of an enum are told from other fields: %s", (file, text) => {
  expect(roles(file, text)).toEqual(["Phase: top", "READ: of an enum"]);
});
