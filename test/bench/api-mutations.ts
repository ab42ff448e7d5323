import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";
import { type Mutant, type MutationKind, mutantsOf, mutationKinds } from "./api-mutants.js";

/**
 * Breaks exported functions and interfaces of a repository on purpose and compares what `v4 api` says with what the TypeScript compiler says:
 *
 *   npm run bench -- api-mutations DIR [--count 30] [--seed 1] [--bin dist/cli.js] [--verbose]
 *
 * For each kind `count` declarations are changed at once in a copy. A site is a line of another file on which the compiler reports an error
 * that it did not report before; a row of v4 counts as right when it stands on such a line. Rows that v4 gives for the unchanged repository
 * are taken out, and counted. Times are of whole processes for v4, of type checking alone for the compiler.
 */
export default async function apiMutations(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      count: { type: "string", default: "30" },
      seed: { type: "string", default: "1" },
      bin: { type: "string", default: "dist/cli.js" },
      verbose: { type: "boolean" },
    },
  });
  const source = resolve(positionals[0] ?? ".");
  const bin = resolve(values.bin);
  const box = mkdtempSync(join(tmpdir(), "v4-mutations-"));
  const root = join(box, "copy");
  try {
    execFileSync("git", ["clone", "--quiet", "--local", source, root]);
    const { options, files } = projectOf(root);
    const started = performance.now();
    const before = ts.createProgram({ rootNames: files, options });
    const known = new Set(errorsOf(before, root).map(keyOf));
    const compilerMs = performance.now() - started;
    const own = apiOf(bin, root);
    const lines = files.reduce((sum, file) => sum + readFileSync(file, "utf8").split("\n").length, 0);
    console.log(
      `${files.length} files, ${lines} lines; the compiler took ${(compilerMs / 1000).toFixed(1)} s; unchanged: ${own.rows.size} rows of v4, ${((own.rows.size / lines) * 100_000).toFixed(2)} in 100,000 lines`,
    );
    for (const kind of mutationKinds) {
      const mutants = mutantsOf(before, root, kind, Number(values.count), Number(values.seed));
      score(kind, mutants, {
        root,
        bin,
        before,
        known,
        own: own.rows,
        options,
        files,
        compilerMs,
        verbose: values.verbose === true,
      });
    }
  } finally {
    rmSync(box, { recursive: true, force: true });
  }
}

interface Around {
  root: string;
  bin: string;
  before: ts.Program;
  known: ReadonlySet<string>;
  own: ReadonlySet<string>;
  options: ts.CompilerOptions;
  files: string[];
  compilerMs: number;
  verbose: boolean;
}

function score(kind: MutationKind, mutants: readonly Mutant[], around: Around): void {
  const { root, bin, before, known, own, options, files } = around;
  const changed = new Map<string, string>();
  for (const { file, at, remove, insert } of [...mutants].sort((a, b) => b.at - a.at)) {
    const text = changed.get(file) ?? readFileSync(file, "utf8");
    changed.set(file, text.slice(0, at) + insert + text.slice(at + remove));
  }
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) => {
    const text = changed.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    return before.getSourceFile(path) ?? getSourceFile.call(host, path, ...rest);
  };
  const after = ts.createProgram({ rootNames: files, options, host, oldProgram: before });
  const own_ = new Set([...changed.keys()].map((file) => relative(root, file)));
  const truth = new Set(
    errorsOf(after, root).flatMap((error) =>
      known.has(keyOf(error)) || own_.has(error.file) ? [] : [`${error.file}:${error.line}`],
    ),
  );
  const originals = new Map([...changed.keys()].map((file) => [file, readFileSync(file, "utf8")]));
  for (const [file, text] of changed) writeFileSync(file, text);
  const { rows, ms } = apiOf(bin, root);
  for (const [file, text] of originals) writeFileSync(file, text);
  const found = new Set([...rows].filter((row) => !own.has(row) && !own_.has(row.slice(0, row.lastIndexOf(":")))));
  const right = [...found].filter((row) => truth.has(row));
  const missed = [...truth].filter((row) => !found.has(row));
  const percent = (part: number, whole: number) => (whole === 0 ? "-" : `${((part / whole) * 100).toFixed(1)} %`);
  console.log(
    `${kind.padEnd(14)} ${mutants.length} changes, ${truth.size} sites: found ${percent(right.length, truth.size)}, false ${percent(found.size - right.length, found.size)}; v4 ${(ms / 1000).toFixed(2)} s, ${(around.compilerMs / ms).toFixed(1)} times faster`,
  );
  if (!around.verbose) return;
  for (const row of missed.slice(0, 20)) console.log(`  missed ${row}  ${lineAt(root, row)}`);
  for (const row of [...found].filter((one) => !truth.has(one)).slice(0, 20))
    console.log(`  false ${row}  ${lineAt(root, row)}`);
}

function lineAt(root: string, row: string): string {
  const colon = row.lastIndexOf(":");
  return (readFileSync(join(root, row.slice(0, colon)), "utf8").split("\n")[Number(row.slice(colon + 1)) - 1] ?? "")
    .trim()
    .slice(0, 100);
}

/** All files that the configurations of the root include, with the options of the first. */
function projectOf(root: string): { options: ts.CompilerOptions; files: string[] } {
  const path = join(root, "tsconfig.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, root);
  const tracked = execFileSync("git", ["ls-files", "-z", "*.ts", "*.tsx", "*.mts", "*.cts"], {
    cwd: root,
    encoding: "utf8",
  });
  const files =
    parsed.fileNames.length > 0
      ? parsed.fileNames
      : tracked
          .split("\0")
          .filter(Boolean)
          .map((file) => join(root, file));
  return {
    options: { ...parsed.options, noEmit: true, skipLibCheck: true, composite: false, incremental: false },
    files,
  };
}

interface CompilerError {
  file: string;
  line: number;
  code: number;
  text: string;
}

function errorsOf(program: ts.Program, root: string): CompilerError[] {
  return program.getSemanticDiagnostics().flatMap(({ file, start, code, messageText }) => {
    if (!file || start === undefined) return [];
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return [
      { file: relative(root, file.fileName), line, code, text: ts.flattenDiagnosticMessageText(messageText, " ") },
    ];
  });
}

const keyOf = ({ file, line, code }: CompilerError) => `${file}:${line} ${code}`;

function apiOf(bin: string, root: string): { rows: Set<string>; ms: number } {
  const started = performance.now();
  const { stdout } = spawnSync(process.execPath, [bin, "api", "--json", "--quiet"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const ms = performance.now() - started;
  const { problems } = JSON.parse(stdout) as { problems: { file: string; line: number }[] };
  return { rows: new Set(problems.map(({ file, line }) => `${file}:${line}`)), ms };
}
