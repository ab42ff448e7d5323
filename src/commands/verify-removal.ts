import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fail } from "../errors.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { openPipe } from "../output/pipe.js";
import type { Broke } from "../output/removal-lines.js";
import { packageFile } from "../places.js";
import type { Removal } from "../questions/removal/removal-pass.js";
import { copyFile, openWorktree } from "../repo/worktree.js";
import { languageOf } from "../syntax/languages.js";
import { applyTexts } from "./apply-texts.js";
import type { Face } from "./face.js";
import { type Removed, type RemoveOptions, removalKey, removeDeadCode } from "./remove-dead-code.js";
import { type Check, type CheckResult, runCheck, tellingLine } from "./run-check.js";

interface TypeChecker extends Check {
  languages: string[];
  /** Files without which it cannot run, from the root. */
  needs: string[];
}

type Verdict = null | { check: Check; result: CheckResult };

/**
 * The part of a removal after which the type checkers and a command pass, found out in a copy of the work tree: all at once, then in halves
 * until each removal that breaks something is alone. Checkers that fail before anything is removed say nothing and are left out; the
 * command must pass. Throws verification-fails and cancelled.
 */
export async function verifiedRemoval(
  index: RepositoryIndex,
  all: Removed,
  options: RemoveOptions & { command: string },
  face: Face,
): Promise<{ removed: Removed; broke: Broke[] }> {
  const { repository } = index;
  const folders = index.files.flatMap(({ path }) =>
    /(^|\/)package\.json$/.test(path) ? [path.slice(0, -"package.json".length)] : [],
  );
  const copy = await openWorktree(repository, folders);
  const aside = openPipe(face.stderr);
  const say = async (line: string) => {
    if (!face.quiet) await aside.write(`${line}\n`);
  };
  try {
    const env = pathsOf(copy.root);
    let changed: string[] = [];
    const command: Check = { name: options.command, run: options.command };
    let checks = [...checkersFor(all, copy.root), command];
    const apply = (texts: Removed["texts"]) => {
      for (const path of changed) copyFile(repository.root, copy.root, path);
      changed = [...texts.keys()];
      applyTexts(copy.root, new Map([...texts].map(([path, { after }]) => [path, after])));
    };
    const verdict = async (texts: Removed["texts"], about: string): Promise<Verdict> => {
      apply(texts);
      for (const check of checks) {
        const began = Date.now();
        const result = await runCheck(check, copy.root, face.signal, env);
        await say(
          `${check.name} ${about}: ${result.status === 0 ? "passes" : "fails"} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
        );
        if (result.status !== 0) return { check, result };
      }
      return null;
    };
    let failure = await verdict(all.texts, `without all ${all.removed.length}`);
    if (failure === null) return { removed: all, broke: [] };
    checks = await passingBefore(
      checks,
      command,
      (check) => {
        apply(new Map());
        return runCheck(check, copy.root, face.signal, env);
      },
      say,
    );
    if (!checks.includes(failure.check)) failure = await verdict(all.texts, `without all ${all.removed.length}`);
    if (failure === null) return { removed: all, broke: [] };
    return await inHalves(index, all, options, failure, verdict);
  } finally {
    await copy.remove();
  }
}

/** Goes through the removals in halves. Those that were accepted stay while the others are tried. */
async function inHalves(
  index: RepositoryIndex,
  all: Removed,
  options: RemoveOptions,
  first: NonNullable<Verdict>,
  verdict: (texts: Removed["texts"], about: string) => Promise<Verdict>,
): Promise<{ removed: Removed; broke: Broke[] }> {
  const accepted = new Set<string>();
  const broke: Broke[] = [];
  const removalOf = (keys: ReadonlySet<string>) =>
    removeDeadCode(index, { ...options, isAllowed: (key) => keys.has(key) });
  let removed = await removalOf(accepted);
  const attempt = async (rows: readonly Removal[], known?: Verdict): Promise<void> => {
    const keys = new Set([...accepted, ...rows.map(removalKey)]);
    const next = known ? removed : await removalOf(keys);
    const failure =
      known ??
      (isSame(next.texts, removed.texts)
        ? null
        : await verdict(next.texts, `without ${keys.size} of ${all.removed.length}`));
    if (failure === null) {
      for (const row of rows) accepted.add(removalKey(row));
      removed = next;
    } else if (rows.length === 1) {
      const [{ file, line, name }] = rows as [Removal];
      broke.push({ file, line, name, check: failure.check.name, reason: tellingLine(failure.result.output) });
    } else {
      const middle = rows.length >> 1;
      await attempt(rows.slice(0, middle));
      await attempt(rows.slice(middle));
    }
  };
  await attempt(all.removed, first);
  return { removed, broke };
}

function isSame(a: Removed["texts"], b: Removed["texts"]): boolean {
  return a.size === b.size && [...a].every(([path, { after }]) => b.has(path) && b.get(path)!.after === after);
}

/** The checks that pass while nothing is removed. */
async function passingBefore(
  checks: readonly Check[],
  command: Check,
  run: (check: Check) => Promise<CheckResult>,
  say: (line: string) => Promise<void>,
): Promise<Check[]> {
  const passing: Check[] = [];
  for (const check of checks) {
    const { status, output } = await run(check);
    if (status === 0) passing.push(check);
    else if (check === command) throw fail("verification-fails", { command: check.name, reason: tellingLine(output) });
    else await say(`${check.name} fails before anything is removed and is left out: ${tellingLine(output)}`);
  }
  return passing;
}

/** The type checkers of the languages that change, as far as the repository is set up for them. */
function checkersFor({ texts }: Removed, root: string): TypeChecker[] {
  const rows = JSON.parse(packageFile("src/commands/type-checkers.json")) as TypeChecker[];
  const spoken = new Set([...texts.keys()].flatMap((path) => languageOf(path)?.name ?? []));
  return rows.filter(
    ({ languages, needs }) =>
      languages.some((name) => spoken.has(name)) && needs.every((path) => existsSync(join(root, path))),
  );
}

/** Python finds the packages of the copy before those that are installed from the work tree. */
function pathsOf(root: string): NodeJS.ProcessEnv {
  const paths = [root, join(root, "src"), process.env.PYTHONPATH ?? ""].filter(
    (path) => path !== "" && existsSync(path),
  );
  return { PYTHONPATH: paths.join(delimiter) };
}
