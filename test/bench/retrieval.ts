import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { indexRepository, type RepositoryIndex } from "../../src/graph/index-repository.js";
import type { Evidence } from "../../src/questions/evidence.js";
import { rank } from "../../src/questions/rank.js";
import { openRepository } from "../../src/repo/open.js";

/**
 * Recall of the ranked evidence on questions with known files. The data is a folder with `questions.jsonl` (repo, question,
 * gold: [{file, lines}]) and the repositories under `repos/`. A question counts the share of its gold files found;
 * "8k" is within the first 32,000 characters of evidence, about 8,000 tokens.
 */
interface Question {
  id: string;
  repo: string;
  tier: string;
  question: string;
  gold: { file: string; lines: [number, number][] }[];
}

const baseline = { "hit@1": 61.0, "r@5": 63.5, "r@10": 75.1, "r@8k": 79.4, "lines@8k": 72.1 };

export default async function retrieval(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string" }, tier: { type: "string", default: "path" }, misses: { type: "boolean" } },
  });
  if (!values.data) throw new Error("--data FOLDER is needed: questions.jsonl and repos/");
  const questions = readFileSync(join(values.data, "questions.jsonl"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Question)
    .filter((q) => values.tier === "all" || q.tier === values.tier);
  const indexes = new Map<string, RepositoryIndex>();
  const sums: Record<string, number[]> = {};
  let milliseconds = 0;
  for (const question of questions) {
    const root = join(values.data, "repos", question.repo);
    let index = indexes.get(question.repo);
    if (!index) {
      index = await indexRepository(await openRepository(root));
      indexes.set(question.repo, index);
    }
    const started = performance.now();
    const evidence = await rank(index, question.question);
    milliseconds += performance.now() - started;
    const scores = scoreOf(question, evidence, index);
    if (values.misses && scores["hit@1"] === 0) {
      console.log(`${question.id} ${question.question}\n   gold ${question.gold.map((g) => g.file).join(" ")}`);
      for (const e of evidence.slice(0, 5))
        console.log(`   ${e.score.toFixed(1)} ${e.file}:${e.startLine} ${e.symbol} ${e.why}`);
    }
    for (const [name, value] of Object.entries(scores)) {
      sums[name] ??= [];
      sums[name].push(value);
    }
  }
  for (const index of indexes.values()) await index.close();
  console.log(`questions ${questions.length}, mean ${(milliseconds / questions.length).toFixed(0)} ms a question`);
  for (const [name, list] of Object.entries(sums)) {
    const mean = (100 * list.reduce((a, b) => a + b, 0)) / list.length;
    const before = baseline[name as keyof typeof baseline];
    console.log(
      `${name.padEnd(9)} ${mean.toFixed(1).padStart(6)} %${before ? `   BM25 over functions, stemmed: ${before.toFixed(1)} %` : ""}`,
    );
  }
}

function scoreOf(question: Question, evidence: Evidence[], index: RepositoryIndex): Record<string, number> {
  const gold = new Map(question.gold.map((g) => [g.file, g.lines]));
  const files = [...new Set(evidence.map((e) => e.file))];
  const found = (k: number) => files.slice(0, k).filter((f) => gold.has(f)).length / gold.size;
  const shown = new Map<string, [number, number][]>();
  let used = 0;
  for (const e of evidence) {
    if (used >= 32_000) break;
    const lines = index.text(e.file)?.split("\n") ?? [];
    let last = e.startLine - 1;
    for (let i = e.startLine; i <= Math.min(e.endLine, lines.length) && used < 32_000; i++) {
      used += lines[i - 1]!.length + 1;
      last = i;
    }
    if (last >= e.startLine) shown.set(e.file, [...(shown.get(e.file) ?? []), [e.startLine, last]]);
  }
  const ranges = question.gold.flatMap((g) => g.lines.map((range) => ({ file: g.file, range })));
  const covered = ranges.filter(({ file, range }) => shown.get(file)?.some(([s, e]) => s <= range[1] && e >= range[0]));
  const scores: Record<string, number> = {
    "hit@1": files[0] && gold.has(files[0]) ? 1 : 0,
    "r@1": found(1),
    "r@5": found(5),
    "r@10": found(10),
    "r@8k": [...gold.keys()].filter((f) => shown.has(f)).length / gold.size,
  };
  if (ranges.length > 0) scores["lines@8k"] = covered.length / ranges.length;
  return scores;
}
