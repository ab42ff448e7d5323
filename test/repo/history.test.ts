import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unifiedDiff } from "../../src/repo/diff.js";
import { lastUses } from "../../src/repo/last-uses.js";
import { openRepository } from "../../src/repo/open.js";
import { readCommit } from "../../src/repo/read-commit.js";
import { makeRepository } from "../e2e/cli.js";

const repository = makeRepository({
  "lib.js": "export const a = 1;\nexport const never = 2;\n",
  "use.js": 'import { a } from "./lib";\na();\n',
});
const { root } = repository;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
    cwd: root,
    encoding: "utf8",
  });
const commit = (subject: string, files: Record<string, string | null>) => {
  for (const [path, text] of Object.entries(files))
    if (text === null) rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  git("add", "--all");
  git("commit", "--quiet", "--message", subject);
};
const sought = (name: string, file: string, isFile = false) => ({ key: name, name, files: new Set([file]), isFile });
const since = async (...names: ReturnType<typeof sought>[]) => {
  const found = await lastUses(await openRepository(root), names, {
    until: Date.now() + 10_000,
    signal: new AbortController().signal,
  });
  return Object.fromEntries([...found].map(([key, { subject }]) => [key, subject]));
};

beforeAll(() => {
  commit("first", {});
  commit("one use less", { "use.js": 'import { a } from "./lib";\n' });
  commit("the last use", { "use.js": "1;\n" });
  commit("lib itself", { "lib.js": "export const a = 1 + 1;\nexport const never = 2;\n" });
  commit("a new file", { "alone.js": "2;\n" });
});
afterAll(repository.remove);

describe("since when nothing uses a name", () => {
  test("since the newest commit that took a use away", async () =>
    expect(await since(sought("a", "lib.js"))).toEqual({ a: "the last use" }));
  test("since it came, when nothing ever used it", async () =>
    expect(await since(sought("never", "lib.js"))).toEqual({ never: "first" }));
  test("for a file, since the last import that named it", async () =>
    expect(await since(sought("lib", "lib.js", true))).toEqual({ lib: "the last use" }));
  test("for a file that nothing ever named, since it came", async () =>
    expect(await since(sought("alone", "alone.js", true))).toEqual({ alone: "a new file" }));
  test("what the history does not know has no answer", async () =>
    expect(await since(sought("unheard", "lib.js"))).toEqual({}));
  test("no answer comes after the time is over", async () => {
    const found = await lastUses(await openRepository(root), [sought("a", "lib.js")], {
      until: 0,
      signal: new AbortController().signal,
    });
    expect(found.size).toBe(0);
  });
});

describe("texts of a commit", () => {
  test("are those it has, and null for what it has not", async () => {
    const texts = await readCommit(await openRepository(root), "HEAD~4", ["use.js", "alone.js"]);
    expect(Object.fromEntries(texts)).toEqual({ "use.js": 'import { a } from "./lib";\na();\n', "alone.js": null });
  });
});

describe("unified diff", () => {
  test("changes, deletions and paths with blanks, as git apply takes them", async () => {
    writeFileSync(join(root, "with blank é.js"), "1;\n");
    const changes = new Map([
      ["with blank é.js", { before: "1;\n", after: "2;\n" }],
      ["alone.js", { before: "2;\n", after: null }],
    ]);
    const diff = await unifiedDiff(changes);
    expect(diff).toContain("diff --git a/alone.js b/alone.js\ndeleted file");
    execFileSync("git", ["apply", "--check"], { cwd: root, input: diff });
  });

  test("is empty when nothing differs", async () => {
    expect(await unifiedDiff(new Map([["a", { before: "1\n", after: "1\n" }]]))).toBe("");
  });
});
