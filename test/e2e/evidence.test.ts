import { spawn, spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { askDocument } from "../../src/output/contract.js";
import { version } from "../../src/places.js";
import { library, makeRepository, pathsIn, placesIn, program, v4 } from "./cli.js";

const repository = makeRepository({ ...library(), "od\x1b[31md.md": "the harbour is odd\n" });
const options = { cwd: repository.root, env: placesIn(repository.home) };
const before = pathsIn(repository.root);
const question = "Where is the harbour closed?";
afterAll(repository.remove);

test("--no-model --json gives the contract's document with no answer", async () => {
  const document = askDocument.parse(JSON.parse((await v4(["ask", "--no-model", "--json", question], options)).stdout));
  expect(document).toMatchObject({ question, answer: null, model: null, citations: [], timings: { firstTokenMs: 0 } });
});

test("--no-model lists the evidence on stdout, best first", async () => {
  const { status, stdout } = await v4(["ask", "--no-model", question], options);
  expect(status).toBe(0);
  expect(stdout.split("\n")[0]).toMatch(/^ *1 +src\/harbour\.ts:\d+ /);
});

test("the question may come from standard input", async () => {
  const run = await v4(["ask", "--no-model", "--json"], { ...options, input: `${question}\n` });
  expect(JSON.parse(run.stdout).question).toBe(question);
});

test("unquoted words are one question", async () => {
  const run = await v4(["ask", "--no-model", "--json", "where", "is", "it"], options);
  expect(JSON.parse(run.stdout).question).toBe("where is it");
});

test("--quiet leaves stderr empty", async () => {
  expect((await v4(["ask", "--no-model", "--quiet", question], options)).stderr).toBe("");
});

test("--cwd asks about the repository that holds that folder", async () => {
  const run = await v4(["ask", "--no-model", "--json", "--cwd", `${repository.root}/src`, question], {
    ...options,
    cwd: repository.home.replace(/home$/, ""),
  });
  expect(JSON.parse(run.stdout).evidence[0].file).toBe("src/harbour.ts");
});

test("the same question gives the same document but for its times", async () => {
  const ask = async () => {
    const { timings, ...rest } = JSON.parse((await v4(["ask", "--no-model", "--json", question], options)).stdout);
    return rest;
  };
  expect(await ask()).toEqual(await ask());
});

test("an escape sequence in a file's name is not obeyed", async () => {
  const { stdout, stderr } = await v4(["ask", "--no-model", "odd harbour"], options);
  expect(stdout).toContain("od");
  expect(stdout + stderr).not.toContain("\x1b");
});

test("a reader that goes away early is no error", async () => {
  const child = spawn(process.execPath, [program, "ask", "--no-model", "--json", question], {
    cwd: repository.root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  child.stdout.destroy();
  const status = await new Promise((resolve) => child.once("close", resolve));
  expect(status).toBe(0);
  expect(stderr).not.toMatch(/EPIPE|fault|v4:/);
});

/** Runs v4 on a terminal of its own, which python makes; stdout and stderr come as one. */
const onTerminal = (args: string[], env: NodeJS.ProcessEnv) =>
  spawnSync(
    "python3",
    ["-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)", process.execPath, program, ...args],
    {
      cwd: repository.root,
      env: { ...process.env, TERM: "xterm-256color", CI: "", ...env, ...options.env },
      encoding: "utf8",
      input: "",
    },
  );

const colours = /\x1b\[[\d;]*m/;

test("on a terminal the evidence has colours", () => {
  const { stdout, status } = onTerminal(["ask", "--no-model", question], { NO_COLOR: "" });
  expect(stdout).toMatch(colours);
  expect(status).toBe(0);
});

test("NO_COLOR and --no-color leave them out", () => {
  expect(onTerminal(["ask", "--no-model", question], { NO_COLOR: "1" }).stdout).not.toMatch(colours);
  expect(onTerminal(["ask", "--no-model", "--no-color", question], { NO_COLOR: "" }).stdout).not.toMatch(colours);
});

test("--version prints the version of the package", async () => {
  expect(await v4(["--version"], options)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test("no file appears in the repository", () => expect(pathsIn(repository.root)).toEqual(before));
