import type { Graph, Reference } from "../../graph/graph.js";
import { languageOf } from "../../syntax/languages.js";
import type { DeadCode, DeadExport, UnusedDependency } from "../dead/findings.js";
import { fileKey, importsOf, type Plan, plan, rowKey } from "./plan.js";
import { removeCode, removeFileStatement, type Tools } from "./remove-code.js";
import { removeDependencies } from "./remove-dependencies.js";

/** One thing that goes, or stays though it is certainly dead. `name` is null for a whole file. */
export interface Removal {
  file: string;
  line: number;
  name: string | null;
  /** It stays where it is used; only others do not see it any more. */
  isHidden: boolean;
  lines: number;
}

export interface Kept {
  file: string;
  line: number;
  name: string | null;
  why: string;
}

/** What one pass makes of the texts: null where a file goes. */
export interface RemovalPass {
  texts: Map<string, string | null>;
  removed: Removal[];
  kept: Kept[];
}

interface Input {
  graph: Graph;
  references: readonly Reference[];
  found: DeadCode;
  /** The text of a file that may be changed; null where it may not, or cannot. */
  text(path: string): string | null;
  tools: Tools;
}

/**
 * Takes out every certain finding that can go. What turns out to be tied to its place is left, with all that it uses, and the rest is tried
 * again without it.
 */
export async function removalPass(input: Input): Promise<RemovalPass> {
  const blocked = new Set<string>();
  const kept: Kept[] = [];
  for (;;) {
    const planned = plan({ ...input, blocked });
    const result = await carryOut(input, planned);
    if (result.kept.length === 0) {
      const packages = await dependencies(input, result.texts);
      return { ...result, removed: [...result.removed, ...packages.removed], kept: [...kept, ...packages.kept] };
    }
    for (const { key, ...row } of result.kept) {
      blocked.add(key);
      kept.push(row);
    }
  }
}

async function carryOut(
  { graph, text, tools }: Input,
  { files, rows, statements }: Plan,
): Promise<{ texts: RemovalPass["texts"]; removed: Removal[]; kept: (Kept & { key: string })[] }> {
  const texts: RemovalPass["texts"] = new Map();
  const removed: Removal[] = [];
  const kept: (Kept & { key: string })[] = [];
  for (const file of files) {
    if (text(file) === null)
      kept.push({ key: fileKey(file), file, line: 1, name: null, why: "it cannot be read as text" });
    else {
      texts.set(file, null);
      removed.push({ file, line: 1, name: null, isHidden: false, lines: graph.files.get(file)?.lines ?? 0 });
    }
  }
  const byFile = new Map<string, DeadExport[]>();
  for (const row of rows) byFile.set(row.file, [...(byFile.get(row.file) ?? []), row]);
  for (const [file, own] of byFile) {
    const before = text(file);
    if (before === null) {
      kept.push(...own.map((row) => ({ key: rowKey(row), ...placeOf(row), why: "the file cannot be read as text" })));
      continue;
    }
    const result = await removeCode(tools, file, before, own);
    for (const { row, why } of result.kept) kept.push({ key: rowKey(row), ...placeOf(row), why });
    const stays = new Set(result.kept.map(({ row }) => row));
    for (const row of own)
      if (!stays.has(row))
        removed.push({
          ...placeOf(row),
          isHidden: row.usedBy === "own file",
          lines: row.usedBy === "own file" ? 0 : row.endLine - row.line + 1,
        });
    if (result.text === before) continue;
    const by = importsOf(graph, file);
    // Nothing is left in it, and nobody asks for it.
    if (result.text.trim() === "" && !isPackageFile(file) && by.every(({ isStatement }) => isStatement)) {
      texts.set(file, null);
      statements.push(...by.map(({ from, line }) => ({ file: from, line })));
    } else texts.set(file, result.text);
  }
  for (const { file, line } of statements.sort((a, b) => b.line - a.line)) {
    const before = texts.get(file) ?? text(file);
    if (before === null || texts.get(file) === null) continue;
    const after = await removeFileStatement(tools, file, before, line);
    if (after !== before) texts.set(file, after);
  }
  return { texts, removed, kept };
}

async function dependencies(
  { found, text, tools }: Input,
  texts: RemovalPass["texts"],
): Promise<{ removed: Removal[]; kept: Kept[] }> {
  const removed: Removal[] = [];
  const kept: Kept[] = [];
  const byManifest = new Map<string, UnusedDependency[]>();
  for (const row of found.dependencies)
    if (row.verdict === "certain") byManifest.set(row.manifest, [...(byManifest.get(row.manifest) ?? []), row]);
  for (const [manifest, rows] of byManifest) {
    const before = text(manifest);
    if (before === null) continue;
    const result = await removeDependencies(tools.engine, before, rows);
    for (const { row, why } of result.kept) kept.push({ file: manifest, line: row.line, name: row.name, why });
    const stays = new Set(result.kept.map(({ row }) => row));
    for (const row of rows)
      if (!stays.has(row)) removed.push({ file: manifest, line: row.line, name: row.name, isHidden: false, lines: 1 });
    if (result.text !== before) texts.set(manifest, result.text);
  }
  return { removed, kept };
}

/** A folder is a package because of it, even when it is empty. */
function isPackageFile(file: string): boolean {
  const stem = languageOf(file)?.packageFile;
  return stem !== undefined && file.slice(file.lastIndexOf("/") + 1).startsWith(`${stem}.`);
}

const placeOf = ({ file, line, symbol }: DeadExport) => ({ file, line, name: symbol });
