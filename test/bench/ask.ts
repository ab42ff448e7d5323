import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { askDocument } from "../../src/output/contract.js";
import { packageRoot } from "../../src/places.js";

/**
 * What a person waits for, measured on whole processes of the built CLI, as ratios of one run: this machine may be slow or
 * busy, the ratios carry over. Everything v4 keeps goes to a temporary folder that starts empty, so "cold" is cold; the
 * operating system's file cache is warm throughout, and the model file is the installed one.
 *
 *     npm run bench -- ask [--cwd DIR] [--model ID] [--no-model-runs] [--question A --question B] [--cli FILE]
 */
export default async function ask(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      cwd: { type: "string", default: process.cwd() },
      model: { type: "string" },
      "model-runs": { type: "boolean", default: true },
      question: { type: "string", multiple: true, default: defaultQuestions },
      cli: { type: "string", default: join(packageRoot, "bin/v4.js") },
    },
  });
  const [first, second] = values.question;
  if (!first || !second) throw new Error("two questions are needed: --question A --question B");
  const folder = mkdtempSync(join(tmpdir(), "v4-bench-"));
  const bench: Bench = { cli: resolve(values.cli), cwd: resolve(values.cwd), model: values.model, folder };
  try {
    console.log(
      `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${gigabytes(totalmem())}, Node ${process.version}`,
    );
    await starts(bench);
    await evidence(bench, first);
    if (values["model-runs"]) await firstTokens(bench, first, second);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bench {
  cli: string;
  cwd: string;
  model: string | undefined;
  folder: string;
}

// No question of the README: this file would be its best evidence.
const defaultQuestions = ["How does a damaged download get noticed?", "Where do aliases in a tsconfig lead?"];

async function starts(bench: Bench): Promise<void> {
  const node = await median(7, () => timed(["-e", "0"], bench.folder));
  const v4 = await median(7, () => timed([bench.cli, "--version"], bench.folder));
  console.log(`process start: v4 --version ${ms(v4)}, of which node itself ${ms(node)}`);
}

async function evidence(bench: Bench, question: string): Promise<void> {
  const raw = await rawParse(bench.cwd);
  let caches = 0;
  const run = (cache: string) => askOnce(bench, cache, ["--no-model", question]);
  const cold = await median(3, async () => (await run(`cold-${caches++}`)).timings.indexMs);
  await run("warm");
  const inside: number[] = [];
  const whole = await median(7, async () => {
    const started = performance.now();
    const { timings } = await run("warm");
    inside.push(timings.indexMs + timings.rankMs);
    return performance.now() - started;
  });
  console.log(
    `repository: ${raw.files} files that a grammar reads, ${(raw.bytes / 1e6).toFixed(1)} MB; one raw tree-sitter parse of them ${ms(raw.milliseconds)}`,
  );
  console.log(`index, cold: ${ms(cold)}, ${ratio(cold, raw.milliseconds)} of the raw parse`);
  console.log(
    `evidence, warm: ${ms(middle(inside))}, ${ratio(middle(inside), raw.milliseconds)} of the raw parse; the whole process ${ms(whole)}`,
  );
}

/** Every source file parsed and nothing else, in a process of its own: the median of three. */
async function rawParse(cwd: string): Promise<{ files: number; bytes: number; milliseconds: number }> {
  const runs = [1, 2, 3].map(() => {
    const script = fileURLToPath(new URL("./raw-parse.ts", import.meta.url));
    return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", script, cwd], { encoding: "utf8" }));
  });
  runs.sort((a, b) => a.seconds - b.seconds);
  const { files, bytes, seconds } = runs[1];
  return { files, bytes, milliseconds: seconds * 1000 };
}

/**
 * Four questions to the model. Each starts from a copy of one cache that holds the index and the machine's speed but no
 * prefix and no judgement of these questions; "after another" and "again" go on in the same cache.
 */
async function firstTokens(bench: Bench, first: string, second: string): Promise<void> {
  await askOnce(bench, "primed", [...modelOf(bench), "What is this?"]);
  rmSync(join(bench.folder, "primed", "prefixes"), { recursive: true, force: true });
  for (const cache of ["one", "two"])
    cpSync(join(bench.folder, "primed"), join(bench.folder, cache), { recursive: true });
  const put = async (what: string, cache: string, question: string, than?: Asked): Promise<Asked> => {
    const asked = await askOnce(bench, cache, [...modelOf(bench), question]);
    const { firstTokenMs, prefillTokens, reusedTokens, totalMs, outputTokens } = asked.timings;
    console.log(
      `${what}: first token ${ms(firstTokenMs)}${than ? `, ${ratio(firstTokenMs, than.timings.firstTokenMs)} of cold` : ""}` +
        ` (prompt ${prefillTokens} tokens, ${reusedTokens} reused; whole answer ${ms(totalMs)}, ${outputTokens} tokens)`,
    );
    return asked;
  };
  const cold = await put("first question, cold", "one", first);
  await put("the same again", "one", first, cold);
  const secondCold = await put("second question, cold", "two", second);
  await put("second question after the first", "one", second, secondCold);
  console.log(`model: ${cold.model}`);
}

type Asked = ReturnType<typeof askDocument.parse>;

const modelOf = (bench: Bench) => (bench.model ? ["--model", bench.model] : []);

/** One process of `v4 ask --json`, its document checked against the contract. */
async function askOnce(bench: Bench, cache: string, args: string[]): Promise<Asked> {
  const folder = join(bench.folder, cache);
  mkdirSync(folder, { recursive: true });
  const words = [bench.cli, "ask", "--json", "--quiet", "--cwd", bench.cwd, ...args];
  return askDocument.parse(JSON.parse(await run(words, folder)));
}

async function timed(words: string[], cache: string): Promise<number> {
  const started = performance.now();
  await run(words, cache);
  return performance.now() - started;
}

async function run(words: string[], cache: string): Promise<string> {
  const env = { ...process.env, V4_CACHE: cache };
  const child = promisify(execFile)(process.execPath, words, { env, maxBuffer: 1 << 28 });
  child.child.stdin?.end();
  return (await child).stdout;
}

async function median(times: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let i = 0; i < times; i++) values.push(await measure());
  return middle(values);
}

const middle = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const ms = (value: number) => (value < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`);
const ratio = (value: number, of: number) => (value / of).toFixed(2);
const gigabytes = (value: number) => `${(value / 1024 ** 3).toFixed(0)} GB`;
