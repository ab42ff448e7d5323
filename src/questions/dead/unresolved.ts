import type { Graph } from "../../graph/graph.js";
import { importsNowhere } from "../../graph/nowhere.js";
import { packageName } from "../../project/package-name.js";
import type { Project } from "../../project/project.js";
import { exportsByStatement } from "./declarations.js";
import type { Unresolved } from "./findings.js";
import type { Reached } from "./reach.js";

/** Folders that builds write. */
export const isOutput =
  /(^|\/)(dist|build|out|output|lib|es|cjs|esm|generated|__generated__|\.next|\.nuxt|\.svelte-kit|coverage|target)\//;

/** Imports of files that are reached which can only mean a file of the repository, and it is not there. */
export function unresolvedImports(
  graph: Graph,
  reached: ReadonlyMap<string, Reached>,
  counted: number,
  read: (path: string) => string | null,
  project: Project,
): Unresolved[] {
  // An alias may begin like a package: what is declared is a package.
  const declared = new Set(project.manifests.flatMap(({ dependencies }) => dependencies.map(({ name }) => name)));
  return importsNowhere(graph, read).flatMap(({ from, specifier, line }) => {
    if (((reached.get(from)?.roles ?? 0) & counted) === 0 || declared.has(packageName(specifier) ?? "")) return [];
    const evidence = ["it leads to no file of the repository"];
    // Other languages import what a build makes, or what a program puts in place while it runs.
    const isPlain = exportsByStatement(graph.files.get(from)!) && !isOutput.test(specifier);
    if (!isPlain) evidence.push("a build may make it, or the program itself");
    return [{ specifier, file: from, line, verdict: isPlain ? "certain" : "possible", evidence }];
  });
}
