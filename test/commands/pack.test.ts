import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Face } from "../../src/commands/face.js";
import { pack, packCommand } from "../../src/commands/pack.js";
import { packDocument } from "../../src/output/contract.js";

/** A home of its own: no model of this machine, no store of earlier runs. The places are read once, at the first import. */
const home = await vi.hoisted(async () => {
  const { mkdtempSync } = await import("node:fs");
  const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/v4-pack-home-`);
  for (const name of ["CACHE", "MODELS", "CONFIG"]) process.env[`V4_${name}`] = `${folder}/${name.toLowerCase()}`;
  return folder;
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

let root: string;
let outside: string;

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], { cwd: root });

function write(path: string, text: string | Buffer) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "v4-pack-"));
  outside = mkdtempSync(join(tmpdir(), "v4-pack-out-"));
  git("init", "-q", "-b", "main");
  write(".gitignore", "ignored.txt\n");
  write("README.md", "# Example\n");
  write("src/a.ts", "export const a = 1;\n");
  write("src/b.ts", 'import { a } from "./a.js";\n\nexport function b(): number {\n  return a + 1;\n}\n');
  write("package-lock.json", "{}\n");
  write("logo.png", Buffer.from([137, 80, 78, 71, 0, 0]));
  write("ignored.txt", "never seen\n");
  git("add", ".");
  git("commit", "-q", "-m", "first");
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

type Options = Partial<Parameters<typeof pack>[0]>;

async function run(options: Options = {}, face: Partial<Face> = {}): Promise<{ out: string; err: string }> {
  const written = { out: "", err: "" };
  const stream = (into: "out" | "err") =>
    new Writable({
      write(chunk, _, done) {
        written[into] += chunk;
        done();
      },
    });
  await pack(
    { cwd: root, budget: "1M", include: [], exclude: [], ...options },
    {
      json: false,
      quiet: false,
      color: false,
      signal: new AbortController().signal,
      stdout: stream("out"),
      stderr: stream("err"),
      ...face,
    },
  );
  return written;
}

async function document(options: Options = {}) {
  return packDocument.parse(JSON.parse((await run(options, { json: true })).out));
}

describe("v4 pack", () => {
  it("prints every text that git knows or would know", async () => {
    write("new.txt", "not added yet\n");
    const { out } = await run();
    expect(out).toContain("### src/a.ts\n```ts\nexport const a = 1;\n```\n");
    expect(out).toContain("not added yet");
    expect(out).not.toContain("never seen");
  });

  it("gives binary and machine-written files by name", async () => {
    const { files } = await document();
    expect(files.find((row) => row.file === "logo.png")).toMatchObject({ included: "name", why: "binary" });
    expect(files.find((row) => row.file === "package-lock.json")).toMatchObject({
      included: "name",
      why: "machine-written",
    });
  });

  it("gives a machine-written file in full when it is named outright", async () => {
    const { files } = await document({ include: ["package-lock.json"] });
    expect(files).toMatchObject([{ file: "package-lock.json", included: "full" }]);
  });

  it("says a link's name without following it", async () => {
    writeFileSync(join(outside, "far.txt"), "far away\n");
    symlinkSync(join(outside, "far.txt"), join(root, "link.txt"));
    git("add", "link.txt");
    const { out } = await run();
    expect(out).toContain("link.txt -\n");
    expect(out).not.toContain("far away");
  });

  it("says on standard error that tokens were estimated", async () => {
    expect((await run()).err).toContain("estimated");
  });

  it("says nothing beside the prompt with --quiet", async () => {
    expect((await run({}, { quiet: true })).err).toBe("");
  });

  it("says where it left out a secret, and does not print it", async () => {
    const token = `ghp_${"A1b2C3d4E5f6".repeat(3)}`;
    write("src/c.ts", `// one\nexport const token = "${token}";\n`);
    const { out, err } = await run();
    expect(err).toContain("left out a secret: src/c.ts:2 (GitHub token)");
    expect(out).not.toContain(token);
  });

  it("shows no escape sequence of a file on a terminal", async () => {
    write("evil.txt", "\u001b]0;title\u0007plain\n");
    let seen = "";
    const stdout = Object.assign(
      new Writable({
        write(chunk, _, done) {
          seen += chunk;
          done();
        },
      }),
      { isTTY: true },
    );
    await run({}, { stdout });
    expect(seen).toContain("plain");
    expect(seen).not.toContain("\u001b");
  });

  it("shows where the tokens are", async () => {
    const { out } = await run({ tree: true });
    expect(out).toMatch(/\d+ +\d+\.\d % {2}src\/\n/);
  });

  it("prints the question last", async () => {
    const { out } = await run({ instruction: "What does b return?" });
    expect(out.endsWith("## Task\nWhat does b return?\n") || out.endsWith("## Task\n\nWhat does b return?\n")).toBe(
      true,
    );
  });

  it("gives signatures when the budget is too small for all", async () => {
    write("src/large.ts", `export function large(n: number): number {\n${"  n += 1;\n".repeat(300)}  return n;\n}\n`);
    const { files, totalTokens } = await document({ budget: "600" });
    expect(files.find((row) => row.file === "src/large.ts")!.included).toBe("skeleton");
    expect(totalTokens).toBeLessThanOrEqual(600);
  });
});

describe("--output", () => {
  it("writes the whole prompt and leaves no temporary file", async () => {
    const file = join(outside, "prompt.md");
    const { out } = await run({ output: file });
    expect(out).toBe("");
    expect(readFileSync(file, "utf8")).toContain("### src/a.ts");
    expect(readdirSync(outside)).toEqual(["prompt.md"]);
  });

  it("inside the repository is never packed itself", async () => {
    const output = join(root, "prompt.md");
    await run({ output });
    const first = readFileSync(output, "utf8");
    await run({ output });
    expect(readFileSync(output, "utf8")).toBe(first);
  });

  it("that cannot be written is an error of its own", async () => {
    await expect(run({ output: join(outside, "missing", "prompt.md") })).rejects.toMatchObject({
      code: "cannot-write",
    });
  });
});

describe("--changed", () => {
  it("packs only what differs from a commit, new files too", async () => {
    write("src/a.ts", "export const a = 2;\n");
    write("new.txt", "new\n");
    const { files } = await document({ changed: "HEAD" });
    expect(files.map((row) => row.file)).toEqual(["new.txt", "src/a.ts"]);
  });

  it("refuses a name that git does not know", async () => {
    await expect(run({ changed: "nowhere" })).rejects.toMatchObject({ code: "unknown-ref" });
  });

  it("takes nothing that looks like an option of git", async () => {
    await expect(run({ changed: `--output=${join(outside, "made")}` })).rejects.toMatchObject({ code: "unknown-ref" });
    expect(readdirSync(outside)).toEqual([]);
  });

  it("says so when nothing differs", async () => {
    await expect(run({ changed: "HEAD" })).rejects.toMatchObject({ code: "nothing-packed" });
  });
});

describe("--budget", () => {
  it.each([
    ["8000", 8000],
    ["200k", 200_000],
    ["1.5M", 1_500_000],
    ["1_000_000", 1_000_000],
  ])("takes %s", async (budget, tokens) => {
    expect((await document({ budget })).budget).toBe(tokens);
  });

  it.each(["", "lots", "-5", "0", "1e9x"])("refuses %j", async (budget) => {
    await expect(run({ budget })).rejects.toMatchObject({ code: "bad-option" });
  });

  it("that holds nothing is refused", async () => {
    await expect(run({ budget: "10" })).rejects.toMatchObject({ code: "bad-option" });
  });
});

it("shows examples in its help", () => {
  let help = "";
  const command = packCommand().configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  expect(help).toContain("v4 pack --tree");
});
