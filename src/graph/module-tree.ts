import { languages } from "../syntax/languages.js";
import type { Evaluator } from "./evaluator.js";
import type { Graph } from "./graph.js";
import type { LinkedFile } from "./linked-file.js";
import { moduleOf } from "./targets.js";
import { unknown, type Value } from "./values.js";

/** Modules inside each other. */
const deepest = 64;

const parentsByGraph = new WeakMap<Graph, Map<string, string>>();

/** The module of a file (0), the one around it (1), or the outermost (-1), as a namespace. */
export function moduleAt(evaluator: Evaluator, file: LinkedFile, up: number): Value {
  let path: string | undefined = file.path;
  if (up > 0) path = parents(evaluator.graph).get(path);
  else if (up < 0) {
    for (let i = 0; i < deepest; i++) {
      const parent: string | undefined = parents(evaluator.graph).get(path);
      if (parent === undefined) break;
      path = parent;
    }
  }
  const found = path === undefined ? null : evaluator.file(path);
  return found ? moduleOf(found) : unknown;
}

const rootsByGraph = new WeakMap<Graph, Map<string, string>>();

/** The root module of a package of the repository by its name, as imports anywhere in it show it; null for other names. */
export function packageNamed(evaluator: Evaluator, { language }: LinkedFile, name: string): Value | null {
  const stem = languages.get(language)?.rootFile;
  if (stem === undefined) return null;
  let roots = rootsByGraph.get(evaluator.graph);
  if (!roots) {
    roots = new Map();
    for (const { to, specifier } of evaluator.graph.imports) {
      const first = /^(?!self\b|super\b|crate\b)\w+/.exec(specifier)?.[0];
      if (first !== undefined && to !== null && new RegExp(`(^|/)${stem}\\.\\w+$`).test(to)) roots.set(first, to);
    }
    rootsByGraph.set(evaluator.graph, roots);
  }
  const path = roots.get(name);
  const file = path === undefined ? null : evaluator.file(path);
  return file && moduleOf(file);
}

/** A file's module is declared by the file around it, which so imports it from itself. */
function parents(graph: Graph): Map<string, string> {
  let known = parentsByGraph.get(graph);
  if (!known) {
    known = new Map();
    for (const { from, to, specifier } of graph.imports)
      if (to !== null && !known.has(to) && /^(self::\w+$|\.\/)/.test(specifier)) known.set(to, from);
    parentsByGraph.set(graph, known);
  }
  return known;
}
