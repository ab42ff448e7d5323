import { parse as parseToml } from "smol-toml";
import type { Resolution, Resolve } from "./resolution.js";
import { folderOf, foldersUp, join, objectOf, type Tree, textOf } from "./resolve-tree.js";

interface Crate {
  home: string;
  /** The name others use, with underscores. */
  name: string;
  library: string | null;
  /** Files that start a crate of their own: the library, programs, tests, examples, build.rs. */
  roots: Set<string>;
  /** Names that Cargo.toml gives to crates of this repository by path. */
  renamed: Map<string, string>;
}

const nowhere: Resolution = { paths: [], where: "nowhere" };
const outside: Resolution = { paths: [], where: "outside" };

/**
 * Rust: `crate::`, `self::` and `super::` walk the module tree, whose shape the file names repeat (m.rs or m/mod.rs, below the
 * folder of the module they belong to); the first name may also be a crate of this repository or a child module. A path leads to
 * the deepest module that has a file: what follows is an item in it, a module written inside it, or a name it re-exports.
 */
export function crateTreeResolution(tree: Tree): Resolve {
  const crates = tree.named("Cargo.toml").flatMap((file) => crateAt(tree, file) ?? []);
  const byName = new Map(crates.map((crate) => [crate.name, crate]));
  const byHome = new Map(crates.map((crate) => [crate.home, crate]));
  const crateOf = (from: string): Crate | null => {
    for (const up of foldersUp(folderOf(from))) if (byHome.has(up)) return byHome.get(up)!;
    return null;
  };
  const answers = new Map<string, Resolution>();

  const resolved = (from: string, specifier: string): Resolution => {
    if (specifier.startsWith("./")) {
      const path = join(folderOf(from), specifier);
      return path !== null && tree.has(path) ? { paths: [path], where: "inside" } : nowhere;
    }
    const crate = crateOf(from);
    const roots = crate?.roots ?? new Set<string>();
    const global = specifier.startsWith("::");
    let parts = specifier.split("::").filter(Boolean);
    const first = parts[0];
    if (first === "crate" || first === "$crate") {
      const root = crateRootOf(tree, crate, from);
      return root === null ? nowhere : inside(deepest(tree, root, roots, parts.slice(1)));
    }
    if (first === "self" || first === "super") {
      let at: string | null = from;
      while (parts[0] === "self" || parts[0] === "super") {
        if (parts[0] === "super") at = at === null ? null : parentOf(tree, at, roots);
        parts = parts.slice(1);
      }
      return at === null ? nowhere : inside(deepest(tree, at, roots, parts));
    }
    if (first === undefined) return outside;
    const target = crate?.renamed.get(first);
    const other = target === undefined ? byName.get(first) : byHome.get(target);
    if (other?.library && other.library !== from)
      return inside(deepest(tree, other.library, other.roots, parts.slice(1)));
    const child = global ? null : childOf(tree, from, roots, first);
    return child === null ? outside : inside(deepest(tree, child, roots, parts.slice(1)));
  };
  return (from, specifier) => {
    const key = `${from} ${specifier}`;
    let answer = answers.get(key);
    if (!answer) {
      answer = resolved(from, specifier);
      answers.set(key, answer);
    }
    return answer;
  };
}

const inside = (path: string): Resolution => ({ paths: [path], where: "inside" });

function deepest(tree: Tree, start: string, roots: Set<string>, parts: string[]): string {
  let at = start;
  for (const part of parts) {
    const child = childOf(tree, at, roots, part);
    if (child === null) break;
    at = child;
  }
  return at;
}

/** The folder in which a file's child modules lie: its own when it is a crate root or mod.rs, else one of its name. */
function childFolder(file: string, roots: Set<string>): string {
  const own = roots.has(file) || /(^|\/)(mod|lib|main)\.rs$/.test(file);
  return own ? folderOf(file) : file.replace(/\.rs$/, "");
}

function childOf(tree: Tree, file: string, roots: Set<string>, name: string): string | null {
  const folder = childFolder(file, roots);
  const bare = name.replace(/^r#/, "");
  const candidates = [`${bare}.rs`, `${bare}/mod.rs`].map((path) => join(folder, path)!);
  return candidates.find((path) => path !== file && tree.has(path)) ?? null;
}

function parentOf(tree: Tree, file: string, roots: Set<string>): string | null {
  if (roots.has(file)) return null;
  const folder = file.endsWith("/mod.rs") ? folderOf(folderOf(file)) : folderOf(file);
  const candidates = ["mod.rs", "lib.rs", "main.rs"].map((name) => join(folder, name)!);
  return (
    (tree.has(`${folder}.rs`) ? `${folder}.rs` : null) ??
    candidates.find(tree.has) ??
    [...roots].find((root) => folderOf(root) === folder) ??
    null
  );
}

/** The root of the crate that a file is compiled into: where its parents end, else the library. */
function crateRootOf(tree: Tree, crate: Crate | null, from: string): string | null {
  if (!crate) return null;
  const seen = new Set<string>();
  for (let at: string | null = from; at !== null && !seen.has(at); at = parentOf(tree, at, crate.roots)) {
    if (crate.roots.has(at)) return at;
    seen.add(at);
  }
  return crate.library ?? [...crate.roots].find((root) => root.endsWith("src/main.rs")) ?? null;
}

function crateAt(tree: Tree, file: string): Crate | null {
  let manifest: Record<string, unknown> | null;
  try {
    manifest = objectOf(parseToml(tree.read(file) ?? ""));
  } catch {
    return null;
  }
  const name = textOf(objectOf(manifest?.package)?.name);
  if (name === null) return null;
  const home = folderOf(file);
  const at = (path: string): string | null => {
    const full = join(home, path);
    return full !== null && tree.has(full) ? full : null;
  };
  const lib = objectOf(manifest?.lib);
  const library = at(textOf(lib?.path) ?? "src/lib.rs");
  const declared = ["bin", "test", "example", "bench"].flatMap((kind) => {
    const targets = manifest?.[kind];
    return (Array.isArray(targets) ? targets : []).flatMap((target) => textOf(objectOf(target)?.path) ?? []);
  });
  const found = ["src/bin", "tests", "examples", "benches"].flatMap((folder) => {
    const full = join(home, folder)!;
    return [...tree.filesIn(full), ...tree.named("main.rs").filter((path) => folderOf(folderOf(path)) === full)];
  });
  const roots = [library, at("src/main.rs"), at("build.rs"), ...declared.map(at), ...found];
  const renamed = new Map<string, string>();
  for (const section of ["dependencies", "dev-dependencies", "build-dependencies"]) {
    for (const [key, value] of Object.entries(objectOf(manifest?.[section]) ?? {})) {
      const path = textOf(objectOf(value)?.path);
      const target = path === null ? null : join(home, path);
      if (target !== null) renamed.set(key.replaceAll("-", "_"), target);
    }
  }
  return {
    home,
    name: (textOf(lib?.name) ?? name).replaceAll("-", "_"),
    library,
    roots: new Set(roots.filter((path) => path !== null)),
    renamed,
  };
}
