import { posix } from "node:path";
import picomatch from "picomatch";
import type { Graph } from "../../graph/graph.js";
import { folderOf, join } from "../../graph/resolve-tree.js";

/** A file that code leads to by a string instead of an import: a worker, a path for `require.resolve`, a glob of a loader. */
export interface Load {
  to: string;
  line: number;
}

/** A relative path as a string of its own. What names an existing file so is taken as a use of it, whatever the code does with it. */
const relativePath = /(["'`])(\.{1,2}\/[^"'`\n$]*)\1/g;
/** Folders and names put together: `path.join(__dirname, "workers", "a.js")`, `new URL("a.js", import.meta.url)`. */
const joined = /(?:__dirname|import\.meta\.dirname)\s*,\s*((?:["'][^"'\n]*["']\s*,?\s*)+)\)/g;
/** `__dirname + "/entity/*{.js,.ts}"` and the same within a template: a path or a glob. */
const concatenated =
  /(?:(?:__dirname|import\.meta\.dirname)\s*\+\s*["'`]|\$\{(?:__dirname|import\.meta\.dirname)\})\/([^"'`\n$]+)/g;
const besideUrl = /new URL\(\s*(["'`])([^"'`\n$]+)\1\s*,\s*import\.meta\.url/g;
/** Globs that a bundler takes literally, one or a list, and folders that webpack looks through. */
const globs = /import\.meta\.(?:glob|globEager)\w*\s*(?:<[^>]*>)?\(\s*(\[[^\]]*\]|["'`][^"'`\n]+["'`])/g;
const contexts = /require\.context\(\s*["'`]([^"'`\n]+)["'`]/g;
/** A specifier with holes, `import(`./pages/${name}.js`)`: any file that fits may be meant. */
const template = /\b(?:import|require)\(\s*`(\.{1,2}\/[^`]*\$\{[^`]*)`/g;

const text = /["'`]([^"'`\n]*)["'`]/g;
const endings = [
  "",
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".mts",
  ".cts",
  ".vue",
  ".svelte",
  ".astro",
  "/index.ts",
  "/index.js",
];

/** The files of the repository that a text leads to by strings. `file` is where the text stands. */
export function loadedFiles(graph: Graph, file: string, source: string): Load[] {
  const found = new Map<string, number>();
  const folder = folderOf(file);
  const add = (to: string, index: number) => {
    if (to !== file && !found.has(to)) found.set(to, index);
  };
  const addPath = (path: string, index: number) => {
    const to = fileAt(graph, join(folder, path.replace(/[?#].*$/, "")));
    if (to !== null) add(to, index);
  };
  const imported = new Set(graph.files.get(file)?.imports.map(({ specifier }) => specifier));
  for (const match of source.matchAll(relativePath)) if (!imported.has(match[2]!)) addPath(match[2]!, match.index);
  for (const match of source.matchAll(joined))
    addPath(posix.join(...[...match[1]!.matchAll(text)].map((part) => part[1]!)), match.index);
  for (const match of source.matchAll(concatenated)) {
    if (/[*{]/.test(match[1]!)) for (const to of matching(graph, folder, [`./${match[1]}`])) add(to, match.index);
    else addPath(match[1]!, match.index);
  }
  for (const match of source.matchAll(besideUrl)) addPath(match[2]!, match.index);
  for (const match of source.matchAll(globs)) {
    const patterns = [...match[1]!.matchAll(text)].map((part) => part[1]!);
    for (const to of matching(graph, folder, patterns)) add(to, match.index);
  }
  for (const match of source.matchAll(contexts))
    for (const to of matching(graph, folder, [`${match[1]}/**/*`])) add(to, match.index);
  for (const match of source.matchAll(template))
    for (const to of matching(graph, folder, fittingGlobs(match[1]!))) add(to, match.index);
  return [...found].map(([to, index]) => ({ to, line: source.slice(0, index).split("\n").length }));
}

/** `./pages/${name}.js` as globs: a hole is part of one name, and a source stands for what is built of it. */
function fittingGlobs(specifier: string): string[] {
  const glob = specifier.replace(/\$\{[^}]*\}/g, "*").replace(/\*+/g, "*");
  const stem = glob.replace(/\.[cm]?[jt]sx?$/, "");
  return stem === glob && /\.\w+$/.test(glob) ? [glob] : [`${stem}.{js,jsx,ts,tsx,mjs,cjs,mts,cts}`, glob];
}

function fileAt(graph: Graph, path: string | null): string | null {
  if (path === null) return null;
  const stem = path.replace(/\.([cm]?)jsx?$/, "");
  for (const ending of endings) if (graph.files.has(path + ending)) return path + ending;
  // `./worker.js` is written for worker.ts.
  return [".ts", ".tsx", ".mts", ".cts"].map((ending) => stem + ending).find((at) => graph.files.has(at)) ?? null;
}

function matching(graph: Graph, folder: string, patterns: string[]): string[] {
  const absolute = patterns.flatMap((pattern) => {
    const not = pattern.startsWith("!") ? "!" : "";
    const bare = pattern.slice(not.length);
    if (!/^[./]/.test(bare)) return [];
    const path = bare.startsWith("/") ? bare.slice(1) : join(folder, bare);
    return path === null ? [] : not + path;
  });
  const wanted = absolute.filter((pattern) => !pattern.startsWith("!"));
  if (wanted.length === 0) return [];
  const ignore = absolute.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const isMatch = picomatch(wanted, { ignore });
  return [...graph.files.keys()].filter((path) => isMatch(path));
}
