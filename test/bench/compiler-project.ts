import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import picomatch from "picomatch";
import ts from "typescript";
import { parse as parseYaml } from "yaml";

/** A repository as the compiler is shown it: its tracked files, with the packages of the workspace linked as an installation would. */
export interface CompilerProject {
  root: string;
  /** Tracked files that exist, relative to the root. */
  paths: Set<string>;
  read(path: string): string;
  /** A full path with workspace links followed, from the root; null when it lies outside. */
  real(path: string): string | null;
  host: ts.ModuleResolutionHost & ts.ParseConfigHost;
  /** The configuration whose options hold for a file. */
  configOf(path: string): CompilerConfig;
}

export interface CompilerConfig {
  /** Path of the tsconfig.json or jsconfig.json, "" when there is none. */
  path: string;
  options: ts.CompilerOptions;
  /** What the configuration itself includes, relative to the root. */
  files: Set<string>;
  references: string[];
  empty: boolean;
}

/** Opens a git work tree. With `installed`, packages in node_modules are seen too; without, the tracked files alone. */
export function openProject(folder: string, { installed }: { installed: boolean }): CompilerProject {
  const root = resolve(folder);
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 })
    .split("\0")
    .filter((path) => path !== "" && statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
  const paths = new Set(tracked);
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const folders = new Set<string>();
  for (const path of tracked) for (let at = dirname(path); !folders.has(at); at = dirname(at)) folders.add(at);
  const packages = workspacePackages(paths, read);

  function real(path: string): string | null {
    const inside = relative(root, path);
    if (inside.startsWith("..")) return null;
    const [, name, rest] = /^node_modules\/((?:@[^/]+\/)?[^/]+)(.*)$/.exec(inside) ?? [];
    if (name === undefined || rest === undefined || !name.includes("/") === name.startsWith("@"))
      return inside === "" ? "." : inside;
    const home = packages.get(name);
    return home === undefined ? null : home + rest;
  }
  const isInstalled = (path: string) => installed && /[\\/]node_modules([\\/]|$)/.test(relative(root, path));
  const host: CompilerProject["host"] = {
    useCaseSensitiveFileNames: true,
    fileExists: (path) => paths.has(real(path) ?? "") || (isInstalled(path) && ts.sys.fileExists(path)),
    directoryExists: (path) => {
      const at = real(path);
      if (at === "node_modules" && packages.size > 0) return true;
      const scope = /^node_modules\/(@[^/]+)$/.exec(at ?? "")?.[1];
      if (scope !== undefined && [...packages.keys()].some((name) => name.startsWith(`${scope}/`))) return true;
      return (at !== null && folders.has(at)) || (isInstalled(path) && ts.sys.directoryExists(path));
    },
    readFile: (path) => {
      const at = real(path) ?? "";
      return paths.has(at) ? read(at) : isInstalled(path) ? ts.sys.readFile(path) : undefined;
    },
    realpath: (path) => {
      const at = real(path);
      return at !== null && (paths.has(at) || folders.has(at))
        ? join(root, at)
        : isInstalled(path)
          ? (ts.sys.realpath?.(path) ?? path)
          : path;
    },
    getCurrentDirectory: () => root,
    readDirectory: (folder, extensions, excludes, includes, depth) =>
      ts.sys
        .readDirectory(folder, extensions, excludes, includes, depth)
        .filter((path) => paths.has(relative(root, path))),
  };
  return { root, paths, read, real, host, configOf: configFinder(root, paths, host) };
}

/** Workspace packages by name, as the package manager would link them into the root's node_modules. */
function workspacePackages(paths: Set<string>, read: (path: string) => string): Map<string, string> {
  const globs: string[] = [];
  const manifest = paths.has("package.json") ? JSON.parse(read("package.json")) : {};
  globs.push(...(Array.isArray(manifest.workspaces) ? manifest.workspaces : (manifest.workspaces?.packages ?? [])));
  if (paths.has("pnpm-workspace.yaml")) globs.push(...(parseYaml(read("pnpm-workspace.yaml"))?.packages ?? []));
  const wanted = picomatch(
    globs.filter((glob) => !glob.startsWith("!")),
    { ignore: globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)) },
  );
  const found = new Map<string, string>();
  for (const path of paths) {
    if (basename(path) !== "package.json" || !wanted(dirname(path))) continue;
    const name = JSON.parse(read(path)).name;
    if (name && !found.has(name)) found.set(name, dirname(path));
  }
  return found;
}

/**
 * The nearest configuration that includes the file, its references followed; else the nearest that is no mere list of references;
 * else that of a bundler.
 */
function configFinder(root: string, paths: Set<string>, host: CompilerProject["host"]) {
  const configs = new Map<string, CompilerConfig>();
  function config(file: string): CompilerConfig {
    let known = configs.get(file);
    if (!known) {
      const { config: json } = ts.readConfigFile(file, (path) => host.readFile(path));
      const parsed = ts.parseJsonConfigFileContent(json ?? {}, host, dirname(file), {}, file, undefined, [
        { extension: ".js", isMixedContent: false, scriptKind: ts.ScriptKind.JS },
      ]);
      known = {
        path: relative(root, file),
        options: parsed.options,
        files: new Set(parsed.fileNames.map((path) => relative(root, path))),
        references: (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference)),
        empty: Array.isArray(json?.files) && json.files.length === 0,
      };
      configs.set(file, known);
    }
    return known;
  }
  const none: CompilerConfig = {
    path: "",
    options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, allowJs: true },
    files: new Set(),
    references: [],
    empty: false,
  };

  return (path: string): CompilerConfig => {
    let first: CompilerConfig | null = null;
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const file = ["tsconfig.json", "jsconfig.json"].map((name) => join(folder, name)).find((at) => paths.has(at));
      if (file) {
        const own = config(join(root, file));
        first ??= own;
        if (own.files.has(path)) return own;
        const seen = new Set<string>();
        const queue = [...own.references];
        for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
          if (seen.has(at) || !host.fileExists(at)) continue;
          seen.add(at);
          if (config(at).files.has(path)) return config(at);
          queue.push(...config(at).references);
        }
        if (!own.empty) return own;
      }
      if (folder === ".") break;
    }
    return first ?? none;
  };
}
