import { execFileSync, spawnSync } from "node:child_process";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { basename, join, posix, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { link } from "../../src/graph/link.js";
import type { FileFacts } from "../../src/syntax/facts.js";
import { languageOf } from "../../src/syntax/languages.js";
import { loadParser, textFacts } from "../../src/syntax/parse.js";
import {
  type Difference,
  emptyAnswers,
  type ImportPair,
  type OwnImport,
  type OwnReference,
  readAnswer,
  type Score,
  scoreImports,
  scoreReferences,
} from "./language-scores.js";

/**
 * Compares the graph of a repository in another language with what that language's own tool says:
 * npm run bench -- language-oracle python|go|rust|java DIR [options]
 *
 *   --oracle FILE      the oracle's lines, made earlier (oracles/README.md says how); without it the oracle is run now
 *   --bin FILE         the built command line whose `graph --json` is compared
 *   --document FILE    compare this document, made earlier, instead
 *   --verbose          a sample of misses and wrong edges with their source lines; --sample N (20), --seed N (1)
 *
 * Without --bin and --document the import edges alone are compared, as src/graph/link.ts makes them.
 */
export default async function languageOracle(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      oracle: { type: "string" },
      bin: { type: "string" },
      document: { type: "string" },
      verbose: { type: "boolean" },
      sample: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
    },
  });
  const [language, folder] = positionals;
  const commands = language === undefined ? undefined : oracles[language];
  if (commands === undefined || folder === undefined) {
    throw new Error("usage: language-oracle python|go|rust|java DIR [options]");
  }
  const root = resolve(folder);
  const answers = emptyAnswers();
  for await (const line of values.oracle ? savedLines(values.oracle) : ranLines(commands, root)) {
    readAnswer(answers, line);
  }
  const { imports, references } =
    values.document || values.bin
      ? graphOf(root, values.document, values.bin)
      : { imports: await linkedImports(root), references: null };
  const isOurs = (path: string) => languageOf(path)?.name === language;
  const show = new Samples(root, values.verbose ? Number(values.sample) : 0, Number(values.seed));

  const edges = scoreImports(
    answers,
    imports.filter(({ from, to }) => isOurs(from) && to !== null) as ImportPair[],
    language === "go" ? posix.dirname : (path) => path,
  );
  console.log(`${basename(root)} (${language})`);
  console.log(line("import edges", edges));
  console.log(`    recall ${ratio(edges.found, edges.wanted)} (${edges.found} of ${edges.wanted})`);
  if (edges.apart > 0) console.log(`    apart: ${edges.apart} to packages that only run on the way`);
  show.list("imports, missed", edges.missing);
  show.list("imports, wrong", edges.wrong);
  show.list("imports, unanswered", edges.unanswered);

  if (references === null) return;
  const scores = scoreReferences(
    answers,
    references.filter(({ from }) => isOurs(from.file)),
  );
  for (const [title, score] of [
    ["cross-file names", scores.names],
    ["cross-file members", scores.members],
  ] as const) {
    console.log(line(`${title}, all`, score.all));
    console.log(`    recall ${ratio(score.found, score.wanted)} (${score.found} of ${score.wanted})`);
    for (const how of ["resolved", "inferred", "name"] as const) {
      const part = score.by[how];
      console.log(`${line(`  by ${how}`, part)}, of the recall ${ratio(part.right, score.wanted)}`);
    }
    const evident = { resolved: score.by.resolved, inferred: score.by.inferred };
    const right = evident.resolved.right + evident.inferred.right;
    const wrong = evident.resolved.wrong.length + evident.inferred.wrong.length;
    console.log(
      `    resolved + inferred: precision ${ratio(right, right + wrong)}, recall ${ratio(score.foundEvidently, score.wanted)}`,
    );
    show.list(`${title}, missed`, score.missing);
    for (const how of ["resolved", "inferred", "name"] as const) {
      show.list(`${title} by ${how}, wrong`, score.by[how].wrong);
    }
    show.list(`${title}, unanswered`, score.all.unanswered);
  }
  console.log(line("apart: names inside import statements", scores.importNames));
  console.log(
    `    recall ${ratio(scores.importNamesFound, scores.importNamesWanted)} of ${scores.importNamesWanted}; ${scores.argumentNames} edges at names of arguments, ${scores.modules} at names of modules`,
  );
  show.list("names inside imports, wrong", scores.importNames.wrong);
}

const here = (path: string) => fileURLToPath(new URL(`./oracles/${path}`, import.meta.url));

/** How an oracle is run. Its tools must be there: see oracles/README.md. */
const oracles: Record<string, (root: string) => { command: string; args: string[]; cwd?: string }> = {
  python: (root) => ({
    command: process.env.V4_ORACLE_PYTHON ?? "python3",
    args: [here("python/oracle.py"), root],
  }),
  go: (root) => ({ command: "go", args: ["run", ".", root], cwd: here("go") }),
  rust: (root) => ({ command: process.execPath, args: ["--import", "tsx", here("rust/oracle.ts"), root] }),
  java: (root) => ({ command: "java", args: [here("java/Oracle.java"), root] }),
};

function* ranLines(oracle: (typeof oracles)[string], root: string): Generator<string> {
  const { command, args, cwd } = oracle(root);
  const { stdout, status, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error || status !== 0) throw error ?? new Error(`the oracle ended with status ${status}`);
  yield* stdout.split("\n");
}

async function* savedLines(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file) });
}

function graphOf(
  root: string,
  document: string | undefined,
  bin: string | undefined,
): { imports: OwnImport[]; references: OwnReference[] } {
  if (document) return JSON.parse(readFileSync(document, "utf8"));
  const text = execFileSync(process.execPath, [resolve(bin!), "graph", "--json", "--cwd", root], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text);
}

async function linkedImports(root: string): Promise<OwnImport[]> {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 })
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)));
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const parser = await loadParser();
  await parser.prepare(tracked);
  const files = new Map<string, FileFacts>();
  for (const path of tracked) files.set(path, languageOf(path) ? parser.facts(path, read(path)) : textFacts(""));
  return link({ files, read }).imports;
}

const line = (title: string, { right, wrong, unanswered }: Score): string =>
  `  ${title}: precision ${ratio(right, right + wrong.length)} (right ${right}, wrong ${wrong.length}, unanswered ${unanswered.length})`;

const ratio = (a: number, b: number): string => (b === 0 ? "-" : (a / b).toFixed(4));

class Samples {
  constructor(
    private readonly root: string,
    private readonly size: number,
    private readonly seed: number,
  ) {}

  list(title: string, differences: Difference[]): void {
    if (this.size === 0 || differences.length === 0) return;
    console.log(`\n  ${title}: ${Math.min(this.size, differences.length)} of ${differences.length}`);
    for (const difference of chosen(differences, this.size, this.seed)) console.log(this.shown(difference));
    console.log();
  }

  private shown({ from, theirs, ours }: Difference): string {
    const text = readFileSync(join(this.root, from.file), "utf8").split(/\r?\n/)[from.line - 1] ?? "";
    const at = `${from.file}:${from.line}${from.column === undefined ? "" : `:${from.column}`}`;
    return [
      `    ${at}  ${text.trim().slice(0, 140)}`,
      theirs.length > 0 ? `      tool: ${theirs.join(" | ")}` : "",
      ours ? `      v4: ${ours}` : "",
    ]
      .filter(Boolean)
      .join("\n");
  }
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
