import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listFiles } from "../../src/repo/list.js";
import { openRepository } from "../../src/repo/open.js";
import { readListed, readText } from "../../src/repo/read.js";
import { makeRepository } from "../e2e/cli.js";

let made: ReturnType<typeof makeRepository>;
beforeEach(() => {
  made = makeRepository({ "b.ts": "b\n", "a/z.ts": "z\n" });
  commit(made.root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  made.remove();
});

const at = (path: string) => join(made.root, path);
const gitIn = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
const git = (...args: string[]) => gitIn(made.root, ...args);
function commit(cwd: string): void {
  gitIn(cwd, "add", ".");
  gitIn(cwd, "commit", "--quiet", "-m", "all");
}
const listed = async (cwd = made.root) => listFiles(await openRepository(cwd));
const paths = async (cwd = made.root) => (await listed(cwd)).files.map(({ path }) => path);
const skipped = async () => (await listed()).skipped;

describe("names", () => {
  test("of spaces, tabs, line breaks, quotes, backslashes and letters of all kinds are listed and read, tracked or not", async () => {
    const names = [
      "sp ace.ts",
      "tab\t.ts",
      "new\nline.ts",
      '"q".ts',
      "'q'.ts",
      "back\\slash.ts",
      "ä日🙂.ts",
      "-x.ts",
      ":(top).ts",
    ];
    for (const name of names) writeFileSync(at(name), name);
    for (let round = 0; round < 2; round++) {
      expect(await paths()).toEqual(["a/z.ts", "b.ts", ...names].sort());
      for (const name of names) expect(readText(made.root, name)).toEqual({ text: name });
      if (round === 0) commit(made.root);
    }
  });
  test.skipIf(process.platform !== "linux")(
    "that differ by case or by composed letters alone are files of their own",
    async () => {
      const names = ["readme.ts", "README.ts", "caf\u00e9.ts", "cafe\u0301.ts"];
      for (const name of names) writeFileSync(at(name), name);
      expect(await paths()).toEqual(expect.arrayContaining(names));
      commit(made.root);
      expect(await paths()).toEqual(expect.arrayContaining(names));
    },
  );
  test.skipIf(process.platform !== "linux")("that are no UTF-8 are skipped with the reason", async () => {
    const name = Buffer.concat([Buffer.from(`${made.root}/`), Buffer.from([0xff, 0xfe]), Buffer.from(".ts")]);
    writeFileSync(name, "x");
    const expected = [{ path: "\ufffd\ufffd.ts", why: "its name is not UTF-8" }];
    expect(await skipped()).toEqual(expected);
    commit(made.root);
    expect(await skipped()).toEqual(expected);
  });
});

describe("skipped, with the reason,", () => {
  test.each([
    ["that leads in a circle", "self.ts", "self.ts"],
    ["that leads nowhere", "absent.ts", "link.ts"],
    ["to a folder above", "..", "up"],
    ["to a file", "b.ts", "link.ts"],
  ])("is a link %s, tracked or not", async (_, target, link) => {
    symlinkSync(target, at(link));
    expect(await skipped()).toEqual([{ path: link, why: "symbolic link" }]);
    commit(made.root);
    expect(await skipped()).toEqual([{ path: link, why: "symbolic link" }]);
  });
  test("is a link that stands where a file was", async () => {
    unlinkSync(at("b.ts"));
    symlinkSync("a/z.ts", at("b.ts"));
    expect(await skipped()).toEqual([{ path: "b.ts", why: "symbolic link" }]);
  });
  test("is a pipe that stands where a file was: nobody waits for it", async () => {
    unlinkSync(at("b.ts"));
    execFileSync("mkfifo", [at("b.ts")]);
    expect(await paths()).toEqual(["a/z.ts"]);
    expect((await skipped())[0]?.path).toBe("b.ts");
    expect(readText(made.root, "b.ts")).toEqual({ text: null, why: "unreadable" });
  });
  test("is a socket that stands where a file was", async () => {
    unlinkSync(at("b.ts"));
    const server = createServer().listen(at("b.ts"));
    await once(server, "listening");
    try {
      expect(await paths()).toEqual(["a/z.ts"]);
      expect(readText(made.root, "b.ts")).toEqual({ text: null, why: "unreadable" });
    } finally {
      server.close();
    }
  });
  test("is a file that became a folder; what is in it is listed", async () => {
    unlinkSync(at("b.ts"));
    mkdirSync(at("b.ts"));
    writeFileSync(at("b.ts/inner.ts"), "inner");
    expect(await paths()).toEqual(["a/z.ts", "b.ts/inner.ts"]);
    expect((await skipped()).map(({ path }) => path)).toEqual(["b.ts"]);
  });
  test("is what stood in a folder that became a file", async () => {
    rmSync(at("a"), { recursive: true });
    writeFileSync(at("a"), "now a file");
    expect(await paths()).toEqual(["a", "b.ts"]);
    expect(await skipped()).toEqual([{ path: "a/z.ts", why: "deleted" }]);
  });
  test("is a file of more than two million bytes that would have to be read for its id", async () => {
    writeFileSync(at("data.csv"), Buffer.alloc(2_000_001, "1,"));
    expect(await skipped()).toEqual([{ path: "data.csv", why: "too large" }]);
  });
  test("is a repository inside this one", async () => {
    mkdirSync(at("inner"));
    gitIn(at("inner"), "init", "--quiet");
    writeFileSync(at("inner/x.ts"), "x");
    expect(await paths()).toEqual(["a/z.ts", "b.ts"]);
    commit(at("inner"));
    expect(await skipped()).toEqual([{ path: "inner", why: "another repository" }]);
  });
  test("is a submodule", async () => {
    git("submodule", "--quiet", "add", made.root, "sub");
    expect(await paths()).toEqual([".gitmodules", "a/z.ts", "b.ts"]);
    expect(await skipped()).toEqual([{ path: "sub", why: "submodule" }]);
    expect(await paths(at("sub"))).toEqual(["a/z.ts", "b.ts"]);
  });
  test("is what a sparse checkout leaves out", async () => {
    git("sparse-checkout", "set", "--no-cone", "/b.ts");
    expect(await paths()).toEqual(["b.ts"]);
    expect(await skipped()).toEqual([{ path: "a/z.ts", why: "not checked out (sparse)" }]);
  });
  test.skipIf(process.getuid?.() === 0)("is an untracked file without permission", async () => {
    writeFileSync(at("secret.ts"), "x");
    chmodSync(at("secret.ts"), 0);
    expect(await skipped()).toEqual([{ path: "secret.ts", why: "unreadable" }]);
  });
});

describe("listed is", () => {
  test("the work tree of another branch, from a folder of its own", async () => {
    const other = join(made.home, "tree");
    mkdirSync(made.home, { recursive: true });
    git("worktree", "add", "--quiet", "-b", "other", other);
    writeFileSync(join(other, "only-here.ts"), "x");
    expect(await paths(other)).toEqual(["a/z.ts", "b.ts", "only-here.ts"]);
    expect(await paths()).toEqual(["a/z.ts", "b.ts"]);
  });
  test("a repository without a commit, with files staged or not", async () => {
    rmSync(at(".git"), { recursive: true });
    git("init", "--quiet");
    git("add", "b.ts");
    expect(await paths()).toEqual(["a/z.ts", "b.ts"]);
  });
  test("an empty repository, as nothing", async () => {
    rmSync(made.root, { recursive: true });
    mkdirSync(made.root);
    git("init", "--quiet");
    expect(await paths()).toEqual([]);
  });
  test("a file that was announced with add --intent-to-add, with the id of what it holds", async () => {
    writeFileSync(at("new.ts"), "new\n");
    git("add", "--intent-to-add", "new.ts");
    expect((await listed()).files).toContainEqual({ path: "new.ts", blob: git("hash-object", "new.ts") });
  });
  test("a file in conflict, once, with the id of what it holds", async () => {
    git("checkout", "--quiet", "-b", "other");
    writeFileSync(at("b.ts"), "theirs\n");
    commit(made.root);
    git("checkout", "--quiet", "-");
    writeFileSync(at("b.ts"), "ours\n");
    commit(made.root);
    expect(() => git("merge", "other")).toThrow();
    expect((await listed()).files).toContainEqual({ path: "b.ts", blob: git("hash-object", "b.ts") });
    expect(await paths()).toEqual(["a/z.ts", "b.ts"]);
  });
  test("a renamed and a copied file, whatever git is told to find", async () => {
    git("config", "status.renames", "copies");
    git("mv", "b.ts", "c.ts");
    expect(await paths()).toEqual(["a/z.ts", "c.ts"]);
  });
  test("the same, whatever status is told to show", async () => {
    writeFileSync(at("new.ts"), "new");
    git("config", "status.showUntrackedFiles", "no");
    git("config", "status.short", "true");
    git("config", "status.branch", "true");
    git("config", "status.relativePaths", "true");
    expect(await paths(at("a"))).toEqual(["a/z.ts", "b.ts", "new.ts"]);
  });
  test("a repository with SHA-256 ids, with the ids of what is on disk", async () => {
    rmSync(at(".git"), { recursive: true });
    git("init", "--quiet", "--object-format=sha256");
    commit(made.root);
    writeFileSync(at("b.ts"), "changed\n");
    expect((await listed()).files).toContainEqual({ path: "b.ts", blob: git("hash-object", "b.ts") });
  });
  test("what a hook sees that sets GIT_DIR relative to where it runs", async () => {
    const before = process.cwd();
    process.chdir(made.root);
    vi.stubEnv("GIT_DIR", ".git");
    vi.stubEnv("GIT_INDEX_FILE", ".git/index");
    try {
      expect(await paths(".")).toEqual(["a/z.ts", "b.ts"]);
    } finally {
      process.chdir(before);
    }
  });
  test("what GIT_DIR and GIT_WORK_TREE name, from anywhere", async () => {
    mkdirSync(made.home, { recursive: true });
    vi.stubEnv("GIT_DIR", at(".git"));
    vi.stubEnv("GIT_WORK_TREE", made.root);
    expect(await paths(made.home)).toEqual(["a/z.ts", "b.ts"]);
  });
  test("without a change to the index, though git would like to refresh it", async () => {
    const index = () => execFileSync("sha1sum", [at(".git/index")], { encoding: "utf8" });
    const before = index();
    utimesSync(at("b.ts"), 1, 1);
    await listed();
    expect(index()).toBe(before);
  });
});

describe("refused", () => {
  const opening = (cwd: string) => expect(openRepository(cwd)).rejects;
  test("is a bare repository, and the inside of any", async () => {
    const bare = join(made.home, "bare.git");
    mkdirSync(made.home, { recursive: true });
    git("clone", "--quiet", "--bare", made.root, bare);
    await opening(bare).toMatchObject({ code: "bare-repository", status: 2 });
    await opening(at(".git")).toMatchObject({ code: "bare-repository" });
  });
  test("is a repository of somebody else, as git does, with the command that allows it", async () => {
    // git's own way of trying this without a second user.
    vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    await opening(made.root).toMatchObject({
      code: "distrusted-repository",
      advice: expect.stringContaining(`safe.directory "${made.root}"`),
    });
  });
  test("is everything when git is missing", async () => {
    vi.stubEnv("PATH", made.home);
    await opening(made.root).toMatchObject({ code: "no-git", status: 2 });
  });
  test("is a folder that GIT_DIR leads away from", async () => {
    vi.stubEnv("GIT_DIR", join(made.home, "absent"));
    await opening(made.root).toMatchObject({ code: "not-a-repository" });
  });
  test("is a repository whose index is broken, with git's reason", async () => {
    const repository = await openRepository(made.root);
    writeFileSync(at(".git/index"), "broken");
    await expect(listFiles(repository)).rejects.toMatchObject({
      code: "git-failed",
      message: expect.stringMatching(/index/),
    });
  });
  test("is a repository whose configuration is broken, with git's reason", async () => {
    writeFileSync(at(".git/config"), "[broken");
    await opening(made.root).toMatchObject({ code: "git-failed", message: expect.stringMatching(/bad config/) });
  });
});

describe("a file that changes after it was listed", () => {
  const read = (listing: Awaited<ReturnType<typeof listed>>) =>
    readListed(made.root, listing.files.find(({ path }) => path === "b.ts")!, listing.at);
  test("has the id of what was read", async () => {
    const listing = await listed();
    writeFileSync(at("b.ts"), "later\n");
    expect(read(listing)).toEqual({ content: { text: "later\n" }, blob: git("hash-object", "b.ts") });
  });
  test("has it also when its time was set back", async () => {
    const listing = await listed();
    writeFileSync(at("b.ts"), "later\n");
    utimesSync(at("b.ts"), 1, 1);
    expect(read(listing).blob).toBe(git("hash-object", "b.ts"));
  });
  test("has no text when it is gone", async () => {
    const listing = await listed();
    unlinkSync(at("b.ts"));
    expect(read(listing).content).toEqual({ text: null, why: "unreadable" });
  });
  test("has no text when it became a folder or its folder became a file", async () => {
    const listing = await listed();
    unlinkSync(at("b.ts"));
    mkdirSync(at("b.ts"));
    expect(read(listing).content).toEqual({ text: null, why: "unreadable" });
    rmSync(at("a"), { recursive: true });
    writeFileSync(at("a"), "");
    expect(readText(made.root, "a/z.ts")).toEqual({ text: null, why: "unreadable" });
  });
  test("has no text when it grows beyond the limit", async () => {
    writeFileSync(at("b.ts"), "x".repeat(2_000_001));
    expect(readText(made.root, "b.ts")).toEqual({ text: null, why: "too large" });
  });
});

test("100,000 files are listed, each once", async () => {
  rmSync(made.root, { recursive: true });
  mkdirSync(made.root);
  git("init", "--quiet");
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], {
    cwd: made.root,
    input: "one\n",
    encoding: "utf8",
  }).trim();
  const names = Array.from({ length: 100_000 }, (_, i) => `folder${Math.floor(i / 500)}/file${i}.ts`);
  const input = names.map((name) => `100644 ${blob} 0\t${name}\n`).join("");
  execFileSync("git", ["update-index", "--index-info"], { cwd: made.root, input });
  // Not in the work tree, as far as git cares: writing them would take most of a minute on a slow disk.
  execFileSync("git", ["update-index", "--assume-unchanged", "-z", "--stdin"], {
    cwd: made.root,
    input: names.join("\0"),
  });
  expect(await paths()).toEqual(names.sort());
});
