import picomatch from "picomatch";
import { type Probe, sourceOf } from "../graph/resolve-file.js";
import { inFolder, join, objectOf, type Tree, textsOf } from "../graph/resolve-tree.js";
import { projectFinder } from "../graph/resolve-tsconfig.js";
import { isTest } from "../syntax/languages.js";
import { lineOf } from "./ecosystem.js";
import type { NpmManifest } from "./npm-manifest.js";
import type { Entry, MissingEntry } from "./project.js";

const codeEnding = /\.(d\.)?[cm]?[jt]sx?$/;

const fields = [
  "main",
  "module",
  "browser",
  "types",
  "typings",
  "source",
  "unpkg",
  "jsdelivr",
  "react-native",
  "es2015",
];

/** What a package has as its entry when it says nothing: the names that people and tools start from. */
const usual = /^(src\/)?(index|main|cli)\.[cm]?[jt]sx?$/;

/** Leads a path that a manifest names to the file it is, or to the source it is built from. */
export type SourceFinder = (path: string, home: string) => string | null;

export function sourceFinder(tree: Tree): SourceFinder {
  const projectOf = projectFinder(tree, () => null);
  const probe: Probe = { tree, suffixes: [""], implicit: true };
  return (path, home) => {
    if (tree.has(path)) return path;
    for (const ending of ["", ".js", ".ts", ".json"]) if (tree.has(path + ending)) return path + ending;
    const replaced = replacedExtension(tree, path);
    if (replaced !== null) return replaced;
    const index = ["index.js", "index.ts", "index.mjs", "index.tsx"].map((name) => join(path, name)!).find(tree.has);
    return (
      index ?? sourceOf(probe, path, home, projectOf(join(home, "src/index.ts")!)) ?? builtFromStem(tree, path, home)
    );
  };
}

/** `index.js` that is compiled in place from `index.ts`. */
function replacedExtension(tree: Tree, path: string): string | null {
  const stem = path.replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
  if (stem === path) return null;
  return [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"].map((e) => stem + e).find(tree.has) ?? null;
}

/** `dist/vue.runtime.esm-bundler.js` of a package whose one source is src/index.ts: a bundle that has another name than its source. */
function builtFromStem(tree: Tree, path: string, home: string): string | null {
  const inside = home === "" ? path : path.slice(home.length + 1);
  if (!/^(dist|build|lib|out|output|es|esm|cjs|umd|bundles?)\//.test(inside)) return null;
  return (
    ["src/index", "index", "src/main", "lib/index"]
      .flatMap((stem) => [".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs"].map((ending) => join(home, stem + ending)!))
      .find(tree.has) ?? null
  );
}

/** The files by which a package is entered, from the fields of its package.json. */
export function packageEntries(
  manifest: NpmManifest,
  tree: Tree,
  find: SourceFinder,
): { entries: Entry[]; missing: MissingEntry[] } {
  const { json, folder, path: at, text } = manifest;
  const entries: Entry[] = [];
  const missing: MissingEntry[] = [];
  const published =
    textsOf(json.files).length > 0 ? new Set(publishedFiles(manifest, tree).map(({ file }) => file)) : null;
  // `"./*": "./*"` hands out all that is published, and no test is.
  const isHandedOut = (file: string) => (published?.has(file) ?? !isTest(file)) || !tree.has(file);
  const add = (written: string, why: string) => {
    if (/\*/.test(written)) {
      for (const file of matchingSources(tree, folder, written).filter(isHandedOut))
        entries.push({ file, why, role: "production" });
      return;
    }
    const path = join(folder, written.replace(/^\/+/, ""));
    if (path === null || written === "") return;
    const file = find(path === folder ? join(folder, "index.js")! : path, folder);
    if (file !== null) entries.push({ file, why, role: "production" });
    else if (!/\.(json|css|scss|node|wasm)$/.test(written))
      missing.push({ manifest: at, line: lineOf(text, JSON.stringify(written)), path: written, why });
  };
  for (const field of fields) {
    const value = json[field];
    for (const written of typeof value === "string" ? [value] : Object.values(objectOf(value) ?? {}))
      if (typeof written === "string") add(written, `"${field}" of ${at}`);
  }
  const { bin, exports } = json;
  for (const written of typeof bin === "string" ? [bin] : Object.values(objectOf(bin) ?? {}))
    if (typeof written === "string") add(written, `"bin" of ${at}`);
  for (const written of leaves(exports)) add(written, `"exports" of ${at}`);
  const prefix = folder === "" ? "" : `${folder}/`;
  if (entries.length === 0) entries.push(...publishedFiles(manifest, tree));
  for (const directory of ["", "src"])
    for (const file of tree.filesIn(join(folder, directory)!))
      if (usual.test(file.slice(prefix.length)))
        entries.push({ file, why: `the usual entry of ${at}`, role: "production" });
  return { entries, missing };
}

/** A package that names no entry, but files: others use each by its path. */
function publishedFiles({ json, folder, path: at }: NpmManifest, tree: Tree): Entry[] {
  const globs = textsOf(json.files);
  const own = globs.filter((glob) => !glob.startsWith("!"));
  if (own.length === 0) return [];
  const under = (glob: string) =>
    [join(folder, glob), join(folder, `${glob}/**`)].filter((path) => path !== null && path !== "");
  const isPublished = picomatch(own.flatMap(under) as string[], {
    ignore: globs.flatMap((glob) => (glob.startsWith("!") ? (under(glob.slice(1)) as string[]) : [])),
  });
  return filesBelow(tree, folder).flatMap((file) =>
    isPublished(file) && codeEnding.test(file) && !/(^|\/)package\.json$/.test(file)
      ? [{ file, why: `"files" of ${at} publishes it`, role: "production" as const }]
      : [],
  );
}

function leaves(target: unknown): string[] {
  if (typeof target === "string") return [target];
  if (Array.isArray(target)) return target.flatMap(leaves);
  return Object.values(objectOf(target) ?? {}).flatMap(leaves);
}

/** `./dist/*.js`, `./features/*`: the files, or the sources of what the folder is built from. */
function matchingSources(tree: Tree, folder: string, written: string): string[] {
  const path = join(folder, written);
  if (path === null) return [];
  const stem = path.replace(codeEnding, "");
  const stems = [stem];
  const first = stem.slice(folder === "" ? 0 : folder.length + 1).split("/");
  if (first.length > 1)
    for (const source of ["src", "lib"]) stems.push(join(folder, [source, ...first.slice(1)].join("/"))!);
  for (const one of stems) {
    const isMatch = picomatch([`${one}.{js,jsx,ts,tsx,mjs,cjs,mts,cts,vue,svelte,astro}`, one.replace(/\*$/, "**/*")]);
    const found = filesBelow(tree, folder).filter(
      (file) => isMatch(file) && /\.([cm]?[jt]sx?|vue|svelte|astro)$/.test(file),
    );
    if (found.length > 0) return found;
  }
  return [];
}

const below = new WeakMap<Tree, Map<string, string[]>>();

/** All paths below a folder. */
export function filesBelow(tree: Tree, folder: string): string[] {
  let known = below.get(tree);
  if (!known) {
    known = new Map();
    below.set(tree, known);
  }
  let files = known.get(folder);
  if (!files) {
    files = tree.all().filter((path) => inFolder(path, folder) && !/(^|\/)node_modules\//.test(path));
    known.set(folder, files);
  }
  return files;
}
