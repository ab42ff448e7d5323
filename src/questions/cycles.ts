import type { Graph, ImportEdge } from "../graph/graph.js";

/** Files that all reach each other by imports. */
export interface Cycle {
  /** `runtime`: it closes without type imports. `type`: it closes only through an import that is erased at run time. */
  kind: "runtime" | "type";
  /** Sorted. */
  files: string[];
  /** One shortest way round: each step starts where the one before ended, the last leads back to the first. */
  example: CycleStep[];
}

export type CycleStep = Pick<ImportEdge, "from" | "line" | "kind"> & { to: string };

/**
 * The strongly connected components of the import graph that hold more than one file, largest first. A component that type imports
 * make larger than any runtime one is listed too, as `type`, beside the runtime components inside it.
 */
export function cycles(graph: Graph): Cycle[] {
  const steps = stepsOf(graph);
  const runtime = components(steps, (step) => step.kind !== "type");
  const known = new Set(runtime.map((files) => files.join("\n")));
  const wider = components(steps, () => true).filter((files) => !known.has(files.join("\n")));
  return [
    ...runtime.map((files): Cycle => ({ kind: "runtime", files, example: shortest(steps, files, false) })),
    ...wider.map((files): Cycle => ({ kind: "type", files, example: shortest(steps, files, true) })),
  ].sort((a, b) => byKind(a, b) || b.files.length - a.files.length || (a.files[0]! < b.files[0]! ? -1 : 1));
}

const byKind = (a: Cycle, b: Cycle) => Number(a.kind === "type") - Number(b.kind === "type");

/** From file to file, the import that stands for all between the two: one that stays at run time before one that does not. */
type Steps = Map<string, Map<string, CycleStep>>;

function stepsOf(graph: Graph): Steps {
  const steps: Steps = new Map();
  for (const { from, to, line, kind } of graph.imports) {
    if (to === null || to === from) continue;
    let row = steps.get(from);
    if (!row) {
      row = new Map();
      steps.set(from, row);
    }
    const known = row.get(to);
    if (!known || (known.kind === "type" && kind !== "type")) row.set(to, { from, to, line, kind });
  }
  return steps;
}

/** Tarjan's algorithm with a stack of its own: a chain of 100,000 files must not exhaust node's. Components of one file are left out. */
function components(steps: Steps, isFollowed: (step: CycleStep) => boolean): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const onPath = new Set<string>();
  const path: string[] = [];
  const next = (file: string) => [...(steps.get(file)?.values() ?? [])].filter(isFollowed).map(({ to }) => to);
  const enter = (file: string) => {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    path.push(file);
    onPath.add(file);
    return { file, next: next(file), at: 0 };
  };
  for (const root of steps.keys()) {
    if (order.has(root)) continue;
    const stack = [enter(root)];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const to = top.next[top.at++];
      if (to !== undefined) {
        if (!order.has(to)) stack.push(enter(to));
        else if (onPath.has(to)) low.set(top.file, Math.min(low.get(top.file)!, order.get(to)!));
        continue;
      }
      stack.pop();
      const parent = stack.at(-1);
      if (parent) low.set(parent.file, Math.min(low.get(parent.file)!, low.get(top.file)!));
      if (low.get(top.file) !== order.get(top.file)) continue;
      const component = path.splice(path.lastIndexOf(top.file));
      for (const file of component) onPath.delete(file);
      if (component.length > 1) found.push(component.sort());
    }
  }
  return found;
}

/**
 * A shortest way round inside a component; with `throughType` one that holds an import erased at run time. Each search goes no deeper
 * than the best way known, and most components have a way of two files, so this is nearly linear. Where it is not (one circle of
 * thousands of files), the search ends after some steps with the shortest way so far.
 */
function shortest(steps: Steps, files: string[], throughType: boolean): CycleStep[] {
  const inside = new Set(files);
  const isFollowed = (step: CycleStep) => inside.has(step.to) && (throughType || step.kind !== "type");
  const left = { steps: mostSteps };
  let best: CycleStep[] = [];
  for (const file of files) {
    for (const first of steps.get(file)!.values()) {
      if (!inside.has(first.to) || (first.kind === "type") !== throughType) continue;
      const most = best.length === 0 ? files.length : best.length - 2;
      const rest = way(steps, first.to, file, most, isFollowed, left);
      if (rest) best = [first, ...rest];
      if (best.length === 2 || (best.length > 0 && left.steps < 0)) return best;
    }
  }
  return best;
}

/** Half a second. */
const mostSteps = 500_000;

/** A shortest way of at most `most` steps. Counts down what it took. */
function way(
  steps: Steps,
  from: string,
  to: string,
  most: number,
  isFollowed: (step: CycleStep) => boolean,
  left: { steps: number },
): CycleStep[] | null {
  const cameBy = new Map<string, CycleStep | null>([[from, null]]);
  let edge = [from];
  for (let depth = 1; depth <= most && edge.length > 0; depth++) {
    const beyond: string[] = [];
    for (const file of edge) {
      for (const step of steps.get(file)?.values() ?? []) {
        left.steps--;
        if (cameBy.has(step.to) || !isFollowed(step)) continue;
        cameBy.set(step.to, step);
        if (step.to === to) return trackBack(cameBy, to);
        beyond.push(step.to);
      }
    }
    edge = beyond;
  }
  return null;
}

function trackBack(cameBy: Map<string, CycleStep | null>, to: string): CycleStep[] {
  const steps: CycleStep[] = [];
  for (let step = cameBy.get(to); step; step = cameBy.get(step.from)) steps.push(step);
  return steps.reverse();
}
