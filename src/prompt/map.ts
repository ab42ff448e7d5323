import type { FileFacts } from "../syntax/facts.js";
import { quotedPath } from "./fence.js";
import { fileKind } from "./file-kind.js";
import type { CountTokens } from "./ledger.js";

const mostNames = 6;

/**
 * A short map of a repository, for prompts that hold only parts of it: its main source files by folder, with the names they
 * export. At most `budget` tokens; "" when nothing fits.
 *
 *     src/prompt/
 *       pack.ts: packRepository, Packed
 *
 * It goes wide first (the main file of every folder before the second of any). There are no counts in it and it says the same as long as the main files
 * and their exports stay, so that the front of a prompt can be reused after most edits.
 */
export function repositoryMap(
  files: readonly { path: string }[],
  facts: ReadonlyMap<string, FileFacts>,
  countTokens: CountTokens,
  budget: number,
  importedBy: ReadonlyMap<string, number> = new Map(),
): string {
  const ordered = widthFirst(mainFiles(files, facts, importedBy));
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (countTokens(printed(ordered.slice(0, middle))) <= budget) low = middle;
    else high = middle - 1;
  }
  return printed(ordered.slice(0, low));
}

interface MainFile {
  folder: string;
  name: string;
  exported: string[];
  importedBy: number;
}

/** Source files that export something, most imported first; without an import graph, those that export most. */
function mainFiles(
  files: readonly { path: string }[],
  facts: ReadonlyMap<string, FileFacts>,
  importedBy: ReadonlyMap<string, number>,
): MainFile[] {
  const main = files.flatMap(({ path }): MainFile[] => {
    const found = facts.get(path);
    if (!found || fileKind(path) !== "source") return [];
    const exported = [
      ...new Set(
        found.definitions.filter((d) => d.exported && d.container === "").map((definition) => definition.name),
      ),
    ];
    if (exported.length === 0) return [];
    const slash = path.lastIndexOf("/") + 1;
    return [{ folder: path.slice(0, slash), name: path.slice(slash), exported, importedBy: importedBy.get(path) ?? 0 }];
  });
  return main.sort((a, b) => b.importedBy - a.importedBy || b.exported.length - a.exported.length || byPath(a, b));
}

/** The first of every folder, then the second of every folder, and so on. */
function widthFirst(files: MainFile[]): MainFile[] {
  const seen = new Map<string, number>();
  const rounds = files.map((file) => {
    const round = seen.get(file.folder) ?? 0;
    seen.set(file.folder, round + 1);
    return { file, round };
  });
  return rounds.sort((a, b) => a.round - b.round).map(({ file }) => file);
}

function printed(files: MainFile[]): string {
  const lines: string[] = [];
  let folder: string | undefined;
  for (const file of [...files].sort(byPath)) {
    if (file.folder !== folder) lines.push(file.folder === "" ? "./" : quotedPath(file.folder));
    folder = file.folder;
    const more = file.exported.length > mostNames ? ", …" : "";
    lines.push(`  ${quotedPath(file.name)}: ${file.exported.slice(0, mostNames).join(", ")}${more}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function byPath(a: MainFile, b: MainFile): number {
  return a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
