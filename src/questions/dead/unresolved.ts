import type { Graph } from "../../graph/graph.js";
import { importsNowhere } from "../../graph/nowhere.js";
import type { Unresolved } from "./findings.js";
import type { Reached } from "./reach.js";

/** Imports of files that are reached which can only mean a file of the repository, and it is not there. */
export function unresolvedImports(
  graph: Graph,
  reached: ReadonlyMap<string, Reached>,
  counted: number,
  read: (path: string) => string | null,
): Unresolved[] {
  return importsNowhere(graph, read).flatMap(({ from, specifier, line }) =>
    ((reached.get(from)?.roles ?? 0) & counted) === 0
      ? []
      : [{ specifier, file: from, line, verdict: "certain", evidence: ["it leads to no file of the repository"] }],
  );
}
