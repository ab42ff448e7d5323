import { quotedPath } from "./fence.js";
import { fileKind, kindsByImportance } from "./file-kind.js";
import type { CountTokens } from "./ledger.js";

/** A file of the tree with the mark that follows its name, such as " *", or "". */
export interface TreeEntry {
  path: string;
  mark: string;
}

interface Folder {
  /** From the root, with a `/` at the end; "" is the root. */
  path: string;
  folders: Map<string, Folder>;
  files: TreeEntry[];
  /** Files in it and below it. */
  count: number;
  /** Index in kindsByImportance of the most important file in it. */
  kind: number;
}

/**
 * The files as an indented tree, folders first, a line each. A folder that holds nothing but one folder shares its line.
 * Folders that are not in `opened` (all are when it is missing) are one line with the number of files in them.
 */
export function folderTree(entries: readonly TreeEntry[], opened?: ReadonlySet<string>): string {
  const lines: string[] = [];
  const walk = (folder: Folder, indent: string) => {
    for (const child of folder.folders.values()) {
      const end = chainEnd(child);
      const label = quotedPath(end.path.slice(folder.path.length));
      const isOpen = !opened || opened.has(end.path);
      lines.push(isOpen ? `${indent}${label}` : `${indent}${label} (${end.count})`);
      if (isOpen) walk(end, `${indent}  `);
    }
    for (const { path, mark } of folder.files)
      lines.push(`${indent}${quotedPath(path.slice(folder.path.length))}${mark}`);
  };
  const root = folderOf(entries);
  if (!opened || opened.has("")) walk(root, "");
  else lines.push(`(${root.count})`);
  return lines.map((line) => `${line}\n`).join("");
}

/** The largest tree of at most `limit` tokens: folders are opened from the root down, those with sources first. Null when nothing fits; `opened` is undefined when all are. */
export function fittingTree(
  entries: readonly TreeEntry[],
  countTokens: CountTokens,
  limit: number,
): { tree: string; opened: ReadonlySet<string> | undefined } | null {
  const whole = folderTree(entries);
  if (countTokens(whole) <= limit) return { tree: whole, opened: undefined };
  const order = openingOrder(folderOf(entries));
  const treeOf = (count: number) => folderTree(entries, new Set(order.slice(0, count)));
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (countTokens(treeOf(middle)) <= limit) low = middle;
    else high = middle - 1;
  }
  const tree = treeOf(low);
  return countTokens(tree) <= limit ? { tree, opened: new Set(order.slice(0, low)) } : null;
}

function folderOf(entries: readonly TreeEntry[]): Folder {
  const root: Folder = { path: "", folders: new Map(), files: [], count: 0, kind: kindsByImportance.length };
  for (const entry of entries) {
    const kind = kindsByImportance.indexOf(fileKind(entry.path));
    let folder = root;
    const parts = entry.path.split("/");
    for (let depth = 0; ; depth++) {
      folder.count++;
      folder.kind = Math.min(folder.kind, kind);
      if (depth === parts.length - 1) break;
      const name = parts[depth]!;
      let next = folder.folders.get(name);
      if (!next) {
        next = {
          path: `${folder.path}${name}/`,
          folders: new Map(),
          files: [],
          count: 0,
          kind: kindsByImportance.length,
        };
        folder.folders.set(name, next);
      }
      folder = next;
    }
    folder.files.push(entry);
  }
  return root;
}

function chainEnd(folder: Folder): Folder {
  let end = folder;
  while (end.files.length === 0 && end.folders.size === 1) end = end.folders.values().next().value!;
  return end;
}

/** Paths of all folders, parents before children: by depth, then most important contents, then fewest files, then path. */
function openingOrder(root: Folder): string[] {
  const order = [""];
  let level = [root];
  while (level.length > 0) {
    const next = level.flatMap((folder) => [...folder.folders.values()].map(chainEnd));
    next.sort((a, b) => a.kind - b.kind || a.count - b.count || (a.path < b.path ? -1 : 1));
    order.push(...next.map((folder) => folder.path));
    level = next;
  }
  return order;
}
