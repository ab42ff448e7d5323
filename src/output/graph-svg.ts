/** Colours by class, so that the picture follows a reader who prefers a dark page; presentation attributes stand for the rest. */
const style = `<style>
@media (prefers-color-scheme: dark) {
  .graph > polygon, .graph > g > a > polygon { fill: #14181f }
  .cluster path, .cluster polygon { fill: #191e27; stroke: #3a4350 }
  .cluster text, .edge text, .graph > text, .graph > g > a > text { fill: #9aa5b5 }
  .node path, .node polygon { fill: #242c38; stroke: #5d6b80 }
  .node.folder path, .node.loose path { fill: #2c3a50 }
  .node text { fill: #e4e9f0 }
  .edge path { stroke: #7c8aa0 }
  .edge polygon { fill: #7c8aa0; stroke: #7c8aa0 }
  .edge.test path { stroke: #465165 }
  .edge.test polygon { fill: #465165; stroke: #465165 }
}
</style>`;

/** A graph in the language of Graphviz as an SVG document, laid out by Graphviz itself (its WebAssembly build). */
export async function svg(dot: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const drawn = viz.renderString(dot, { format: "svg", engine: "dot" });
  // Without the two lines about a document type, which make some viewers ask a server for it.
  return drawn.replace(/<!DOCTYPE[^>]*>\n?/, "").replace(/(<svg[^>]*>)/, (open) => `${open}\n${style}`);
}
