import { readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "commander";
import { fail } from "../errors.js";
import { clean } from "../output/clean.js";
import { runDocument } from "../output/contract.js";
import { count } from "../output/figures.js";
import { openPipe } from "../output/pipe.js";
import { safeJson } from "../output/safe-json.js";
import { fencedProgram } from "../sandbox/fenced-program.js";
import { languageNamed, languageOfFile } from "../sandbox/language.js";
import { type Program, type Ran, runProgram } from "../sandbox/run.js";
import { smallFolder } from "../sandbox/small-folder.js";
import { type Face, type GlobalOptions, printAside, processFace } from "./face.js";

interface Options extends GlobalOptions {
  lang?: string;
  timeout: number;
  mountRw?: boolean;
  sandbox: boolean;
}

/** `v4 run`, to be added to the program. */
export function runCommand(): Command {
  return new Command("run")
    .description("run a program in a sandbox: no network, nothing of yours written, limits on time, memory and output")
    .argument("<file>", "a program, a Markdown file with a fenced one, or - for standard input")
    .option("--lang <language>", "python, rust, go, javascript or typescript; otherwise by the file's name")
    .option("--timeout <seconds>", "end it after this time", seconds, 10)
    .option("--mount-rw", "let it write into the file's folder instead of a copy")
    .option("--no-sandbox", "run it as yourself, with limits on time and output alone")
    .action(async (file: string, _options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      process.exitCode = await run(file, options, processFace(options));
    })
    .addHelpText(
      "after",
      `
It runs in namespaces of its own (bubblewrap). It sees the system read-only, a private /tmp and home, and in its working folder a copy of the
file's folder where that is small. 1 MB of each stream is kept.

Examples:
  v4 run hello.rs
  v4 run --lang go - < main.go
  v4 run notes.md                 the first fenced program
  v4 run --json slow.py | jq .limit

Exit status: 0 the program ended with 0, 1 it did not, 2 it could not be run.`,
    );
}

async function run(file: string, options: Options, face: Face): Promise<number> {
  const program = await readProgram(file, options);
  if (program.folder === undefined && file !== "-")
    await printAside(face, "note: the folder is large; the program is alone in its working folder");
  const ran = await runProgram(program, {
    limits: { seconds: options.timeout },
    ...(file !== "-" && !process.stdin.isTTY && { input: process.stdin }),
    sandbox: options.sandbox,
    signal: face.signal,
  });
  // What still waits to be typed must not keep v4 from ending.
  process.stdin.destroy();
  if (face.json) await openPipe(face.stdout).write(`${safeJson(runDocument.parse(ran))}\n`);
  else {
    await openPipe(face.stdout).write(face.stdout.isTTY ? clean(ran.stdout) : ran.stdout);
    await openPipe(face.stderr).write(face.stderr.isTTY ? clean(ran.stderr) : ran.stderr);
    const said = remark(ran, options.timeout);
    if (said) await printAside(face, said);
  }
  return ran.exitCode === 0 && ran.limit !== "time" ? 0 : 1;
}

/** What a person should know of the end beside the output. */
function remark(ran: Ran, timeout: number): string | null {
  const { limit, signal, bytes } = ran;
  if (limit === "time") return `stopped after ${timeout} s`;
  if (limit === "output") return `the output is cut: ${count(bytes.stdout + bytes.stderr)} bytes were written`;
  if (signal) return `ended by ${signal}`;
  return ran.exitCode === 0 ? null : `exit status ${ran.exitCode}`;
}

/** Throws bad-program, unknown-language. */
async function readProgram(file: string, options: Options): Promise<Program> {
  const path = resolve(options.cwd ?? ".", file);
  const text = file === "-" ? await readAll(process.stdin) : readText(path, file);
  const isMarkdown = /\.(md|markdown)$/i.test(file);
  if (isMarkdown || (file === "-" && !options.lang)) {
    const fenced = fencedProgram(text);
    if (!fenced) throw fail("bad-program", { reason: "no fenced block names a language that v4 runs" });
    return { ...fenced, ...place(path, file, options) };
  }
  const language = options.lang ? languageNamed(options.lang) : languageOfFile(file);
  return { language, code: text, ...(file !== "-" && { file: basename(path) }), ...place(path, file, options) };
}

function place(path: string, file: string, options: Options): Pick<Program, "folder" | "writable"> {
  const folder = file === "-" ? resolve(options.cwd ?? ".") : dirname(path);
  if (options.mountRw) return { folder, writable: true };
  return file !== "-" && smallFolder(folder) ? { folder } : {};
}

function readText(path: string, file: string): string {
  try {
    if (statSync(path).size > 1_000_000) throw new Error("over 1 MB");
    return readFileSync(path, "utf8");
  } catch (error) {
    throw fail("bad-program", { reason: `${file}: ${(error as Error).message}` });
  }
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 86_400)) throw new InvalidArgumentError("a number of seconds above 0 is needed.");
  return number;
}
