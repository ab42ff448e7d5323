import { folderOf, join, objectOf, type Tree, textOf, textsOf } from "./resolve-tree.js";

/** What of a tsconfig.json bears on resolution, `extends` applied, all paths from the repository root. */
export interface Project {
  file: string | null;
  /** "node10" knows no `exports`; "node16" (and nodenext) tells ESM from CommonJS; "bundler" is everything else. */
  style: "node10" | "node16" | "bundler";
  baseUrl: string | null;
  /** Patterns with at most one `*`, and what they stand for, from `pathsBase`. */
  paths: [pattern: string, targets: string[]][];
  pathsBase: string;
  rootDirs: string[];
  conditions: string[];
  suffixes: string[];
  /** Folders of build output and the folder whose layout they repeat, null when the compiler would compute it. */
  outputs: string[];
  rootDir: string | null;
  includes(path: string): boolean;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: tsconfig's own notation for the folder of the file that extends.
const configDir = "${configDir}";

/** The project of a file without a tsconfig.json: what bundlers and Node agree on. */
const noProject: Project = {
  file: null,
  style: "bundler",
  baseUrl: null,
  paths: [],
  pathsBase: "",
  rootDirs: [],
  conditions: [],
  suffixes: [""],
  outputs: [],
  rootDir: null,
  includes: () => true,
};

/**
 * Finds the project of a file, as editors do: the nearest tsconfig.json (or jsconfig.json); if that does not include the file
 * but one of its references does, the reference; a tsconfig.json that lists no file at all passes the question on to the folder above.
 * `packageFolder` finds the folder of a package by name, for `extends`.
 */
export function projectFinder(tree: Tree, packageFolder: (name: string) => string | null): (path: string) => Project {
  const read = new Map<string, Project>();
  const project = (file: string): Project => {
    let known = read.get(file);
    if (!known) {
      known = toProject(file, merged(tree, file, packageFolder, []));
      read.set(file, known);
    }
    return known;
  };
  const referenced = (file: string, path: string, seen: Set<string>): Project | null => {
    if (seen.has(file)) return null;
    seen.add(file);
    const references = objectOf(tree.json(file))?.references;
    for (const reference of Array.isArray(references) ? references : []) {
      const target = configAt(tree, folderOf(file), textOf(objectOf(reference)?.path) ?? "");
      if (target === null) continue;
      if (project(target).includes(path)) return project(target);
      const deeper = referenced(target, path, seen);
      if (deeper) return deeper;
    }
    return null;
  };
  const candidates = new Map<string, string[]>();
  const configsAbove = (folder: string): string[] => {
    let list = candidates.get(folder);
    if (!list) {
      const file = ["tsconfig.json", "jsconfig.json"].map((name) => join(folder, name)!).find(tree.has);
      const above = folder === "" ? [] : configsAbove(folderOf(folder));
      list = file === undefined ? above : [file, ...above];
      candidates.set(folder, list);
    }
    return list;
  };
  return (path) => {
    const configs = configsAbove(folderOf(path));
    for (const file of configs) {
      if (project(file).includes(path)) return project(file);
      const reference = referenced(file, path, new Set());
      if (reference) return reference;
      const listed = objectOf(tree.json(file))?.files;
      if (!Array.isArray(listed) || listed.length > 0) return project(file);
    }
    return configs[0] === undefined ? noProject : project(configs[0]);
  };
}

/** The options of one file and the ones below it, each with the folder that its relative paths count from. */
interface Layer {
  folder: string;
  json: Record<string, unknown>;
}

/** Outermost base first, the file itself last. */
function merged(tree: Tree, file: string, packageFolder: (name: string) => string | null, above: string[]): Layer[] {
  const json = objectOf(tree.json(file));
  if (!json || above.includes(file)) return [];
  const bases = typeof json.extends === "string" ? [json.extends] : textsOf(json.extends);
  const layers: Layer[] = [];
  for (const base of bases) {
    const target = configAt(tree, folderOf(file), base, packageFolder);
    if (target !== null) layers.push(...merged(tree, target, packageFolder, [...above, file]));
  }
  layers.push({ folder: folderOf(file), json });
  return layers;
}

/** The file that `extends` or a reference names: a path with or without `.json`, a folder, or a package of this repository. */
function configAt(
  tree: Tree,
  folder: string,
  name: string,
  packageFolder: (name: string) => string | null = () => null,
): string | null {
  let path: string | null;
  if (/^\.{1,2}(\/|$)/.test(name)) path = join(folder, name);
  else {
    const [, owner, rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(name) ?? [];
    const home = owner === undefined ? null : packageFolder(owner);
    // A reference may leave out the leading dot; a package that is not in this repository cannot be read.
    path = home !== null ? join(home, rest ?? "") : join(folder, name);
  }
  if (path === null) return null;
  return [path, `${path}.json`, join(path, "tsconfig.json")!].find(tree.has) ?? null;
}

function toProject(file: string, layers: Layer[]): Project {
  const home = folderOf(file);
  /** The value of the last layer that has the option, and the folder it counts from. */
  const option = (name: string): { value: unknown; folder: string } | null => {
    for (let at = layers.length - 1; at >= 0; at--) {
      const value = objectOf(layers[at]!.json.compilerOptions)?.[name];
      if (value !== undefined) return { value, folder: layers[at]!.folder };
    }
    return null;
  };
  const here = (path: string, folder: string): string | null =>
    path.startsWith(configDir) ? join(home, `.${path.slice(configDir.length)}`) : join(folder, path);
  const folderOption = (name: string): string | null => {
    const found = option(name);
    return typeof found?.value === "string" ? here(found.value, found.folder) : null;
  };
  const paths = option("paths");
  const baseUrl = folderOption("baseUrl");
  const rootDirs = option("rootDirs");
  const suffixes = textsOf(option("moduleSuffixes")?.value);
  const outputs = [folderOption("declarationDir"), folderOption("outDir")].filter(
    (path) => path !== null && path !== "",
  );
  return {
    file,
    style: styleOf(
      textOf(option("moduleResolution")?.value),
      textOf(option("module")?.value),
      textOf(option("target")?.value),
    ),
    baseUrl,
    paths: Object.entries(objectOf(paths?.value) ?? {}).map(([pattern, targets]) => [
      pattern,
      textsOf(targets).map((target) => (target.startsWith(configDir) ? `/${here(target, "")}` : target)),
    ]),
    pathsBase: baseUrl ?? paths?.folder ?? home,
    rootDirs: textsOf(rootDirs?.value).flatMap((path) => here(path, rootDirs!.folder) ?? []),
    conditions: textsOf(option("customConditions")?.value),
    suffixes: suffixes.length > 0 ? suffixes : [""],
    outputs: outputs as string[],
    rootDir: folderOption("rootDir"),
    includes: inclusion(layers, home, outputs as string[], here),
  };
}

/**
 * TypeScript's own default for a `module` of es2015 and later is "classic", which finds no folder's index: whoever has such a
 * project resolves with a bundler.
 */
function styleOf(resolution: string | null, module: string | null, target: string | null): Project["style"] {
  const named = resolution?.toLowerCase();
  if (named === "node16" || named === "nodenext") return "node16";
  if (named === "node" || named === "node10") return "node10";
  if (named !== undefined) return "bundler";
  const kind = module?.toLowerCase();
  if (kind === undefined) return /^es(3|5)$/i.test(target ?? "es5") ? "node10" : "bundler";
  if (kind.startsWith("node")) return "node16";
  return kind === "commonjs" ? "node10" : "bundler";
}

/** Whether `files`, `include` and `exclude` let a path in. Extensions are not looked at: JavaScript takes part as if allowed. */
function inclusion(
  layers: Layer[],
  home: string,
  outputs: string[],
  here: (path: string, folder: string) => string | null,
): (path: string) => boolean {
  const last = (name: string) => layers.findLast((layer) => layer.json[name] !== undefined);
  const list = (name: string): string[] | null => {
    const layer = last(name);
    return layer ? textsOf(layer.json[name]).flatMap((path) => here(path, layer.folder) ?? []) : null;
  };
  const files = list("files");
  const include = list("include") ?? (files ? [] : [home === "" ? "**/*" : `${home}/**/*`]);
  const exclude = list("exclude") ?? outputs;
  const included = include.map((glob) => globPattern(glob));
  const excluded = exclude.map((glob) => globPattern(glob));
  return (path) =>
    files?.includes(path) === true ||
    (included.some((pattern) => pattern.test(path)) && !excluded.some((pattern) => pattern.test(path)));
}

/** tsconfig's globs: `*` and `?` within a name, `**` any folders; a folder stands for all that it holds. */
function globPattern(glob: string): RegExp {
  if (glob === "") return /^/;
  const body = glob
    .split("/")
    .map((part) =>
      part === "**"
        ? "**"
        : part
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", "[^/]*")
            .replaceAll("?", "[^/]"),
    )
    .join("/")
    .replace(/(^|\/)\*\*\//g, "$1(?:.+/)?")
    .replace(/\/?\*\*$/, "(?:/.*)?");
  return new RegExp(`^${body}(?:/.*)?$`);
}
