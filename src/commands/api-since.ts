import { evaluatorOf } from "../graph/evaluation.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { overlaid } from "../graph/overlaid.js";
import { linkReferences } from "../graph/references.js";
import { readProject } from "../project/read-project.js";
import { type ChangeSite, changeSites, publicSymbols } from "../questions/api/change-sites.js";
import { type ApiChange, apiChanges } from "../questions/api/changes.js";
import { commitNamed } from "../repo/commit.js";
import { changedSince } from "../repo/list.js";
import { readCommit } from "../repo/read-commit.js";
import { importGraph, linkInputOf } from "./whole-graph.js";

/** A change with what it asks for. */
interface SinceChange extends ApiChange {
  /** Whether an entry of its package hands it out. */
  isPublic: boolean;
  sites: (ChangeSite & { package: string })[];
}

export interface SinceReport {
  since: string;
  changes: SinceChange[];
  /** What a new version of the package would be called by semantic versioning. */
  verdict: "major" | "minor" | "patch" | "none";
}

/** How exported signatures changed since a commit, in the work tree as it is. Throws unknown-reference. */
export async function changesSince(index: RepositoryIndex, ref: string): Promise<SinceReport> {
  const { repository } = index;
  const commit = await commitNamed(repository, ref);
  const paths = await changedSince(repository, commit);
  const old = await overlaid(index, await readCommit(repository, commit, paths));
  const [was, is] = [await stateOf(old), await stateOf(index)];
  const changes = apiChanges(was, is, paths);
  const sites = changeSites(changes, was, is, new Set(paths));
  const all = new Set([...index.files, ...index.unread].map(({ path }) => path));
  const { entries } = await readProject({ graph: is.graph, paths: all, read: index.text });
  const outside = publicSymbols(is.graph, entries);
  const before = publicSymbols(was.graph, entries);
  const packageOf = packageFinder(index);
  const rows = changes.map((change): SinceChange => {
    const owner = `${change.file} ${change.symbol.split(".", 1)[0]}`;
    const isPublic = outside === null || outside.has(owner) || before?.has(owner) === true;
    return {
      ...change,
      isPublic,
      sites: (sites.get(change) ?? []).map(({ file, line, column }) => ({
        file,
        line,
        column,
        package: packageOf(file),
      })),
    };
  });
  return { since: ref, changes: rows, verdict: verdictOf(rows, paths.length) };
}

async function stateOf(index: RepositoryIndex) {
  const input = await linkInputOf(importGraph(index), index);
  return { ...linkReferences(input), graph: input.graph, evaluator: evaluatorOf(input), read: index.text };
}

function verdictOf(changes: readonly SinceChange[], changedFiles: number): SinceReport["verdict"] {
  const outside = changes.filter(({ isPublic }) => isPublic);
  if (outside.some(({ breaks }) => breaks)) return "major";
  if (outside.some(({ kind }) => kind.endsWith("-added") || kind === "parameter-made-optional")) return "minor";
  return changedFiles > 0 ? "patch" : "none";
}

/** The folder of the nearest manifest above a file, "" for the root. */
function packageFinder(index: RepositoryIndex): (file: string) => string {
  const homes = index.files
    .flatMap(({ path }) =>
      /(^|\/)package\.json$/.test(path) ? [path.slice(0, Math.max(0, path.lastIndexOf("/")))] : [],
    )
    .sort((a, b) => b.length - a.length);
  return (file) => homes.find((home) => home === "" || file.startsWith(`${home}/`)) ?? "";
}
