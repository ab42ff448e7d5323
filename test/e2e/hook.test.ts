import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeRepository, placesIn, program } from "./cli.js";

let made: ReturnType<typeof makeRepository>;

const files = {
  "package.json": '{ "name": "shop", "type": "module", "main": "src/index.js", "dependencies": { "left-pad": "1" } }\n',
  "src/index.js": [
    'import pad from "left-pad";',
    'import { close, open } from "./store.js";',
    "export const run = () => pad(open(1) + close());",
    "",
  ].join("\n"),
  "src/store.js": "export function open(key) {\n  return key;\n}\nexport function close() {\n  return 2;\n}\n",
};

beforeEach(() => {
  made = makeRepository(files);
  for (const [name, value] of Object.entries({ "user.name": "n", "user.email": "n@example.org" }))
    git("config", name, value);
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--message", "first");
});
afterEach(() => made.remove());

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: made.root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function v4(args: string[], cwd = made.root) {
  return spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...placesIn(made.home) },
  });
}

/** What the hook would say of what is staged, a line each: level, place, reason. */
function said(...args: string[]): string[] {
  const { findings, notes } = JSON.parse(v4(["hook", "run", "--json", ...args]).stdout) as {
    findings: { level: string; file: string; line: number; message: string }[];
    notes: string[];
  };
  return [...findings.map(({ level, file, line, message }) => `${level} ${file}:${line} ${message}`), ...notes];
}

/** `git commit` as a person does it. */
function commit(cwd = made.root) {
  return spawnSync("git", ["commit", "--quiet", "--message", "next"], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...placesIn(made.home) },
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(made.root, path)), { recursive: true });
  writeFileSync(join(made.root, path), text);
}

function stage(path: string, text: string): void {
  write(path, text);
  git("add", "--all", "--", path);
}

const withoutClose = "export function open(key) {\n  return key;\n}\n";

test("a name that is gone while others import it blocks", () => {
  stage("src/store.js", withoutClose);
  expect(said()).toEqual(['error src/index.js:2 "./store.js" exports no close']);
});

test("what is staged counts, and not the work tree", () => {
  stage("src/store.js", withoutClose);
  write("src/store.js", files["src/store.js"]);
  expect(said()).toHaveLength(1);
});

test("what is only in the work tree does not count", () => {
  write("src/store.js", withoutClose);
  stage("notes.txt", "a note\n");
  expect(said()).toEqual([]);
});

test("a file that moves with those who import it says nothing", () => {
  git("mv", "src/store.js", "src/shelf.js");
  stage("src/index.js", files["src/index.js"].replace("store", "shelf"));
  expect(said()).toEqual([]);
});

test("a file that is taken away while others import it blocks", () => {
  git("rm", "--quiet", "src/store.js");
  expect(said()).toEqual(['error src/index.js:2 "./store.js" leads to no file']);
});

test("what was wrong before is not told again", () => {
  stage("src/store.js", withoutClose);
  git("commit", "--quiet", "--no-verify", "--message", "broken");
  stage("src/index.js", `// a remark\n${files["src/index.js"]}`);
  expect(said()).toEqual([]);
});

test("the last use that goes leaves an export and a package dead", () => {
  stage("src/index.js", 'import { open } from "./store.js";\nexport const run = () => open(1);\n');
  expect(said()).toEqual([
    "error package.json:1 nothing uses left-pad any more",
    "error src/store.js:4 nothing uses close any more",
  ]);
});

test("a package that no manifest declares blocks", () => {
  stage("src/store.js", `import "right-pad";\n${files["src/store.js"]}`);
  expect(said()).toEqual(["error src/store.js:1 right-pad is used, and no manifest declares it"]);
});

test("an import of what is there and not staged says what to add", () => {
  write("src/late.js", "export const late = 1;\n");
  stage("src/store.js", `import "./late.js";\n${files["src/store.js"]}`);
  expect(v4(["hook", "run"]).stdout).toContain("git add src/late.js");
});

test("an import of what git ignores is made by a build", () => {
  write(".gitignore", "src/made.js\n");
  stage("src/store.js", `import "./made.js";\n${files["src/store.js"]}`);
  expect(said()).toEqual([]);
});

test("conflict markers block, the line under a title does not", () => {
  stage("guide.md", "A title\n=======\n");
  expect(said()).toEqual([]);
  stage("guide.md", "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n");
  expect(said()).toEqual(["error guide.md:1 a conflict is not resolved"]);
});

test("a secret blocks once, and not where it only moves", () => {
  const key = `key = "AKIA${"Q3EGRTYUPLKJHGFD"}"\n`;
  stage("deploy.toml", key);
  expect(said()).toEqual(["error deploy.toml:1 this looks like a secret: AWS access key id"]);
  git("commit", "--quiet", "--no-verify", "--message", "leaked");
  git("rm", "--quiet", "deploy.toml");
  stage("ops.toml", `# moved\n${key}`);
  expect(said()).toEqual([]);
});

test("a name unlike the others is a warning and lets the commit through", () => {
  const names = Array.from({ length: 30 }, (_, i) => `export function readItem${"abcdefghij"[i % 10]}${i}() {}\n`);
  stage("src/many.js", names.join(""));
  git("commit", "--quiet", "--no-verify", "--message", "many");
  stage("src/store.js", `${files["src/store.js"]}export function read_one_item() {}\n`);
  expect(said().join()).toMatch(/^warn src\/store\.js:7 read_one_item: /);
  expect(v4(["hook", "run"]).status).toBe(0);
});

test("git config turns a check off or down", () => {
  stage("src/store.js", withoutClose);
  git("config", "v4.hook.imports", "warn");
  expect(v4(["hook", "run"]).status).toBe(0);
  git("config", "v4.hook.imports", "off");
  expect(said()).toEqual([]);
});

test("the repository's own configuration does, too", () => {
  write(".v4/config.json", '{ "hook": { "imports": "off" } }');
  stage("src/store.js", withoutClose);
  expect(said()).toEqual([]);
});

test("in CI a branch is compared with where it left another", () => {
  git("branch", "trunk");
  stage("src/store.js", withoutClose);
  git("commit", "--quiet", "--no-verify", "--message", "broken");
  expect(said()).toEqual([]);
  expect(said("--against", "trunk")).toHaveLength(1);
  expect(v4(["hook", "run", "--against", "nowhere"]).status).toBe(2);
});

test("a merge tells what neither side had", () => {
  const main = git("branch", "--show-current").trim();
  git("checkout", "--quiet", "-b", "side");
  stage("src/more.js", 'import { close } from "./store.js";\nexport const more = close;\n');
  git("commit", "--quiet", "--no-verify", "--message", "side");
  git("checkout", "--quiet", main);
  stage("src/store.js", withoutClose);
  stage(
    "src/index.js",
    'import pad from "left-pad";\nimport { open } from "./store.js";\nexport const run = () => pad(open(1));\n',
  );
  git("commit", "--quiet", "--no-verify", "--message", "ours");
  git("merge", "--quiet", "--no-commit", "--no-ff", "side");
  expect(said()).toEqual(['error src/more.js:1 "./store.js" exports no close']);
});

test("the first commit is checked, and nothing of git's is written", () => {
  git("update-ref", "-d", "HEAD");
  stage("src/store.js", withoutClose);
  const before = [readFileSync(join(made.root, ".git/index")), git("count-objects")];
  expect(said()).toEqual(['error src/index.js:2 "./store.js" exports no close']);
  expect([readFileSync(join(made.root, ".git/index")), git("count-objects")]).toEqual(before);
});

test("the installed hook blocks a commit with errors, and --no-verify does not ask it", () => {
  v4(["hook", "install"]);
  stage("src/store.js", withoutClose);
  const blocked = commit();
  expect(blocked.status).toBe(1);
  expect(blocked.stdout + blocked.stderr).toContain("exports no close");
  git("commit", "--quiet", "--no-verify", "--message", "all the same");
});

test("a fault of the hook lets the commit through, and says so", () => {
  v4(["hook", "install"]);
  write(".v4/config.json", "{");
  stage("src/store.js", withoutClose);
  const passed = commit();
  expect(passed.status).toBe(0);
  expect(passed.stderr).toContain("it is let through");
});

test("a hook that was there is kept, called, and comes back", () => {
  const path = join(made.root, ".git/hooks/pre-commit");
  const own = "#!/bin/sh\necho own >> ran.txt\n";
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, own);
  chmodSync(path, 0o755);
  v4(["hook", "install"]);
  v4(["hook", "install"]);
  stage("notes.txt", "a note\n");
  expect(commit().status).toBe(0);
  expect(readFileSync(join(made.root, "ran.txt"), "utf8")).toBe("own\n");
  v4(["hook", "uninstall"]);
  expect(readFileSync(path, "utf8")).toBe(own);
  expect(existsSync(`${path}.before-v4`)).toBe(false);
});

test("it goes where core.hooksPath says", () => {
  git("config", "core.hooksPath", "tools/hooks");
  v4(["hook", "install"]);
  expect(existsSync(join(made.root, "tools/hooks/pre-commit"))).toBe(true);
  v4(["hook", "uninstall"]);
  expect(existsSync(join(made.root, "tools/hooks/pre-commit"))).toBe(false);
});

test("a work tree shares the hook, and its own index is checked", () => {
  const other = join(made.root, "../other");
  git("worktree", "add", "--quiet", "-b", "other", other);
  v4(["hook", "install"], other);
  expect(existsSync(join(made.root, ".git/hooks/pre-commit"))).toBe(true);
  writeFileSync(join(other, "src/store.js"), withoutClose);
  execFileSync("git", ["add", "--all"], { cwd: other });
  expect(commit(other).status).toBe(1);
  rmSync(other, { recursive: true });
});

test("with husky it is a part of the file that husky calls", () => {
  git("config", "core.hooksPath", ".husky/_");
  write(".husky/pre-commit", "npx lint-staged\n");
  v4(["hook", "install"]);
  const text = readFileSync(join(made.root, ".husky/pre-commit"), "utf8");
  expect(text.startsWith("npx lint-staged\n# v4 hook:")).toBe(true);
  v4(["hook", "uninstall"]);
  expect(readFileSync(join(made.root, ".husky/pre-commit"), "utf8")).toBe("npx lint-staged\n");
});

test.each([
  ["lefthook.yml", "lefthook writes its hooks anew"],
  [".pre-commit-config.yaml", "its id for .pre-commit-config.yaml is v4"],
])("beside %s it says how to live together", (path, advice) => {
  write(path, "");
  expect(v4(["hook", "install"]).stdout).toContain(advice);
});
