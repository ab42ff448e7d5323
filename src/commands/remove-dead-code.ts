import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../errors.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { overlaid } from "../graph/overlaid.js";
import type { DeadCode } from "../questions/dead/findings.js";
import { type Kept, type Removal, removalPass } from "../questions/removal/removal-pass.js";
import { loadEngine } from "../syntax/load-engine.js";
import { loadParser } from "../syntax/parse.js";
import { searchDeadCode } from "./find-dead-code.js";
import { wholeGraph } from "./whole-graph.js";

/** What taking dead code out comes to, in memory: nothing is written yet. */
export interface Removed {
  /** Files that change: their text now and then; null where there is none. */
  texts: Map<string, { before: string; after: string | null }>;
  removed: (Removal & { round: number })[];
  kept: Kept[];
  /** What is still found afterwards. */
  left: DeadCode;
}

export interface RemoveOptions {
  production: boolean;
  /** The findings that are to be looked at; the rest stays whatever its verdict. */
  select(found: DeadCode): DeadCode;
  signal?: AbortSignal;
  /** Of those, what may go, by `removalKey`; all when absent. */
  isAllowed?(key: string): boolean;
}

/** Names a removal whatever lines have moved. */
export const removalKey = ({ file, name }: Pick<Removal, "file" | "name">): string => `${file}\0${name ?? ""}`;

/** More rounds than any code needs: each takes out what the one before has left without a use. */
const mostRounds = 50;

/**
 * Takes out what is certainly dead, then what has become dead by it, until nothing is left to take. The whole question is asked again each
 * time, of the texts as they then are. Throws cancelled.
 */
export async function removeDeadCode(
  index: RepositoryIndex,
  { production, select, isAllowed, signal }: RemoveOptions,
): Promise<Removed> {
  const tools = { engine: await loadEngine(), parser: await loadParser() };
  const changed = new Map<string, string | null>();
  const original = originals(index);
  const result: Removed = { texts: new Map(), removed: [], kept: [], left: emptyFindings };
  const tied = new Map<string, Kept>();
  for (let round = 1; round <= mostRounds; round++) {
    if (signal?.aborted) throw fail("cancelled");
    const now = await overlaid(index, changed);
    const whole = await wholeGraph(now);
    const found = select(await searchDeadCode(now, { production }, whole));
    result.left = found;
    const pass = await removalPass({
      ...whole,
      found: isAllowed ? allowed(found, isAllowed) : found,
      text: (path) => (changed.has(path) ? changed.get(path)! : original(path)),
      tools,
    });
    tied.clear();
    for (const row of pass.kept) tied.set(removalKey(row), row);
    if (pass.texts.size === 0) break;
    for (const [path, text] of pass.texts) changed.set(path, text);
    result.removed.push(...pass.removed.map((row) => ({ ...row, round })));
  }
  for (const [path, after] of changed) result.texts.set(path, { before: original(path) ?? "", after });
  result.kept = [...tied.values()];
  return result;
}

function allowed(found: DeadCode, isAllowed: (key: string) => boolean): DeadCode {
  const may = (file: string, name: string | null) => isAllowed(removalKey({ file, name }));
  return {
    ...found,
    files: found.files.filter(({ file }) => may(file, null)),
    exports: found.exports.filter(({ file, symbol }) => may(file, symbol)),
    dependencies: found.dependencies.filter(({ manifest, name }) => may(manifest, name)),
  };
}

/** Texts as they are on disk; null for what would not come back byte for byte. A byte order mark is no part of them. */
function originals(index: RepositoryIndex): (path: string) => string | null {
  const known = new Map<string, string | null>();
  return (path) => {
    if (!known.has(path)) known.set(path, wholeText(join(index.repository.root, path)));
    return known.get(path)!;
  };
}

function wholeText(path: string): string | null {
  try {
    const bytes = readFileSync(path);
    const text = bytes.toString("utf8");
    if (!Buffer.from(text).equals(bytes)) return null;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch {
    return null;
  }
}

const emptyFindings: DeadCode = {
  files: [],
  exports: [],
  dependencies: [],
  unlisted: [],
  binaries: [],
  unresolved: [],
  duplicates: [],
  clusters: [],
  entries: [],
  withheld: [],
};
