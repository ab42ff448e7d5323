import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ImportEdge } from "../src/graph/graph.js";
import { link } from "../src/graph/link.js";
import { packageRoot } from "../src/places.js";
import { listFiles } from "../src/repo/list.js";
import { openRepository } from "../src/repo/open.js";
import { loadParser } from "../src/syntax/parse.js";

/** Left to right: a layer may import itself and what stands before it. `output` and `terminal` come last; terminal builds on output. */
const layers = "repo syntax store graph project questions memory prompt model sandbox output terminal commands".split(
  " ",
);

/** What every layer needs: the table of errors, the places on disk, and how a file is written. */
const everywhere = ["src/errors.ts", "src/places.ts", "src/write-whole.ts"];

let edges: ImportEdge[];
const sources = new Map<string, string>();

beforeAll(async () => {
  const repository = await openRepository(packageRoot);
  const { files } = await listFiles(repository);
  const paths = files.map(({ path }) => path).filter((path) => /^src\/|^[^/]+\.json$/.test(path));
  const parser = await loadParser();
  await parser.prepare(paths);
  for (const path of paths) sources.set(path, readFileSync(join(packageRoot, path), "utf8"));
  const facts = new Map([...sources].map(([path, text]) => [path, parser.facts(path, text)]));
  edges = link({ files: facts, read: (path) => sources.get(path) ?? null }).imports.filter(({ from }) =>
    from.startsWith("src/"),
  );
});

const layerOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
const written = ({ from, to, specifier, line }: ImportEdge) => `${from}:${line} imports ${to ?? specifier}`;
const breaking = (rule: (edge: ImportEdge) => boolean) => edges.filter(rule).map(written);
const code = () => [...sources].filter(([path]) => /^src\/.*\.tsx?$/.test(path));

/** Lines of the source, comments and strings taken out, that hold what must not be there. */
function holding(pattern: RegExp, but: RegExp): string[] {
  return code().flatMap(([path, text]) =>
    but.test(path)
      ? []
      : text
          .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""))
          .split("\n")
          .flatMap((line, i) =>
            pattern.test(line.replace(/\/\/.*|"(\\.|[^"\\])*"|`[^`]*`/g, ""))
              ? [`${path}:${i + 1} ${line.trim()}`]
              : [],
          ),
  );
}

test("the graph sees every file of src and resolves every relative import", () => {
  expect(breaking(({ to, specifier }) => specifier.startsWith(".") && to === null)).toEqual([]);
  expect(new Set(edges.map(({ from }) => layerOf(from)))).toEqual(
    new Set([...layers, ...everywhere, "src/cli.ts"].filter(hasImports)),
  );
});

const hasImports = (layer: string) => edges.some(({ from }) => layerOf(from) === layer);

describe("layers", () => {
  test("repo, syntax, store, graph, questions, memory, prompt, model, sandbox, output, terminal: nothing imports what stands right of it, or facts would depend on how they are shown", () => {
    const rightwards = ({ from, to }: ImportEdge) => {
      if (to === null || everywhere.includes(to) || !to.startsWith("src/")) return false;
      const [a, b] = [layers.indexOf(layerOf(from)), layers.indexOf(layerOf(to))];
      return a >= 0 && (b < 0 || b > a);
    };
    expect(breaking(rightwards)).toEqual([]);
  });

  test("every folder of src is a layer, so that no code stands outside the order", () => {
    const folders = code().flatMap(([path]) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect([...new Set(folders)].filter((folder) => !layers.includes(folder))).toEqual([]);
  });

  test("output and model do not run each other: only commands join the stages", () => {
    const crossing = ({ from, to }: ImportEdge) =>
      to !== null && layerOf(from) === "output" && ["model", "store", "graph", "repo"].includes(layerOf(to));
    expect(breaking(crossing)).toEqual([]);
  });

  test("cli.ts knows the commands, the errors and the places and no stage, so that a command can be run without it", () => {
    const known = (to: string | null) => to === null || layerOf(to) === "commands" || everywhere.includes(to);
    expect(breaking(({ from, to }) => from === "src/cli.ts" && !known(to))).toEqual([]);
  });

  test("nobody imports cli.ts: it runs when it is imported", () => {
    expect(breaking(({ to }) => to === "src/cli.ts")).toEqual([]);
  });

  test("what stands outside the layers imports nothing of v4, so that all may use them", () => {
    const own = ({ from, to }: ImportEdge) => everywhere.includes(from) && to !== null && !everywhere.includes(to);
    expect(breaking(own)).toEqual([]);
  });

  test("the imports of src make no circle, so that every file can be read and tested before those that use it", () => {
    const next = new Map<string, string[]>();
    for (const { from, to, kind } of edges) if (to && kind !== "type") next.set(from, [...(next.get(from) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, way: string[]) => {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" -> "));
      else if (!done.has(file)) {
        for (const to of next.get(file) ?? []) visit(to, [...way, file]);
        done.add(file);
      }
    };
    for (const file of next.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe("libraries", () => {
  const only = (library: RegExp, place: RegExp) =>
    breaking(({ from, specifier, kind }) => kind !== "type" && library.test(specifier) && !place.test(from));

  test("ink and react stand in src/terminal alone: loading them costs 270 ms", () => {
    expect(only(/^(ink|react)(\/|$)/, /^src\/terminal\//)).toEqual([]);
  });

  test("only commands import the terminal, and only when it is asked for", () => {
    expect(
      breaking(
        ({ from, to, kind }) =>
          to !== null && layerOf(to) === "terminal" && layerOf(from) !== "terminal" && kind !== "dynamic",
      ),
    ).toEqual([]);
  });

  test("node-llama-cpp stands in src/model alone, and in the command that checks it", () => {
    expect(only(/^node-llama-cpp/, /^src\/(model\/|commands\/doctor)/)).toEqual([]);
  });

  test("tree-sitter stands in src/syntax alone: everyone else sees facts", () => {
    expect(only(/^(web-)?tree-sitter/, /^src\/(syntax\/|commands\/doctor)/)).toEqual([]);
  });

  test("commander stands in cli.ts and src/commands alone: options are declared once", () => {
    expect(only(/^commander/, /^src\/(cli\.ts|commands\/)/)).toEqual([]);
  });

  test("no module of the network is imported outside the sources of models: nothing else may reach it", () => {
    expect(only(/^(node:)?(https?|http2|net|tls|dgram|dns|undici)(\/|$)/, /^src\/model\/sources\//)).toEqual([]);
  });
});

describe("code", () => {
  test("fetch is called in the sources of models alone", () => {
    expect(holding(/\bfetch\(|\bWebSocket\(/, /^src\/model\/sources\//)).toEqual([]);
  });

  test("nothing but cli.ts ends the process: a library must leave that to its caller", () => {
    expect(holding(/process\.(exit|abort)\(/, /^src\/cli\.ts$/)).toEqual([]);
  });

  test("nothing writes to the console: faces write, to streams that they are given", () => {
    expect(holding(/\bconsole\./, /^$/)).toEqual([]);
  });

  test("no data file is sought beside the code: the built code stands elsewhere, and would not find it", () => {
    const seeking = code().filter(([, text]) => /new URL\([^)]*\.json\b[^)]*import\.meta\.url/.test(text));
    expect(seeking.map(([path]) => path)).toEqual([]);
  });

  test("only cli.ts and commands take the streams of the process: the rest is given some", () => {
    // The terminal asks whether the stream it was given is the process's own.
    expect(holding(/(?<!=== )process\.(stdout|stderr|stdin)\b/, /^src\/(cli\.ts|commands\/)/)).toEqual([]);
  });
});
