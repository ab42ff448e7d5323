import { languages } from "../syntax/languages.js";
import type { Evaluator } from "./evaluator.js";
import type { Graph } from "./graph.js";
import type { LinkedFile } from "./linked-file.js";
import { sharedScope } from "./shared-scope.js";
import { bindingTarget, scopeTarget, type Target } from "./targets.js";

const containersByGraph = new WeakMap<Graph, Map<string, string[]>>();

/**
 * The files that may hold members of a type, outside of it: those that share its scope, or those that have a container of its name and
 * mean it by that name.
 */
export function openFiles(evaluator: Evaluator, file: LinkedFile, type: string): readonly LinkedFile[] {
  const row = languages.get(file.language);
  if (row?.openTypes !== true) return [];
  if (file.isLibrary) return [file];
  const { graph } = evaluator;
  if (row.sharedScope)
    return (sharedScope(graph, file.path)?.files ?? []).flatMap((path) => evaluator.file(path) ?? []);
  const found: LinkedFile[] = [file];
  if (type.includes(".")) return found;
  for (const path of filesWith(graph, `${file.language} ${type}`)) {
    if (path === file.path) continue;
    const other = evaluator.file(path);
    if (other && leadsTo(evaluator, other, type, file)) found.push(other);
  }
  return found;
}

function filesWith(graph: Graph, key: string): readonly string[] {
  let containers = containersByGraph.get(graph);
  if (!containers) {
    containers = new Map();
    for (const [path, { language, definitions }] of graph.files) {
      if (language === null || !languages.get(language)?.openTypes) continue;
      for (const name of new Set(definitions.map(({ container }) => `${language} ${container}`))) {
        const known = containers.get(name);
        if (known) known.push(path);
        else containers.set(name, [path]);
      }
    }
    containersByGraph.set(graph, containers);
  }
  return containers.get(key) ?? [];
}

/** Whether a name in one file means what another file declares under it. */
function leadsTo(evaluator: Evaluator, from: LinkedFile, name: string, to: LinkedFile): boolean {
  let target: Target | null = null;
  from.names.bindings.forEach((binding, number) => {
    if (binding.name === name && (binding.kind === "import" || binding.kind === "definition"))
      target ??= bindingTarget(evaluator, from, number);
  });
  target ??= scopeTarget(evaluator, from, name);
  return target !== null && target.kind === "definition" && target.file === to;
}
