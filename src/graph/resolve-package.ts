import {
  type Extensions,
  every,
  fileAt,
  fileNamedByManifest,
  folderAt,
  inputOf,
  moduleAt,
  scriptsOnly,
  typesOnly,
  type Viewpoint,
} from "./resolve-file.js";
import { folderOf, foldersUp, join, objectOf, type Tree } from "./resolve-tree.js";
import { exportMap, firstSource, isSet, unbuilt } from "./resolve-unbuilt.js";

/** The nearest package.json: its folder and contents. */
export function manifestOf(tree: Tree, folder: string): { home: string; manifest: Record<string, unknown> } | null {
  for (const home of foldersUp(folder)) {
    const manifest = objectOf(tree.json(join(home, "package.json")!));
    if (manifest) return { home, manifest };
  }
  return null;
}

/** Splits `@scope/name/sub/path` into the package and the path below it ("" when there is none). */
function splitPackage(specifier: string): { name: string; rest: string } {
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
