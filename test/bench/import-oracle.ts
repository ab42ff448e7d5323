/*
 * Compares v4's import edges of TypeScript and JavaScript with the compiler's own answers: npx tsx test/bench/import-oracle.ts DIR
 *
 * For every import of every tracked file (static, re-export, import =, dynamic, require, import types, JSDoc import types in
 * JavaScript) ts.resolveModuleName is asked with the options of the file's project. The compiler sees the tracked files only, and
 * the packages of the workspace as links in node_modules, as an installation would put them. An edge is (from, specifier, to).
 *
 * Printed apart, because the compiler has no answer to compare with: edges to files that are no modules to it (`./a.vue`), and
 * edges to the sources of a workspace package whose entry has to be built first.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import picomatch from "picomatch";
import ts from "typescript";
import { parse as parseYaml } from "yaml";
import { link } from "../../src/graph/link.js";
import type { FileFacts } from "../../src/syntax/facts.js";
import { languageOf, languages } from "../../src/syntax/languages.js";
import { loadParser, textFacts } from "../../src/syntax/parse.js";

const root = resolve(process.argv[2] ?? ".");
const verbose = process.argv.includes("--verbose");
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 })
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));
const paths = new Set(tracked);
const read = (path: string) => readFileSync(join(root, path), "utf8");
const isScript = (path: string) => languages.get(languageOf(path)?.name ?? "")?.resolution === "relative-path";

const folders = new Set<string>();
for (const path of tracked) for (let at = dirname(path); !folders.has(at); at = dirname(at)) folders.add(at);

/** Workspace packages, as the package manager would link them into the root's node_modules. */
function workspacePackages(): Map<string, string> {
  const globs: string[] = [];
  const manifest = paths.has("package.json") ? JSON.parse(read("package.json")) : {};
  globs.push(...(Array.isArray(manifest.workspaces) ? manifest.workspaces : (manifest.workspaces?.packages ?? [])));
  if (paths.has("pnpm-workspace.yaml")) globs.push(...(parseYaml(read("pnpm-workspace.yaml"))?.packages ?? []));
  const wanted = picomatch(
    globs.filter((glob) => !glob.startsWith("!")),
    { ignore: globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)) },
  );
  const found = new Map<string, string>();
  for (const path of tracked) {
    if (basename(path) !== "package.json" || !wanted(dirname(path))) continue;
    const name = JSON.parse(read(path)).name;
    if (name && !found.has(name)) found.set(name, dirname(path));
  }
  return found;
}

const packages = workspacePackages();

/** A path as the compiler asks for it, with links followed, from the root; null when it lies outside. */
function real(path: string): string | null {
  const inside = relative(root, path);
  if (inside.startsWith("..")) return null;
  const [, name, rest] = /^node_modules\/((?:@[^/]+\/)?[^/]+)(.*)$/.exec(inside) ?? [];
  if (name === undefined || rest === undefined || !name.includes("/") === name.startsWith("@"))
    return inside === "" ? "." : inside;
  const home = packages.get(name);
  return home === undefined ? null : home + rest;
}

const host: ts.ModuleResolutionHost & ts.ParseConfigHost = {
  useCaseSensitiveFileNames: true,
  fileExists: (path) => paths.has(real(path) ?? ""),
  directoryExists: (path) => {
    const at = real(path);
    if (at === "node_modules") return packages.size > 0;
    const scope = /^node_modules\/(@[^/]+)$/.exec(at ?? "")?.[1];
    if (scope !== undefined) return [...packages.keys()].some((name) => name.startsWith(`${scope}/`));
    return at !== null && folders.has(at);
  },
  readFile: (path) => (paths.has(real(path) ?? "") ? read(real(path)!) : undefined),
  realpath: (path) => join(root, real(path) ?? relative(root, path)),
  getCurrentDirectory: () => root,
  readDirectory: (folder, extensions, excludes, includes, depth) =>
    ts.sys
      .readDirectory(folder, extensions, excludes, includes, depth)
      .filter((path) => paths.has(relative(root, path))),
};

interface Project {
  options: ts.CompilerOptions;
  files: Set<string>;
  references: string[];
  empty: boolean;
}
const projects = new Map<string, Project>();
function project(file: string): Project {
  let known = projects.get(file);
  if (!known) {
    const { config } = ts.readConfigFile(file, (path) => host.readFile(path));
    const parsed = ts.parseJsonConfigFileContent(config ?? {}, host, dirname(file), {}, file, undefined, [
      { extension: ".js", isMixedContent: false, scriptKind: ts.ScriptKind.JS },
    ]);
    known = {
      options: parsed.options,
      files: new Set(parsed.fileNames.map((path) => relative(root, path))),
      references: (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference)),
      empty: Array.isArray(config?.files) && config.files.length === 0,
    };
    projects.set(file, known);
  }
  return known;
}

function optionsOf(path: string): ts.CompilerOptions {
  let first: Project | null = null;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = ["tsconfig.json", "jsconfig.json"].map((name) => join(folder, name)).find((at) => paths.has(at));
    if (file) {
      const own = project(join(root, file));
      first ??= own;
      if (own.files.has(path)) return own.options;
      const seen = new Set<string>();
      const queue = [...own.references];
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        if (seen.has(at) || !host.fileExists(at)) continue;
        seen.add(at);
        if (project(at).files.has(path)) return project(at).options;
        queue.push(...project(at).references);
      }
      if (!own.empty) return own.options;
    }
    if (folder === ".") break;
  }
  return (
    first?.options ?? { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, allowJs: true }
  );
}

interface Site {
  specifier: string;
  node: ts.StringLiteralLike;
  required: boolean;
}

function sitesOf(source: ts.SourceFile): Site[] {
  const sites: Site[] = [];
  const add = (node: ts.Node | undefined, required = false) => {
    if (node && ts.isStringLiteralLike(node)) sites.push({ specifier: node.text, node, required });
  };
  const inScript = /\.[cm]?jsx?$/.test(source.fileName);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node))
      add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression, true);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
      else if (ts.isIdentifier(node.expression) && node.expression.text === "require") add(node.arguments[0], true);
    }
    if (inScript) for (const doc of (node as { jsDoc?: ts.Node[] }).jsDoc ?? []) ts.forEachChild(doc, visit);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

const caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();
function compilerEdges(): Set<string> {
  const edges = new Set<string>();
  for (const path of tracked.filter(isScript)) {
    const options = optionsOf(path);
    let cache = caches.get(options);
    if (!cache) {
      cache = ts.createModuleResolutionCache(root, (name) => name, options);
      caches.set(options, cache);
    }
    const full = join(root, path);
    const source = ts.createSourceFile(
      full,
      read(path),
      {
        languageVersion: ts.ScriptTarget.Latest,
        impliedNodeFormat: ts.getImpliedNodeFormatForFile(full, cache.getPackageJsonInfoCache(), host, options),
        setExternalModuleIndicator: () => {},
      } as ts.CreateSourceFileOptions,
      true,
    );
    for (const { specifier, node, required } of sitesOf(source)) {
      const mode = required ? ts.ModuleKind.CommonJS : ts.getModeForUsageLocation(source, node, options);
      const found = ts.resolveModuleName(specifier, full, options, host, cache, undefined, mode).resolvedModule;
      const to = found ? real(found.resolvedFileName) : null;
      if (to !== null && paths.has(to) && to !== path) edges.add(`${path} ${specifier} ${to}`);
    }
  }
  return edges;
}

async function ownEdges(): Promise<{ edges: Set<string>; linkMs: number; imports: number }> {
  const parser = await loadParser();
  await parser.prepare(tracked);
  const files = new Map<string, FileFacts>();
  for (const path of tracked) {
    files.set(path, languageOf(path) ? parser.facts(path, read(path)) : textFacts(""));
  }
  const started = performance.now();
  const graph = link({ files, read });
  const linkMs = performance.now() - started;
  const edges = new Set<string>();
  let imports = 0;
  for (const { from, to, specifier } of graph.imports) {
    if (!isScript(from)) continue;
    imports++;
    if (to !== null) edges.add(`${from} ${specifier} ${to}`);
  }
  return { edges, linkMs, imports };
}

const theirs = compilerEdges();
const { edges: ours, linkMs, imports } = await ownEdges();
const answered = new Set([...theirs].map((edge) => edge.slice(0, edge.lastIndexOf(" "))));
const missing = [...theirs].filter((edge) => !ours.has(edge));
const extra = [...ours].filter((edge) => !theirs.has(edge));
const wrong: string[] = [];
const assets: string[] = [];
const unanswered: string[] = [];
for (const edge of extra) {
  const [from, specifier, to] = edge.split(" ") as [string, string, string];
  if (!isScript(to)) assets.push(edge);
  else if (answered.has(`${from} ${specifier}`)) wrong.push(edge);
  else unanswered.push(edge);
}
const right = ours.size - extra.length;
const ratio = (a: number, b: number) => (b === 0 ? "-" : (a / b).toFixed(4));
console.log(
  `${basename(root)}: ${tracked.filter(isScript).length} files, ${imports} imports, linked in ${linkMs.toFixed(0)} ms`,
);
console.log(`  edges: compiler ${theirs.size}, v4 ${ours.size}, the same ${right}`);
console.log(
  `  precision ${ratio(right, right + wrong.length)}  recall ${ratio(right, theirs.size)}  (where the compiler answers)`,
);
console.log(
  `  precision ${ratio(right, right + wrong.length + unanswered.length)} when edges without its answer count as wrong`,
);
console.log(`  apart: ${assets.length} to files of other kinds, ${unanswered.length} where the compiler finds nothing`);
if (verbose) {
  for (const [title, list] of Object.entries({ missing, wrong, unanswered, assets })) {
    for (const edge of list) console.log(`  ${title}: ${edge}`);
  }
}
