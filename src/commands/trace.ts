import { Command } from "commander";
import { openPipe } from "../output/pipe.js";
import type { Wanted } from "../questions/trace.js";
import { type Face, type GlobalOptions, processFace } from "./face.js";
import { openIndex } from "./open-index.js";

/** `v4 trace`, to be added to the program. */
export function traceCommand(): Command {
  return new Command("trace")
    .description("where a symbol is defined, everything that refers to it, and the types above and below it")
    .argument("<symbol or place>", "a name, Class.member, or FILE:LINE")
    .action(async (symbol: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await traceSymbol(symbol, options.cwd ?? process.cwd(), processFace(options));
    })
    .addHelpText(
      "after",
      `
A name that several symbols have is traced for all of them; Class.member or FILE:LINE names one. At a line that defines
nothing, what is used there is traced, or else the definition around it.
"inferred": a type on the way was read off a value. "by name only": nothing but the name fits, so look before you trust it.
"via" shows the files that pass a name on, from the one that is imported to the one that defines it.

Examples:
  v4 trace openRepository
  v4 trace Store.write
  v4 trace src/graph/link.ts:42
  v4 trace --json openRepository | jq -r '.references[].from | "\\(.file):\\(.line)"'`,
    );
}

/** Traces a symbol and prints what was found. */
async function traceSymbol(symbol: string, cwd: string, face: Face): Promise<void> {
  const index = await openIndex(cwd, face);
  try {
    const { wholeGraph } = await import("./whole-graph.js");
    const { trace } = await import("../questions/trace.js");
    const { graph, ...references } = await wholeGraph(index);
    const traced = trace(graph, references, await wantedOf(symbol, graph.files, index.repository.root, cwd));
    const out = openPipe(face.stdout);
    if (face.json) {
      const { traceDocument } = await import("../output/contract.js");
      const { jsonPieces } = await import("../output/safe-json.js");
      for (const piece of jsonPieces(traceDocument.parse(traced))) await out.write(piece);
      return;
    }
    const { traceLines } = await import("../output/trace-lines.js");
    for (const line of traceLines(traced, index.text, face)) {
      if (out.closed) return;
      await out.write(`${line}\n`);
    }
  } finally {
    await index.close();
  }
}

async function wantedOf(
  symbol: string,
  files: ReadonlyMap<string, unknown>,
  root: string,
  cwd: string,
): Promise<Wanted> {
  const place = /^(.+?):(\d+)(?::\d+)?$/.exec(symbol);
  if (!place) return { name: symbol };
  const { namedFile } = await import("./named-file.js");
  return { file: namedFile(files, root, cwd, place[1]!), line: Number(place[2]) };
}
