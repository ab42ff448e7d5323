import { relative, resolve, sep } from "node:path";
import { Command } from "commander";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { checkName } from "../memory/check.js";
import { type Declaration, declarationsOf } from "../memory/declarations.js";
import { keepTable, keptTable } from "../memory/keep.js";
import { learnNames } from "../memory/learn.js";
import { rulesOf } from "../memory/rules.js";
import type { CountTable } from "../memory/table.js";
import { namesDocument } from "../output/contract.js";
import { count } from "../output/figures.js";
import { decisionLines, ruleLines } from "../output/name-lines.js";
import type { RepoFile } from "../repo/list.js";
import { type Face, type GlobalOptions, printAside, printResult, processFace } from "./face.js";
import { namedFile } from "./named-file.js";
import { openIndex } from "./open-index.js";

/** `v4 memory …`, to be added to the program. */
export function memoryCommand(): Command {
  const memory = new Command("memory").description(
    "how names are chosen in this repository, learned from its own code",
  );
  const started = (command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    return { face: processFace(options), cwd: options.cwd ?? process.cwd() };
  };
  memory
    .command("learn")
    .description("learn from the names that are in the repository now")
    .action(async (_options, command: Command) => {
      const { face, cwd } = started(command);
      await learn(cwd, face);
    });
  memory
    .command("check")
    .argument("[files...]", "files and folders to judge; without them the whole repository")
    .option("--all", "judge the whole repository, as without files")
    .description("names that are not as the repository's other names are, each with the rule and a suggestion")
    .action(async (files: string[], _options, command: Command) => {
      const { face, cwd } = started(command);
      process.exitCode = await check(cwd, face, files);
    });
  memory
    .command("show")
    .option("--in <folder>", "only what holds for the files of this folder")
    .description("the rules of letter case that were learned, each with its evidence, examples and exceptions")
    .action(async (options: { in?: string }, command: Command) => {
      const { face, cwd } = started(command);
      await show(cwd, face, options.in);
    });
  return memory.addHelpText(
    "after",
    `
Counts of names, in tables after the Engram paper: no model is asked and no weights change. A rule speaks only where enough
names of the same kind, role and folder agree.

Examples:
  v4 memory learn                        once, and again when conventions have changed
  v4 memory check                        what does not fit, with a suggested name
  v4 memory show --in src/hooks          the rules for this folder
  v4 memory check src/a.ts --json        every decision, for programs

Exit status of check: 0 all names fit, 1 some do not, 2 it could not do its work.`,
  );
}

async function learn(cwd: string, face: Face): Promise<void> {
  const index = await openIndex(cwd, face);
  try {
    const declarations = allDeclarations(index);
    keepTable(index.repository.root, learnNames(declarations));
    const files = new Set(declarations.map(({ file }) => file)).size;
    const document = { declarations: declarations.length, files };
    await printResult(face, document, () => [
      `learned from ${count(declarations.length)} names in ${count(files)} file${files === 1 ? "" : "s"}; \`v4 memory check\` judges by them`,
    ]);
  } finally {
    await index.close();
  }
}

/** Prints what breaks a rule, or every decision as JSON; gives the exit status. */
async function check(cwd: string, face: Face, named: string[]): Promise<number> {
  const index = await openIndex(cwd, face);
  try {
    const { root } = index.repository;
    const byPath = new Map(index.files.map((file) => [file.path, file]));
    const files = named.length > 0 ? named.flatMap((name) => namedFiles(byPath, root, cwd, name)) : [...byPath.keys()];
    const table = keptTable(root) ?? (await learnFirst(index, face));
    const decisions = files
      .flatMap((path) => declarationsOf(path, index.facts(byPath.get(path)!)))
      .map((declaration) => checkName(table, declaration));
    const broken = decisions.filter(({ ok }) => !ok);
    await printResult(face, face.json ? namesDocument.parse({ decisions }) : null, () => [
      ...decisionLines(broken, decisions.length, face),
    ]);
    return broken.length > 0 ? 1 : 0;
  } finally {
    await index.close();
  }
}

/** Prints the rules that speak about the names there are now. */
async function show(cwd: string, face: Face, folder: string | undefined): Promise<void> {
  const index = await openIndex(cwd, face);
  try {
    const { root } = index.repository;
    const table = keptTable(root) ?? (await learnFirst(index, face));
    const byPath = new Map(index.files.map((file) => [file.path, file]));
    const shown = folder === undefined ? null : new Set(namedFiles(byPath, root, cwd, folder));
    const declarations = allDeclarations(index).filter(({ file }) => shown === null || shown.has(file));
    const rules = rulesOf(table, declarations);
    await printResult(face, { rules }, () => [...ruleLines(rules, face)]);
  } finally {
    await index.close();
  }
}

/** A file that a person named, or the files of a folder. Throws not-in-graph. */
function namedFiles(files: ReadonlyMap<string, RepoFile>, root: string, cwd: string, named: string): string[] {
  const folder = relative(root, resolve(cwd, named)).split(sep).join("/");
  const below = [...files.keys()].filter((path) => folder === "" || path.startsWith(`${folder}/`));
  return below.length > 0 ? below : [namedFile(files, root, cwd, named)];
}

async function learnFirst(index: RepositoryIndex, face: Face): Promise<CountTable> {
  await printAside(face, "note: nothing was learned here before; learning from the code as it is (`v4 memory learn`)");
  const table = learnNames(allDeclarations(index));
  keepTable(index.repository.root, table);
  return table;
}

function allDeclarations(index: RepositoryIndex): Declaration[] {
  return index.files.flatMap((file) => declarationsOf(file.path, index.facts(file)));
}
