import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../src/places.js";

/** The built program, as npm links it. */
export const program = join(packageRoot, "bin/v4.js");

export interface Run {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Pieces in which stdout came. */
  chunks: string[];
}

export interface RunOptions {
  cwd: string;
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** Put before `node`: `["unshare", "-rn"]`. */
  wrapper?: string[];
  /** Called while it runs, again and again, until it returns true. */
  until?: (run: Run, child: ChildProcess) => boolean;
}

/** Runs `v4 ARGS` in a process of its own, from the first line to the last. */
export function v4(args: string[], options: RunOptions): Promise<Run> {
  const command = [...(options.wrapper ?? []), process.execPath, program, ...args];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const run: Run = { status: null, signal: null, stdout: "", stderr: "", chunks: [] };
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    run.stdout += text;
    run.chunks.push(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    run.stderr += text;
  });
  const watch = setInterval(() => {
    if (options.until?.(run, child)) clearInterval(watch);
  }, 2);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => {
      clearInterval(watch);
      resolve({ ...run, status, signal });
    });
  });
}

/** A git repository in a temporary folder with these files; `home` beside it is for caches and settings. */
export function makeRepository(files: Record<string, string>): { root: string; home: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "v4-e2e-"));
  const root = join(folder, "work");
  mkdirSync(root);
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, home: join(folder, "home"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Where a run keeps everything it keeps, apart from other tests. */
export const placesIn = (home: string): NodeJS.ProcessEnv => ({
  V4_CACHE: join(home, "cache"),
  V4_CONFIG: join(home, "config"),
});

/** Every path below a folder, git's own left out. */
export function pathsIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path !== ".git" && !path.startsWith(".git/"))
    .sort();
}

const nouns =
  "ledger invoice parcel session harbour ticket garden reader window engine recipe basket bridge letter carpet mirror kettle".split(
    " ",
  );
const verbs = "open close count merge sort check store send weigh label".split(" ");

/** `count` files of TypeScript of some 350 tokens each, always the same. */
export function library(count = nouns.length): Record<string, string> {
  return Object.fromEntries(
    nouns.slice(0, count).map((noun, i) => {
      const type = noun[0]!.toUpperCase() + noun.slice(1);
      const functions = [0, 1, 2, 3].map((k) => {
        const verb = verbs[(i * 3 + k) % verbs.length]!;
        const most = 10 * (i + k) + 7;
        return `/** Tries to ${verb} the ${noun}; refuses when its amount is above ${most}. */
export function ${verb}${type}(${noun}: ${type}): number {
  if (${noun}.amount > ${most}) throw new Error("cannot ${verb} the ${noun} " + ${noun}.name);
  return ${noun}.amount * ${k + 2};
}
`;
      });
      const head = `/** A ${noun} with its name and amount. */
export interface ${type} {
  name: string;
  amount: number;
}
`;
      return [`src/${noun}.ts`, [head, ...functions].join("\n")];
    }),
  );
}
