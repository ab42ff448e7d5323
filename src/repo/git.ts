import { type ChildProcessByStdio, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Readable, Writable } from "node:stream";

/** git in one folder. */
export interface Git {
  /** What `git ARGS` prints, as UTF-8. Throws GitError, or the system's error when git cannot be started. */
  raw(args: string[]): Promise<string>;
  /** The same as bytes, with `input` on its standard input. */
  bytes(args: string[], input: string): Promise<Buffer>;
}

/** git ended with an error; `stderr` is its own words, in English. */
export class GitError extends Error {
  readonly stderr: string;
  /** What it printed all the same: `git diff --no-index` ends with status 1 when there are differences. */
  readonly stdout: string;
  readonly status: number | null;
  constructor(args: string[], stderr: string, stdout = "", status: number | null = null) {
    super(`git ${args[0]}: ${stderr.trim()}`);
    this.stderr = stderr;
    this.stdout = stdout;
    this.status = status;
  }
}

/**
 * Starts git directly: a library around it cost 25 ms to import, as long as git takes to look at 3,000 files.
 * git writes nothing (no refreshed index) and fetches nothing (objects that a partial clone lacks).
 */
export function gitIn(folder: string): Git {
  const start = startIn(folder);
  const finished = (args: string[], child: ReturnType<typeof start>) =>
    new Promise<Buffer>((done, failed) => {
      const output: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on("data", (piece: Buffer) => output.push(piece));
      child.stderr.on("data", (piece: Buffer) => errors.push(piece));
      child.on("error", failed);
      child.on("close", (status) => {
        const printed = Buffer.concat(output);
        if (status === 0) done(printed);
        else failed(new GitError(args, Buffer.concat(errors).toString("utf8"), printed.toString("utf8"), status));
      });
    });
  return {
    raw: async (args) => (await finished(args, start(args))).toString("utf8"),
    bytes(args, input) {
      const child = start(args, "pipe");
      // git may end before it has read everything; its status tells why.
      child.stdin?.on("error", () => {}).end(input);
      return finished(args, child);
    },
  };
}

/** Hands out what git prints line by line, and ends it when `take` returns false: a history may be longer than memory. */
export function gitLines(folder: string, args: string[], take: (line: string) => boolean): Promise<void> {
  const child = startIn(folder)(args);
  let isOver = false;
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    if (isOver) return;
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    isOver = !lines.every(take);
    if (isOver) child.kill();
  });
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    errors += piece;
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (status) => {
      if (isOver || status === 0) done();
      else failed(new GitError(args, errors, "", status));
    });
  });
}

type GitProcess = ChildProcessByStdio<Writable | null, Readable, Readable>;

function startIn(folder: string): (args: string[], input?: "ignore" | "pipe") => GitProcess {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", LC_ALL: "C", ...absolutePlaces() };
  return (args, input = "ignore") =>
    spawn("git", args, { cwd: folder, env, stdio: [input, "pipe", "pipe"], windowsHide: true }) as GitProcess;
}

/** A hook may set these relative to where it runs; git is started in another folder. */
function absolutePlaces(): NodeJS.ProcessEnv {
  const places: NodeJS.ProcessEnv = {};
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"]) {
    const place = process.env[name];
    if (place) places[name] = resolve(place);
  }
  return places;
}
