import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../src/places.js";
import { languageOf } from "../../src/syntax/languages.js";

/**
 * How long the index of a repository takes beside what others need: whole processes of the built CLI on a clone of it, all cases in
 * turn, several rounds, the best of each. Ratios carry over to other machines and to a busy one; there processor time says more than
 * wall time. "Cold" is a cache folder that does not exist; files are in the memory of the operating system.
 *
 *     npm run bench -- cold REPOSITORY [--rounds 3] [--cli FILE] [--knip FILE]      FILE of knip: its bin/knip.js
 */
export default async function cold(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "3" },
      cli: { type: "string", default: join(packageRoot, "bin/v4.js") },
      knip: { type: "string" },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "v4-bench-"));
  try {
    const root = join(folder, "clone");
    execFileSync("git", ["clone", "--quiet", "--local", resolve(positionals[0] ?? "."), root]);
    measure(root, folder, resolve(values.cli), values.knip, Number(values.rounds));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  /** Seconds by the clock, and of all processors, children included. */
  wall: number;
  cpu: number;
  /** The most memory of a process, in MB. */
  memory: number;
}

function measure(root: string, folder: string, cli: string, knip: string | undefined, rounds: number): void {
  const cores = availableParallelism();
  console.log(`${cpus()[0]?.model.trim()}, ${cores} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
  const best = new Map<string, Run>();
  const take = (name: string, command: string[], settings: { env?: NodeJS.ProcessEnv; anyStatus?: boolean } = {}) => {
    const run = timed(command, root, settings);
    const known = best.get(name);
    const less = (of: keyof Run) => Math.min(known?.[of] ?? Infinity, run[of]);
    // The most memory of all rounds, the least time.
    best.set(name, { wall: less("wall"), cpu: less("cpu"), memory: Math.max(known?.memory ?? 0, run.memory) });
  };
  const raw = { wall: Infinity, cpu: Infinity, text: "" };
  const changed = join(root, someSource(root));
  for (let round = 0; round < rounds; round++) {
    const parsed = JSON.parse(
      execFileSync(process.execPath, ["--import", "tsx", join(packageRoot, "test/bench/raw-parse.ts"), root], {
        cwd: packageRoot,
        encoding: "utf8",
      }),
    );
    raw.wall = Math.min(raw.wall, parsed.seconds);
    raw.cpu = Math.min(raw.cpu, parsed.cpuSeconds);
    raw.text = `${parsed.engine} tree-sitter, ${parsed.files} files, ${(parsed.bytes / 1e6).toFixed(1)} MB`;
    for (const command of ["index", "graph"]) {
      const env = { V4_CACHE: join(folder, `cache-${command}-${round}`) };
      const v4 = [process.execPath, cli, command, "--quiet"];
      take(`v4 ${command}, cold`, v4, { env });
      take(`v4 ${command}, warm`, v4, { env });
      appendFileSync(changed, `// ${command} ${round}\n`);
      take(`v4 ${command}, one file changed`, v4, { env });
      rmSync(env.V4_CACHE, { recursive: true, force: true });
    }
    take("git status", ["git", "status", "--porcelain"]);
    // It ends with 1 when it finds something, and with 2 on a project whose configuration it cannot load.
    if (knip) take("knip", [process.execPath, resolve(knip), "--no-progress"], { anyStatus: true });
  }
  console.log(`raw parse on one core: wall ${seconds(raw.wall)}, processor ${seconds(raw.cpu)} (${raw.text})`);
  for (const [name, run] of best) console.log(row(name, run, raw, cores, best));
}

function row(
  name: string,
  { wall, cpu, memory }: Run,
  raw: Omit<Run, "memory">,
  cores: number,
  all: Map<string, Run>,
): string {
  const ratios = [`wall / (raw / ${cores}) ${(wall / (raw.wall / cores)).toFixed(2)}`];
  ratios.push(`processor / raw ${(cpu / raw.cpu).toFixed(2)}`);
  const git = all.get("git status");
  if (git && name !== "git status") ratios.push(`/ git status ${(wall / git.wall).toFixed(1)}`);
  const knip = all.get("knip");
  if (knip && name !== "knip") ratios.push(`/ knip ${(wall / knip.wall).toFixed(2)}`);
  const figures = `wall ${seconds(wall)}  processor ${seconds(cpu)}  memory ${memory ? `${memory.toFixed(0)} MB` : "?"}`;
  return `${name.padEnd(28)} ${figures}   ${ratios.join(", ")}`;
}

/** Runs a command; processor time and memory only where GNU time is installed. */
function timed(
  command: string[],
  cwd: string,
  { env, anyStatus }: { env?: NodeJS.ProcessEnv; anyStatus?: boolean },
): Run {
  const time = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "\n%U %S %M"] : [];
  const [program, ...rest] = [...time, ...command];
  const began = performance.now();
  const { status, stderr } = spawnSync(program!, rest, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1e9,
  });
  const wall = (performance.now() - began) / 1000;
  if (status !== 0 && !anyStatus) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
  const figures = /(\S+) (\S+) (\d+)\s*$/.exec(stderr)?.slice(1).map(Number) ?? [];
  return { wall, cpu: (figures[0] ?? Number.NaN) + (figures[1] ?? Number.NaN), memory: (figures[2] ?? 0) / 1024 };
}

/** A source file of middling depth, the same in each run. */
function someSource(root: string): string {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  const sources = paths.filter((path) => languageOf(path)?.comments.line.includes("//") && !path.startsWith(".git"));
  const source = sources[sources.length >> 1];
  if (!source) throw new Error("the repository has no source to change");
  return source;
}

const seconds = (value: number) => `${value.toFixed(2)} s`;
