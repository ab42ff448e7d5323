import { languages } from "../syntax/languages.js";
import type { Graph, ImportEdge } from "./graph.js";
import { makeResolver } from "./resolve.js";

/** The imports that can only mean a file of the repository, which is not there. `read` gives the text of a manifest or null. */
export function importsNowhere(graph: Graph, read: (path: string) => string | null): ImportEdge[] {
  const resolver = makeResolver({ files: new Set(graph.files.keys()), read, languages: languages.values() });
  return graph.imports.filter((edge) => {
    if (edge.to !== null) return false;
    const facts = graph.files.get(edge.from)!;
    return facts.imports.some(
      (imported) =>
        imported.line === edge.line &&
        imported.specifier === edge.specifier &&
        imported.kind === edge.kind &&
        resolver.lookImport(edge.from, imported, facts.language!).where === "nowhere",
    );
  });
}
