import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.ts", "a.tsx", "a.js", "a.py", "a.go", "a.rs", "A.java"]);
});

/** Imports as `kind specifier {imported as local, …}`. */
const imports = (path: string, text: string) =>
  parser.facts(path, text).imports.map(({ kind, specifier, names }) => {
    const list = names.map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`));
    return `${kind} ${specifier}${list.length > 0 ? ` {${list.join(", ")}}` : ""}`;
  });

/** Exports as `name`, `name=local` where they differ, `name<specifier` of a re-export, and `?` behind types. */
const exports = (path: string, text: string) =>
  parser
    .facts(path, text)
    .exports.map(
      ({ name, local, from, isType }) =>
        `${name}${local === name ? "" : `=${local}`}${from === null ? "" : `<${from}`}${isType ? "?" : ""}`,
    );

describe("imports of TypeScript and JavaScript", () => {
  it.each([
    [
      "a default and named bindings are one import",
      'import a, {b, c as d} from "x";',
      ["import x {default as a, b, c as d}"],
    ],
    ["a namespace stands for everything", 'import * as all from "x";', ["import x {* as all}"]],
    ["an import without bindings is a side effect", 'import "x";', ["side-effect x"]],
    ["an import of types is erased", 'import type {A} from "x";', ["type x {A}"]],
    ["an import whose names are all types is erased", 'import {type A, type B as C} from "x";', ["type x {A, B as C}"]],
    ["an import with one value among types is not", 'import {type A, b} from "x";', ["import x {A, b}"]],
    ["a re-export is an import", 'export {a as b} from "x";', ["reexport x {a as b}"]],
    ["a re-export of types is erased", 'export type {A} from "x";', ["type x {A}"]],
    ["a type-only star is erased though the grammar stumbles", 'export type * from "x";', ["type x {*}"]],
    ["import = require is a require", 'import a = require("x");', ["require x {* as a}"]],
    ["an import type is erased", 'let a: import("x").Y;', ["type x {Y}"]],
    ["typeof import is erased", 'let a: Promise<typeof import("x")>;', ["type x"]],
    ["a dynamic import names what is taken from it", 'const {a, b: c} = await import("x");', ["dynamic x {a, b as c}"]],
    ["a specifier made at run time is none", "import(name); import(`./$" + "{name}`);", []],
  ])("%s", (_, text, expected) => expect(imports("a.ts", text)).toEqual(expected));

  it("reads the same from JavaScript and TSX", () => {
    const text = 'import a, {b} from "x"; export * from "y";';
    expect(imports("a.js", text)).toEqual(imports("a.tsx", text));
  });
  it("reads require with the names taken from it", () => {
    const text = 'const a = require("x"); const {b, c: d} = require("y"); require("z").e; require("w");';
    expect(imports("a.js", text)).toEqual([
      "require x {* as a}",
      "require y {b, c as d}",
      "require z {e}",
      "require w",
    ]);
  });
  it("takes no other function for require", () => {
    expect(imports("a.js", 'load("x"); a.require("y");')).toEqual([]);
  });
  it("reads types in doc comments of JavaScript", () => {
    const text = '/** @type {import("x").Y} */\nlet a;\n/** @import {Z} from "z" */\n// import("n")';
    expect(imports("a.js", text)).toEqual(["type x {Y}", "type z {Z}"]);
  });
  it("gives the line of the specifier", () => {
    expect(parser.facts("a.ts", '\nimport {\n  a,\n} from "x";').imports[0]?.line).toBe(4);
  });
  it("keeps the imports of a file with a syntax error", () => {
    expect(imports("a.ts", 'import {a} from "x";\nfunction {{{')).toEqual(["import x {a}"]);
  });
});

describe("exports of TypeScript and JavaScript", () => {
  it.each([
    [
      "declarations",
      "export function a() {} export class B {} export const c = 1, d = 2; export enum E {}",
      ["a", "B", "c", "d", "E"],
    ],
    ["destructured names", "export const {a, b: c, ...d} = e, [f] = g;", ["a", "c", "d", "f"]],
    ["a list with aliases", "export {a, b as c};", ["a", "c=b"]],
    ["types", "export interface A {} export type B = 1; export {type C}; export type {D};", ["A?", "B?", "C?", "D?"]],
    ["a named default", "export default function a() {}", ["default=a"]],
    ["a default that names a binding", "export default a;", ["default=a"]],
    ["a default without a name", "export default {};", ["default=null"]],
    [
      "re-exports",
      'export * from "x"; export * as ns from "y"; export {a as b} from "z";',
      ["*=null<x", "ns=*<y", "b=a<z"],
    ],
    ["overloads once", "export function a(x: 1): void; export function a(x: 2): void; export function a() {}", ["a"]],
    [
      "nothing from inside a namespace or module",
      'namespace A { export const a = 1 } declare module "m" { export const b: 1 }',
      [],
    ],
  ])("%s", (_, text, expected) => expect(exports("a.ts", text)).toEqual(expected));

  it("reads module.exports and exports.NAME", () => {
    expect(exports("a.js", "exports.a = b; module.exports.c = 1;")).toEqual(["a=b", "c"]);
    expect(exports("a.js", "module.exports = {a, b: c};")).toEqual(["default=null", "a", "b=c"]);
    expect(exports("a.js", "module.exports = a;")).toEqual(["default=a"]);
  });
});

describe("imports of other languages", () => {
  it("reads Python's imports, relative and inside functions", () => {
    const text =
      "import a.b as c, d.e\nfrom . import x\nfrom ..y import z as w\nfrom q import *\ndef f():\n  import g\n";
    expect(imports("a.py", text)).toEqual([
      "import a.b {* as c}",
      "import d.e {* as d}",
      "import . {x}",
      "import ..y {z as w}",
      "import q {*}",
      "import g {* as g}",
    ]);
  });
  it("counts Python's names at the top level as exported, also under a condition, but no locals", () => {
    const text = "a = 1\ndef b():\n  c = 1\nif x:\n  d = 1\nelse:\n  e = 1\nclass F: pass\n";
    expect(exports("a.py", text)).toEqual(["a", "b", "d", "e", "F"]);
  });
  it("reads Go's import forms", () => {
    const text = 'package p\nimport (\n "a/b"\n c "d"\n . "e"\n _ "f"\n)\n';
    expect(imports("a.go", text)).toEqual([
      "import a/b {* as b}",
      "import d {* as c}",
      "import e {*}",
      "side-effect f",
    ]);
  });
  it("takes Rust's use trees apart", () => {
    expect(imports("a.rs", "use a::b::{self, c::{D as E, f::*}, G};")).toEqual([
      "import a::b {* as b}",
      "import a::b::c {D as E}",
      "import a::b::c::f {*}",
      "import a::b {G}",
    ]);
  });
  it("counts super and self of a Rust module inside the file from the file", () => {
    const text = "mod tests { use super::*; use super::a::B; use self::c::D; use super::super::e::F; mod k; }";
    expect(imports("a.rs", text)).toEqual([
      "import self {*}",
      "import self::a {B}",
      "import self::tests::c {D}",
      "import super::e {F}",
      "import self::tests::k {* as k}",
    ]);
  });
  it("reads Java's single, static and wildcard imports", () => {
    const text = "import a.B; import static a.B.c; import d.*; import static a.B.*;";
    expect(imports("A.java", text)).toEqual([
      "import a.B {* as B}",
      "import a.B {c}",
      "import d {*}",
      "import a.B {*}",
    ]);
  });
});
