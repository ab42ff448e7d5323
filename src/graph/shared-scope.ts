import { isTest, languages } from "../syntax/languages.js";
import type { Graph } from "./graph.js";

/** Files that see each other's names without importing them: a package of Go or Java. */
export interface SharedScope {
  files: string[];
  /** What they declare at their top level, by name: the first that is no test's. */
  names: Map<string, { path: string; number: number }>;
}

const scopesByGraph = new WeakMap<Graph, Map<string, SharedScope>>();

/** The scope that a file shares with others; null where a language has none. */
export function sharedScope(graph: Graph, path: string): SharedScope | null {
  const facts = graph.files.get(path);
  const key = facts?.language ? keyOf(path, facts.language) : null;
  if (key === null) return null;
  let scopes = scopesByGraph.get(graph);
  if (!scopes) {
    scopes = scopesOf(graph);
    scopesByGraph.set(graph, scopes);
  }
  return scopes.get(key) ?? null;
}

function scopesOf(graph: Graph): Map<string, SharedScope> {
  const scopes = new Map<string, SharedScope>();
  for (const [path, { language }] of graph.files) {
    const key = language === null ? null : keyOf(path, language);
    if (key === null) continue;
    const scope = scopes.get(key);
    if (scope) scope.files.push(path);
    else scopes.set(key, { files: [path], names: new Map() });
  }
  for (const { files, names } of scopes.values()) {
    for (const path of [...files.filter((file) => !isTest(file)), ...files.filter(isTest)]) {
      graph.files.get(path)!.definitions.forEach(({ name, container }, number) => {
        if (container === "" && !names.has(name)) names.set(name, { path, number });
      });
    }
  }
  return scopes;
}

/** The folder, without what a build puts before it. */
function keyOf(path: string, language: string): string | null {
  const row = languages.get(language)?.sharedScope;
  if (!row) return null;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return `${language} ${row.below === undefined ? folder : folder.replace(new RegExp(row.below), "")}`;
}
