import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fail } from "../errors.js";
import { findingsOf } from "../output/findings.js";
import { clustersOfRows, type DeadCode } from "../questions/dead/findings.js";
import { writeWhole } from "../write-whole.js";

/** Findings that a team has accepted: `{ "files": ["src/old.ts"], … }`, sorted, one a line, without line numbers, so that it merges well. */
type Baseline = Record<string, string[]>;

const usualPath = ".v4/deadcode-baseline.json";

function pathOf(root: string, cwd: string, named: string | boolean): string {
  return typeof named === "string" ? resolve(cwd, named) : join(root, usualPath);
}

export async function writeBaseline(
  root: string,
  cwd: string,
  named: string | boolean,
  found: DeadCode,
): Promise<void> {
  const baseline: Baseline = {};
  for (const { kind, file, name } of findingsOf(found)) {
    baseline[kind] ??= [];
    baseline[kind].push(keyOf(kind, file, name));
  }
  for (const list of Object.values(baseline)) list.sort();
  const path = pathOf(root, cwd, named);
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, [`${JSON.stringify(baseline, null, 2)}\n`]);
}

/** What names the findings of a baseline, as findingKeys does. Throws bad-config when the file is none. */
export async function baselineKeys(root: string, cwd: string, named: string | boolean): Promise<string[]> {
  const path = pathOf(root, cwd, named);
  let baseline: Baseline;
  try {
    baseline = JSON.parse(await readFile(path, "utf8")) as Baseline;
  } catch (error) {
    throw fail("bad-config", { path: typeof named === "string" ? named : usualPath, reason: (error as Error).message });
  }
  return Object.entries(baseline).flatMap(([kind, keys]) =>
    Array.isArray(keys) ? keys.map((key) => `${kind} ${key}`) : [],
  );
}

/** What names the rows of some findings, whatever lines they have moved to. */
export function findingKeys(found: DeadCode): Set<string> {
  return new Set(findingsOf(found).map(({ kind, file, name }) => `${kind} ${keyOf(kind, file, name)}`));
}

/** The findings that none of the keys names. */
export function without(found: DeadCode, known: ReadonlySet<string>): DeadCode {
  const isNew = (kind: string, file: string, name: string) => !known.has(`${kind} ${keyOf(kind, file, name)}`);
  const kinds = new Map(findingsOf(found).map(({ kind, file, name, line }) => [`${file} ${line} ${name}`, kind]));
  const left: DeadCode = {
    ...found,
    files: found.files.filter(({ file }) => isNew("files", file, file)),
    exports: found.exports.filter(({ file, line, symbol }) =>
      isNew(kinds.get(`${file} ${line} ${symbol}`) ?? "exports", file, symbol),
    ),
    dependencies: found.dependencies.filter(({ manifest, name }) => isNew("dependencies", manifest, name)),
    unlisted: found.unlisted.filter(({ file, name }) => isNew("unlisted", file, name)),
    binaries: found.binaries.filter(({ file, name }) => isNew("binaries", file, name)),
    unresolved: found.unresolved.filter(({ file, specifier }) => isNew("unresolved", file, specifier)),
    duplicates: found.duplicates.filter(({ file, symbols }) =>
      isNew("duplicates", file, symbols.map(({ symbol }) => symbol).join(", ")),
    ),
  };
  return { ...left, clusters: clustersOfRows(left) };
}

const keyOf = (kind: string, file: string, name: string) => (kind === "files" ? file : `${file}: ${name}`);
