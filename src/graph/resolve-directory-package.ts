import type { Resolution, ResolvableLanguage, Resolve } from "./resolution.js";
import { folderOf, inFolder, join, type Tree } from "./resolve-tree.js";

const outside: Resolution = { paths: [], where: "outside" };

/**
 * Go: an import path is the module path of a go.mod and a folder below it (or a folder of a committed `vendor`), and means every
 * file of that folder but its tests. Modules of one repository see each other, as under a go.work or by `replace`.
 */
export function directoryPackageResolution(tree: Tree, { extensions }: ResolvableLanguage): Resolve {
  const modules = tree
    .named("go.mod")
    .flatMap((file) => {
      const path = /^\s*module\s+"?([^\s"]+)/m.exec(tree.read(file) ?? "")?.[1];
      return path === undefined ? [] : [{ path, home: folderOf(file) }];
    })
    // The longest path first: a module may lie inside another's folder.
    .sort((a, b) => b.path.length - a.path.length);
  const sources = (folder: string): string[] =>
    tree
      .filesIn(folder)
      .filter((path) =>
        extensions.some((extension) => path.endsWith(extension) && !path.endsWith(`_test${extension}`)),
      );
  const answers = new Map<string, Resolution>();
  const resolved = (specifier: string): Resolution => {
    for (const { path, home } of modules) {
      if (specifier !== path && !specifier.startsWith(`${path}/`)) continue;
      const paths = sources(join(home, specifier.slice(path.length + 1) || ".") ?? "");
      return { paths, where: paths.length > 0 ? "inside" : "nowhere" };
    }
    return outside;
  };
  return (from, specifier) => {
    let answer = answers.get(specifier);
    if (!answer) {
      answer = resolved(specifier);
      answers.set(specifier, answer);
    }
    if (answer.where !== "outside") return answer;
    const owner = modules.filter(({ home }) => inFolder(from, home)).sort((a, b) => b.home.length - a.home.length)[0];
    const vendored = owner === undefined ? [] : sources(join(owner.home, `vendor/${specifier}`) ?? "");
    return vendored.length > 0 ? { paths: vendored, where: "inside" } : outside;
  };
}
