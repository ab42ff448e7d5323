import type { Graph, Reference } from "../graph/graph.js";
import { isTest } from "../syntax/languages.js";
import { fileLinks } from "./file-links.js";

/** A graph of files as a page shows it: numbers stand for files. */
export interface PageGraph {
  /** Sorted by path. */
  files: PageFile[];
  links: PageLink[];
}

export interface PageFile {
  path: string;
  language: string | null;
  lines: number;
  test: boolean;
  symbols: { name: string; kind: string; line: number; exported: boolean }[];
}

export interface PageLink {
  from: number;
  to: number;
  typeOnly: boolean;
  /** What the importing file uses: the symbols it refers to, or else the names it imports. Sorted. */
  names: string[];
}

/** Everything a page tells of a graph. Text that nothing imports is left out. */
export function pageGraph(graph: Graph, references: Iterable<Reference> = []): PageGraph {
  const { files, links } = fileLinks(graph);
  const numbers = new Map(files.map((path, number) => [path, number]));
  const used = usedSymbols(references);
  const imported = importedNames(graph);
  return {
    files: files.map((path) => {
      const { language, lines, definitions } = graph.files.get(path)!;
      const symbols = definitions.map(({ name, container, kind, line, exported }) => ({
        name: container === "" ? name : `${container}.${name}`,
        kind,
        line,
        exported,
      }));
      return { path, language, lines, test: isTest(path), symbols };
    }),
    links: links.map(({ from, to, typeOnly }) => {
      const key = `${from}\n${to}`;
      const names = [...(used.get(key) ?? imported.get(key) ?? [])].sort();
      return { from: numbers.get(from)!, to: numbers.get(to)!, typeOnly, names };
    }),
  };
}

function usedSymbols(references: Iterable<Reference>): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const { from, to } of references) if (from.file !== to.file) add(used, `${from.file}\n${to.file}`, to.symbol);
  return used;
}

function importedNames(graph: Graph): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { from, to, specifier, line } of graph.imports) {
    if (to === null) continue;
    for (const imported of graph.files.get(from)!.imports) {
      if (imported.line !== line || imported.specifier !== specifier) continue;
      for (const name of imported.names) if (name.imported !== "*") add(found, `${from}\n${to}`, name.imported);
    }
  }
  return found;
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
