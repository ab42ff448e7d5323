import { spawn } from "node:child_process";
import { fail } from "../errors.js";

/** A command that says by its status whether something holds. */
export interface Check {
  name: string;
  /** For the shell. */
  run: string;
}

export interface CheckResult {
  status: number;
  /** What it printed last, both streams. */
  output: string;
}

/** The end of a long output says what failed. */
const keptOutput = 20_000;
const graceMs = 2000;

/** Runs a command in a folder. Ctrl-C ends it and all that it started; then it throws cancelled. */
export function runCheck(
  { run }: Check,
  cwd: string,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = {},
): Promise<CheckResult> {
  if (signal.aborted) throw fail("cancelled");
  const isGroup = process.platform !== "win32";
  const child = spawn(run, {
    cwd,
    shell: true,
    detached: isGroup,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const end = (how: NodeJS.Signals) => {
    try {
      if (isGroup) process.kill(-child.pid!, how);
      else child.kill(how);
    } catch {
      // It has ended by itself.
    }
  };
  const stop = () => {
    end("SIGTERM");
    setTimeout(() => end("SIGKILL"), graceMs).unref();
  };
  signal.addEventListener("abort", stop, { once: true });
  let output = "";
  const take = (text: string) => {
    output = (output + text).slice(-keptOutput);
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (status) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) failed(fail("cancelled"));
      else done({ status: status ?? 1, output });
    });
  });
}

/** The line of an output that tells most: the first that speaks of an error, else the last. */
export function tellingLine(output: string): string {
  const lines = output
    .replace(/\x1b\[[0-9;]*m/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /\berror\b|\bfail(ed|ure)?\b|✗|×|\bError:/i.test(line)) ?? lines.at(-1) ?? "";
}
