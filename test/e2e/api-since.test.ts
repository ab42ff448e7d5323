import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { apiSinceDocument } from "../../src/output/contract.js";
import { makeRepository, placesIn, v4 } from "./cli.js";

const repository = makeRepository({
  "package.json": '{ "name": "a", "main": "src/index.ts" }\n',
  "src/index.ts": 'export { close, open } from "./store";\nexport type { Openable } from "./store";\n',
  "src/store.ts": [
    "export interface Openable {\n  open(): void;\n}",
    "export function open(path: string, mode?: number): string {\n  return path + mode;\n}",
    "export function close(path: string) {\n  return path;\n}",
    "export function helper(a: number, b: number) {\n  return a - b;\n}\n",
  ].join("\n"),
  "src/own.ts":
    'import { helper, open, type Openable } from "./store";\nopen("x");\nhelper(1, 2);\nexport class Box implements Openable {\n  open() {}\n}\n',
  "packages/b/package.json": '{ "name": "b", "main": "use.ts" }\n',
  "packages/b/use.ts": 'import { close } from "../../src/store";\nclose("z");\n',
});
const options = { cwd: repository.root, env: placesIn(repository.home) };
const run = (...args: string[]) => v4(args, options);
afterAll(repository.remove);

let report: z.infer<typeof apiSinceDocument>;
let status: number | null;
beforeAll(async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: repository.root });
  git("add", "-A");
  git("commit", "-q", "-m", "one", "--allow-empty");
  writeFileSync(
    join(repository.root, "src/store.ts"),
    [
      "export interface Openable {\n  open(): void;\n  name: string;\n}",
      "export function open(path: string, flags: string, mode?: number): Promise<string> {\n  return make(path + mode + flags);\n}",
      "export function shut(path: string) {\n  return path;\n}",
      "export function helper(b: number, a: number) {\n  return a - b;\n}",
      "export const extra = 1;\n",
    ].join("\n"),
  );
  writeFileSync(
    join(repository.root, "src/index.ts"),
    'export { open, shut } from "./store";\nexport type { Openable } from "./store";\n',
  );
  const made = await run("api", "--since", "--json");
  status = made.status;
  report = apiSinceDocument.parse(JSON.parse(made.stdout));
});

const change = (kind: string, symbol: string) =>
  report.changes.find((one) => one.kind === kind && one.symbol === symbol);
const sites = (kind: string, symbol: string) => change(kind, symbol)?.sites.map(({ file, line }) => `${file}:${line}`);

describe("v4 api --since", () => {
  test("finds a parameter that was added, its calls and what to write there", () => {
    expect(change("parameter-added", "open")).toMatchObject({
      breaks: true,
      edit: "add argument 2: undefined /* flags */",
    });
    expect(sites("parameter-added", "open")).toEqual(["src/own.ts:2"]);
  });

  test("finds another return type", () => {
    expect(change("return-type-changed", "open")?.message).toBe("open returns Promise<string>, and no longer string");
  });

  test("finds what is called by another name, in the files of every package", () => {
    expect(change("export-renamed", "close")).toMatchObject({ breaks: true, edit: "close → shut" });
    expect(sites("export-renamed", "close")).toEqual(["packages/b/use.ts:2", "packages/b/use.ts:1"]);
    expect(change("export-renamed", "close")?.sites[0]?.package).toBe("packages/b");
  });

  test("finds parameters in another order", () => {
    expect(sites("parameters-reordered", "helper")).toEqual(["src/own.ts:3"]);
  });

  test("finds who lacks a member that is new", () => {
    expect(sites("member-added", "Openable.name")).toEqual(["src/own.ts:4"]);
  });

  test("what no entry hands out is not public", () => {
    expect(change("export-added", "extra")).toMatchObject({ breaks: false, isPublic: false });
    expect(change("export-renamed", "close")).toMatchObject({ isPublic: true });
  });

  test("calls for a major version, and exits with 1", () => {
    expect([report.verdict, status]).toEqual(["major", 1]);
  });

  test("is readable", async () => {
    const { stdout } = await run("api", "--since", "HEAD");
    expect(stdout).toContain("src/store.ts:5  open takes flags, as argument 2 too  breaks\n");
    expect(stdout).toMatch(/6 changes of signatures since HEAD; a major version: callers break\n$/);
  });

  test("refuses a commit that is none", async () => {
    const { status: refused, stderr } = await run("api", "--since", "nowhere");
    expect([refused, stderr]).toEqual([2, expect.stringContaining("git knows no commit")]);
  });
});
