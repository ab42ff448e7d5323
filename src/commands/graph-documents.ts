import type { Graph, Reference, TypeEdge } from "../graph/graph.js";
import { type GraphDocument, graphDocument } from "../output/contract.js";

/** The document of `v4 graph --json`, checked against the contract: a graph with those references and types that lie inside it. */
export function graphDocumentOf(
  { files, imports }: Graph,
  { references, types }: { references: Reference[]; types: TypeEdge[] },
): GraphDocument {
  const rows = [...files];
  return graphDocument.parse({
    files: rows.map(([file, { language, lines }]) => ({ file, language, lines })),
    imports,
    references: references.filter(({ from, to }) => files.has(from.file) && files.has(to.file)),
    types: types.filter(({ from, to }) => files.has(from.file) && files.has(to.file)),
    problems: rows.flatMap(([file, { problems }]) => problems.map((problem) => ({ file, ...problem }))),
    symbols: rows.flatMap(([file, { definitions }]) =>
      definitions.map(({ name, container, kind, line, column, startLine, endLine, signature, exported }) => ({
        file,
        symbol: container === "" ? name : `${container}.${name}`,
        kind,
        line,
        column,
        startLine,
        endLine,
        signature,
        exported,
      })),
    ),
  });
}
