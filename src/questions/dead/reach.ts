import type { Graph } from "../../graph/graph.js";
import type { Entry, Role } from "../../project/project.js";
import { exportsByStatement } from "./declarations.js";
import { type Load, loadedFiles } from "./loaded-files.js";

/** How a file is reached from the entries. */
export interface Reached {
  /** Bits of `roleBit`: which kinds of entries lead to it. */
  roles: number;
  /** The step before on a shortest way, from an entry of its weightiest role; null for an entry itself. */
  from: { file: string; line: number } | null;
  /** What makes it an entry. */
  entry: Entry | null;
  /** Something else than an import leads to it, and may use all that it exports. */
  isLoaded: boolean;
}

export const roleBit: Record<Role, number> = { production: 1, test: 2, tooling: 4 };

/** Roles from the weightiest: what production reaches is told as production's, whatever else reaches it. */
const byWeight: Role[] = ["production", "test", "tooling"];

/**
 * The files that imports, and strings that name a file, lead to from the entries, breadth first. Entries of no file of the graph are left
 * out.
 */
export function reach(
  graph: Graph,
  entries: readonly Entry[],
  read: (path: string) => string | null,
  roles: readonly Role[] = byWeight,
): Map<string, Reached> {
  const steps = stepsOf(graph);
  const loads = new Map<string, Load[]>();
  const loadsOf = (file: string): Load[] => {
    let known = loads.get(file);
    if (!known) {
      const source = exportsByStatement(graph.files.get(file)!) ? read(file) : null;
      known = source === null ? [] : loadedFiles(graph, file, source);
      loads.set(file, known);
    }
    return known;
  };
  const reached = new Map<string, Reached>();
  for (const role of byWeight) {
    if (!roles.includes(role)) continue;
    const bit = roleBit[role];
    let front: string[] = [];
    const arrive = (file: string, from: Reached["from"], entry: Entry | null, isLoaded = false) => {
      const known = reached.get(file);
      if (known && isLoaded) known.isLoaded = true;
      if (known && (known.roles & bit) !== 0) return;
      if (known) known.roles |= bit;
      else reached.set(file, { roles: bit, from, entry, isLoaded });
      front.push(file);
    };
    for (const entry of entries)
      if (entry.role === role && graph.files.has(entry.file)) arrive(entry.file, null, entry);
    while (front.length > 0) {
      const now = front;
      front = [];
      for (const file of now) {
        for (const { to, line } of steps.get(file) ?? []) arrive(to, { file, line }, null);
        for (const { to, line } of loadsOf(file)) arrive(to, { file, line }, null, true);
        for (const to of implementations(graph, file)) arrive(to, { file, line: 1 }, null, true);
      }
    }
  }
  return reached;
}

/** `a.d.ts` declares what a file `a.js` beside it does: who imports the one runs the other. */
function implementations(graph: Graph, file: string): string[] {
  const stem = /^(.*)\.d\.[cm]?ts$/.exec(file)?.[1];
  if (stem === undefined) return [];
  return [".js", ".jsx", ".mjs", ".cjs"].map((ending) => stem + ending).filter((path) => graph.files.has(path));
}

/** File -> the files that it imports, each with the line of the first import. */
function stepsOf(graph: Graph): Map<string, { to: string; line: number }[]> {
  const steps = new Map<string, { to: string; line: number }[]>();
  for (const { from, to, line } of graph.imports) {
    if (to === null) continue;
    const list = steps.get(from);
    if (!list) steps.set(from, [{ to, line }]);
    else if (!list.some((step) => step.to === to)) list.push({ to, line });
  }
  return steps;
}
