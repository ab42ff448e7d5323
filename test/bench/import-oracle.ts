import { basename, join } from "node:path";
import ts from "typescript";
import { link } from "../../src/graph/link.js";
import type { FileFacts } from "../../src/syntax/facts.js";
import { languageOf, languages } from "../../src/syntax/languages.js";
import { loadParser, textFacts } from "../../src/syntax/parse.js";
import { type CompilerProject, openProject } from "./compiler-project.js";

/**
 * Compares v4's import edges of TypeScript and JavaScript with the compiler's own answers: npm run bench -- import-oracle DIR [--verbose]
 *
 * For every import of every tracked file (static, re-export, import =, dynamic, require, import types, JSDoc import types in
 * JavaScript) ts.resolveModuleName is asked with the options of the file's project. The compiler sees the tracked files only, and
 * the packages of the workspace as links in node_modules, as an installation would put them. An edge is (from, specifier, to).
 *
 * Printed apart, because the compiler has no answer to compare with: edges to files that are no modules to it (`./a.vue`), and
 * edges to the sources of a workspace package whose entry has to be built first.
 */
export default async function importOracle(args: string[]): Promise<void> {
  const project = openProject(args.find((arg) => !arg.startsWith("--")) ?? ".", { installed: false });
  const { root, paths } = project;
  const theirs = compilerEdges(project);
  const { edges: ours, linkMs, imports } = await ownEdges(project);
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
    `${basename(root)}: ${[...paths].filter(isScript).length} files, ${imports} imports, linked in ${linkMs.toFixed(0)} ms`,
  );
  console.log(`  edges: compiler ${theirs.size}, v4 ${ours.size}, the same ${right}`);
  console.log(
    `  precision ${ratio(right, right + wrong.length)}  recall ${ratio(right, theirs.size)}  (where the compiler answers)`,
  );
  console.log(
    `  precision ${ratio(right, right + wrong.length + unanswered.length)} when edges without its answer count as wrong`,
  );
  console.log(
    `  apart: ${assets.length} to files of other kinds, ${unanswered.length} where the compiler finds nothing`,
  );
  if (args.includes("--verbose")) {
    for (const [title, list] of Object.entries({ missing, wrong, unanswered, assets })) {
      for (const edge of list) console.log(`  ${title}: ${edge}`);
    }
  }
}

const isScript = (path: string) => languages.get(languageOf(path)?.name ?? "")?.resolution === "relative-path";

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

function compilerEdges({ root, paths, host, read, real, configOf }: CompilerProject): Set<string> {
  const caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();
  const edges = new Set<string>();
  for (const path of paths) {
    if (!isScript(path)) continue;
    const { options } = configOf(path);
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

async function ownEdges({
  paths,
  read,
}: CompilerProject): Promise<{ edges: Set<string>; linkMs: number; imports: number }> {
  const parser = await loadParser();
  await parser.prepare([...paths]);
  const files = new Map<string, FileFacts>();
  for (const path of paths) {
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
