import { parse as parseToml } from "smol-toml";
import type { Resolution, Resolve } from "./resolution.js";
import { folderOf, foldersUp, join, objectOf, type Tree, textOf, textsOf } from "./resolve-tree.js";

const nowhere: Resolution = { paths: [], where: "nowhere" };
const outside: Resolution = { paths: [], where: "outside" };

/**
 * Python's modules. A relative import counts from the file's folder. An absolute one is looked for as importlib does, folder by
 * folder of a search path, which in a repository is: the folder that holds the importing file's outermost package (where a script
 * or a test runner starts), its project's root and source folders, the repository's, then those of other projects in it.
 * The edge goes to the module that is named; the `__init__` of the packages around it runs too, but nobody named it.
 */
export function dottedModuleResolution(tree: Tree): Resolve {
  const roots = projectRoots(tree);
  const answers = new Map<string, Resolution>();
  const searchPaths = new Map<string, string[]>();
  const searchPath = (folder: string): string[] => {
    let path = searchPaths.get(folder);
    if (!path) {
      const own = [...foldersUp(folder)].flatMap((up) => roots.get(up) ?? []);
      path = [...new Set([outermost(tree, folder), ...own, "", "src", ...[...roots.values()].flat()])];
      searchPaths.set(folder, path);
    }
    return path;
  };
  const resolved = (folder: string, specifier: string): Resolution => {
    const [, dots, rest] = /^(\.*)(.*)$/.exec(specifier.replace(/\s/g, ""))!;
    const parts = rest === "" ? [] : rest!.split(".");
    if (dots !== "") {
      const base = join(folder, "../".repeat(dots!.length - 1) || ".");
      if (base === null) return outside;
      const found = moduleIn(tree, base, parts);
      return found === null ? nowhere : { paths: [found], where: "inside" };
    }
    for (const root of searchPath(folder)) {
      const found = moduleIn(tree, root, parts);
      if (found !== null) return { paths: [found], where: "inside" };
      // A package in one folder of the search path hides what others hold under its name, unless it is a namespace.
      if (moduleIn(tree, root, parts.slice(0, 1)) !== null) return nowhere;
    }
    return outside;
  };
  return (from, specifier) => {
    const folder = folderOf(from);
    const key = `${folder} ${specifier}`;
    let answer = answers.get(key);
    if (!answer) {
      answer = resolved(folder, specifier);
      answers.set(key, answer);
    }
    return answer;
  };
}

/** A package wins over a module of its name; a source over its stub. A folder without `__init__` is no file. */
function moduleIn(tree: Tree, root: string, parts: string[]): string | null {
  const path = join(root, parts.join("/") || ".")!;
  const inside = path === "" ? "__init__" : `${path}/__init__`;
  const candidates = [`${inside}.py`, ...(parts.length > 0 ? [`${path}.py`] : []), `${inside}.pyi`, `${path}.pyi`];
  return candidates.find(tree.has) ?? null;
}

/** The folder above the outermost package that a folder belongs to. */
function outermost(tree: Tree, folder: string): string {
  for (const up of foldersUp(folder)) {
    if (!tree.has(join(up, "__init__.py")!)) return up;
  }
  return "";
}

/** Folder of a project -> the folders its packages lie in: as pyproject.toml says, and by the `src` layout. */
function projectRoots(tree: Tree): Map<string, string[]> {
  const roots = new Map<string, string[]>();
  for (const manifest of ["pyproject.toml", "setup.py", "setup.cfg"].flatMap(tree.named)) {
    const home = folderOf(manifest);
    const declared = manifest.endsWith(".toml") ? declaredFolders(tree.read(manifest) ?? "") : [];
    const folders = [...declared, "src", "."].flatMap((folder) => join(home, folder) ?? []);
    roots.set(home, [...new Set([...(roots.get(home) ?? []), ...folders.filter(tree.hasFolder)])]);
  }
  return roots;
}

function declaredFolders(text: string): string[] {
  let tool: Record<string, unknown> | null;
  try {
    tool = objectOf(objectOf(parseToml(text))?.tool);
  } catch {
    return [];
  }
  const setuptools = objectOf(tool?.setuptools);
  const poetry = objectOf(tool?.poetry)?.packages;
  const pytest = objectOf(objectOf(tool?.pytest)?.ini_options);
  return [
    ...textsOf(objectOf(objectOf(setuptools?.packages)?.find)?.where),
    ...Object.values(objectOf(setuptools?.["package-dir"]) ?? {}).flatMap((folder) => textOf(folder) ?? []),
    ...(Array.isArray(poetry) ? poetry : []).flatMap((item) => textOf(objectOf(item)?.from) ?? []),
    ...textsOf(pytest?.pythonpath),
    ...[pytest?.pythonpath].flatMap((folder) => textOf(folder) ?? []),
  ];
}
