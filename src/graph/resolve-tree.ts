import { posix } from "node:path";

/**
 * The repository as resolution sees it: the paths that belong to it, by name alone. The disk is never probed: what git ignores
 * (installed packages, build output) must not be found, and a set answers a thousand times faster than a stat.
 */
export interface Tree {
  has(path: string): boolean;
  hasFolder(path: string): boolean;
  /** Every path, in sorted order. */
  all(): readonly string[];
  /** The folders that hold a node_modules which is part of the repository. */
  modulesFolders: ReadonlySet<string>;
  /** The paths whose file name is `name`, in sorted order. */
  named(name: string): string[];
  /** The files directly in a folder, in sorted order. */
  filesIn(folder: string): string[];
  /** The folders that directly hold a file of one of these extensions, in sorted order. */
  foldersWith(extensions: string[]): string[];
  read(path: string): string | null;
  /** The files' JSON value, comments and trailing commas allowed; null when absent or broken. Read once. */
  json(path: string): unknown;
}

export function treeOf(files: ReadonlySet<string>, read: (path: string) => string | null): Tree {
  const folders = new Map<string, string[]>([["", []]]);
  const names = new Map<string, string[]>();
  const sorted = [...files].sort();
  for (const path of sorted) {
    let folder = folderOf(path);
    push(folders, folder, path);
    push(names, path.slice(path.lastIndexOf("/") + 1), path);
    while (folder !== "") {
      folder = folderOf(folder);
      if (folders.has(folder)) break;
      folders.set(folder, []);
    }
  }
  const modulesFolders = new Set<string>();
  for (const folder of folders.keys()) {
    if (folder === "node_modules" || folder.endsWith("/node_modules")) modulesFolders.add(folderOf(folder));
  }
  const parsed = new Map<string, unknown>();
  return {
    has: (path) => files.has(path),
    all: () => sorted,
    hasFolder: (path) => folders.has(path),
    modulesFolders,
    named: (name) => names.get(name) ?? [],
    filesIn: (folder) => folders.get(folder) ?? [],
    foldersWith: (extensions) =>
      [...folders.keys()]
        .filter((folder) =>
          folders.get(folder)!.some((path) => extensions.some((extension) => path.endsWith(extension))),
        )
        .sort(),
    read: (path) => (files.has(path) ? read(path) : null),
    json(path) {
      if (!parsed.has(path)) {
        const text = files.has(path) ? read(path) : null;
        parsed.set(path, text === null ? null : parseJsonWithComments(text));
      }
      return parsed.get(path);
    },
  };
}

/** The folder a path stands in, "" for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** A folder and all that hold it, innermost first, ending with the root "". */
export function* foldersUp(folder: string): Generator<string> {
  for (let at = folder; at !== ""; at = folderOf(at)) yield at;
  yield "";
}

/** Joins and normalises; null when the path leads out of the repository. The root is "". */
export function join(folder: string, path: string): string | null {
  const joined = posix.join(folder, path);
  if (joined === ".." || joined.startsWith("../") || joined.startsWith("/")) return null;
  if (joined === "." || joined === "./") return "";
  return joined.endsWith("/") ? joined.slice(0, -1) : joined;
}

export const inFolder = (path: string, folder: string): boolean => folder === "" || path.startsWith(`${folder}/`);

/** An object's field as text, list of texts or object, when it is that. */
export const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
export const objectOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

function parseJsonWithComments(text: string): unknown {
  const bare = text
    .replace(/^\uFEFF/, "")
    .replace(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => (part[0] === '"' ? part : " "))
    .replace(/"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g, (part) => (part[0] === '"' ? part : ""));
  try {
    return JSON.parse(bare);
  } catch {
    return null;
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
