import { describe, expect, it } from "vitest";
import { exportedBy } from "../../src/graph/exported-by.js";
import type { Graph } from "../../src/graph/graph.js";
import { importers, link, neighbours } from "../../src/graph/link.js";
import { makeResolver } from "../../src/graph/resolve.js";
import { languages } from "../../src/syntax/languages.js";
import { loadParser } from "../../src/syntax/parse.js";

async function graphOf(sources: Record<string, string>): Promise<Graph> {
  const parser = await loadParser();
  await parser.prepare(Object.keys(sources));
  const files = new Map(Object.entries(sources).map(([path, text]) => [path, parser.facts(path, text)]));
  return link({ files, read: (path) => sources[path] ?? null });
}

async function declared(sources: Record<string, string>, file: string, name: string): Promise<string | null> {
  const found = exportedBy(await graphOf(sources), file, name);
  return found && `${found.file} ${found.definition?.name ?? "-"}`;
}

describe("link", () => {
  it("gives the same graph in whatever order the files come", async () => {
    const sources = { "b.ts": 'import "./a";', "a.ts": "", "c.ts": 'import "./b"; import "./a";' };
    const turned = Object.fromEntries(Object.entries(sources).reverse());
    expect(await graphOf(turned)).toEqual(await graphOf(sources));
  });
  it("keeps an import that leads outside, without a target", async () => {
    const { imports } = await graphOf({ "a.ts": 'import fs from "node:fs";' });
    expect(imports).toEqual([{ from: "a.ts", to: null, specifier: "node:fs", line: 1, kind: "import" }]);
  });
  it("knows the neighbours of a file in both directions, each once", async () => {
    const graph = await graphOf({
      "a.ts": 'import "./b"; import { x } from "./b";',
      "b.ts": 'import "./c";',
      "c.ts": "",
    });
    expect(neighbours(graph, "b.ts")).toEqual({ imports: ["c.ts"], importedBy: ["a.ts"] });
    expect(importers(graph)).toEqual(
      new Map([
        ["b.ts", ["a.ts"]],
        ["c.ts", ["b.ts"]],
      ]),
    );
  });
  it("has no neighbours for a file it does not know", async () => {
    expect(neighbours(await graphOf({ "a.ts": "" }), "b.ts")).toEqual({ imports: [], importedBy: [] });
  });
});

describe("exportedBy finds the declaration", () => {
  it("through stars and aliases of barrels", async () => {
    const sources = {
      "index.ts": 'export * from "./middle";',
      "middle.ts": 'export { inner as outer } from "./deep";',
      "deep.ts": "export function inner() {}",
    };
    expect(await declared(sources, "index.ts", "outer")).toBe("deep.ts inner");
  });
  it("behind a name that is imported and then exported", async () => {
    const sources = {
      "a.ts": 'import D, { b } from "./b"; export { b as c, D as d };',
      "b.ts": "export const b = 1; export default class E {}",
    };
    expect(await declared(sources, "a.ts", "c")).toBe("b.ts b");
    expect(await declared(sources, "a.ts", "d")).toBe("b.ts E");
  });
  it("though barrels re-export each other in a circle", async () => {
    const sources = {
      "a.ts": 'export * from "./b";',
      "b.ts": 'export * from "./a"; export * from "./c";',
      "c.ts": "export class C {}",
    };
    expect(await declared(sources, "a.ts", "C")).toBe("c.ts C");
    expect(await declared(sources, "a.ts", "Missing")).toBeNull();
  });
  it("but a star does not pass on the default", async () => {
    const sources = { "a.ts": 'export * from "./b";', "b.ts": "export default function b() {}" };
    expect(await declared(sources, "a.ts", "default")).toBeNull();
  });
  it("but not what a file keeps to itself", async () => {
    expect(await declared({ "a.ts": "function hidden() {}" }, "a.ts", "hidden")).toBeNull();
  });
  it("of a namespace re-export: the file", async () => {
    const sources = { "a.ts": 'export * as all from "./b";', "b.ts": "export const b = 1;" };
    expect(await declared(sources, "a.ts", "all")).toBe("b.ts -");
  });
  it("through module.exports = require", async () => {
    const sources = { "a.js": 'module.exports = require("./b");', "b.js": "exports.b = b;\nfunction b() {}" };
    expect(await declared(sources, "a.js", "b")).toBe("b.js b");
  });
  it("through the __init__ of a Python package", async () => {
    const sources = {
      "p/__init__.py": "from .a import f as g\nfrom .b import *\n",
      "p/a.py": "def f(): pass\n",
      "p/b.py": "class B: pass\n",
    };
    expect(await declared(sources, "p/__init__.py", "g")).toBe("p/a.py f");
    expect(await declared(sources, "p/__init__.py", "B")).toBe("p/b.py B");
  });
});

describe("a specifier without a target", () => {
  const files: Record<string, string> = {
    "package.json": '{"workspaces": ["lib"]}',
    "lib/package.json": '{"name": "lib"}',
    "tsconfig.json":
      '{"compilerOptions": {"module": "esnext", "moduleResolution": "bundler", "paths": {"@/*": ["./*"]}}}',
    "a.ts": "",
  };
  const resolver = makeResolver({
    files: new Set(Object.keys(files)),
    read: (path) => files[path] ?? null,
    languages: languages.values(),
  });
  it.each([
    ["./missing", "nowhere"],
    ["@/missing", "nowhere"],
    ["#missing", "nowhere"],
    ["lib/missing", "nowhere"],
    ["react", "outside"],
    ["fs", "outside"],
    ["node:fs", "outside"],
    ["virtual:pages", "outside"],
    ["../../elsewhere", "outside"],
  ])("%s leads %s", (specifier, where) => {
    expect(resolver.look("a.ts", specifier, "import", "typescript")).toEqual({ paths: [], where });
  });
  it("in a language without a resolution style leads outside", () => {
    expect(resolver.resolve("a.ts", "./a", "import", "unknown")).toBeNull();
  });
});
