import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { apiDocument, deadcodeDocument } from "../../src/output/contract.js";
import { makeRepository, pathsIn, placesIn, v4 } from "./cli.js";

const repository = makeRepository({
  "package.json":
    '{\n  "name": "sample",\n  "private": true,\n  "main": "dist/index.js",\n  "workspaces": ["packages/*"],\n  "dependencies": { "lodash": "^4.0.0" }\n}\n',
  "src/index.ts": 'import { used } from "./lib";\nimport { two } from "./two";\nconsole.log(used, two("x"));\n',
  "src/lib.ts": "export const used = 1;\nexport const unused = 2;\n",
  "src/two.ts": "export function two(a: string, b: string) {\n  return a + b;\n}\n",
  "src/old.ts": 'import { older } from "./older";\nolder();\n',
  "src/older.ts": "export function older() {}\n",
  "packages/a/package.json": '{ "name": "a", "main": "index.js" }\n',
  "packages/a/index.js": 'import "./gone.js";\n',
});
const options = { cwd: repository.root, env: placesIn(repository.home) };
const run = (...args: string[]) => v4(args, options);
const before = pathsIn(repository.root);
const settings = join(repository.root, ".v4");
afterEach(() => rmSync(settings, { recursive: true, force: true }));
afterAll(repository.remove);

describe("v4 deadcode", () => {
  test("groups what is unused by file, and exits with 1", async () => {
    const { status, stdout } = await run("deadcode");
    expect(status).toBe(1);
    expect(stdout).toContain("src/lib.ts\n     2  export unused is unused\n");
    expect(stdout).toContain("Files that no entry leads to (2)\n  src/old.ts");
    expect(stdout).toMatch(/5 findings, 5 certain: /);
  });

  test("shows what dies together", async () => {
    const { stdout } = await run("deadcode");
    expect(stdout).toContain("lines that only dead code uses, removable together\n  src/old.ts\n  src/older.ts\n");
  });

  test("--json is the contract's document", async () => {
    const document = deadcodeDocument.parse(JSON.parse((await run("deadcode", "--json")).stdout));
    expect(document.exports).toMatchObject([{ file: "src/lib.ts", symbol: "unused", line: 2, kind: "value" }]);
    expect(document.dependencies).toMatchObject([{ name: "lodash", section: "dependencies", line: 6 }]);
    expect(document.entries).toContainEqual(expect.objectContaining({ file: "src/index.ts" }));
  });

  test("the answer from the store is the same", async () => {
    const first = (await run("deadcode", "--json")).stdout;
    expect((await run("deadcode", "--json")).stdout).toBe(first);
  });

  test("--only and --skip choose kinds", async () => {
    expect((await run("deadcode", "--only", "dependencies")).stdout).toMatch(/1 findings, 1 certain: 1 dependencies/);
    expect((await run("deadcode", "--skip", "files,unresolved")).stdout).toMatch(/2 findings/);
  });

  test("--workspace names a package by its name or folder", async () => {
    for (const name of ["a", "packages/a"])
      expect((await run("deadcode", "--workspace", name)).stdout).toMatch(
        /1 findings, 1 certain: 1 unresolved imports/,
      );
  });

  test.each([
    ["sarif", /"ruleId": ?"files"/],
    ["github", /^::error file=package\.json,line=6/m],
    ["markdown", /^\| src\/lib\.ts:2 \| export unused is unused \|/m],
  ])("--format %s", async (format, expected) => {
    expect((await run("deadcode", "--format", format)).stdout).toMatch(expected);
  });

  test("a baseline takes out what was accepted", async () => {
    expect((await run("deadcode", "--update-baseline")).status).toBe(0);
    const { status, stdout } = await run("deadcode", "--baseline");
    expect([status, stdout]).toEqual([0, "nothing is unused\n"]);
  });

  test("the configuration names entries and what to leave out", async () => {
    mkdirSync(settings);
    writeFileSync(
      join(settings, "config.json"),
      '{ "deadcode": { "entries": ["src/old.ts"], "ignoreDependencies": ["/^lo/"] } }',
    );
    expect((await run("deadcode")).stdout).toMatch(/2 findings/);
  });

  test("a configuration that is none is an error with its place", async () => {
    mkdirSync(settings);
    writeFileSync(join(settings, "config.json"), '{ "deadcode": { "entries": "src/old.ts" } }');
    const { status, stderr } = await run("deadcode");
    expect(status).toBe(2);
    expect(stderr).toContain(".v4/config.json is not what it should be: deadcode.entries: ");
  });

  test("--why tells the way from an entry", async () => {
    const { stdout } = await run("deadcode", "--why", "src/lib.ts");
    expect(stdout).toContain('src/index.ts is an entry: "main" of package.json');
    expect(stdout).toContain("src/index.ts:1 leads to src/lib.ts");
  });

  test("--why tells that there is none", async () => {
    expect((await run("deadcode", "--why", "older")).stdout).toContain(
      "its file is dead: no entry leads to what imports it: src/old.ts",
    );
  });

  test.each([
    [["--only", "everything"], "none of files"],
    [["--format", "xml"], "none of table"],
    [["--workspace", "nowhere"], 'there is no package "nowhere"'],
    [["--why", "nobody"], "nobody"],
  ])("%j is refused with status 2", async (args, reason) => {
    const { status, stderr } = await run("deadcode", ...args);
    expect([status, stderr.includes(reason)]).toEqual([2, true]);
  });
});

describe("v4 api", () => {
  test("shows each problem with the declaration it does not fit", async () => {
    const { status, stdout } = await run("api");
    expect(status).toBe(1);
    expect(stdout).toContain("src/index.ts\n    3:19  two takes 2 arguments, and is given 1  src/two.ts:1\n");
  });

  test("--json is the contract's document", async () => {
    const { problems } = apiDocument.parse(JSON.parse((await run("api", "--json")).stdout));
    expect(problems).toMatchObject([{ kind: "too-few-arguments", file: "src/index.ts", line: 3, verdict: "certain" }]);
  });
});

test("nothing is written into the repository", () => {
  expect(pathsIn(repository.root)).toEqual(before);
  expect(existsSync(settings)).toBe(false);
  expect(readFileSync(join(repository.root, "src/lib.ts"), "utf8")).toContain("unused");
});
