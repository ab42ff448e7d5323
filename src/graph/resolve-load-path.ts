import type { Resolution, ResolvableLanguage, Resolve } from "./resolution.js";
import { folderOf, foldersUp, join, type Tree } from "./resolve-tree.js";

const nowhere: Resolution = { paths: [], where: "nowhere" };
const outside: Resolution = { paths: [], where: "outside" };

/**
 * Languages that run a file by its path without the extension, as Ruby does. A `require` or `dynamic` import is looked for in the folders
 * of the load path, which in a repository are those of certain names (`loadPath` of the language: lib, test), those nearest to the
 * importing file first. Every other kind counts from the file itself.
 */
export function loadPathResolution(tree: Tree, { extensions, loadPath = [] }: ResolvableLanguage): Resolve {
  const answers = new Map<string, Resolution>();
  const near = new Map<string, string[]>();
  const fileAt = (folder: string, specifier: string): string | null => {
    const path = join(folder, specifier);
    if (path === null) return null;
    return ["", ...extensions].map((extension) => path + extension).find(tree.has) ?? null;
  };
  /** A folder of the load path beside the file or above it; behind them, those that stand anywhere else. */
  const rootsFor = (folder: string): string[] => {
    let roots = near.get(folder);
    if (!roots) {
      roots = [...foldersUp(folder)].flatMap((up) =>
        loadPath.map((name) => (up === "" ? name : `${up}/${name}`)).filter(tree.hasFolder),
      );
      near.set(folder, roots);
    }
    return roots;
  };
  const resolved = (folder: string, specifier: string, isRelative: boolean): Resolution => {
    if (isRelative || /^\.{1,2}\//.test(specifier)) {
      const path = fileAt(folder, specifier);
      return path === null ? nowhere : { paths: [path], where: "inside" };
    }
    for (const root of rootsFor(folder)) {
      const path = fileAt(root, specifier);
      if (path !== null) return { paths: [path], where: "inside" };
    }
    const name = specifier.slice(specifier.lastIndexOf("/") + 1);
    const elsewhere = extensions
      .flatMap((extension) => tree.named(name + extension).map((path) => ({ path, extension })))
      .filter(({ path, extension }) =>
        loadPath.some((root) => `/${path}`.endsWith(`/${root}/${specifier}${extension}`)),
      )[0];
    return elsewhere ? { paths: [elsewhere.path], where: "inside" } : outside;
  };
  return (from, specifier, kind) => {
    const isRelative = kind !== "require" && kind !== "dynamic";
    const key = `${folderOf(from)} ${isRelative} ${specifier}`;
    let answer = answers.get(key);
    if (!answer) {
      answer = resolved(folderOf(from), specifier, isRelative);
      answers.set(key, answer);
    }
    return answer;
  };
}
