import { packageFile } from "../places.js";
import type { PageGraph } from "../questions/page-graph.js";
import { cleanLine } from "./clean.js";
import { layOut } from "./graph-layout.js";

/**
 * A page to look around in a graph: everything it needs is in it, it asks no server for anything. The parts stand beside this file as
 * they are: `page/graph.html`, `graph.css`, `graph.js`. `start` is the file that is selected at first, or null.
 */
export function* graphPage(
  graph: PageGraph,
  { name, start }: { name: string; start: string | null },
): Generator<string> {
  const [head, afterTitle, afterStyle, afterData, tail] = packageFile("src/output/page/graph.html").split(marks);
  yield head! + asText(name) + afterTitle! + packageFile("src/output/page/graph.css") + afterStyle!;
  yield* data(graph, name, start);
  yield afterData! + packageFile("src/output/page/graph.js") + tail!;
}

/** Where the parts go, each written so that the template is valid without them: title, style, data, script. */
const marks = /<!-- title -->|\/\* style \*\/|\{ "graph": null \}|\/\* script \*\//;

/** The data as JSON in pieces; long lists are arrays in the order that `graph.js` names. */
function* data({ files, links }: PageGraph, name: string, start: string | null): Generator<string> {
  const { width, height, folders, files: places } = layOut({ files, links });
  yield `{"name":${asScript(name)},"start":${asScript(start)},"width":${round(width)},"height":${round(height)},"folders":[`;
  yield folders
    .map(({ path, label, depth, parent, ...box }) => asScript([path, label, depth, parent, ...corners(box)]))
    .join(",\n");
  yield '],"files":[';
  for (const [number, { path, language, lines, test, symbols }] of files.entries()) {
    const { folder, ...box } = places[number]!;
    const rows = symbols.map(({ name: symbol, kind, line, exported }) => [symbol, kind, line, exported ? 1 : 0]);
    yield (number > 0 ? ",\n" : "") +
      asScript([path, language ?? "", lines, test ? 1 : 0, folder, ...corners(box), rows]);
  }
  yield '],"links":[';
  for (const [number, { from, to, typeOnly, names }] of links.entries()) {
    yield (number > 0 ? ",\n" : "") + asScript([from, to, typeOnly ? 1 : 0, names]);
  }
  yield "]}";
}

const round = (value: number) => Math.round(value * 10) / 10;
const corners = (box: { x: number; y: number; width: number; height: number }) =>
  [box.x, box.y, box.width, box.height].map(round);

/** JSON in which nothing can end the script element, whatever a file is called. */
function asScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (char) => {
      return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
    },
  );
}

function asText(text: string): string {
  return cleanLine(text).replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
