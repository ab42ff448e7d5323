import { type Output, openPipe } from "../output/pipe.js";
import { safeJson } from "../output/safe-json.js";

/** Where a command writes and how, made from the options every command has. */
export interface Face {
  json: boolean;
  quiet: boolean;
  color: boolean;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  stdout: Output;
  stderr: Output;
}

/** The options that the root program declares, as `command.optsWithGlobals()` gives them. */
export interface GlobalOptions {
  json?: boolean;
  quiet?: boolean;
  color?: boolean;
  cwd?: string;
}

/** The face of a process: its own streams, Ctrl-C as a signal, colours only for a terminal that wants them. */
export function processFace(options: GlobalOptions): Face {
  const interrupt = new AbortController();
  // The listener stays: signal-exit, which two libraries bring, kills the process as soon as its own is the only one left.
  process.on("SIGINT", () => {
    if (!interrupt.signal.aborted) return interrupt.abort();
    process.removeAllListeners("SIGINT");
    process.kill(process.pid, "SIGINT");
  });
  const color = options.color !== false && !process.env.NO_COLOR && process.stdout.isTTY === true;
  return {
    json: options.json === true,
    quiet: options.quiet === true,
    color,
    signal: interrupt.signal,
    stdout: process.stdout,
    stderr: process.stderr,
  };
}

/** The result of a command: a document for programs, or lines for people. */
export async function printResult(face: Face, document: unknown, lines: () => string[]): Promise<void> {
  await openPipe(face.stdout).write(face.json ? `${safeJson(document)}\n` : `${lines().join("\n")}\n`);
}

/** Something beside the result; nothing with `--quiet`. */
export async function printAside(face: Face, line: string): Promise<void> {
  if (!face.quiet) await openPipe(face.stderr).write(`${line}\n`);
}
