import { execFileSync } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { openProject } from "./compiler-project.js";
import { type Answer, answerLines, answersOf } from "./reference-answers.js";
import { type Difference, type Edge, type Score, scoreReferences } from "./reference-scores.js";
import { compilerAnswers } from "./typescript-references.js";

/**
 * Compares references with what the TypeScript compiler says: npm run bench -- reference-oracle DIR [options]
 *
 *   --bin FILE         the built command line whose `graph --json` is compared (dist/cli.js)
 *   --document FILE    compare this document, made earlier, instead
 *   --oracle FILE      answers saved by --oracle-out: the compiler is not run again
 *   --oracle-out FILE  save the answers as JSON lines; without --document or --bin nothing is compared
 *   --verbose          a sample of misses and wrong edges with their source lines; --sample N (20), --seed N (1)
 *
 * A large repository needs NODE_OPTIONS=--max-old-space-size=8000. Packages in node_modules are seen when they are there.
 */
export default async function referenceOracle(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      bin: { type: "string" },
      document: { type: "string" },
      oracle: { type: "string" },
      "oracle-out": { type: "string" },
      verbose: { type: "boolean" },
      sample: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
    },
  });
  const root = resolve(positionals[0] ?? ".");
  const started = performance.now();
  const answers = values.oracle
    ? await savedAnswers(values.oracle)
    : [...compilerAnswers(openProject(root, { installed: true }))];
  const { user, system } = process.cpuUsage();
  console.log(
    `${basename(root)}: ${values.oracle ? "answers read" : "the compiler answered"} in ${seconds(performance.now() - started)} s` +
      `, ${seconds((user + system) / 1000)} s of processor time`,
  );
  printCounts(answers);
  if (values["oracle-out"]) {
    await save(answers, values["oracle-out"]);
    if (!values.bin && !values.document) return;
  }
  const edges = values.document
    ? (JSON.parse(readFileSync(values.document, "utf8")).references as Edge[])
    : graphOf(root, values.bin ?? "dist/cli.js");
  const ours = edges.filter(({ from }) => /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(from.file));
  printScores(answers, ours, root, values.verbose ? Number(values.sample) : 0, Number(values.seed));
}

async function savedAnswers(file: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  const { createReadStream } = await import("node:fs");
  for await (const line of createInterface({ input: createReadStream(file) })) answers.push(...answersOf([line]));
  return answers;
}

async function save(answers: Answer[], file: string): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of answerLines(answers)) stream.write(`${line}\n`);
  await new Promise<void>((done) => stream.end(done));
}

function graphOf(root: string, bin: string): Edge[] {
  const text = execFileSync(process.execPath, [resolve(bin), "graph", "--json", "--cwd", root], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text).references;
}

function printCounts(answers: Answer[]): void {
  const verdicts = tally(answers.map(({ verdict }) => verdict));
  console.log(`  ${verdicts.map(([verdict, n]) => `${verdict} ${n}`).join(", ")}`);
}

function printScores(answers: Answer[], edges: Edge[], root: string, sample: number, seed: number): void {
  const { across, members, within, patterns, apart, receivers, verdicts } = scoreReferences(answers, edges);
  const parts = (kind: "across" | "across-qualified" | "member-across" | "member-within") => {
    const { found, wanted } = verdicts.get(kind) ?? { found: 0, wanted: 0 };
    return `${kind} ${ratio(found, wanted)} of ${wanted}`;
  };
  const line = (title: string, score: Score) =>
    `  ${title}: precision ${ratio(score.right, score.right + score.wrong.length)} (right ${score.right}, wrong ${score.wrong.length}, unanswered ${score.unanswered.length})`;
  console.log(line("cross-file symbols", across.edges));
  console.log(`    recall ${ratio(across.found, across.wanted)} (${parts("across")}, ${parts("across-qualified")})`);
  const all: Score = {
    right: members.evident.right + members.byName.right,
    wrong: [...members.evident.wrong, ...members.byName.wrong],
    unanswered: [...members.evident.unanswered, ...members.byName.unanswered],
  };
  console.log(line("members, all", all));
  console.log(
    `    recall ${ratio(members.foundAtAll, members.wanted)} (${parts("member-across")}, ${parts("member-within")})`,
  );
  console.log(line("members, resolved + inferred", members.evident));
  console.log(`    recall ${ratio(members.found, members.wanted)} of ${members.wanted}`);
  console.log(line("members, name", members.byName));
  console.log(line("apart: same-file symbols", within.edges));
  console.log(`    recall ${ratio(within.found, within.wanted)} of ${within.wanted}`);
  console.log(line("apart: destructured properties", patterns.edges));
  console.log(`    recall ${ratio(patterns.found, patterns.wanted)} of ${patterns.wanted}`);
  const places = [...apart].map(([verdict, n]) => `${verdict} ${n}`).join(", ");
  console.log(`  apart, not judged: ${places || "none"}`);
  if (sample === 0) return;
  console.log("  members found by receiver (resolved + inferred):");
  for (const [receiver, { found, wanted }] of [...receivers].sort((a, b) => b[1].wanted - a[1].wanted).slice(0, 30)) {
    console.log(`    ${ratio(found, wanted)} of ${String(wanted).padStart(6)}  ${receiver}`);
  }
  const lists: Record<string, Difference[]> = {
    "cross-file, missed": across.missing,
    "cross-file, wrong": across.edges.wrong,
    "members, missed": members.missing,
    "members, wrong": members.evident.wrong,
    "members by name, wrong": members.byName.wrong,
    "same file, wrong": within.edges.wrong,
    "members, unanswered": members.evident.unanswered,
  };
  for (const [title, list] of Object.entries(lists)) {
    console.log(`\n  ${title}: ${Math.min(sample, list.length)} of ${list.length}`);
    for (const difference of chosen(list, sample, seed)) console.log(shown(difference, root));
  }
}

function shown({ edge, answer }: Difference, root: string): string {
  const { file, line, column } = (edge ?? answer)!.from;
  const source = readFileSync(join(root, file), "utf8").split(/\r\n?|\n/)[line - 1] ?? "";
  const theirs = answer?.to?.map((to) => `${to.file}:${to.line} ${to.symbol}`).join(" | ") ?? answer?.verdict;
  const ours = edge ? `\n      v4 ${edge.how}: ${edge.to.file}:${edge.to.line} ${edge.to.symbol}` : "";
  const kind = answer?.receiver ? ` [${answer.receiver}]` : "";
  return `    ${file}:${line}:${column}${kind}  ${source.trim().slice(0, 140)}\n      compiler: ${theirs}${ours}`;
}

/** The same rows for the same seed: a linear congruential generator (constants of Numerical Recipes) picks without putting back. */
function chosen<T>(list: T[], size: number, seed: number): T[] {
  const rest = [...list];
  const picked: T[] = [];
  for (let state = seed; picked.length < size && rest.length > 0; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const at = Math.floor((state / 2 ** 32) * rest.length);
    picked.push(rest[at]!);
    rest[at] = rest.at(-1)!;
    rest.pop();
  }
  return picked;
}

function tally(keys: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);
const ratio = (a: number, b: number): string => (b === 0 ? "-" : (a / b).toFixed(4));
