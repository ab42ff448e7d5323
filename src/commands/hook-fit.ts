import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Graph } from "../graph/graph.js";
import { importsNowhere } from "../graph/nowhere.js";
import { apiProblems } from "../questions/api/api-problems.js";
import type { ApiProblem } from "../questions/api/problem.js";
import { isOutput } from "../questions/dead/unresolved.js";
import type { Repository } from "../repo/open.js";
import { languages } from "../syntax/languages.js";
import { type Found, quoted } from "./hook-finding.js";
import type { State } from "./hook-state.js";

/** What no longer fits its declaration in some files, and did not before. `oldPath` leads from a path of today to that of before. */
export async function newProblems(
  after: State,
  files: readonly string[],
  before: readonly (() => Promise<State>)[],
  oldPath: (path: string) => string,
): Promise<Found[]> {
  let problems = apiProblems(after.input, after.index.text, files);
  for (const state of before) {
    if (problems.length === 0) return [];
    const { input, index } = await state();
    const asked = [...new Set(problems.map(({ file }) => oldPath(file)))].filter((path) => input.graph.files.has(path));
    const known = countsOf(apiProblems(input, index.text, asked).map(keyOf));
    problems = problems.filter((one) => !takeOne(known, keyOf({ ...one, file: oldPath(one.file) })));
  }
  return problems.map(({ kind, file, line, message, verdict, declaration }) => ({
    check: kind === "missing-export" ? "imports" : "calls",
    file,
    line,
    message: kind === "missing-export" ? message : `${message} (${declaration.file}:${declaration.line})`,
    remedy: "v4 api",
    isDoubtful: verdict !== "certain",
  }));
}

const keyOf = ({ kind, file, symbol, message }: ApiProblem) => `${kind} ${file} ${symbol} ${message}`;

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function takeOne(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  if (left > 0) counts.set(key, left - 1);
  return left > 0;
}

/** Imports of some files that lead nowhere and are new, or led somewhere before. What git ignores is made by a build. */
export async function newNowhere(
  repository: Repository,
  after: State,
  files: readonly string[],
  before: readonly (() => Promise<State>)[],
  oldPath: (path: string) => string,
): Promise<Found[]> {
  const asked = new Set(files);
  const { graph } = after.input;
  const own: Graph = { ...graph, imports: graph.imports.filter(({ from, to }) => to === null && asked.has(from)) };
  let nowhere = importsNowhere(own, after.index.text).filter(({ from, specifier }) => {
    const { language } = graph.files.get(from)!;
    const byStatement = language !== null && languages.get(language)?.visibility.by === "exports";
    return byStatement && /^\.{1,2}\//.test(specifier) && !isOutput.test(posix.join(dirname(from), specifier));
  });
  for (const state of before) {
    if (nowhere.length === 0) return [];
    const known = (await state()).input.graph;
    const was = new Set(
      known.imports.flatMap(({ from, to, specifier }) => (to === null ? [`${from}\0${specifier}`] : [])),
    );
    nowhere = nowhere.filter(({ from, specifier }) => !was.has(`${oldPath(from)}\0${specifier}`));
  }
  const ignored = await ignoredAmong(
    repository,
    nowhere.flatMap(({ from, specifier }) => pathsOf(from, specifier)),
  );
  return nowhere.flatMap(({ from, specifier, line }) => {
    const paths = pathsOf(from, specifier);
    if (paths.some((path) => ignored.has(path))) return [];
    const there = paths.find((path) => /\.\w+$/.test(path) && existsSync(join(repository.root, path)));
    const message = there ? `"${specifier}" leads to ${there}, which is not staged` : `"${specifier}" leads to no file`;
    const remedy = there ? `git add ${quoted(there)}` : "v4 deadcode --only unresolved";
    return [{ check: "imports" as const, file: from, line, message, remedy }];
  });
}

/** What a specifier may leave out, by the languages in which a path may be written without it. */
const endings = ["", ".json", ".d.ts"].concat(
  [...languages.values()].flatMap(({ resolution, extensions }) =>
    resolution === "relative-path" ? extensions.flatMap((one) => [one, `/index${one}`]) : [],
  ),
);

/** The paths that a specifier may mean. */
function pathsOf(from: string, specifier: string): string[] {
  const path = posix.join(dirname(from), specifier.replace(/[?#].*$/, ""));
  const stem = path.replace(/\.[cm]?jsx?$/, "");
  return [...new Set([path, stem].flatMap((one) => endings.map((ending) => one + ending)))];
}

async function ignoredAmong({ git }: Repository, paths: readonly string[]): Promise<Set<string>> {
  const inside = paths.filter((path) => !path.startsWith("../"));
  if (inside.length === 0) return new Set();
  // Ends with 1 when it knows none.
  const found = await git.bytes(["check-ignore", "-z", "--stdin"], inside.join("\0")).catch(() => null);
  return new Set(found?.toString("utf8").split("\0"));
}
