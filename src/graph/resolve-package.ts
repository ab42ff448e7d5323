import {
  type Extensions,
  every,
  fileAt,
  fileNamedByManifest,
  folderAt,
  inputOf,
  type Layout,
  moduleAt,
  type Probe,
  scriptsOnly,
  sourceOf,
  typesOnly,
} from "./resolve-file.js";
import { folderOf, foldersUp, join, objectOf, type Tree, textOf } from "./resolve-tree.js";

/** How an importing file looks at packages. */
export interface Viewpoint {
  probe: Probe;
  /** Conditions that hold, such as import, types, node; null when `exports` and `imports` are not understood (node10). */
  conditions: ReadonlySet<string> | null;
  /** Set within the importing file's own package: a target that its project builds means the source it is built from. */
  own: Layout | null;
  /** The project of the package's sources, which knows where it builds to. */
  projectOf(path: string): Layout;
  /** The folder of a package of the workspace, by its name, as seen from a file. */
  workspacePackage(from: string, name: string): string | null;
}

/** The nearest package.json: its folder and contents. */
export function manifestOf(tree: Tree, folder: string): { home: string; manifest: Record<string, unknown> } | null {
  for (const home of foldersUp(folder)) {
    const manifest = objectOf(tree.json(join(home, "package.json")!));
    if (manifest) return { home, manifest };
  }
  return null;
}

/** Splits `@scope/name/sub/path` into the package and the path below it ("" when there is none). */
export function splitPackage(specifier: string): { name: string; rest: string } {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  return { name: name ?? specifier, rest: rest ?? "" };
}

/**
 * A bare specifier: the importing file's own package when that has `exports`, a package in a node_modules that is part of the
 * repository, or one of the workspace. `known` is false when no package of that name is here.
 */
export function packageModule(
  view: Viewpoint,
  from: string,
  specifier: string,
): { path: string | null; known: boolean } {
  const { tree } = view.probe;
  const { name, rest } = splitPackage(specifier);
  const scope = manifestOf(tree, folderOf(from));
  if (scope?.manifest.name === name && scope.manifest.exports !== undefined && view.conditions) {
    const own = { ...view, own: view.projectOf(from) };
    return { path: packageEntry(own, scope.home, rest), known: true };
  }
  const installed = installedModule(view, from, name, rest);
  if (installed !== null) return { path: installed, known: true };
  const home = view.workspacePackage(from, name);
  return home === null ? { path: null, known: false } : { path: packageEntry(view, home, rest), known: true };
}

/** Looks through the node_modules of all folders above for types, its `@types` among them, then again for scripts. */
function installedModule(view: Viewpoint, from: string, name: string, rest: string): string | null {
  const { tree } = view.probe;
  if (tree.modulesFolders.size === 0) return null;
  const folders = [...foldersUp(folderOf(from))].filter((folder) => tree.modulesFolders.has(folder));
  for (const extensions of [typesOnly, scriptsOnly]) {
    for (const folder of folders) {
      const modules = join(folder, "node_modules")!;
      const typed = `${modules}/@types/${name.startsWith("@") ? name.slice(1).replace("/", "__") : name}`;
      for (const home of extensions.types ? [`${modules}/${name}`, typed] : [`${modules}/${name}`]) {
        if (!tree.hasFolder(home)) continue;
        const manifest = objectOf(tree.json(join(home, "package.json")!)) ?? {};
        const found = declared(view, home, manifest, rest, extensions, []);
        if (found !== null) return found;
      }
    }
  }
  return null;
}

/**
 * A specifier that names the package in folder `home`. First as the compiler would if the package were installed as a link;
 * where that leads to files that are built and not there, to their sources.
 */
function packageEntry(view: Viewpoint, home: string, rest: string): string | null {
  const manifest = objectOf(view.probe.tree.json(join(home, "package.json")!)) ?? {};
  const built: string[] = [];
  return (
    declared(view, home, manifest, rest, typesOnly, built) ??
    declared(view, home, manifest, rest, scriptsOnly, built) ??
    unbuilt(view, home, manifest, rest, built)
  );
}

/** What the manifest says, by `exports` or by its older fields. Targets that are not there are added to `built`. */
function declared(
  view: Viewpoint,
  home: string,
  manifest: Record<string, unknown>,
  rest: string,
  extensions: Extensions,
  built: string[],
): string | null {
  if (view.conditions && isSet(manifest.exports)) {
    const key = rest === "" ? "." : `./${rest}`;
    return matched(view, home, exportMap(manifest.exports), key, extensions, built)?.path ?? null;
  }
  // An ES module may leave out the index file of a package, though of no other folder.
  if (rest === "") return folderAt(view.probe, home, extensions) ?? fileAt(view.probe, `${home}/index.js`, extensions);
  const target = join(home, rest);
  if (target === null) return null;
  const found = moduleAt(view.probe, target, extensions);
  if (found !== null) return found;
  if (!extensions.types && view.probe.tree.has(target)) return target;
  built.push(target);
  return null;
}

/** A specifier that starts with `#`, by the `imports` of the importing file's package. */
export function packageImport(view: Viewpoint, from: string, specifier: string): string | null {
  const scope = manifestOf(view.probe.tree, folderOf(from));
  const imports = objectOf(scope?.manifest.imports);
  if (!scope || !imports || !view.conditions) return null;
  const built: string[] = [];
  const own = { ...view, own: view.projectOf(from) };
  return matched(own, scope.home, imports, specifier, every, built)?.path ?? firstSource(view, scope.home, built);
}

/** `exports` in its long form: subpaths as keys. */
function exportMap(exports: unknown): Record<string, unknown> {
  const map = objectOf(exports);
  return map && Object.keys(map).every((key) => key.startsWith(".")) ? map : { ".": exports };
}

/** `{path: null}` means that a target forbids the subpath: the search ends. */
type Hit = { path: string | null } | null;

function matched(
  view: Viewpoint,
  home: string,
  map: Record<string, unknown>,
  key: string,
  extensions: Extensions,
  built: string[],
): Hit {
  if (key in map && !key.includes("*") && !key.endsWith("/"))
    return targetAt(view, home, map[key], "", extensions, built);
  const patterns = Object.keys(map)
    .filter((pattern) => pattern.endsWith("/") || pattern.split("*").length === 2)
    .sort(bySpecificity);
  for (const pattern of patterns) {
    const [head, tail] = pattern.endsWith("/") ? [pattern, ""] : (pattern.split("*") as [string, string]);
    if (!key.startsWith(head) || !key.endsWith(tail) || key.length < head.length + tail.length) continue;
    return targetAt(view, home, map[pattern], key.slice(head.length, key.length - tail.length), extensions, built);
  }
  return null;
}

/** The longer text before `*` first, then the longer whole: Node's PATTERN_KEY_COMPARE. */
function bySpecificity(a: string, b: string): number {
  const head = (pattern: string) => (pattern.includes("*") ? pattern.indexOf("*") + 1 : pattern.length);
  return head(b) - head(a) || b.length - a.length;
}

function targetAt(
  view: Viewpoint,
  home: string,
  target: unknown,
  star: string,
  extensions: Extensions,
  built: string[],
): Hit {
  if (typeof target === "string") {
    if (!target.startsWith("./")) return bareTarget(view, home, target, star);
    const written = target.includes("*") ? target.replaceAll("*", star) : target.endsWith("/") ? target + star : target;
    const path = join(home, written);
    if (path === null) return null;
    // A style sheet or template is exported as it is.
    const other = /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path) || !view.probe.tree.has(path) ? null : path;
    const input = view.own && extensions.types ? inputOf(view.probe, path, home, view.own) : null;
    const found = input ?? fileNamedByManifest(view.probe, path, extensions) ?? other;
    if (found === null) built.push(path);
    // Node would stop at a missing file; the compiler goes on to the next condition.
    return found === null ? null : { path: found };
  }
  if (Array.isArray(target)) {
    for (const item of target) {
      const hit = targetAt(view, home, item, star, extensions, built);
      if (hit) return hit;
    }
    return null;
  }
  if (target === null) return { path: null };
  for (const [condition, inner] of Object.entries(objectOf(target) ?? {})) {
    if (condition !== "default" && !view.conditions!.has(condition) && !condition.startsWith("types@")) continue;
    const hit = targetAt(view, home, inner, star, extensions, built);
    if (hit) return hit;
  }
  return null;
}

/** `imports` may lead to another package. */
function bareTarget(view: Viewpoint, home: string, target: string, star: string): Hit {
  const { path } = packageModule(view, join(home, "package.json")!, target.replaceAll("*", star));
  return path === null ? null : { path };
}

/** The source of a package entry that has to be built first: see sourceOf; then what only a source can be meant by. */
function unbuilt(
  view: Viewpoint,
  home: string,
  manifest: Record<string, unknown>,
  rest: string,
  built: string[],
): string | null {
  const { tree } = view.probe;
  const isEntry = rest === "";
  if (isEntry && textOf(manifest.source) !== null) {
    const source = join(home, manifest.source as string);
    if (source !== null && tree.has(source)) return source;
  }
  const entry = exportMap(manifest.exports)[isEntry ? "." : `./${rest}`];
  const named = leaves(entry).flatMap((leaf) => join(home, leaf) ?? []);
  const source = named.find((path) => tree.has(path) && /(?<!\.d)\.[cm]?tsx?$/.test(path));
  if (source !== undefined) return source;
  if (isEntry) {
    for (const field of ["types", "typings", "module", "main", "browser"]) {
      const path = textOf(manifest[field]);
      if (path !== null) built.push(join(home, path) ?? "");
    }
  }
  const found = firstSource(view, home, [...built, ...named]);
  if (found !== null) return found;
  const extensions = { types: true, scripts: true };
  const guesses = isEntry ? ["src/index", "src/main", "lib/index", "index"] : [`src/${rest}`, rest];
  const lenient = { ...view.probe, implicit: true };
  if (!isEntry && isSet(manifest.exports) && entry === undefined && built.length === 0) return null;
  for (const guess of guesses) {
    const path = moduleAt(lenient, join(home, guess)!, extensions);
    if (path !== null) return path;
  }
  return null;
}

function firstSource(view: Viewpoint, home: string, built: string[]): string | null {
  const layout = view.projectOf(join(home, "src/index.ts")!);
  for (const path of built) {
    const found = sourceOf(view.probe, path, home, layout);
    if (found !== null) return found;
  }
  return null;
}

/** All paths an entry of `exports` can lead to, in any condition. */
function leaves(target: unknown): string[] {
  if (typeof target === "string") return [target];
  if (Array.isArray(target)) return target.flatMap(leaves);
  return Object.values(objectOf(target) ?? {}).flatMap(leaves);
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;
