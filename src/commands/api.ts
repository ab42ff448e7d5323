import { Command } from "commander";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { openPipe } from "../output/pipe.js";
import { version } from "../places.js";
import type { ApiProblem } from "../questions/api/problem.js";
import { readConfig } from "../repo/config.js";
import { type Face, type GlobalOptions, processFace } from "./face.js";
import { openIndex } from "./open-index.js";

/** `v4 api`, to be added to the program. */
export function apiCommand(): Command {
  return new Command("api")
    .description("places that no longer fit what is declared in another file: imports, calls, implementations")
    .option("--since [ref]", "how exported signatures changed since a commit (HEAD), and every place to update")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { since?: string | true }>();
      const face = processFace(options);
      const cwd = options.cwd ?? process.cwd();
      process.exitCode = await (options.since === undefined
        ? api(cwd, face)
        : apiSince(cwd, face, options.since === true ? "HEAD" : options.since));
    })
    .addHelpText(
      "after",
      `
Finds imports of names that a module does not export, calls with too few, too many or unknown arguments, classes that lack members of what
they implement, overrides that need more than the method above, objects and struct literals with fields missing or unknown, members that were
renamed on one side. Nothing has to be installed or built. "api": {"ignore": [globs]} in .v4/config.json leaves files out.

Examples:
  v4 api
  v4 api --since            what the change at hand breaks, and where
  v4 api --since v1.2.0     the same for all since a release, with the version that follows
  v4 api --json | jq -r '.problems[] | "\\(.file):\\(.line): \\(.message)"'

Exit status: 0 everything fits, 1 there are problems, 2 it could not do its work.`,
    );
}

/** Prints how signatures changed; 1 when a change breaks what uses it. */
async function apiSince(cwd: string, face: Face, ref: string): Promise<number> {
  const index = await openIndex(cwd, face);
  try {
    const { changesSince } = await import("./api-since.js");
    const report = await changesSince(index, ref);
    const out = openPipe(face.stdout);
    if (face.json) {
      const { apiSinceDocument } = await import("../output/contract.js");
      const { jsonPieces } = await import("../output/safe-json.js");
      for (const piece of jsonPieces(apiSinceDocument.parse(report))) await out.write(piece);
    } else {
      const { sinceLines } = await import("../output/since-lines.js");
      for (const line of sinceLines(report, face)) await out.write(`${line}\n`);
    }
    return report.changes.some(({ breaks }) => breaks) ? 1 : 0;
  } finally {
    await index.close();
  }
}

/** Prints what does not fit; gives the exit status. */
async function api(cwd: string, face: Face): Promise<number> {
  const index = await openIndex(cwd, face);
  try {
    const problems = await findProblems(index);
    const out = openPipe(face.stdout);
    if (face.json) {
      const { apiDocument } = await import("../output/contract.js");
      const { jsonPieces } = await import("../output/safe-json.js");
      for (const piece of jsonPieces(apiDocument.parse({ problems }))) await out.write(piece);
    } else {
      const { problemLines } = await import("../output/api-lines.js");
      for (const line of problemLines(problems, face)) {
        if (out.closed) break;
        await out.write(`${line}\n`);
      }
    }
    return problems.length > 0 ? 1 : 0;
  } finally {
    await index.close();
  }
}

/** The problems of a repository but for those of files that its configuration leaves out. */
async function findProblems(index: RepositoryIndex): Promise<ApiProblem[]> {
  const problems = await allProblems(index);
  const ignore = problems.length > 0 ? ((await readConfig(index.repository.root)).config.api?.ignore ?? []) : [];
  if (ignore.length === 0) return problems;
  const { default: picomatch } = await import("picomatch");
  const isIgnored = picomatch(ignore, { dot: true });
  return problems.filter(({ file }) => !isIgnored(file));
}

/** Kept in the store as long as nothing changes. */
async function allProblems(index: RepositoryIndex): Promise<ApiProblem[]> {
  const key = `api ${version} ${index.state}`;
  const known = index.store.derived.get(key) as ApiProblem[] | undefined;
  if (known) return known;
  const { importGraph, linkInputOf } = await import("./whole-graph.js");
  const { apiProblems } = await import("../questions/api/api-problems.js");
  const problems = apiProblems(await linkInputOf(importGraph(index), index), index.text);
  await index.store.write(() => void index.store.derived.put(key, problems));
  return problems;
}
