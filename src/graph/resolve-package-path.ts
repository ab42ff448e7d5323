import type { Resolution, ResolvableLanguage, Resolve } from "./resolution.js";
import { folderOf, type Tree } from "./resolve-tree.js";

const outside: Resolution = { paths: [], where: "outside" };

/**
 * Java: a type lies in a file of its name in a folder that ends in its package, below any source folder. A nested type or a member
 * leads to the file of the type around it, a wildcard to every file of its package. Of several files with that path (modules,
 * tests) the one nearest to the importing file is meant. A missing type of a package that is here leads nowhere.
 */
export function packagePathResolution(tree: Tree, { extensions }: ResolvableLanguage): Resolve {
  const answers = new Map<string, Resolution>();
  const folders = packageFolders(tree, extensions);
  const typeAt = (from: string, parts: string[]): string | null => {
    const tail = `/${parts.join("/")}`;
    const found = extensions.flatMap((extension) =>
      tree.named(parts.at(-1)! + extension).filter((path) => `/${path}`.endsWith(tail + extension)),
    );
    return found.length === 0 ? null : nearest(from, found);
  };
  const resolved = (from: string, specifier: string): Resolution => {
    const parts = specifier.split(".").map((part) => part.trim());
    for (let length = parts.length; length > 1; length--) {
      const found = typeAt(from, parts.slice(0, length));
      if (found !== null) return { paths: [found], where: "inside" };
    }
    const inPackage = (folders.get(parts.at(-1)!) ?? [])
      .filter((folder) => `/${folder}`.endsWith(`/${parts.join("/")}`))
      .flatMap((folder) =>
        tree.filesIn(folder).filter((path) => extensions.some((extension) => path.endsWith(extension))),
      );
    if (inPackage.length > 0) return { paths: inPackage.sort(), where: "inside" };
    const home = parts.slice(0, -1).join("/");
    const known =
      parts.length > 2 && (folders.get(parts.at(-2)!) ?? []).some((folder) => `/${folder}`.endsWith(`/${home}`));
    return known ? { paths: [], where: "nowhere" } : outside;
  };
  return (from, specifier) => {
    const key = `${folderOf(from)} ${specifier}`;
    let answer = answers.get(key);
    if (!answer) {
      answer = resolved(from, specifier);
      answers.set(key, answer);
    }
    return answer;
  };
}

/** Folders that hold sources, by their last name. */
function packageFolders(tree: Tree, extensions: string[]): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const folder of tree.foldersWith(extensions)) {
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  return byName;
}

/** The path that shares the longest beginning with `from`; the first of equals. */
function nearest(from: string, paths: string[]): string {
  const shared = (path: string): number => {
    let at = 0;
    while (at < path.length && path[at] === from[at]) at++;
    return at;
  };
  return paths.reduce((best, path) => (shared(path) > shared(best) ? path : best));
}
