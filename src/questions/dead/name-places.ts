import { importedBy } from "../../graph/exported-by.js";
import type { Graph } from "../../graph/graph.js";
import { languages } from "../../syntax/languages.js";
import { type FileNames, op } from "../../syntax/names.js";

/** One number for a line and a column. */
export const placeKey = (line: number, column: number) => line * 65_536 + column;

/**
 * Places that the names of a file explain: of locals and parameters, of what comes from outside of the repository, and of other code (which
 * may stand inside a string).
 */
export function namedPlaces(
  graph: Graph,
  file: string,
  names: FileNames | null,
  declared: ReadonlySet<number>,
): Map<number, "local" | "foreign" | "code"> {
  const found = new Map<number, "local" | "foreign" | "code">();
  if (!names) return found;
  const { code, places, bindings, uses, members } = names;
  const keyAt = (place: number) => placeKey(places[place * 2]!, places[place * 2 + 1]!);
  const put = (place: number, what: "local" | "foreign" | "code") => {
    if (place >= 0) found.set(keyAt(place), what);
  };
  const foreign = foreignImports(graph, file);
  const isLocal = (kind: string) => kind === "local" || kind === "parameter" || kind === "typeParameter";
  const whatOf = (number: number) => {
    const binding = bindings[number];
    if (!binding) return "code";
    const { at, kind } = binding;
    // A function inside a function is bound like a local, and is a definition all the same.
    if (isLocal(kind)) return at >= 0 && declared.has(keyAt(at)) ? "code" : "local";
    return kind === "import" && foreign.has(binding.number) ? "foreign" : "code";
  };
  for (const { kind, at } of bindings) if (isLocal(kind)) put(at, "local");
  for (const offset of uses) put(code[offset + 2]!, whatOf(code[offset + 1]!));
  for (const offset of members) {
    const object = code[offset + 1]!;
    const isName = code[object] === op.name || code[object] === op.typeName;
    put(code[offset + 3]!, isName && whatOf(code[object + 1]!) === "foreign" ? "foreign" : "code");
  }
  return found;
}

/** Numbers of the imports of a file that lead out of the repository. */
function foreignImports(graph: Graph, file: string): Set<number> {
  const { imports, language } = graph.files.get(file)!;
  const inside = insideSpecifiers(graph).get(file);
  const foreign = new Set<number>();
  imports.forEach(({ specifier, names }, number) => {
    if (inside?.has(specifier)) return;
    if (names.some(({ imported }) => imported !== "*" && importedBy(graph, file, specifier, imported))) return;
    if (
      language !== null &&
      languages.get(language)?.resolution === "crate-tree" &&
      /^(crate|self|super)\b/.test(specifier)
    )
      return;
    foreign.add(number);
  });
  return foreign;
}

const insideByGraph = new WeakMap<Graph, Map<string, Set<string>>>();

function insideSpecifiers(graph: Graph): Map<string, Set<string>> {
  let known = insideByGraph.get(graph);
  if (!known) {
    known = new Map();
    for (const { from, to, specifier } of graph.imports) {
      if (to === null) continue;
      const list = known.get(from);
      if (list) list.add(specifier);
      else known.set(from, new Set([specifier]));
    }
    insideByGraph.set(graph, known);
  }
  return known;
}
