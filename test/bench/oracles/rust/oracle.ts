/*
 * What rust-analyzer says about every name of a repository, as JSON lines on standard output.
 *
 *   rustup component add rust-analyzer rust-src
 *   npx tsx test/bench/oracles/rust/oracle.ts REPO_DIR [SCIP_FILE] > FILE
 *
 * `rust-analyzer scip`, with all features on, writes every occurrence of every symbol into a file (or SCIP_FILE was written so before).
 * A path in a `use` leads to the file of the last module in it that lies in the module before: what follows (a type, a module that
 * is re-exported there) is a name of that file, as it is with a barrel. See README.md beside this folder for the lines.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { documentsOf, type ScipDocument } from "./scip.js";
import { importedPaths, moduleNames } from "./use-trees.js";

interface Place {
  file: string;
  line: number;
}

const root = resolve(process.argv[2] ?? ".");
const documents = [...documentsOf(index(process.argv[3]))];
const definitions = new Map<string, Place[]>();
for (const { path, occurrences } of documents) {
  for (const { symbol, line, isDefinition } of occurrences) {
    if (!isDefinition || symbol.startsWith("local ")) continue;
    const known = definitions.get(symbol);
    if (known) known.push({ file: path, line: line + 1 });
    else definitions.set(symbol, [{ file: path, line: line + 1 }]);
  }
}
for (const document of documents) judge(document);

function index(saved: string | undefined): Buffer {
  if (saved) return readFileSync(saved);
  const folder = mkdtempSync(join(tmpdir(), "scip-"));
  try {
    const output = join(folder, "index.scip");
    const config = join(folder, "config.json");
    writeFileSync(config, JSON.stringify({ cargo: { features: "all" } }));
    execFileSync("rust-analyzer", ["scip", ".", "--output", output, "--config-path", config], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isModule(symbol: string): boolean {
  return symbol.endsWith("/");
}

function judge({ path, occurrences }: ScipDocument): void {
  const source = readFileSync(join(root, path), "utf8");
  const lines = source.split("\n");
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1)! + line.length + 1);
  const symbols = new Map<number, string>();
  const uses = importedPaths(source);
  const within = (offset: number) => uses.some(({ start, end }) => start <= offset && offset < end);
  const elsewhere: [number, number][] = [];
  for (const { line, column, symbol, isDefinition } of occurrences) {
    const before = Buffer.from(lines[line] ?? "")
      .subarray(0, column)
      .toString();
    const offset = starts[line]! + before.length;
    if (!isDefinition) symbols.set(offset, symbol);
    if (!/[\p{L}_]/u.test(source[offset] ?? "")) continue;
    const from = { file: path, line: line + 1, column: before.length + 1 };
    const to = isDefinition ? [] : (definitions.get(symbol) ?? []);
    const isHere = to.length === 0 || to.some(({ file }) => file === path);
    if (symbol.startsWith("local ") || (isHere && !isModule(symbol)) || to.length === 0) {
      elsewhere.push([from.line, from.column]);
      continue;
    }
    const kind = within(offset) ? "import-name" : isModule(symbol) ? "module" : "reference";
    const member = kind === "reference" ? { member: isMember(symbol) } : {};
    for (const place of to) write({ kind, from, to: place, ...member });
  }
  const modules = moduleNames(source);
  for (const { text, start } of modules) {
    const symbol = symbols.get(start);
    // Declared twice, under two conditions: one symbol, of which only the file in use is known.
    const isTwice = modules.filter((other) => other.text === text).length > 1;
    importEdges(path, lineAt(source, start), symbol === undefined || isTwice ? [] : (definitions.get(symbol) ?? []));
  }
  imports(path, source, uses, symbols);
  if (elsewhere.length > 0) write({ kind: "elsewhere", file: path, at: elsewhere });
}

/** A symbol inside a type, a trait or an implementation: `glob/Glob#new().`, `impl#[Glob]new().`, `Color#Red#`. */
function isMember(symbol: string): boolean {
  const descriptors = symbol
    .split(" ")
    .slice(4)
    .join(" ")
    .replace(/`[^`]*`/g, "");
  return descriptors.slice(0, -1).includes("#");
}

function imports(
  path: string,
  source: string,
  uses: ReturnType<typeof importedPaths>,
  symbols: Map<number, string>,
): void {
  for (const { segments, start } of uses) {
    const line = lineAt(source, segments.at(-1)!.start);
    const found = segments.map(({ text, start }) => symbols.get(start + (text.startsWith("r#") ? 2 : 0)));
    const first = found[0];
    if (first === undefined) {
      for (const at of new Set([line, lineAt(source, start)])) importEdges(path, at, []);
      continue;
    }
    if (!isModule(first)) continue;
    let target = first;
    for (const [at, symbol] of found.entries()) {
      const isUp = segments[at]!.text === "super" || segments[at]!.text === "self";
      if (at > 0 && (symbol === undefined || !(isUp || isChild(target, symbol)))) break;
      target = symbol!;
    }
    const to = definitions.get(target);
    if (to === undefined) continue;
    // Programs, tests and examples of a package bear its name too, but a name from outside always means the library.
    const isOwn = ["crate", "self", "super"].includes(segments[0]!.text);
    const library = isOwn ? undefined : to.find(({ file }) => file.endsWith("lib.rs"));
    const isUnsure = isOwn && target.endsWith(" crate/") && /(^|\/)(tests|benches|examples|bin)\//.test(path);
    importEdges(path, line, isUnsure ? [] : to.length > 1 && library ? [library] : to);
  }
}

/** `a b c util/id/` is a child of `a b c util/`, and `a b c util/` of `a b c crate/`. */
function isChild(parent: string, symbol: string): boolean {
  const home = parent.endsWith(" crate/") ? parent.slice(0, -"crate/".length) : parent;
  return symbol.startsWith(home) && /^[^/]+\/$/.test(symbol.slice(home.length));
}

/** An import that leads to no file is written as unanswered, one that may mean several crates of one name as passed. */
function importEdges(from: string, line: number, to: Place[]): void {
  if (to.length === 0) write({ kind: "import", from, to: null, line });
  const files = [...new Set(to.map(({ file }) => file))].filter((file) => file !== from);
  for (const file of files) write({ kind: "import", from, to: file, line, ...(to.length > 1 ? { passed: true } : {}) });
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line++;
  return line;
}

function write(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
