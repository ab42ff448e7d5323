import picomatch from "picomatch";
import { folderOf, join, objectOf, type Tree, textOf } from "../graph/resolve-tree.js";
import { emptyPart, lineOf, type Part, type Sources } from "./ecosystem.js";
import type { DeclaredDependency, Entry, Manifest, Role } from "./project.js";

type Table = Record<string, unknown>;

/** What the Cargo.toml files of a repository say: crates, their targets, and what they depend on. */
export function cargoProject(sources: Sources): Part {
  const part = emptyPart();
  const { tree } = sources;
  for (const path of tree.named("Cargo.toml")) {
    const value = objectOf(sources.config(path));
    const text = tree.read(path) ?? "";
    if (!value) {
      if (text.trim() !== "") part.problems.push({ file: path, line: 1, message: "not TOML that can be read" });
      continue;
    }
    const manifest = manifestOf(path, value, text);
    part.manifests.push(manifest);
    if (objectOf(value.package)) part.entries.push(...targetsOf(manifest, value, sources));
  }
  return part;
}

const sections: Record<string, Role> = {
  dependencies: "production",
  "dev-dependencies": "test",
  "build-dependencies": "tooling",
};

function manifestOf(path: string, value: Table, text: string): Manifest {
  const own = objectOf(value.package);
  const dependencies: DeclaredDependency[] = [];
  const add = (table: Table, prefix: string) => {
    for (const [section, role] of Object.entries(sections)) {
      const from = text.search(new RegExp(`^\\[${escaped(prefix + section)}[.\\]]`, "m"));
      for (const [name, row] of Object.entries(objectOf(table[section]) ?? {}))
        dependencies.push({
          name,
          section: `${prefix}${section}`,
          line: lineOfKey(text, name, from),
          role,
          isOptional: objectOf(row)?.optional === true,
        });
    }
  };
  add(value, "");
  for (const [target, table] of Object.entries(objectOf(value.target) ?? {}))
    add(objectOf(table) ?? {}, `target.${target}.`);
  const publish = own?.publish;
  return {
    path,
    folder: folderOf(path),
    ecosystem: "cargo",
    name: textOf(own?.name),
    isPublished: own !== null && publish !== false && !(Array.isArray(publish) && publish.length === 0),
    dependencies,
  };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The line of a key of a table: `name = …`, `name.workspace = …`, `[dependencies.name]`. */
function lineOfKey(text: string, name: string, from: number): number {
  const start = Math.max(0, from);
  const found = new RegExp(`^(?:\\[[^\\]]*\\.)?["']?${escaped(name)}["']?\\s*[.=\\]]`, "m").exec(text.slice(start));
  return found ? lineOf(text, found[0], start + found.index) : 1;
}

/** The files by which Cargo starts to compile: named in the manifest, or found where they usually are. */
function targetsOf(manifest: Manifest, value: Table, { tree, graph, read }: Sources): Entry[] {
  const { folder, path, isPublished, name } = manifest;
  const entries: Entry[] = [];
  const at = (file: string | null) => {
    const full = file === null ? null : join(folder, file);
    return full !== null && graph.files.has(full) ? full : null;
  };
  const add = (file: string | null, why: string, role: Role, symbols?: string[]) => {
    if (file !== null) entries.push({ file, why, role, ...(symbols ? { symbols } : {}) });
  };
  const lib = objectOf(value.lib);
  const library = at(textOf(lib?.path) ?? "src/lib.rs");
  if (library !== null && isPublished && lib?.["proc-macro"] !== true)
    for (const file of publicModules(library, tree, read))
      add(file, `others can use it: ${name} is published`, "production");
  else add(library, `the library of ${path}`, "production", []);
  const kinds: [string, string, Role, string][] = [
    ["bin", "src/bin", "production", "a program of"],
    ["example", "examples", "tooling", "an example of"],
    ["test", "tests", "test", "a test of"],
    ["bench", "benches", "test", "a benchmark of"],
  ];
  add(at("src/main.rs"), `the program of ${path}`, "production", ["main"]);
  const build = objectOf(value.package)?.build;
  add(at(typeof build === "string" ? build : "build.rs"), `the build script of ${path}`, "tooling", ["main"]);
  for (const [kind, usual, role, what] of kinds) {
    for (const target of Array.isArray(value[kind]) ? value[kind] : []) {
      const row = objectOf(target);
      const named = textOf(row?.path) ?? (textOf(row?.name) === null ? null : `${usual}/${textOf(row?.name)}.rs`);
      add(at(named), `${what} ${path}`, role, ["main"]);
    }
    const isTarget = picomatch([`${join(folder, usual)}/*.rs`, `${join(folder, usual)}/*/main.rs`]);
    for (const file of graph.files.keys()) if (isTarget(file)) add(file, `${what} ${path}`, role, ["main"]);
  }
  return entries;
}

/** The library and the modules that it opens, through any number of them: `pub mod a;`. */
function publicModules(library: string, tree: Tree, read: (path: string) => string | null): string[] {
  const found: string[] = [];
  const follow = (file: string) => {
    if (found.includes(file)) return;
    found.push(file);
    const folder =
      /(^|\/)(lib|main|mod)\.rs$/.test(file) || file === library ? folderOf(file) : file.replace(/\.rs$/, "");
    for (const match of (read(file) ?? "").matchAll(/^\s*pub\s+mod\s+(?:r#)?(\w+)\s*;/gm))
      for (const ending of [".rs", "/mod.rs"]) {
        const next = join(folder, match[1]! + ending);
        if (next !== null && tree.has(next)) follow(next);
      }
  };
  follow(library);
  return found;
}
