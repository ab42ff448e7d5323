import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changedSince, isNameOnly, listFiles } from "../../src/repo/list.js";
import { openRepository } from "../../src/repo/open.js";
import { readNamedText, readText } from "../../src/repo/read.js";
import { makeRepository } from "../e2e/cli.js";

let made: ReturnType<typeof makeRepository>;
beforeEach(() => {
  made = makeRepository({ "b.ts": "b\n", "a/z.ts": "z\n", ".gitignore": "ignored.ts\n" });
});
afterEach(() => made.remove());

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: made.root, encoding: "utf8" });
const listed = async () => listFiles(await openRepository(made.root));
const paths = async () => (await listed()).files.map(({ path }) => path);

describe("listed", () => {
  test("are tracked and untracked files, sorted", async () => {
    git("add", "b.ts");
    expect(await paths()).toEqual([".gitignore", "a/z.ts", "b.ts"]);
  });
  test("are no ignored files", async () => {
    writeFileSync(join(made.root, "ignored.ts"), "");
    expect(await paths()).not.toContain("ignored.ts");
  });
  test("are no links, which are named as skipped", async () => {
    symlinkSync("b.ts", join(made.root, "link.ts"));
    git("add", ".");
    const { files, skipped } = await listed();
    expect(files.map(({ path }) => path)).not.toContain("link.ts");
    expect(skipped).toEqual([{ path: "link.ts", why: "symbolic link" }]);
  });
  test("are no deleted files", async () => {
    git("add", ".");
    rmSync(join(made.root, "b.ts"));
    expect(await paths()).toEqual([".gitignore", "a/z.ts"]);
  });
  test("are names with spaces, quotes, line breaks and other alphabets, as they are", async () => {
    const names = ['"q".ts', "new\nline.ts", "sp ace.ts", "ä日.ts"];
    for (const name of names) writeFileSync(join(made.root, name), "x");
    expect(await paths()).toEqual(expect.arrayContaining(names));
  });
  test("have git's id of what is on disk, tracked or not, changed or not", async () => {
    git("add", "b.ts");
    writeFileSync(join(made.root, "b.ts"), "changed\n");
    for (const { path, blob } of (await listed()).files) expect(blob).toBe(git("hash-object", path).trim());
  });
  test("are those of the whole repository, from any of its folders", async () => {
    expect((await openRepository(join(made.root, "a"))).root).toBe((await openRepository(made.root)).root);
  });
});

test("changes since a commit are the changed and the untracked files", async () => {
  git("add", ".");
  git("commit", "--quiet", "-m", "all");
  writeFileSync(join(made.root, "b.ts"), "changed\n");
  writeFileSync(join(made.root, "new.ts"), "");
  expect(await changedSince(await openRepository(made.root), "HEAD")).toEqual(["b.ts", "new.ts"]);
});

test.each(["package-lock.json", "a/node_modules/x.js", "dist.min.js", "a.js.map"])("%s is machine-written", (path) => {
  expect(isNameOnly(path)).toBe(true);
});

test("outside a repository there is none", async () => {
  mkdirSync(made.home);
  await expect(openRepository(made.home)).rejects.toMatchObject({ code: "not-a-repository" });
  await expect(openRepository(join(made.home, "absent"))).rejects.toMatchObject({ code: "no-such-folder" });
});

describe("read", () => {
  const write = (bytes: string | Buffer) => writeFileSync(join(made.root, "x"), bytes);
  test("text comes without its byte order mark, line ends as they are", () => {
    write("\ufeffa\r\nb");
    expect(readText(made.root, "x")).toEqual({ text: "a\r\nb" });
  });
  test("a NUL byte means binary", () => {
    write("a\0b");
    expect(readText(made.root, "x")).toEqual({ text: null, why: "binary" });
  });
  test("broken UTF-8 is replaced, not refused", () => {
    write(Buffer.from([0x61, 0xff, 0x62]));
    expect(readText(made.root, "x")).toEqual({ text: "a\ufffdb" });
  });
  test("a file of over two million bytes is too large", () => {
    write("a".repeat(2_000_001));
    expect(readText(made.root, "x")).toEqual({ text: null, why: "too large" });
  });
  test("a link that leads out of the repository is not followed", () => {
    mkdirSync(made.home);
    writeFileSync(join(made.home, "secret"), "secret");
    symlinkSync(join(made.home, "secret"), join(made.root, "x"));
    expect(readText(made.root, "x")).toEqual({ text: null, why: "unreadable" });
  });
  test("a named file that cannot be read is an error with its reason", () => {
    expect(() => readNamedText(made.root, "absent")).toThrow(expect.objectContaining({ code: "unreadable-file" }));
  });
});
