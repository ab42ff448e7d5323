import type { FileFacts } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import type { Graph, ImportEdge } from "./graph.js";
import type { ResolvableLanguage } from "./resolution.js";
import { makeResolver } from "./resolve.js";

/**
 * Links facts into one graph: every import of every file, in the order of files and lines. An import of a package of several files
 * has one edge for each. `files` must name every file of the repository that can be imported, manifests among them.
 */
export function link(repository: {
  files: Map<string, FileFacts>;
  read(path: string): string | null;
  languages?: Iterable<ResolvableLanguage>;
  /** Where the imports of a file lead, one list each, where that is known already. */
  known?(path: string, facts: FileFacts): readonly (readonly string[])[] | null;
}): Graph {
  const files = new Map([...repository.files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  const resolver = makeResolver({
    files: new Set(files.keys()),
    read: repository.read,
    languages: repository.languages ?? languages.values(),
    binds: (path, name) => binds(files.get(path), name),
  });
  const imports: ImportEdge[] = [];
  for (const [from, facts] of files) {
    if (facts.language === null) continue;
    const first = imports.length;
    const known = repository.known?.(from, facts);
    for (const [i, imported] of facts.imports.entries()) {
      const { specifier, line, kind } = imported;
      const paths = known?.[i] ?? resolver.lookImport(from, imported, facts.language).paths;
      for (const to of paths.length > 0 ? paths : [null]) {
        const edge = { from, to, specifier, line, kind };
        if (to !== from && !isRepeated(imports, first, edge)) imports.push(edge);
      }
    }
  }
  return { files, imports };
}

/** `from . import b` in a package binds its module b, and nothing else of that name. */
function binds(facts: FileFacts | undefined, name: string): boolean {
  if (!facts) return false;
  return (
    facts.definitions.some((definition) => definition.container === "" && definition.name === name) ||
    facts.imports.some(({ specifier, names }) => !/^\.+$/.test(specifier) && names.some(({ local }) => local === name))
  );
}

/** `use a::{B, C}` is two imports of one module on one line. Looks back no further than that line of the same file. */
function isRepeated(imports: ImportEdge[], first: number, edge: ImportEdge): boolean {
  for (let at = imports.length - 1; at >= first && imports[at]!.line === edge.line; at--) {
    const other = imports[at]!;
    if (other.to === edge.to && other.specifier === edge.specifier && other.kind === edge.kind) return true;
  }
  return false;
}

export interface Neighbours {
  /** The files that a file imports, and the files that import it: each once, sorted, itself left out. */
  imports: string[];
  importedBy: string[];
}

const none: Neighbours = { imports: [], importedBy: [] };
const neighbourhoods = new WeakMap<Graph, Map<string, Neighbours>>();

/** The files one import away from a file, in both directions. Computed for the whole graph at the first call. */
export function neighbours(graph: Graph, file: string): Neighbours {
  let known = neighbourhoods.get(graph);
  if (!known) {
    known = allNeighbours(graph);
    neighbourhoods.set(graph, known);
  }
  return known.get(file) ?? none;
}

/** File -> the files that import it; files that nobody imports are left out. */
export function importers(graph: Graph): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const file of graph.files.keys()) {
    const { importedBy } = neighbours(graph, file);
    if (importedBy.length > 0) result.set(file, importedBy);
  }
  return result;
}

function allNeighbours(graph: Graph): Map<string, Neighbours> {
  const pairs = new Map<string, { imports: Set<string>; importedBy: Set<string> }>();
  const at = (file: string) => {
    let entry = pairs.get(file);
    if (!entry) {
      entry = { imports: new Set(), importedBy: new Set() };
      pairs.set(file, entry);
    }
    return entry;
  };
  for (const { from, to } of graph.imports) {
    if (to === null || to === from) continue;
    at(from).imports.add(to);
    at(to).importedBy.add(from);
  }
  return new Map(
    [...pairs].map(([file, { imports, importedBy }]) => [
      file,
      { imports: [...imports].sort(), importedBy: [...importedBy].sort() },
    ]),
  );
}
