import { parentPort, workerData } from "node:worker_threads";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { blobTextsOf, treeIndex } from "../graph/tree-index.js";
import { gitIn } from "../repo/git.js";
import { Store } from "../store/store.js";
import { findingKeys, without } from "./baseline.js";
import { moved } from "./dead-before.js";
import { findDeadCode } from "./find-dead-code.js";
import type { DeadSearch } from "./hook-dead.js";
import { type Found, quoted } from "./hook-finding.js";
import { treeBefore } from "./hook-state.js";

const { root, tree, changes } = workerData as DeadSearch;
const repository = { root, git: gitIn(root) };
const store = Store.open(root);
try {
  parentPort!.postMessage(await newRows());
} finally {
  await store.close();
}

/** What nothing uses now and something used before; rows that are certain, of what was there before. */
async function newRows(): Promise<Found[]> {
  const texts = blobTextsOf(repository);
  const after = await treeIndex(repository, store, tree, texts, { all: true });
  const found = await findDeadCode(after, { production: false });
  if (found.files.length + found.exports.length + found.dependencies.length + found.unlisted.length === 0) return [];
  const before = await treeIndex(repository, store, treeBefore(tree, changes), texts, { all: true });
  const renamed = new Map(changes.flatMap(({ from, path }) => (from !== null && path !== null ? [[from, path]] : [])));
  const old = new Map([...renamed].map(([from, path]) => [path, from]));
  const known = findingKeys(moved(await findDeadCode(before, { production: false }), renamed));
  const fresh = without(found, known);
  const was = (path: string) => old.get(path) ?? path;
  const symbols = symbolsOf(before);
  const paths = new Set(before.files.map(({ path }) => path));
  const rows: Found[] = [];
  for (const { file, verdict } of fresh.files) {
    if (verdict !== "certain" || !paths.has(was(file))) continue;
    rows.push({ ...dead("deadcode", file, 1, "nothing uses this file any more"), remedy: `git rm ${quoted(file)}` });
  }
  for (const { file, symbol, line, verdict, usedBy } of fresh.exports) {
    if (verdict !== "certain" || !(usedBy === "nothing" || usedBy === "dead code")) continue;
    if (!symbols.has(`${was(file)} ${symbol.split(".").at(-1)}`)) continue;
    rows.push({ ...dead("deadcode", file, line, `nothing uses ${symbol} any more`), remedy: "v4 deadcode --fix" });
  }
  for (const { name, manifest, line, verdict } of fresh.dependencies) {
    if (verdict !== "certain" || !mentions(before.text(was(manifest)), name)) continue;
    rows.push({
      ...dead("dependencies", manifest, line, `nothing uses ${name} any more`),
      remedy: "v4 deadcode --fix",
    });
  }
  for (const { name, file, line, verdict } of fresh.unlisted) {
    if (verdict !== "certain") continue;
    const remedy = /\.[cm]?[jt]sx?$|\.(vue|svelte|astro)$/.test(file) ? `npm install ${quoted(name)}` : "v4 deadcode";
    rows.push({ ...dead("dependencies", file, line, `${name} is used, and no manifest declares it`), remedy });
  }
  return rows;
}

function dead(check: Found["check"], file: string, line: number, message: string) {
  return { check, file, line, message };
}

function mentions(text: string | null, name: string): boolean {
  return text?.includes(name) === true;
}

function symbolsOf(index: RepositoryIndex): Set<string> {
  const symbols = new Set<string>();
  for (const file of index.files) {
    const { definitions, exports } = index.facts(file);
    for (const { name } of definitions) symbols.add(`${file.path} ${name}`);
    for (const { name } of exports) symbols.add(`${file.path} ${name}`);
  }
  return symbols;
}
