import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRepository } from "../../src/repo/open.js";
import { openWorktree, type Worktree } from "../../src/repo/worktree.js";
import { makeRepository } from "../e2e/cli.js";

const repository = makeRepository({
  ".gitignore": "node_modules\n",
  "package.json": "{}\n",
  "packages/own/index.js": "committed\n",
  "gone.js": "gone\n",
});
const { root } = repository;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
    cwd: root,
    encoding: "utf8",
  });
let copy: Worktree;
const inCopy = (path: string) => readFileSync(join(copy.root, path), "utf8");

beforeAll(async () => {
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
  writeFileSync(join(root, ".git/hooks/post-checkout"), `#!/bin/sh\ntouch ${root}/hook-ran\n`, { mode: 0o755 });
  writeFileSync(join(root, "packages/own/index.js"), "changed\n");
  writeFileSync(join(root, "new.js"), "new\n");
  rmSync(join(root, "gone.js"));
  const installed = join(root, "node_modules");
  mkdirSync(join(installed, "@scope/foreign"), { recursive: true });
  mkdirSync(join(installed, ".cache"));
  mkdirSync(join(installed, ".bin"));
  writeFileSync(join(installed, "@scope/foreign/index.js"), "foreign\n");
  symlinkSync("../packages/own", join(installed, "own"));
  copy = await openWorktree(await openRepository(root), ["packages/own/"]);
});
afterAll(repository.remove);

describe("a copy of the work tree", () => {
  test("has what is committed, changed and new, and not what is gone", () => {
    expect([inCopy("packages/own/index.js"), inCopy("new.js"), existsSync(join(copy.root, "gone.js"))]).toEqual([
      "changed\n",
      "new\n",
      false,
    ]);
  });

  test("finds what is installed", () => expect(inCopy("node_modules/@scope/foreign/index.js")).toBe("foreign\n"));

  test("finds packages of the repository in the copy", () => {
    expect(realpathSync(join(copy.root, "node_modules/own"))).toBe(realpathSync(join(copy.root, "packages/own")));
  });

  test("shares no cache of a tool", () =>
    expect(readdirSync(join(copy.root, "node_modules"))).toEqual([".bin", "@scope", "own"]));

  test("ran no hook", () => expect(existsSync(join(root, "hook-ran"))).toBe(false));

  test("is gone after remove, and what was installed is not", async () => {
    await copy.remove();
    expect(existsSync(copy.root)).toBe(false);
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
    expect(existsSync(join(root, "node_modules/@scope/foreign/index.js"))).toBe(true);
  });
});
