/** Colours by class, so that the picture follows a reader who prefers a dark page; presentation attributes stand for the rest. */
const style = `<style>
@media (prefers-color-scheme: dark) {
  .graph > polygon { fill: #14181f }
  .cluster path, .cluster polygon { fill: #191e27; stroke: #3a4350 }
  .cluster text, .edge text, .graph > text { fill: #9aa5b5 }
  .node path, .node polygon { fill: #242c38; stroke: #5d6b80 }
  .node text { fill: #e4e9f0 }
  .edge path { stroke: #7c8aa0 }
  .edge polygon { fill: #7c8aa0; stroke: #7c8aa0 }
  .node.folder path, .node.loose path { fill: #2c3a50 }
  .edge.test path { stroke: #465165 }
  .edge.test polygon { fill: #465165; stroke: #465165 }
}
</style>`;

/**
 * A graph in the language of Graphviz as an SVG document, laid out by Graphviz itself (its WebAssembly build). Its links, which lead
 * nowhere and only carry tooltips, become titles: those every viewer shows.
 */
export async function svg(dot: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  return (
    viz
      .renderString(dot, { format: "svg", engine: "dot" })
      // Some viewers ask a server for the document type.
      .replace(/<!DOCTYPE[^>]*>\n?/, "")
      .replace(/<!--[\s\S]*?-->\n?/g, "")
      .replace(/(<g id="(?:node|edge|clust)\d+" class="[^"]*">)\n<title>[^<]*<\/title>/g, "$1")
      .replace(/<g id="a_[^"]*"><a xlink:title="([^"]*)">/g, "<g><title>$1</title>")
      .replace(/<\/a>\n/g, "")
      .replace(/ xmlns:xlink="[^"]*"/, "")
      .replace(/(<svg[^>]*>)([\s\S]*?<title>)([^<]*)(<\/title>)/, `$1\n<title>$3</title>\n${style}$2$3$4`)
  );
}
