import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { fixDocument } from "../../src/output/contract.js";
import { makeRepository, placesIn, v4 } from "./cli.js";

const repository = makeRepository({
  "package.json": '{\n  "name": "sample",\n  "private": true,\n  "main": "src/index.js"\n}\n',
  "src/index.js": 'import { used } from "./lib.js";\nconsole.log(used());\n',
  "src/lib.js":
    'import { deep } from "./deep.js";\n\nexport const used = () => inner();\n\nexport function inner() {\n  return 1;\n}\n\nexport function gone() {\n  return deep;\n}\n',
  "src/deep.js": "export const deep = 1;\n",
  "src/old.js": "console.log(2);\n",
});
const { root } = repository;
const options = { cwd: root, env: placesIn(repository.home) };
const run = (...args: string[]) => v4(["deadcode", ...args], options);
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
    cwd: root,
    encoding: "utf8",
  });
git("add", "--all");
git("commit", "--quiet", "--message", "first");
const first = git("rev-parse", "HEAD").trim();

afterEach(() => {
  git("reset", "--quiet", "--hard", first);
  git("clean", "--quiet", "--force", "-d");
});
afterAll(repository.remove);

const lib = () => readFileSync(join(root, "src/lib.js"), "utf8");
/** A command that passes as long as a file of the tree it runs in has a text. The program's own words must not spell names. */
const needs = (file: string, text: string) =>
  `node -e "process.exit(require('fs').existsSync('${file}') && require('fs').readFileSync('${file}','utf8').includes('${text}') ? 0 : 1)"`;

describe("--fix", () => {
  test("takes out what is certain and what dies by it, and exits with 0 when nothing is left", async () => {
    const { status, stdout } = await run("--fix");
    expect(stdout).toContain("src/deep.js  deleted");
    expect(lib()).toBe("export const used = () => inner();\n\nfunction inner() {\n  return 1;\n}\n");
    expect([status, readdirSync(join(root, "src"))]).toEqual([0, ["index.js", "lib.js"]]);
  });

  test("touches no kind that --skip names", async () => {
    await run("--fix", "--skip", "exports");
    expect(git("status", "--porcelain")).toBe(" D src/old.js\n");
  });

  test("--json says what went, and what is left", async () => {
    const document = fixDocument.parse(JSON.parse((await run("--fix", "--json")).stdout));
    expect(document.removed.map(({ file, name }) => [file, name])).toContainEqual(["src/lib.js", "gone"]);
    expect(document.changed).toEqual(["src/deep.js", "src/lib.js", "src/old.js"]);
    expect(document.left.exports).toEqual([]);
  });

  test("refuses to change what is not committed", async () => {
    writeFileSync(join(root, "src/lib.js"), `${lib()}// mine\n`);
    const { status, stderr } = await run("--fix");
    expect(stderr).toContain("what would be changed is not committed: src/lib.js; commit it first");
    expect([status, existsSync(join(root, "src/old.js"))]).toEqual([2, true]);
  });

  test("changes it all the same with --force", async () => {
    writeFileSync(join(root, "src/lib.js"), `${lib()}// mine\n`);
    expect((await run("--fix", "--force")).status).toBe(0);
    expect(lib()).toMatch(/^export const used[\s\S]*\/\/ mine\n$/);
  });

  test("does not mind uncommitted changes elsewhere", async () => {
    writeFileSync(join(root, "notes.md"), "mine\n");
    expect((await run("--fix")).status).toBe(0);
  });

  test("with --changed only what the change has left without a use goes", async () => {
    writeFileSync(join(root, "src/new.js"), "console.log(3);\n");
    expect((await run("--fix", "--force", "--changed", "HEAD")).stdout).toMatch(/^src\/new\.js {2}deleted, 1 line\n\n/);
    expect(existsSync(join(root, "src/old.js"))).toBe(true);
  });

  test("--verify without it changes nothing", async () => {
    expect(await run("--verify", "true")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("goes with --fix"),
    });
    expect(git("status", "--porcelain")).toBe("");
  });
});

describe("--fix --dry-run", () => {
  test("prints a diff that git applies to the same end, and writes nothing", async () => {
    const { stdout } = await run("--fix", "--dry-run");
    expect(git("status", "--porcelain")).toBe("");
    expect(spawnSync("git", ["apply"], { cwd: root, input: stdout }).status).toBe(0);
    const applied = git("diff");
    git("reset", "--quiet", "--hard");
    await run("--fix");
    expect(git("diff")).toBe(applied);
  });

  test("does so over uncommitted changes, too", async () => {
    writeFileSync(join(root, "src/lib.js"), `${lib()}// mine\n`);
    expect((await run("--fix", "--dry-run")).stdout).toContain("-export function gone() {");
  });
});

describe("--fix --verify", () => {
  test("keeps what a command needs, says so, and takes out the rest", async () => {
    const { stdout } = await run("--fix", "--verify", needs("src/lib.js", "export function inn"));
    expect(stdout).toMatch(/stays: src\/lib\.js:5 inner {2}without it node -e .* fails/);
    expect(lib()).toContain("export function inner() {");
    expect(lib()).not.toContain("gone");
    expect(existsSync(join(root, "src/old.js"))).toBe(false);
  });

  test("changes nothing and exits with 2 when the command fails before", async () => {
    const { status, stderr } = await run("--fix", "--verify", "exit 3");
    expect(stderr).toContain("`exit 3` fails before anything is removed");
    expect([status, git("status", "--porcelain")]).toEqual([2, ""]);
  });

  test("leaves neither work tree nor folder behind", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("v4-worktree-"));
    await run("--fix", "--verify", "exit 3");
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("v4-worktree-"))).toEqual(before);
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  test("nor after Ctrl-C, which ends the command", async () => {
    const { status, signal } = await v4(["deadcode", "--fix", "--verify", "echo $$ > pid; sleep 60"], {
      ...options,
      until: (_, child) => {
        const worktree = git("worktree", "list").trim().split("\n")[1]?.split(/\s/)[0];
        if (!worktree || !existsSync(join(worktree, "pid"))) return false;
        child.kill("SIGINT");
        return true;
      },
    });
    expect(status ?? signal).toBe(130);
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
    expect(git("status", "--porcelain")).toBe("");
  });
});

describe("--changed", () => {
  test("shows what a change has left without a use, and nothing older", async () => {
    writeFileSync(join(root, "src/index.js"), "console.log(1);\n");
    const { status, stdout } = await run("--changed", "HEAD");
    expect(stdout).toContain("src/lib.js");
    expect(stdout).not.toContain("src/old.js");
    expect(status).toBe(1);
  });

  test("finds nothing where nothing changed", async () => {
    expect(await run("--changed", "HEAD")).toMatchObject({ status: 0, stdout: "nothing is unused\n" });
  });

  test("a file that only moved has the findings it had", async () => {
    git("mv", "src/old.js", "src/older.js");
    expect((await run("--changed", "HEAD")).stdout).toBe("nothing is unused\n");
  });

  test("an unknown commit is told as such", async () => {
    expect(await run("--changed", "nowhere")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('git knows no commit "nowhere" here'),
    });
  });
});

describe("--since-when", () => {
  test("names the commit that took the last use away, and that of what never had one", async () => {
    writeFileSync(join(root, "src/index.js"), "console.log(1);\n");
    git("commit", "--quiet", "--all", "--message", "nobody needs it");
    const { stdout } = await run("--since-when", "--json");
    const { files } = JSON.parse(stdout) as { files: { file: string; since: { subject: string } }[] };
    expect(Object.fromEntries(files.map(({ file, since }) => [file, since?.subject]))).toMatchObject({
      "src/lib.js": "nobody needs it",
      "src/old.js": "first",
    });
  });
});
