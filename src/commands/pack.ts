import { basename, relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { fail } from "../errors.js";
import { indexRepository } from "../graph/index-repository.js";
import { importers, link } from "../graph/link.js";
import { modelRow } from "../model/catalogue.js";
import { chosenModel, installedPath, isInstalled } from "../model/installed.js";
import { clean } from "../output/clean.js";
import { packDocument } from "../output/contract.js";
import { openPipe } from "../output/pipe.js";
import { progressLine } from "../output/progress.js";
import { safeJson } from "../output/safe-json.js";
import { estimateTokens } from "../prompt/estimate.js";
import type { CountTokens } from "../prompt/ledger.js";
import { type PackFile, packRepository, type Understanding } from "../prompt/pack.js";
import { isNamed, selector } from "../prompt/select.js";
import { changedSince, isNameOnly, listFiles } from "../repo/list.js";
import { openRepository, type Repository } from "../repo/open.js";
import { readText } from "../repo/read.js";
import { findSecrets } from "../repo/secrets.js";
import { loadParser } from "../syntax/parse.js";
import { writeWhole } from "../write-whole.js";
import { type Face, type GlobalOptions, printAside, processFace } from "./face.js";
import { packDocumentOf, packSummary, printedTree } from "./pack-summary.js";

const defaultBudget = "1M";

interface PackOptions {
  cwd: string;
  output?: string;
  clipboard?: boolean;
  model?: string;
  budget: string;
  include: string[];
  exclude: string[];
  changed?: string;
  tree?: boolean;
  instruction?: string;
}

/** `v4 pack`, to be added to the program. */
export function packCommand(): Command {
  const several = (value: string, before: string[] = []) => [...before, value];
  return new Command("pack")
    .description("the whole repository as one prompt, counted in tokens, without its secrets")
    .option("-o, --output <file>", "write the prompt to a file instead of standard output")
    .option("--clipboard", "put the prompt on the clipboard instead")
    .option("--model <id or path>", "count with this model's tokenizer (default: the model in use)")
    .option("--budget <tokens>", "tokens the prompt may have, such as 8000, 200k or 1M", defaultBudget)
    .option("--include <glob>", "only these files; can be given several times", several)
    .option("--exclude <glob>", "not these files; can be given several times", several)
    .option("--changed <ref>", "only files that differ from a branch, tag or commit")
    .option("--tree", "show where the tokens are, folder by folder, instead of the prompt")
    .option("--instruction <text>", "what the model is to do, printed last")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<PackOptions & GlobalOptions>();
      const { cwd = process.cwd(), include = [], exclude = [] } = options;
      await pack({ ...options, cwd, include, exclude }, processFace(options));
    })
    .addHelpText(
      "after",
      `
Everything that git tracks or would track is packed: first the tree, then every text in full, in the order of paths.
What is over the budget is given by its signatures, then by its name; what was left out is said on standard error.
Globs start at the repository root; one without a slash matches anywhere, a folder stands for all that is in it.

Examples:
  v4 pack -o prompt.md                          the whole repository in a file
  v4 pack --tree                                where the tokens are
  v4 pack --budget 128k --exclude docs          what fits into 128,000 tokens, without the docs
  v4 pack --include src --include '*.md' --clipboard
  v4 pack --changed main --instruction "Review these files for mistakes."
  v4 pack --json | jq .totalTokens`,
    );
}

/** Packs a repository and hands the prompt, the document or the token tree on. */
export async function pack(options: PackOptions, face: Face): Promise<void> {
  const budget = parseBudget(options.budget);
  const repository = await openRepository(options.cwd);
  const tokenizer = tokenizerFor(options.model);
  // A failure is reported where it is awaited; until then it must not count as unhandled.
  tokenizer.catch(() => {});
  const files = await selectFiles(repository, options);
  const { countTokens, model, dispose } = await tokenizer;
  const progress = progressOf(face);
  try {
    const packed = await packRepository({
      name: basename(repository.root),
      files,
      budget,
      countTokens,
      understand: () => understand(repository, files, face.signal),
      ...(options.instruction !== undefined && { instruction: options.instruction }),
      onCounted: progress.show,
      signal: face.signal,
    });
    progress.clear();
    if (packed.text === "") {
      throw fail("bad-option", { option: "--budget", reason: `${budget} tokens hold nothing`, command: "pack" });
    }
    if (face.signal.aborted) throw fail("cancelled");
    if (options.output && options.output !== "-") writeWhole(options.output, packed.text);
    if (options.clipboard) await copy(packed.text);
    const out = openPipe(face.stdout);
    if (face.json) await out.write(`${safeJson(packDocument.parse(packDocumentOf(packed, { model })))}\n`);
    else if (options.tree) await out.write(`${printedTree(packed, face.color).join("\n")}\n`);
    else if (!options.clipboard && (!options.output || options.output === "-")) {
      // Escape sequences in a file must not reach a terminal; a pipe gets every byte.
      await out.write(face.stdout.isTTY ? clean(packed.text) : packed.text);
    }
    for (const line of packSummary(packed, { model })) await printAside(face, line);
  } finally {
    progress.clear();
    await dispose();
  }
}

/** `8000`, `8_000`, `8,000`, `200k`, `1.5M` -> tokens. */
function parseBudget(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(text.replace(/[_,]/g, ""));
  const unit = { "": 1, k: 1000, m: 1_000_000 }[match?.[2]?.toLowerCase() ?? ""] ?? 1;
  const tokens = match ? Math.floor(Number(match[1]) * unit) : 0;
  if (tokens < 1)
    throw fail("bad-option", { option: "--budget", reason: `"${text}" is no number of tokens`, command: "pack" });
  return tokens;
}

interface Tokenizing {
  countTokens: CountTokens;
  /** Id of the model whose tokenizer counts; null when tokens are estimated. */
  model: string | null;
  dispose(): Promise<void>;
}

/** The tokenizer of a named model, or of the model in use when it is here; otherwise an estimate. */
async function tokenizerFor(named: string | undefined): Promise<Tokenizing> {
  const row = await modelRow(named ?? (await chosenModel()));
  if (named === undefined && !(await isInstalled(row))) {
    return { countTokens: estimateTokens, model: null, dispose: async () => {} };
  }
  const path = await installedPath(row);
  const { loadTokenizer } = await import("../model/load.js");
  const tokenizer = await loadTokenizer(path);
  return { countTokens: tokenizer.countTokens, model: row.id, dispose: tokenizer.dispose };
}

async function selectFiles(repository: Repository, options: PackOptions): Promise<PackFile[]> {
  const listing = await listFiles(repository);
  if (listing.files.length === 0) throw fail("empty-repository", { path: repository.root });
  const changed = options.changed === undefined ? null : new Set(await changedPaths(repository, options.changed));
  const wanted = selector(options);
  // The prompt of the last run is no part of the repository, even when it was written into it.
  const output = options.output && relative(repository.root, resolve(options.output)).split(sep).join("/");
  const isChosen = (path: string) => path !== output && wanted(path) && (!changed || changed.has(path));
  const files: PackFile[] = [];
  for (const { path } of listing.files) {
    if (!isChosen(path)) continue;
    if (isNameOnly(path) && !isNamed(options, path)) files.push({ path, text: null, why: "machine-written" });
    else {
      const content = readText(repository.root, path);
      files.push(content.text === null ? { path, ...content } : { path, text: content.text });
    }
  }
  for (const { path, why } of listing.skipped) {
    if (why !== "deleted" && isChosen(path)) files.push({ path, text: null, why });
  }
  if (files.length === 0) throw fail("nothing-packed");
  return files;
}

async function changedPaths(repository: Repository, ref: string): Promise<string[]> {
  // Resolved first, so that a ref that looks like an option never reaches another command of git.
  const commit = await repository.git
    .raw(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
    .then((output) => output.trim())
    .catch(() => "");
  if (!commit) throw fail("unknown-ref", { ref });
  return changedSince(repository, commit);
}

/**
 * Facts and import counts, from the store as far as it knows the files: parsing is most of the time of a pack over the budget.
 * The store holds facts of what is on disk; a text in which a secret was replaced is parsed again, for signatures can quote it.
 */
async function understand(
  repository: Repository,
  files: readonly PackFile[],
  signal: AbortSignal,
): Promise<Understanding> {
  const index = await indexRepository(repository, { signal });
  try {
    const stored = new Map(index.files.map((file) => [file.path, index.facts(file)]));
    const originals = new Map(files.map(({ path, text }) => [path, text]));
    const parser = await loadParser();
    const afresh = files.filter(
      ({ path, text }) => text !== null && (!stored.has(path) || findSecrets(text, path).length > 0),
    );
    await parser.prepare(afresh.map(({ path }) => path));
    const graph = link({ files: stored, read: (path) => readText(repository.root, path).text });
    return {
      factsOf: (path, text) => {
        const known = originals.get(path) === text ? stored.get(path) : undefined;
        return known ?? parser.facts(path, text);
      },
      importedBy: new Map([...importers(graph)].map(([path, from]) => [path, from.length])),
    };
  } finally {
    await index.close();
  }
}

async function copy(text: string): Promise<void> {
  try {
    const { default: clipboard } = await import("clipboardy");
    await clipboard.write(text);
  } catch {
    throw fail("no-clipboard");
  }
}

/** One line on a terminal's standard error, redrawn at most ten times a second; nothing elsewhere. */
function progressOf(face: Face): { show(done: number, total: number): void; clear(): void } {
  const { stderr } = face;
  if (face.quiet || !stderr.isTTY) return { show() {}, clear() {} };
  const start = performance.now();
  let drawn = 0;
  return {
    show(done, total) {
      const now = performance.now();
      if (now - Math.max(start, drawn) < 100) return;
      drawn = now;
      const perSecond = (1000 * done) / (now - start);
      const width = stderr.columns ?? 80;
      stderr.write(
        `\r\x1b[K${progressLine({ label: "Counting tokens", done, total, unit: "files", perSecond, width })}`,
      );
    },
    clear() {
      if (drawn > 0) stderr.write("\r\x1b[K");
      drawn = 0;
    },
  };
}
