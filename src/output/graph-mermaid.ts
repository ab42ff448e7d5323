import type { Collapsed, CollapsedNode } from "../questions/collapse.js";
import { type Group, groupsOf, labelOf } from "./graph-labels.js";

/** Mermaid refuses to draw more links than this unless its page says otherwise, and so does every forge that renders it. */
export const mostMermaidLinks = 500;

/** The graph as a Mermaid flowchart: opened folders are subgraphs, links carry their number, type imports are dotted. */
export function* mermaid(picture: Collapsed): Generator<string> {
  const ids = new Map(picture.nodes.map((node, number) => [node.id, `n${number}`]));
  yield "flowchart TB\n";
  let groups = 0;
  function* group({ groups: inside, nodes }: Group, indent: string): Generator<string> {
    for (const node of nodes) yield `${indent}${ids.get(node.id)}${shape(node)}\n`;
    for (const inner of inside) {
      yield `${indent}subgraph g${groups++}["${escaped(inner.label)}"]\n`;
      yield* group(inner, `${indent}  `);
      yield `${indent}end\n`;
    }
  }
  yield* group(groupsOf(picture), "  ");
  for (const { from, to, count, typeOnly } of picture.edges) {
    const label = count > 1 ? `|${count}|` : "";
    yield `  ${ids.get(from)} ${typeOnly ? "-.->" : "-->"}${label} ${ids.get(to)}\n`;
  }
}

function shape(node: CollapsedNode): string {
  const label = labelOf(node).map(escaped).join("<br>");
  return node.kind === "file" ? `["${label}"]` : `("${label}")`;
}

/** Mermaid reads labels as HTML and Markdown, with entities of its own spelling. */
function escaped(text: string): string {
  return text.replace(/["#<>&`*_~\\[\](){}|;%]/g, (char) => `#${char.charCodeAt(0)};`);
}
