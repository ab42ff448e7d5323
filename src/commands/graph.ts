import { basename, extname } from "node:path";
import { Command } from "commander";
import { fail } from "../errors.js";
import type { Graph } from "../graph/graph.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { openPipe } from "../output/pipe.js";
import type { Focus } from "../questions/focus.js";
import type { GraphSummary } from "../questions/summary.js";
import { writeWhole } from "../write-whole.js";
import { type Face, type GlobalOptions, printAside, processFace } from "./face.js";
import { openIndex } from "./open-index.js";

/** `text` is the summary, the cycles or the focus, for people. */
type Format = "text" | "json" | "dot" | "svg" | "html" | "mermaid";

interface GraphOptions {
  dot?: boolean;
  svg?: boolean;
  html?: boolean;
  mermaid?: boolean;
  output?: string;
  focus?: string;
  depth: string;
  cycles?: boolean;
  maxNodes?: string;
}

/** Nodes that a picture has unless --max-nodes says otherwise; a page can be searched and zoomed, so it shows every file. */
const defaultNodes = 40;

/** `v4 graph`, to be added to the program. */
export function graphCommand(): Command {
  return new Command("graph")
    .description("what is in the repository and what imports what: in figures, as a picture, for programs")
    .option("--dot", "the picture in the language of Graphviz")
    .option("--svg", "the picture as SVG")
    .option("--html", "one page to look around in: zoom, search, click a file to see its neighbours")
    .option("--mermaid", "the picture as a Mermaid flowchart, for Markdown")
    .option("-o, --output <file>", "write to a file; its ending names the format: .svg .html .dot .mmd .json")
    .option("--focus <file>", "only this file and what stands around it")
    .option("--depth <imports>", "how far around", "1")
    .option("--cycles", "the cycles of imports, each with a shortest way round")
    .option("--max-nodes <number>", `collapse folders until a picture has at most so many nodes (${defaultNodes})`)
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GraphOptions & GlobalOptions>();
      await graph(options, options.cwd ?? process.cwd(), processFace(options));
    })
    .addHelpText(
      "after",
      `
Without an option: a summary. Folders are collapsed where a graph is too large for a picture; the ones that hide most
imports are opened first. Edges run from the file that imports to the file that is imported.

Examples:
  v4 graph                                     the summary
  v4 graph -o graph.html                       a page with every file
  v4 graph --svg -o graph.svg --max-nodes 25   a smaller picture
  v4 graph --focus src/cli.ts --depth 2        what it needs and what needs it
  v4 graph --cycles                            where imports go in circles
  v4 graph --json | jq '.imports[] | select(.to == null) | .specifier'

Exit status: 0, with cycles too: this is a question and no check.`,
    );
}

/** Prints or writes what was asked of the graph. */
async function graph(options: GraphOptions, cwd: string, face: Face): Promise<void> {
  const format = formatOf(options, face);
  const depth = wholeNumber("--depth", options.depth);
  const most = options.maxNodes === undefined ? null : wholeNumber("--max-nodes", options.maxNodes);
  const index = await openIndex(cwd, face);
  try {
    const name = basename(index.repository.root);
    if (format === "text" && !options.cycles && options.focus === undefined) {
      const summary = await summaryOf(index);
      const { summaryLines } = await import("../output/graph-summary.js");
      return await write(face, options.output, [`${summaryLines(name, summary, index.unread, face).join("\n")}\n`]);
    }
    const { importGraph, wholeGraph } = await import("./whole-graph.js");
    if (format === "json" && !options.cycles) {
      const { graphDocumentOf } = await import("./graph-documents.js");
      const { jsonPieces } = await import("../output/safe-json.js");
      const { graph: all, references, types } = await wholeGraph(index);
      const { part } = await partOf(all, options.focus, depth, index, cwd);
      return await write(face, options.output, jsonPieces(graphDocumentOf(part, { references, types })));
    }
    const { part, focus } = await partOf(importGraph(index), options.focus, depth, index, cwd);
    if (options.cycles) return await printCycles(part, format, options.output, face);
    if (format === "text") {
      const { focusLines } = await import("../output/graph-lists.js");
      return await write(face, options.output, [`${focusLines(focus!, face).join("\n")}\n`]);
    }
    if (format === "html") {
      const { graphPage } = await import("../output/graph-page.js");
      const { pageGraph } = await import("../questions/page-graph.js");
      return await write(face, options.output, graphPage(pageGraph(part), { name, start: focus?.file ?? null }));
    }
    const { fileLinks } = await import("../questions/file-links.js");
    const { collapse } = await import("../questions/collapse.js");
    const links = fileLinks(part);
    const picture = collapse(links, most ?? defaultNodes);
    if (links.files.length > picture.nodes.length) {
      const { count } = await import("../output/figures.js");
      const aside = `${count(links.files.length)} files in ${picture.nodes.length} nodes; --max-nodes opens more folders`;
      await printAside(face, aside);
    }
    if (format === "mermaid") {
      const { mermaid, mostMermaidLinks } = await import("../output/graph-mermaid.js");
      if (picture.edges.length > mostMermaidLinks) {
        await printAside(face, `note: Mermaid draws at most ${mostMermaidLinks} links; a smaller --max-nodes helps`);
      }
      return await write(face, options.output, mermaid(picture));
    }
    const { dot, drawnDot } = await import("../output/graph-dot.js");
    if (format === "dot") return await write(face, options.output, dot(picture, name));
    const { svg } = await import("../output/graph-svg.js");
    await write(face, options.output, [await svg([...drawnDot(picture, name)].join(""))]);
  } finally {
    await index.close();
  }
}

/**
 * The summary of a repository. Making it reads the facts of every file, so it is kept in the store under a name that holds every path and
 * content: a repository in which nothing changed is told in the time git needs to say so.
 */
async function summaryOf(index: RepositoryIndex): Promise<GraphSummary> {
  const key = `summary ${index.state}`;
  const known = index.store.derived.get(key) as GraphSummary | undefined;
  if (known) return known;
  const { summarize } = await import("../questions/summary.js");
  const { importsNowhere } = await import("../graph/nowhere.js");
  const { wholeGraph } = await import("./whole-graph.js");
  const whole = await wholeGraph(index);
  const summary = summarize(whole.graph, whole, importsNowhere(whole.graph, index.text));
  await index.store.write(() => void index.store.derived.put(key, summary));
  return summary;
}

/** The whole graph, or what stands around a file. */
async function partOf(
  all: Graph,
  named: string | undefined,
  depth: number,
  index: RepositoryIndex,
  cwd: string,
): Promise<{ part: Graph; focus: Focus | null }> {
  if (named === undefined) return { part: all, focus: null };
  const { focus: look, partInFocus } = await import("../questions/focus.js");
  const { namedFile } = await import("./named-file.js");
  const focus = look(all, namedFile(all.files, index.repository.root, cwd, named), depth);
  return { part: partInFocus(all, focus), focus };
}

async function printCycles(part: Graph, format: Format, output: string | undefined, face: Face): Promise<void> {
  const { cycles } = await import("../questions/cycles.js");
  const found = cycles(part);
  if (format === "json") {
    const { cyclesDocument } = await import("../output/contract.js");
    const { jsonPieces } = await import("../output/safe-json.js");
    return write(face, output, jsonPieces(cyclesDocument.parse({ cycles: found })));
  }
  const { cycleLines } = await import("../output/graph-lists.js");
  await write(face, output, [`${cycleLines(found, face).join("\n")}\n`]);
}

const endings: Record<string, Format> = {
  ".dot": "dot",
  ".gv": "dot",
  ".htm": "html",
  ".html": "html",
  ".json": "json",
  ".md": "mermaid",
  ".mermaid": "mermaid",
  ".mmd": "mermaid",
  ".svg": "svg",
};

function formatOf(options: GraphOptions, face: Face): Format {
  const asked = (["dot", "svg", "html", "mermaid"] as const).filter((format) => options[format]);
  const all: Format[] = face.json ? [...asked, "json"] : asked;
  if (all.length > 1) throw bad(`--${all[1]}`, `is another format than --${all[0]}`);
  const format = all[0] ?? (options.output ? endings[extname(options.output).toLowerCase()] : undefined) ?? "text";
  if (options.cycles && format !== "text" && format !== "json") throw bad("--cycles", `is a list, not --${format}`);
  return format;
}

function wholeNumber(option: string, text: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw bad(option, `"${text}" is no whole number from 1`);
  return value;
}

const bad = (option: string, reason: string) => fail("bad-option", { option, reason, command: "graph" });

async function write(face: Face, output: string | undefined, pieces: Iterable<string>): Promise<void> {
  if (output !== undefined && output !== "-") return writeWhole(output, pieces);
  const out = openPipe(face.stdout);
  for (const piece of pieces) {
    if (out.closed) return;
    await out.write(piece);
  }
}
