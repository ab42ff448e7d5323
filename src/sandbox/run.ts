import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fail } from "../errors.js";
import { boxArguments, defaultLimits, type Limits, programPath } from "./box.js";
import { keepStart } from "./keep-start.js";
import type { ProgramLanguage } from "./language.js";
import { seccompFilter } from "./seccomp.js";
import { findToolchain, onPath } from "./toolchain.js";

export interface Program {
  language: ProgramLanguage;
  code: string;
  /** Its file name, without folders; the language's own when left out. */
  file?: string;
  /** Copied into the working folder, or with `writable` the working folder itself. */
  folder?: string;
  writable?: boolean;
}

export interface RunOptions {
  limits?: Partial<Limits>;
  /** What the program reads; nothing when left out. */
  input?: Readable;
  /** False: without the box, with limits on time and output alone. */
  sandbox?: boolean;
  signal?: AbortSignal;
}

export interface Ran {
  language: string;
  stdout: string;
  stderr: string;
  /** 128 and the number of the signal when one ended it, as shells say it. */
  exitCode: number;
  signal: NodeJS.Signals | null;
  limit: "time" | "output" | null;
  /** Bytes that were written, kept or not. */
  bytes: { stdout: number; stderr: number };
  ms: number;
}

/**
 * Runs a program in a box of its own and waits for its end; everything it started ends with it.
 * Throws no-sandbox, sandbox-refused, no-toolchain, bad-program and cancelled.
 */
export async function runProgram(program: Program, options: RunOptions = {}): Promise<Ran> {
  const { language } = program;
  const limits = { ...defaultLimits, ...options.limits };
  const bwrap = options.sandbox === false ? null : findBox();
  const code = language.strip ? await withoutTypes(program.code) : program.code;
  const file = (program.file ?? language.file).replace(/\.m?ts$/, (end) =>
    language.strip ? end.replace("ts", "js") : end,
  );
  const toolchain = await findToolchain(language);
  if (options.signal?.aborted) throw fail("cancelled");
  const isRoot = process.getuid?.() === 0;
  const filled = (path: string) =>
    language.command.map((word) => word.replace("{root}", toolchain.root).replace("{file}", path));
  if (bwrap === null) return bare(filled, program, file, code, limits, options);
  const filter = seccompFilter();
  if (!filter) throw fail("no-sandbox", { reason: `there is no filter of system calls for ${process.arch}` });
  const writable = program.writable === true;
  if (writable && isRoot)
    throw fail("no-sandbox", { reason: "--mount-rw does not work as root: nothing could limit its processes" });
  const box = {
    folder: program.folder ?? null,
    writable,
    file,
    toolchain,
    environment: language.environment,
    limits,
    isRoot,
  };
  // An environment given to bwrap could be read in /proc/1/environ.
  // "ignore" would leave a descriptor above 2 as it is.
  const nothing = openSync("/dev/null", "r");
  const stdio = closedStdio(nothing);
  const child = spawn(bwrap, boxArguments(box, filled(programPath(box))), { env: {}, stdio, detached: true });
  closeSync(nothing);
  feed(child.stdio[3], filter);
  feed(child.stdio[4], code);
  const status = keepStart((child.stdio as unknown as Readable[])[5]!, 4096);
  const ran = await ended(child, language.name, limits, options);
  // bwrap tells there how a program ended that it has started; what a program writes itself could say anything.
  const isStarted = status().text.includes('"exit-code"');
  if (!isStarted && ran.exitCode !== 0 && ran.signal === null)
    throw fail("sandbox-refused", { reason: ran.stderr.split("\n")[0]! });
  return ran;
}

/** The path of bwrap. Throws no-sandbox. */
function findBox(): string {
  if (process.platform !== "linux") throw fail("no-sandbox", { reason: "the sandbox needs Linux" });
  const bwrap = onPath("bwrap");
  if (!bwrap) throw fail("no-sandbox", { reason: "bubblewrap is not installed" });
  return bwrap;
}

async function withoutTypes(code: string): Promise<string> {
  const { transformSync } = await import("@swc/wasm-typescript");
  try {
    return transformSync(code, { mode: "transform", module: true }).code;
  } catch (error) {
    const reason = (
      error instanceof Error ? error.message : ((error as { message?: string })?.message ?? String(error))
    ).trim();
    throw fail("bad-program", { reason: reason.split("\n")[0]! });
  }
}

/** Pipes for the program and its box; every other descriptor that v4 was started with and would pass on becomes /dev/null. */
function closedStdio(nothing: number): StdioOptions {
  const stdio: ("pipe" | "ignore" | number)[] = ["pipe", "pipe", "pipe", "pipe", "pipe", "pipe"];
  for (const name of readdirSync("/proc/self/fd")) {
    const fd = Number(name);
    if (fd < 6 || fd === nothing) continue;
    try {
      const flags = Number.parseInt(
        /flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1] ?? "0",
        8,
      );
      if (flags & 0o2000000) continue;
    } catch {
      continue;
    }
    while (stdio.length < fd) stdio.push("ignore");
    stdio[fd] = nothing;
  }
  return stdio;
}

function feed(stream: unknown, bytes: string | Buffer): void {
  const pipe = stream as Writable;
  pipe.on("error", () => {});
  pipe.end(bytes);
}

/** The program as the user runs it, in a temporary folder. */
async function bare(
  filled: (path: string) => string[],
  program: Program,
  file: string,
  code: string,
  limits: Limits,
  options: RunOptions,
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "v4-run-"));
  try {
    writeFileSync(join(folder, file), code);
    const [command, ...args] = filled(join(folder, file));
    const child = spawn(command!, args, { cwd: program.folder ?? folder, stdio: "pipe", detached: true });
    return await ended(child, program.language.name, limits, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ended(child: ChildProcess, language: string, limits: Limits, options: RunOptions): Promise<Ran> {
  const started = performance.now();
  const stdout = keepStart(child.stdout!, limits.output);
  const stderr = keepStart(child.stderr!, limits.output);
  child.stdin!.on("error", () => {});
  if (options.input) options.input.pipe(child.stdin!);
  else child.stdin!.end();
  let late = false;
  const stop = () => {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limits.seconds * 1000);
  options.signal?.addEventListener("abort", stop);
  return new Promise<Ran>((resolve, reject) => {
    child.once("error", (error) => reject(fail("sandbox-refused", { reason: error.message })));
    child.once("close", (status, ownSignal) => {
      if (options.signal?.aborted) return reject(fail("cancelled"));
      const signal = late ? "SIGKILL" : (ownSignal ?? signalOf(status));
      const [out, err] = [stdout(), stderr()];
      const cut = out.bytes > limits.output || err.bytes > limits.output;
      resolve({
        language,
        stdout: out.text,
        stderr: err.text,
        exitCode: status ?? 128 + (signal ? constants.signals[signal] : 0),
        signal,
        limit: late ? "time" : cut ? "output" : null,
        bytes: { stdout: out.bytes, stderr: err.bytes },
        ms: Math.round(performance.now() - started),
      });
    });
  }).finally(() => {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
    options.input?.unpipe(child.stdin!);
  });
}

/** bwrap gives a signal of the program as 128 and its number. */
function signalOf(status: number | null): NodeJS.Signals | null {
  if (status === null || status <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === status - 128);
  return (found?.[0] as NodeJS.Signals | undefined) ?? null;
}
