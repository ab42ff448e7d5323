import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { indexRepository, type RepositoryIndex } from "../../src/graph/index-repository.js";
import { openRepository } from "../../src/repo/open.js";
import { makeRepository } from "../e2e/cli.js";

let made: ReturnType<typeof makeRepository>;
let index: RepositoryIndex | undefined;
beforeEach(() => {
  made = makeRepository({ "kept.ts": "export const kept = 1;\n" });
});
afterEach(async () => {
  await index?.close();
  index = undefined;
  made.remove();
});

const at = (path: string) => join(made.root, path);
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: made.root, stdio: "ignore" });

/** Indexes the repository; `meanwhile` happens after it was listed and before anything is read. */
async function read(meanwhile: () => void = () => {}): Promise<RepositoryIndex> {
  await index?.close();
  const { root, git: real } = await openRepository(made.root);
  const raw = async (args: string[]) => {
    const output = await real.raw(args);
    if (args.includes("status")) meanwhile();
    return output;
  };
  index = await indexRepository({ root, git: { ...real, raw } });
  return index;
}

/** What is known of a path: its definitions by name, or why it was not read. */
function known({ files, facts, unread }: RepositoryIndex, path: string): string[] | string | undefined {
  const file = files.find((file) => file.path === path);
  if (file) return facts(file).definitions.map(({ name }) => name);
  return unread.find((file) => file.path === path)?.why;
}

const code = "export function open() {}\n";

test.each<[string, string | Buffer, string[] | string]>([
  ["empty", "", []],
  ["of line ends alone", "\n\r\n\r", []],
  ["binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), "binary"],
  ["UTF-16", Buffer.from(`\ufeff${code}`, "utf16le"), "binary"],
  ["Latin-1", Buffer.concat([Buffer.from("// caf\xe9\n", "latin1"), Buffer.from(code)]), ["open"]],
  ["not UTF-8 in the middle of a name", Buffer.concat([Buffer.from(code), Buffer.from([0xc3, 0x28, 0xff])]), ["open"]],
  ["with a byte order mark", `\ufeff${code}`, ["open"]],
  ["with line ends of Windows", code.replace("\n", "\r\n"), ["open"]],
  ["with line ends of the old Mac", `${code.trim()}\rexport function close() {}\r`, ["open", "close"]],
  ["without a line end", code.trim(), ["open"]],
  ["one line of 20 MB", `x = "${"a".repeat(20_000_000)}";`, "too large"],
  ["200,000 opening brackets", `${code}${"(".repeat(200_000)}`, ["open"]],
  ["half written", `${code}export class Ledger { close( {`, expect.arrayContaining(["open"])],
  ["in conflict", `${code}<<<<<<< ours\nlet a;\n=======\nlet b;\n>>>>>>> theirs\n`, expect.arrayContaining(["open"])],
])("a file that is %s is read as far as it can be, or named with the reason", async (_, content, expected) => {
  writeFileSync(at("bad.ts"), content);
  const first = await read();
  expect(known(first, "bad.ts")).toEqual(expected);
  expect(known(first, "kept.ts")).toEqual(["kept"]);
  const again = await read();
  expect(known(again, "bad.ts")).toEqual(expected);
  expect(again.parsed).toBe(0);
});

test("a file of any bytes is indexed, and the others with it", async () => {
  const anything = fc.oneof(fc.uint8Array({ maxLength: 2000 }), fc.string({ unit: "binary", maxLength: 2000 }));
  const extension = fc.constantFrom(".ts", ".tsx", ".js", ".py", ".go", ".rs", ".java", ".md", "");
  await fc.assert(
    fc.asyncProperty(anything, extension, async (bytes, end) => {
      writeFileSync(at(`any${end}`), bytes);
      const found = await read();
      expect(known(found, `any${end}`)).toBeDefined();
      expect(known(found, "kept.ts")).toEqual(["kept"]);
      for (const file of found.files) expect(found.words(file).blockCount).toBeGreaterThanOrEqual(0);
      rmSync(at(`any${end}`));
    }),
    { numRuns: 40 },
  );
}, 120_000);

describe.each(["tracked", "untracked"])("between git's answer and reading, of what is %s,", (kind) => {
  beforeEach(() => {
    writeFileSync(at("moving.ts"), code);
    mkdirSync(at("old"));
    writeFileSync(at("old/a.ts"), "export function inside() {}\n");
    if (kind === "tracked") git("add", ".");
  });
  /** An untracked file is looked at when it is listed, with a closer reason. */
  const why = (closer: string) => (kind === "tracked" ? "unreadable" : closer);

  test("a file that disappears is named, and read when it is back", async () => {
    expect(known(await read(() => unlinkSync(at("moving.ts"))), "moving.ts")).toBe(why("deleted"));
    writeFileSync(at("moving.ts"), code);
    expect(known(await read(), "moving.ts")).toEqual(["open"]);
  });
  test("a file that becomes a folder is named", async () => {
    const change = () => {
      unlinkSync(at("moving.ts"));
      mkdirSync(at("moving.ts"));
      writeFileSync(at("moving.ts/inner.ts"), code);
    };
    expect(known(await read(change), "moving.ts")).toBe(why("not a file"));
    expect(known(await read(), "moving.ts/inner.ts")).toEqual(["open"]);
  });
  test("a file that becomes a link out of the repository is not followed", async () => {
    mkdirSync(made.home);
    writeFileSync(join(made.home, "secret.ts"), "export const secret = 1;\n");
    const change = () => {
      unlinkSync(at("moving.ts"));
      symlinkSync(join(made.home, "secret.ts"), at("moving.ts"));
    };
    expect(known(await read(change), "moving.ts")).toBe(why("symbolic link"));
  });
  test("a file that becomes a pipe is named; nobody waits for it", async () => {
    const change = () => {
      unlinkSync(at("moving.ts"));
      execFileSync("mkfifo", [at("moving.ts")]);
    };
    expect(known(await read(change), "moving.ts")).toBe(why("not a file"));
  });
  test("a file that is written anew says what it says now, and the old text what it said when it comes back", async () => {
    const found = await read(() => writeFileSync(at("moving.ts"), "export function later() {}\n"));
    expect(known(found, "moving.ts")).toEqual(["later"]);
    writeFileSync(at("moving.ts"), code);
    expect(known(await read(), "moving.ts")).toEqual(["open"]);
  });
  test("a text that becomes binary, and back, is text again", async () => {
    expect(known(await read(() => writeFileSync(at("moving.ts"), "a\0b")), "moving.ts")).toBe("binary");
    writeFileSync(at("moving.ts"), code);
    expect(known(await read(), "moving.ts")).toEqual(["open"]);
  });
  test("a folder that becomes a link out of the repository is not followed", async () => {
    mkdirSync(made.home);
    writeFileSync(join(made.home, "a.ts"), "export function secret() {}\n");
    const change = () => {
      rmSync(at("old"), { recursive: true });
      symlinkSync(made.home, at("old"));
    };
    const found = await read(change);
    // A file that is listed is not read; its id may be.
    expect(known(found, "old/a.ts")).toBe("unreadable");
  });
  test("a folder that is renamed costs what was in it, for this run", async () => {
    const found = await read(() => renameSync(at("old"), at("new")));
    expect(known(found, "old/a.ts")).toBe(why("deleted"));
    expect(known(await read(), "new/a.ts")).toEqual(["inside"]);
  });
});

test("a branch that was read before costs nothing: there and back nothing is parsed", async () => {
  for (let i = 0; i < 20; i++) writeFileSync(at(`part${i}.ts`), `export const first${i} = 1;\n`);
  git("add", ".");
  git("commit", "-m", "first");
  git("branch", "first");
  git("checkout", "-b", "second");
  for (let i = 0; i < 10; i++) writeFileSync(at(`part${i}.ts`), `export const second${i} = 2;\n`);
  git("commit", "-am", "second");
  expect((await read()).parsed).toBe(21);
  git("checkout", "first");
  expect((await read()).parsed).toBe(10);
  git("checkout", "second");
  const back = await read();
  expect(back.parsed).toBe(0);
  expect(known(back, "part0.ts")).toEqual(["second0"]);
  git("checkout", "first");
  const again = await read();
  expect(again.parsed).toBe(0);
  expect(known(again, "part0.ts")).toEqual(["first0"]);
});

test("the same content under two names of two languages is read as both", async () => {
  writeFileSync(at("same.py"), "import os\n");
  writeFileSync(at("same.go"), "import os\n");
  const { files, facts } = await read();
  const languages = files.filter(({ path }) => path.startsWith("same.")).map((file) => facts(file).language);
  expect(languages).toEqual(["go", "python"]);
});

test("a work tree where nothing may be read is refused as empty", async () => {
  unlinkSync(at("kept.ts"));
  writeFileSync(at("picture.bin"), "\0");
  await expect(read()).rejects.toMatchObject({ code: "empty-repository" });
});

test("20,000 files are indexed, and found unchanged afterwards", async () => {
  for (let i = 0; i < 20_000; i++) {
    if (i % 200 === 0) mkdirSync(at(`folder${i / 200}`));
    // A hundred contents: what is under test is the number of files.
    writeFileSync(at(`folder${Math.floor(i / 200)}/file${i}.ts`), `export const n${i % 100} = ${i % 100};\n`);
  }
  git("add", ".");
  const first = await read();
  expect(first.files).toHaveLength(20_001);
  expect(known(first, "folder99/file19999.ts")).toEqual(["n99"]);
  expect((await read()).parsed).toBe(0);
}, 180_000);
