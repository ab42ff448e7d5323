import { Command } from "commander";
import { fail } from "../errors.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import type { FindingKind } from "../output/findings.js";
import { openPipe } from "../output/pipe.js";
import type { DeadCode, Verdict } from "../questions/dead/findings.js";
import { writeWhole } from "../write-whole.js";
import { type Face, type GlobalOptions, processFace } from "./face.js";
import { findDeadCode } from "./find-dead-code.js";
import { openIndex } from "./open-index.js";

type Format = "table" | "json" | "sarif" | "github" | "markdown";

interface DeadcodeOptions {
  only?: string;
  skip?: string;
  production?: boolean;
  workspace?: string;
  minVerdict: string;
  format?: string;
  output?: string;
  baseline?: string | boolean;
  updateBaseline?: string | boolean;
  why?: string;
  changed?: string;
  sinceWhen?: boolean;
  fix?: boolean;
  dryRun?: boolean;
  verify?: string;
  force?: boolean;
}

const formats: Format[] = ["table", "json", "sarif", "github", "markdown"];
const verdicts: Verdict[] = ["certain", "likely", "possible"];

/** `v4 deadcode`, to be added to the program. */
export function deadcodeCommand(): Command {
  return new Command("deadcode")
    .description("files, exports, members and packages that nothing uses, each with its evidence")
    .option("--only <kinds>", "only these kinds, separated by commas: files, exports, types, dependencies …")
    .option("--skip <kinds>", "all kinds but these")
    .option("--production", "what tests and tools use does not count as used")
    .option("--workspace <package>", "only findings of one package, by its folder or name")
    .option("--min-verdict <verdict>", "certain, likely or possible", "possible")
    .option("--format <format>", "table, json, sarif, github or markdown")
    .option("-o, --output <file>", "write to a file")
    .option("--baseline [file]", "only what is not in the baseline (.v4/deadcode-baseline.json)")
    .option("--update-baseline [file]", "write the findings of today into the baseline")
    .option("--changed <ref>", "only what has become dead since the branch left this one, or since a commit")
    .option("--since-when", "also the commit since when nothing uses it, from the history")
    .option("--why <file or symbol>", "the way from an entry that keeps it alive, or why there is none")
    .option("--fix", "remove what is certainly dead, and what becomes dead by it")
    .option("--dry-run", "with --fix: print the diff, write nothing")
    .option("--verify <command>", "with --fix: keep only removals after which the type checker and this command pass")
    .option("--force", "with --fix: also change files that are not committed")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<DeadcodeOptions & GlobalOptions>();
      process.exitCode = await deadcode(options, options.cwd ?? process.cwd(), processFace(options));
    })
    .addHelpText(
      "after",
      `
Entries are found from package.json, scripts, build outputs and the conventions of the tools that are declared; nothing is run. Where
one is missing, name it in .v4/config.json: {"deadcode": {"entries": ["src/worker.ts"]}}.
"certain": nothing uses it by any way v4 knows. "likely": a string spells its name. "possible": its use could not be seen.
A comment with @public, @api or @keep above a symbol keeps it.

Examples:
  v4 deadcode                                    everything
  v4 deadcode --only files,dependencies          two kinds
  v4 deadcode --production                       what only tests use is dead too
  v4 deadcode --why src/old.ts                   why it is alive, or dead
  v4 deadcode --update-baseline                  accept what is there today …
  v4 deadcode --baseline                         … and fail on anything new
  v4 deadcode --changed main                     what this branch has left without a use
  v4 deadcode --fix --dry-run                    the diff that would remove what is certain
  v4 deadcode --fix --verify 'npm test'          remove only what the types and the tests can do without
  v4 deadcode --format sarif -o dead.sarif       for code scanning

Exit status: 0 nothing is unused, 1 there are findings, 2 it could not do its work.`,
    );
}

/** Prints or writes the findings; gives the exit status. */
async function deadcode(options: DeadcodeOptions, cwd: string, face: Face): Promise<number> {
  const format = formatOf(options, face);
  const kinds = await kindsOf(options);
  const least = oneOf("--min-verdict", options.minVerdict, verdicts);
  for (const [option, value] of Object.entries({
    "--dry-run": options.dryRun,
    "--verify": options.verify,
    "--force": options.force,
  }))
    if (value !== undefined && !options.fix)
      throw fail("bad-option", { option, reason: "it goes with --fix", command: "deadcode" });
  const index = await openIndex(cwd, face);
  try {
    if (options.why !== undefined) return await explain(index, options, options.why, format, face);
    const { selected } = await import("../output/findings.js");
    const production = options.production === true;
    const home = options.workspace === undefined ? "" : await workspaceOf(index, options.workspace);
    const isWanted = (file: string) => home === "" || file.startsWith(`${home}/`);
    const chosen = (found: DeadCode) => selected(found, { kinds, least, isWanted });
    if (options.updateBaseline !== undefined) {
      const { writeBaseline } = await import("./baseline.js");
      const today = chosen(await findDeadCode(index, { production }));
      await writeBaseline(index.repository.root, cwd, options.updateBaseline, today);
    }
    const known = await knownBefore(index, options, cwd);
    const { without } = known.size > 0 ? await import("./baseline.js") : { without: (found: DeadCode) => found };
    const select = (found: DeadCode) => without(chosen(found), known);
    if (options.fix) {
      const { fixDeadCode } = await import("./deadcode-fix.js");
      const { dryRun = false, force = false, verify, output } = options;
      const json = format === "json";
      return await fixDeadCode(index, { production, dryRun, force, verify, json, output, select }, face);
    }
    let found = select(await findDeadCode(index, { production }));
    if (options.sinceWhen) {
      const { withSince } = await import("./since-when.js");
      found = await withSince(index.repository, found, face.signal);
    }
    await print(found, format, options.output, face);
    return isEmpty(found) || options.updateBaseline !== undefined ? 0 : 1;
  } finally {
    await index.close();
  }
}

/** What names the findings that are no news: those of the commit where a branch began, those of the baseline. */
async function knownBefore(
  index: RepositoryIndex,
  { changed, baseline, production }: DeadcodeOptions,
  cwd: string,
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  if (changed !== undefined) {
    const { deadBefore } = await import("./dead-before.js");
    for (const key of await deadBefore(index, changed, { production: production === true })) known.add(key);
  }
  if (baseline !== undefined) {
    const { baselineKeys } = await import("./baseline.js");
    for (const key of await baselineKeys(index.repository.root, cwd, baseline)) known.add(key);
  }
  return known;
}

async function print(found: DeadCode, format: Format, output: string | undefined, face: Face): Promise<void> {
  const pieces = await piecesOf(found, format, face, output !== undefined && output !== "-");
  if (output !== undefined && output !== "-") return writeWhole(output, pieces);
  const out = openPipe(face.stdout);
  for (const piece of pieces) {
    if (out.closed) return;
    await out.write(piece);
  }
}

async function piecesOf(found: DeadCode, format: Format, face: Face, isFile: boolean): Promise<Iterable<string>> {
  switch (format) {
    case "json": {
      const { deadcodeDocument } = await import("../output/contract.js");
      const { jsonPieces } = await import("../output/safe-json.js");
      return jsonPieces(deadcodeDocument.parse(found));
    }
    case "sarif": {
      const { sarif } = await import("../output/findings-sarif.js");
      const { findingsOf } = await import("../output/findings.js");
      const { jsonPieces } = await import("../output/safe-json.js");
      return jsonPieces(sarif(findingsOf(found)));
    }
    case "github": {
      const { annotations } = await import("../output/findings-github.js");
      const { findingsOf } = await import("../output/findings.js");
      return annotations(findingsOf(found)).map((line) => `${line}\n`);
    }
    case "markdown": {
      const { findingMarkdown } = await import("../output/findings-markdown.js");
      return [...findingMarkdown(found)].map((line) => `${line}\n`);
    }
    case "table": {
      const { findingLines } = await import("../output/findings-table.js");
      return [...findingLines(found, { color: face.color && !isFile })].map((line) => `${line}\n`);
    }
  }
}

async function explain(
  index: RepositoryIndex,
  { production }: DeadcodeOptions,
  asked: string,
  format: Format,
  face: Face,
): Promise<number> {
  const { wholeGraph } = await import("./whole-graph.js");
  const { why } = await import("../questions/dead/why.js");
  const { entries } = await findDeadCode(index, { production: production === true });
  const answers = why({ ...(await wholeGraph(index)), entries, read: index.text, asked });
  if (answers.length === 0) throw fail("unknown-symbol", { name: asked, near: "" });
  const out = openPipe(face.stdout);
  if (format === "json") {
    const { jsonPieces } = await import("../output/safe-json.js");
    for (const piece of jsonPieces({ why: answers })) await out.write(piece);
  } else {
    const { whyLines } = await import("../output/why-lines.js");
    for (const line of whyLines(answers)) await out.write(`${line}\n`);
  }
  return 0;
}

function isEmpty(found: DeadCode): boolean {
  const { files, exports, dependencies, unlisted, binaries, unresolved, duplicates } = found;
  return [files, exports, dependencies, unlisted, binaries, unresolved, duplicates].every((rows) => rows.length === 0);
}

function formatOf({ format, output }: DeadcodeOptions, face: Face): Format {
  if (format !== undefined) return oneOf("--format", format, formats);
  if (face.json) return "json";
  if (output?.endsWith(".sarif")) return "sarif";
  return output?.endsWith(".json") ? "json" : output?.endsWith(".md") ? "markdown" : "table";
}

async function kindsOf({ only, skip }: DeadcodeOptions): Promise<Set<FindingKind>> {
  const { findingKinds } = await import("../output/findings.js");
  const listed = (option: string, text: string) =>
    text.split(",").map((kind) => oneOf(option, kind.trim(), [...findingKinds]));
  const kinds = new Set<FindingKind>(only === undefined ? findingKinds : listed("--only", only));
  if (skip !== undefined) for (const kind of listed("--skip", skip)) kinds.delete(kind);
  return kinds;
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined)
    throw fail("bad-option", { option, reason: `"${text}" is none of ${known.join(", ")}`, command: "deadcode" });
  return found;
}

/** The folder of a package that is named by its folder or by its name. */
async function workspaceOf(index: RepositoryIndex, named: string): Promise<string> {
  const manifests = index.files.filter(({ path }) =>
    /(^|\/)(package\.json|pyproject\.toml|go\.mod|Cargo\.toml|pom\.xml)$/.test(path),
  );
  const folders = manifests.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  const bare = named.replace(/^\.\//, "").replace(/\/+$/, "");
  if (folders.includes(bare)) return bare;
  for (const { path } of manifests) {
    if (!path.endsWith("package.json")) continue;
    try {
      if (JSON.parse(index.text(path) ?? "").name === named) return path.slice(0, Math.max(0, path.lastIndexOf("/")));
    } catch {}
  }
  throw fail("unknown-workspace", {
    name: named,
    known:
      folders
        .filter((folder) => folder !== "")
        .slice(0, 8)
        .join(", ") || "there is only one",
  });
}
