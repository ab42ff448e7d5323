import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cyclesDocument, graphDocument, traceDocument } from "../../src/output/contract.js";
import { makeRepository, pathsIn, placesIn, v4 } from "./cli.js";

const repository = makeRepository({
  "src/index.ts": 'export * from "./store";\n',
  "src/store.ts":
    "export class Store {\n  open(path: string) {\n    return path;\n  }\n}\nexport const empty = new Store();\n",
  "src/app.ts": 'import { Store } from "./index";\nimport "./missing";\nnew Store().open("x");\n',
  "src/a.ts": 'import { b } from "./b";\nexport const a = () => b;\n',
  "src/b.ts": 'import { a } from "./a";\nexport const b = () => a;\n',
  "src/</script>.ts": 'import "../a";\n',
  "notes.md": "# Notes\n",
});
const options = { cwd: repository.root, env: placesIn(repository.home) };
const run = (...args: string[]) => v4(args, options);
const before = pathsIn(repository.root);
afterAll(repository.remove);

describe("v4 graph", () => {
  test("prints a summary", async () => {
    const { status, stdout } = await run("graph");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^work · 7 files · \d+ lines · \d+ symbols/);
    expect(stdout).toMatch(/^typescript +6 +\d+ +5 +1$/m);
    expect(stdout).toContain('src/app.ts:2 "./missing"');
  });

  test("prints the same summary from the store, and another when a file changed", async () => {
    const first = (await run("graph")).stdout;
    expect((await run("graph")).stdout).toBe(first);
    writeFileSync(join(repository.root, "notes.md"), "# Notes\n\nmore\n");
    expect((await run("graph")).stdout).not.toBe(first);
  });

  test("--json is the contract's document", async () => {
    const document = graphDocument.parse(JSON.parse((await run("graph", "--json")).stdout));
    expect(document.files).toContainEqual({ file: "notes.md", language: null, lines: expect.any(Number) });
    expect(document.imports).toContainEqual({
      from: "src/app.ts",
      to: "src/index.ts",
      specifier: "./index",
      line: 1,
      kind: "import",
    });
    expect(document.references).toContainEqual(
      expect.objectContaining({ to: { file: "src/store.ts", symbol: "Store.open", line: 2 }, how: "resolved" }),
    );
  });

  test("--cycles lists them, and is no failure", async () => {
    const { status, stdout } = await run("graph", "--cycles", "--json");
    expect(status).toBe(0);
    const { cycles } = cyclesDocument.parse(JSON.parse(stdout));
    expect(cycles.map(({ files }) => files)).toEqual([["src/a.ts", "src/b.ts"]]);
    expect((await run("graph", "--cycles")).stdout).toContain("src/a.ts:1 → src/b.ts");
  });

  test("--focus tells what stands around a file, seen from where one is", async () => {
    const { stdout } = await run("graph", "--focus", "store.ts", "--depth", "2", "--cwd", join(repository.root, "src"));
    expect(stdout).toContain("src/store.ts imports 0 files and is imported by 2 files, within 2 imports");
    const { files } = JSON.parse((await run("graph", "--focus", "src/store.ts", "--json")).stdout);
    expect(files.map(({ file }: { file: string }) => file)).toEqual(["src/index.ts", "src/store.ts"]);
  });

  test.each([
    ["--dot", /^digraph "work" \{/],
    ["--mermaid", /^flowchart TB\n/],
    ["--svg", /<svg[\s\S]*app\.ts[\s\S]*<\/svg>/],
    ["--html", /^<!doctype html>[\s\S]*app\.ts[\s\S]*<\/html>\n$/],
  ])("%s goes to standard output", async (format, expected) => {
    const { status, stdout, stderr } = await run("graph", format);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(expected);
  });

  test("--max-nodes collapses folders, and says so beside the result", async () => {
    const { stdout, stderr } = await run("graph", "--dot", "--max-nodes", "2");
    expect(stdout).toContain('"src/"');
    expect(stdout).not.toContain("app.ts");
    expect(stderr).toContain("6 files in 2 nodes");
  });

  test("-o writes a file whose ending names the format", async () => {
    const path = join(repository.home, "..", "graph.html");
    const { status, stdout } = await run("graph", "-o", path);
    expect([status, stdout]).toEqual([0, ""]);
    expect(readFileSync(path, "utf8")).toMatch(/^<!doctype html>/);
    expect(pathsIn(repository.root)).toEqual(before);
  });
});

describe("v4 trace", () => {
  test("prints definitions and references with the source", async () => {
    const { status, stdout } = await run("trace", "Store.open");
    expect(status).toBe(0);
    expect(stdout).toContain("src/store.ts:2  method Store.open");
    expect(stdout).toMatch(/^src\/app\.ts {2}via src\/index\.ts → src\/store\.ts\n +3: new Store\(\)\.open\("x"\);$/m);
  });

  test("--json is the contract's document", async () => {
    const document = traceDocument.parse(JSON.parse((await run("trace", "--json", "src/store.ts:1")).stdout));
    expect(document.definitions).toMatchObject([{ file: "src/store.ts", symbol: "Store", line: 1 }]);
    expect(document.references.map(({ from, via }) => [from.file, via])).toContainEqual([
      "src/app.ts",
      ["src/app.ts", "src/index.ts", "src/store.ts"],
    ]);
  });
});

describe("v4 index", () => {
  test("tells what it did in one line", async () => {
    expect((await run("index")).stdout).toMatch(/^7 files · .*index \d[\d.]* [kM]?B\n$/);
  });

  test("--json gives figures", async () => {
    expect(JSON.parse((await run("index", "--json")).stdout)).toMatchObject({ files: 7, parsed: 0 });
  });

  test("writes nothing into the repository", () => {
    expect(pathsIn(repository.root)).toEqual(before);
    expect(existsSync(join(repository.root, ".v4"))).toBe(false);
  });
});

test.each([
  [["graph", "--cwd", "/"], "is not inside a git repository"],
  [["graph", "--focus", "src/stoer.ts"], "did you mean src/store.ts?"],
  [["graph", "--focus", "/etc/hosts"], "is no file of the repository"],
  [["graph", "--svg", "--dot"], "is another format"],
  [["graph", "--cycles", "--svg"], "is a list"],
  [["graph", "--depth", "0", "--focus", "src/app.ts"], "is no whole number"],
  [["graph", "--max-nodes", "few", "--svg"], "is no whole number"],
  [["graph", "--svg", "-o", "/nowhere/at/all.svg"], "cannot be written"],
  [["trace", "Stroe"], "did you mean Store?"],
  [["trace", "src/gone.ts:1"], "is no file of the repository"],
  [["trace"], "missing required argument"],
])("v4 %j exits with 2 and says what to do", async (args, expected) => {
  const { status, stdout, stderr } = await run(...args);
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(expected);
});
