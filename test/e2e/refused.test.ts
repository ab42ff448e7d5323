import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { library, makeRepository, pathsIn, placesIn, type RunOptions, v4 } from "./cli.js";

const repository = makeRepository(library(2));
const empty = makeRepository({});
const plain = mkdtempSync(join(tmpdir(), "v4-plain-"));
const env = placesIn(repository.home);
const before = pathsIn(repository.root);
afterAll(() => {
  repository.remove();
  empty.remove();
  rmSync(plain, { recursive: true, force: true });
});

/** Runs what must fail: status 2, nothing on stdout, and one line that says what happened and what to do. */
async function refusal(args: string[], more: Partial<RunOptions> = {}): Promise<string> {
  const run = await v4(args, { cwd: repository.root, ...more, env: { ...env, ...more.env } });
  expect(run).toMatchObject({ status: 2, stdout: "" });
  const lines = run.stderr.trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("v4: "))).toEqual([lines.at(-1)]);
  return lines.at(-1)!;
}

const gguf = (name: string, bytes: Buffer): string => {
  const path = join(repository.home, name);
  mkdirSync(repository.home, { recursive: true });
  writeFileSync(path, bytes);
  return path;
};

test("outside a repository", async () => {
  expect(await refusal(["ask", "why?"], { cwd: plain })).toMatch(/is not inside a git repository; .*git init/);
});

test("in an empty repository", async () => {
  expect(await refusal(["ask", "why?"], { cwd: empty.root })).toMatch(/holds no text file/);
});

test("with a folder that does not exist", async () => {
  expect(await refusal(["ask", "--cwd", join(plain, "absent"), "why?"])).toMatch(/is not a folder; .*--cwd/);
});

test("without a question", async () => {
  expect(await refusal(["ask"], { input: " \n" })).toMatch(/no question was given/);
});

test("with a model that nobody knows", async () => {
  expect(await refusal(["ask", "--model", "absent", "why?"])).toMatch(/there is no model "absent"; `v4 model list`/);
});

test("with a model file that is none", async () => {
  const path = gguf("picture.gguf", Buffer.from("no model at all"));
  expect(await refusal(["ask", "--model", path, "why?"])).toMatch(/picture\.gguf is not a GGUF model file/);
});

test("with a model file that stops in the middle", async () => {
  // A head that promises 1 tensor and 1 key, and then ends.
  const head = Buffer.from("GGUF\x03\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0", "latin1");
  expect(await refusal(["ask", "--model", gguf("cut.gguf", head), "why?"])).toMatch(/cut\.gguf is not a GGUF .*middle/);
});

test("with a pinned file that is not there", async () => {
  expect(await refusal(["ask", "--file", "absent.ts", "why?"])).toMatch(/absent\.ts cannot be read/);
});

test("with a pinned file outside the repository", async () => {
  expect(await refusal(["ask", "--file", "../other.ts", "why?"])).toMatch(/it is outside the repository/);
});

test("with no model on this machine and no network", async () => {
  const line = await refusal(["ask", "why?"], {
    env: {
      V4_MODELS: join(repository.home, "models"),
      PIP_NO_INDEX: "1",
      PIP_FIND_LINKS: "",
      PIP_CONFIG_FILE: "/dev/null",
      MODEL_ENDPOINT: "http://127.0.0.1:9/",
    },
  });
  expect(line).toMatch(/could not be fetched: .*--no-model works without/);
});

test("with --show-prompt and no model", async () => {
  expect(await refusal(["ask", "--no-model", "--show-prompt", "why?"])).toMatch(/there is no prompt/);
});

test.each([
  [["ask", "--max-wait", "soon", "why?"], /--max-wait/],
  [["ask", "--gpu-layers", "-1", "why?"], /--gpu-layers/],
  [["ask", "--sideways", "why?"], /--sideways/],
  [["sideways"], /sideways/],
])("with an option or command that does not exist: %j", async (args, expected) => {
  expect(await refusal(args)).toMatch(expected);
});

test("none of them leaves a file in the repository", () => expect(pathsIn(repository.root)).toEqual(before));
