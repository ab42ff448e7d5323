import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { library, makeRepository, placesIn, type RunOptions, v4 } from "./cli.js";

const repository = makeRepository(library(2));
const { root, home } = repository;
const places = placesIn(home);
afterAll(repository.remove);

const evidence = (more: Partial<RunOptions> = {}) =>
  v4(["ask", "--no-model", "--json", "ledger"], { cwd: root, ...more, env: { ...places, ...more.env } });

/** Runs what must fail: status 2, nothing on stdout, one line. */
async function refusal(more: Partial<RunOptions>): Promise<string> {
  const { status, stdout, stderr } = await evidence(more);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return stderr;
}

test("a bare repository", async () => {
  const bare = join(home, "bare.git");
  mkdirSync(home, { recursive: true });
  execFileSync("git", ["init", "--quiet", "--bare", bare]);
  expect(await refusal({ cwd: bare })).toMatch(/is a bare git repository.*git worktree add/);
});

test("a repository of somebody else", async () => {
  const line = await refusal({ env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" } });
  expect(line).toMatch(/belongs to another user; if you trust it: `git config --global --add safe\.directory/);
});

test("git is not there", async () => {
  expect(await refusal({ env: { PATH: home } })).toMatch(/git was not found on the PATH; install git/);
});

test("GIT_DIR names something that is not there", async () => {
  expect(await refusal({ env: { GIT_DIR: join(home, "absent") } })).toMatch(/is not inside a git repository/);
});

test("an index of git that is broken", async () => {
  const broken = makeRepository(library(1));
  writeFileSync(join(broken.root, ".git/index"), "broken");
  expect(await refusal({ cwd: broken.root })).toMatch(/git could not list the files: .*index/);
  broken.remove();
});

test("from a folder inside, and with --cwd, the whole repository is asked", async () => {
  const files = (stdout: string) => JSON.parse(stdout).evidence.map(({ file }: { file: string }) => file);
  const here = files((await evidence()).stdout);
  expect(here).toContain("src/ledger.ts");
  expect(files((await evidence({ cwd: join(root, "src") })).stdout)).toEqual(here);
  const elsewhere = await v4(["ask", "--no-model", "--json", "--cwd", join(root, "src"), "ledger"], {
    cwd: home,
    env: places,
  });
  expect(files(elsewhere.stdout)).toEqual(here);
});

test("a damaged index is told in one line, once, and the answer is the same", async () => {
  const whole = await evidence();
  const packs = readdirSync(join(places.V4_CACHE!, "index"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".pack"))
    .map((path) => join(places.V4_CACHE!, "index", path));
  expect(packs.length).toBeGreaterThan(0);
  for (const path of packs) {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
  }
  const [damaged, again] = [await evidence(), await evidence()];
  const told = ({ stderr }: { stderr: string }) => stderr.split("\n").filter((line) => line.includes("damaged"));
  expect(told(damaged)).toHaveLength(1);
  expect(told(again)).toEqual([]);
  for (const run of [damaged, again]) {
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout).evidence).toEqual(JSON.parse(whole.stdout).evidence);
  }
});

test("without a place for the index the answer is the same, and one line says why it takes longer", async () => {
  const file = join(home, "file");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  const run = await evidence({ env: { V4_CACHE: join(file, "cache") } });
  expect(run.status).toBe(0);
  expect(run.stderr.split("\n").filter((line) => line.includes("cannot be kept"))).toHaveLength(1);
  expect(JSON.parse(run.stdout).evidence).toEqual(JSON.parse((await evidence()).stdout).evidence);
});
