import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";
import { openProject } from "./compiler-project.js";
import { namedElsewhere } from "./named-elsewhere.js";

/**
 * Asks the TypeScript compiler's reference search about every `certain` row of `v4 deadcode` that names a symbol:
 *
 *   npm run bench -- deadcode-truth DIR [--bin dist/cli.js] [--verbose]
 *
 * A row is true when every reference lies in the symbol's own file, in a file that v4 calls dead, or in a statement that only imports or
 * passes the name on. The compiler sees the tracked files, with the packages of the workspace as links. Rows of other languages are true
 * when nothing else in the repository spells their name; those that something spells are listed, to be read.
 */
export default async function deadcodeTruth(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { bin: { type: "string", default: "dist/cli.js" }, verbose: { type: "boolean" } },
  });
  const root = resolve(positionals[0] ?? ".");
  const dead = deadOf(resolve(values.bin), root);
  const certain = dead.exports.filter(({ verdict }) => verdict === "certain");
  otherLanguages(
    root,
    certain.filter(({ file }) => !ofCompiler.test(file)),
  );
  const rows = certain.filter(({ file }) => ofCompiler.test(file));
  if (rows.length === 0) return;
  const service = serviceOf(root);
  const deadFiles = new Set(dead.files.map(({ file }) => file));
  const counts = { right: 0, wrong: 0, unasked: 0 };
  for (const row of rows) {
    const users = usersOf(service, root, row);
    if (users === null) {
      counts.unasked++;
      continue;
    }
    const alive = users.filter((user) => user.file !== row.file && !deadFiles.has(user.file) && !user.isPassing);
    if (alive.length === 0) counts.right++;
    else {
      counts.wrong++;
      if (values.verbose)
        console.log(`  ${row.file}:${row.line} ${row.symbol} is used in ${alive[0]!.file}:${alive[0]!.line}`);
    }
  }
  const asked = counts.right + counts.wrong;
  console.log(
    `${asked} certain rows, ${counts.right} true: ${asked === 0 ? "-" : ((counts.right / asked) * 100).toFixed(1)} %; ${counts.unasked} not found by the compiler`,
  );
}

const ofCompiler = /\.([cm]?[jt]sx?|vue|svelte|astro)$/;

function otherLanguages(root: string, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  let nowhere = 0;
  for (const row of rows) {
    const places = namedElsewhere(root, row);
    if (places.length === 0) nowhere++;
    else {
      const [{ file, line, text }] = places as [(typeof places)[0]];
      console.log(
        `  to be read: ${row.file}:${row.line} ${row.symbol}, spelled in ${file}:${line}  ${text.slice(0, 100)}`,
      );
    }
  }
  console.log(`${rows.length} certain rows of other languages, ${nowhere} with names that stand nowhere else`);
}

interface Row {
  file: string;
  symbol: string;
  line: number;
  verdict: string;
}

function deadOf(bin: string, root: string): { files: { file: string }[]; exports: Row[] } {
  const { stdout } = spawnSync(process.execPath, [bin, "deadcode", "--json", "--quiet"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

function serviceOf(root: string): ts.LanguageService {
  const project = openProject(root, { installed: true });
  const files = [...project.paths]
    .filter((path) => /\.([cm]?[jt]s|[jt]sx)$/.test(path))
    .map((path) => join(root, path));
  const first = files.find((file) => /\/(src|lib)\//.test(file)) ?? files[0] ?? root;
  const options: ts.CompilerOptions = {
    ...project.configOf(relative(root, first)).options,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => files,
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => project.host.fileExists(path) || ts.sys.fileExists(path),
    readFile: (path) => project.host.readFile(path) ?? ts.sys.readFile(path),
    ...(project.host.directoryExists ? { directoryExists: project.host.directoryExists } : {}),
    ...(project.host.realpath ? { realpath: project.host.realpath } : {}),
  });
}

/** Who refers to a symbol; null when nothing of that name stands on its line. */
function usersOf(
  service: ts.LanguageService,
  root: string,
  { file, symbol, line }: Row,
): { file: string; line: number; isPassing: boolean }[] | null {
  const path = join(root, file);
  const text = readFileSync(path, "utf8");
  const source = service.getProgram()?.getSourceFile(path);
  if (!source) return null;
  const name = symbol.slice(symbol.lastIndexOf(".") + 1);
  const start = source.getPositionOfLineAndCharacter(line - 1, 0);
  const at = name === "default" ? text.indexOf("default", start) : indexOfWord(text, name, start);
  if (at < 0) return null;
  const found = service.findReferences(path, at);
  if (!found) return null;
  // A name that is passed on is not used where it is defined.
  const homes = new Set(found.map(({ definition }) => definition.fileName));
  return found
    .flatMap(({ references }) => references)
    .flatMap(({ fileName, textSpan, isDefinition }) => {
      if (homes.has(fileName)) return [];
      const of = service.getProgram()?.getSourceFile(fileName);
      if (!of || isDefinition) return [];
      const place = of.getLineAndCharacterOfPosition(textSpan.start).line + 1;
      return [{ file: relative(root, fileName), line: place, isPassing: passesOn(of, textSpan.start, symbol) }];
    });
}

function indexOfWord(text: string, word: string, from: number): number {
  const pattern = new RegExp(`(?<![\\w$])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w$])`, "g");
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

/** A name in `export … from`, which no user follows, or an import of the default where another export of the same value is asked about. */
function passesOn(source: ts.SourceFile, position: number, symbol: string): boolean {
  let passes = false;
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position >= node.end) return;
    if (ts.isExportDeclaration(node)) passes = true;
    const isDefault = ts.isImportClause(node) && node.name !== undefined && node.name.getStart(source) === position;
    if (isDefault && symbol !== "default") passes = true;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return passes;
}
