import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Decision } from "../../src/memory/check.js";
import type { Declaration } from "../../src/memory/declarations.js";
import type { CountTable } from "../../src/memory/table.js";
import { readRenames } from "./renames.js";

/**
 * Whether the memory of names is right, read off a repository's own history: learned a year before its last commit, it judges the
 * names that were added since. A rule that speaks is right when the added name obeys it. Then the same names in another letter case,
 * names that commits changed in spelling only, and, as a control, what another repository's memory says of these names.
 *
 *     npm run bench -- naming REPOSITORY [ANOTHER] [--misses]
 */
export default async function naming(args: string[]): Promise<void> {
  const [repository = ".", other] = args.filter((each) => !each.startsWith("--"));
  const misses = args.includes("--misses");
  const folder = mkdtempSync(join(tmpdir(), "v4-bench-"));
  // Read when the modules below are loaded.
  process.env.V4_CACHE ??= join(folder, "cache");
  try {
    const { learnNames } = await import("../../src/memory/learn.js");
    const { checkName } = await import("../../src/memory/check.js");
    const copy = copyOf(resolve(repository), folder);
    const before = await declarationsAt(copy, yearBefore(copy));
    const known = new Set(before.map(identity));
    const added = (await declarationsAt(copy, headOf(copy))).filter((each) => !known.has(identity(each)));
    const names = distinct(added.filter(({ role }) => !role.startsWith("test ")));
    const table = learnNames(before);
    console.log(`${basename(copy)}: ${before.length} names learned, ${names.length} added in a year`);
    report(table, names, checkName, misses);
    if (other !== undefined) {
      const foreign = copyOf(resolve(other), folder);
      console.log(`control, with the memory of ${basename(foreign)}:`);
      report(learnNames(await declarationsAt(foreign, headOf(foreign))), names, checkName, false);
    }
    const renames = { old: 0, flagged: 0, clean: 0 };
    for (const { commit, changes } of readRenames(copy, 40)) {
      const parent = await declarationsAt(copy, `${commit}^`);
      const memory = learnNames(parent);
      const after = await declarationsAt(copy, commit);
      for (const { file, from, to } of changes) {
        const old = parent.find((each) => each.file === file && each.name === from);
        const renamed = after.find((each) => each.file === file && each.name === to);
        if (!old || !renamed || old.kind !== renamed.kind) continue;
        renames.old++;
        const flagged = !checkName(memory, old).ok;
        const clean = checkName(memory, renamed).ok;
        if (flagged) renames.flagged++;
        if (clean) renames.clean++;
        if (!misses) continue;
        const rule = checkName(memory, flagged && !clean ? renamed : old).rule ?? "no rule";
        console.log(
          `  ${from} -> ${to}${flagged ? "" : "  missed"}${clean ? "" : "  new name flagged"}  ${old.role}: ${rule}`,
        );
      }
    }
    console.log(`renames in spelling only: ${renames.old}; old flagged ${renames.flagged}, new clean ${renames.clean}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Check = (table: CountTable, declaration: Declaration) => Decision;

function report(table: CountTable, names: Declaration[], check: Check, misses: boolean): void {
  const decisions = names.map((each) => check(table, each));
  const fired = decisions.filter(({ rule }) => rule !== null);
  const beyond = decisions.filter(({ rule }) => beyondCase(rule));
  const mutants = names.flatMap((each) => mutated(each));
  const caught = mutants.filter((each) => !check(table, each).ok);
  const right = (of: Decision[]) => share(of.filter(({ ok }) => ok).length, of.length);
  console.log(`  any rule: coverage ${share(fired.length, names.length)}, precision ${right(fired)}`);
  console.log(`  beyond letter case: speaks on ${share(beyond.length, names.length)}, right ${right(beyond)}`);
  console.log(`  names in another case: ${mutants.length}, flagged ${share(caught.length, mutants.length)}`);
  if (!misses) return;
  for (const { file, line, name, rule, suggestion } of fired.filter(({ ok }) => !ok))
    console.log(`  ${file}:${line} ${name} -> ${suggestion}  ${rule}`);
}

/** Whether a rule is spoken of that is not one of letter case. */
const beyondCase = (rule: string | null) => rule?.split("; ").some((each) => !/ names are /.test(each)) ?? false;

const share = (part: number, all: number) => (all === 0 ? "-" : `${((100 * part) / all).toFixed(1)} %`);

/** The same words in a case that breaks the present one; nothing for a name of one word. */
function mutated(declaration: Declaration): Declaration[] {
  const mark = /^[_$#]*/.exec(declaration.name)![0];
  const core = declaration.name.slice(mark.length);
  const words = core
    .match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+/gu)
    ?.map((word) => word.toLowerCase());
  if (!words || words.length < 2) return [];
  const [first, ...rest] = words;
  const camel = rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return [{ ...declaration, name: mark + (core.includes("_") ? first + camel : words.join("_")) }];
}

const identity = ({ name, kind, container }: Declaration) => `${kind} ${container} ${name}`;

function distinct(declarations: Declaration[]): Declaration[] {
  return [...new Map(declarations.map((each) => [`${each.file} ${identity(each)}`, each])).values()];
}

function copyOf(repository: string, folder: string): string {
  const copy = join(
    folder,
    basename(repository === resolve(".") ? repository : repository.replace(/\/(repo|\.git)$/, "")),
  );
  execFileSync("git", ["clone", "-q", "--shared", "--no-checkout", repository, copy]);
  return copy;
}

const headOf = (copy: string) => git(copy, "rev-parse", "origin/HEAD");

function yearBefore(copy: string): string {
  const last = Number(git(copy, "log", "-1", "--format=%ct", "origin/HEAD"));
  return git(copy, "rev-list", "-1", "--first-parent", `--before=${last - 365 * 86400}`, "origin/HEAD");
}

function git(copy: string, ...args: string[]): string {
  return execFileSync("git", ["-C", copy, ...args], { encoding: "utf8", maxBuffer: 1 << 30 }).trim();
}

async function declarationsAt(copy: string, commit: string): Promise<Declaration[]> {
  const { openRepository } = await import("../../src/repo/open.js");
  const { indexRepository } = await import("../../src/graph/index-repository.js");
  const { declarationsOf } = await import("../../src/memory/declarations.js");
  for (const name of readdirSync(copy)) if (name !== ".git") rmSync(join(copy, name), { recursive: true, force: true });
  git(copy, "read-tree", commit);
  // Exits with 1 where a blob is missing, as large ones are in a partial clone, after writing all others.
  spawnSync("git", ["-C", copy, "checkout-index", "-q", "-f", "-a"], { stdio: "ignore" });
  const index = await indexRepository(await openRepository(copy));
  const declarations = index.files.flatMap((file) => declarationsOf(file.path, index.facts(file)));
  await index.close();
  return declarations;
}
