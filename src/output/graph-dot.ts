import type { Collapsed, CollapsedEdge, CollapsedNode } from "../questions/collapse.js";
import { count } from "./figures.js";
import { type DrawnEdge, drawing } from "./graph-drawing.js";
import { type Group, groupsOf, labelOf } from "./graph-labels.js";

/**
 * The graph in the language of Graphviz, for programs and for people who lay it out themselves: opened folders are clusters, edges
 * carry the number of file-to-file links when it is not 1 and are dashed when all of them are type imports. Ids are paths.
 */
export function* dot(picture: Collapsed, title: string): Generator<string> {
  yield head(title, "");
  yield* group(groupsOf(picture), "  ");
  for (const edge of picture.edges) yield line(edge.from, edge.to, plainAttributes(edge));
  yield "}\n";
}

/** The same as it is best drawn: see `drawing`. What is left out is said below the picture. */
export function* drawnDot(picture: Collapsed, title: string): Generator<string> {
  const { edges, pairs } = drawing(picture);
  const cut = `The ${count(edges.length)} strongest of ${count(pairs)} connections; --max-nodes with a smaller number draws all`;
  yield head(title, edges.length < pairs ? cut : "");
  yield* group(groupsOf(picture), "  ");
  const labelled = edges.length <= mostLabels;
  for (const edge of edges) yield line(edge.tail, edge.head, drawnAttributes(edge, labelled));
  yield "}\n";
}

/** More lines than this are drawn without their numbers, which would hide the lines. */
const mostLabels = 60;

function head(title: string, caption: string): string {
  return `digraph ${quoted(title)} {
  graph [rankdir=LR, bgcolor="#ffffff", nodesep=0.16, ranksep=0.6, fontname="Helvetica", fontsize=11, labeljust=l, style=rounded, color="#c3c8d0", fontcolor="#5b6472", label=${quoted(caption)}];
  node [shape=box, style="rounded,filled", fillcolor="#eef2f8", color="#8a96a8", fontcolor="#1c2430", fontname="Helvetica", fontsize=10, height=0.3, margin="0.1,0.05"];
  edge [color="#8a96a8", fontcolor="#5b6472", fontname="Helvetica", fontsize=8, arrowsize=0.5];
`;
}

function* group({ groups, nodes }: Group, indent: string): Generator<string> {
  for (const node of nodes) yield `${indent}${quoted(node.id)} [${nodeAttributes(node)}];\n`;
  for (const inner of groups) {
    yield `${indent}subgraph ${quoted(`cluster_${inner.folder}`)} {\n`;
    yield `${indent}  label=${quoted(inner.label)}; tooltip=${quoted(inner.folder)}; class="group";\n`;
    yield* group(inner, `${indent}  `);
    yield `${indent}}\n`;
  }
}

function nodeAttributes(node: CollapsedNode): string {
  const lines = labelOf(node).map(escaped).join("\\n");
  const fill = node.kind === "file" ? "" : ', fillcolor="#dde6f3"';
  const inside = node.inside > 0 ? `, ${links(node.inside)} inside` : "";
  return `label="${lines}", tooltip=${quoted(node.id + inside)}, class="${node.kind}"${fill}`;
}

const line = (tail: string, head: string, attributes: string[]) =>
  `  ${quoted(tail)} -> ${quoted(head)} [${attributes.join(", ")}];\n`;

function plainAttributes({ count: number, typeOnly }: CollapsedEdge): string[] {
  return [`label="${number > 1 ? number : ""}"`, `weight=${number}`, ...(typeOnly ? ["style=dashed"] : [])];
}

function drawnAttributes(edge: DrawnEdge, labelled: boolean): string[] {
  const { tail, head, forth, back, beyondTests, typeOnly } = edge;
  const both = forth > 0 && back > 0;
  const label = both ? `${forth} / ${back}` : forth + back > 1 ? String(forth + back) : "";
  const told = [
    ...(forth > 0 ? [`${tail} imports ${head}: ${links(forth)}`] : []),
    ...(back > 0 ? [`${head} imports ${tail}: ${links(back)}`] : []),
  ];
  return [
    `penwidth=${(0.7 + Math.log2(forth + back) * 0.3).toFixed(2)}`,
    `weight=${Math.min(20, forth + back)}`,
    ...(labelled ? [`label="${label}"`] : []),
    ...(both ? ["dir=both"] : back > 0 ? ["dir=back"] : []),
    ...(typeOnly ? ["style=dashed"] : []),
    ...(beyondTests === 0 ? ['color="#c9cfd8"', 'class="test"'] : ['class="import"']),
    `tooltip=${quoted(told.join("; "))}`,
  ];
}

const links = (number: number) => `${count(number)} ${number === 1 ? "link" : "links"}`;

/** Control and direction characters are written out, so that the text can be looked at in a terminal. */
const hidden = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(text: string): string {
  return text
    .replace(/["\\]/g, "\\$&")
    .replace(hidden, (char) => `\\\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}
