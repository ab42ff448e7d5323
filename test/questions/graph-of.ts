import type { Graph, ImportEdge } from "../../src/graph/graph.js";
import { link } from "../../src/graph/link.js";
import { linkReferences, type References } from "../../src/graph/references.js";
import type { FileFacts, ImportKind } from "../../src/syntax/facts.js";
import { loadParser } from "../../src/syntax/parse.js";

/** The graph of some sources, with their references. */
export async function graphOf(sources: Record<string, string>): Promise<{ graph: Graph } & References> {
  const parser = await loadParser();
  await parser.prepare(Object.keys(sources));
  const readings = new Map(Object.entries(sources).map(([path, text]) => [path, parser.read(path, text)]));
  const files = new Map([...readings].map(([path, { facts }]) => [path, facts]));
  const graph = link({ files, read: (path) => sources[path] ?? null });
  return { graph, ...linkReferences({ graph, names: (path) => readings.get(path)?.names ?? null }) };
}

/** A graph of files that hold nothing but imports: `["a", "b"]` is an import of b in a, with a third part its kind. */
export function madeGraph(files: string[], imports: [from: string, to: string, kind?: ImportKind][]): Graph {
  const facts = (): FileFacts => ({
    language: "typescript",
    lines: 1,
    definitions: [],
    imports: [],
    exports: [],
    problems: [],
  });
  const edge = ([from, to, kind = "import"]: (typeof imports)[number], line: number): ImportEdge => ({
    from,
    to,
    specifier: to,
    line: line + 1,
    kind,
  });
  return { files: new Map([...files].sort().map((file) => [file, facts()])), imports: imports.map(edge) };
}
