import { describe, expect, it } from "vitest";
import { importedPaths, moduleNames } from "./use-trees.js";

const paths = (source: string) =>
  importedPaths(source).map(({ segments }) => segments.map(({ text }) => text).join("::"));

describe("the paths of Rust imports", () => {
  it("are taken apart by their braces", () => {
    expect(paths("pub use a::{b, c::{self, D as E}, f::*};")).toEqual(["a::b", "a::c", "a::c::D", "a::f::*"]);
  });
  it("are not looked for in comments, strings and types", () => {
    expect(
      paths(`// use a::b;\n/* use /* c */ d; */ let s = "use e;"; let c = '"'; fn f() -> impl I + use<'a> {}`),
    ).toEqual([]);
  });
  it("are named by extern crate as well", () => {
    expect(paths("extern crate grep_cli as cli;")).toEqual(["grep_cli"]);
  });
  it("leave modules with a file of their own to another list", () => {
    expect(moduleNames("mod a; pub mod b { mod c; }").map(({ text }) => text)).toEqual(["a", "c"]);
  });
});
