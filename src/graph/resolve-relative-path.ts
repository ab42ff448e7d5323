import { isBuiltin } from "node:module";
import type { ImportKind } from "../syntax/facts.js";
import type { Resolution, Resolve } from "./resolution.js";
import {
  type Extensions,
  every,
  fileAt,
  moduleAt,
  type Probe,
  scriptsOnly,
  sourceOf,
  typesOnly,
  type Viewpoint,
} from "./resolve-file.js";
import { manifestOf, packageImport, packageModule } from "./resolve-package.js";
import { folderOf, join, type Tree } from "./resolve-tree.js";
import { type Project, projectFinder } from "./resolve-tsconfig.js";
import { workspaceFinder } from "./resolve-workspaces.js";

/*
 * The TypeScript compiler's own algorithm (ts.resolveModuleName) over the repository's paths. oxc-resolver was measured beside it,
 * with its discovery of tsconfig.json: of the 4,137 imports of a pnpm workspace without node_modules it led 887 fewer to a file (it
 * cannot see packages that are not installed, nor customConditions, nor tell a source from what is built of it), and it led none
 * at all below a tsconfig.json whose `extends` names a package that is not installed. The time was about the same.
 *
 * Where the compiler finds nothing the following still lead to a file, because a bundler or a build step makes them true: a path
 * without its extension in an ES module; a path to an existing file of another kind (`./a.vue`, `./a.css`, with or without
 * `?query`); a package of the workspace whose built files are not there; a path into the project's own output folder.
 */
export function relativePathResolution(tree: Tree): Resolve {
  const packageOf = workspaceFinder(tree);
  const projectOf = projectFinder(tree, (name) => packageOf("tsconfig.json", name));
  const modes = new Map<string, Mode>();
  const modeOf = (from: string, kind: ImportKind): Mode => {
    const project = projectOf(from);
    const esm = isEsm(tree, project, from, kind);
    const key = `${project.file} ${esm}`;
    let mode = modes.get(key);
    if (!mode) {
      mode = toMode(tree, project, esm, { projectOf, workspacePackage: packageOf });
      modes.set(key, mode);
    }
    return mode;
  };
  // Files are asked about one after the other, import by import: what is found for a file and kind is kept until the next file.
  let last = "";
  let ready = new Map<ImportKind, { mode: Mode; known: Map<string, Resolution> }>();
  return (from, specifier, kind) => {
    if (from !== last) {
      last = from;
      ready = new Map();
    }
    let place = ready.get(kind);
    if (!place) {
      const mode = modeOf(from, kind);
      const folder = folderOf(from);
      let known = mode.answers.get(folder);
      if (!known) {
        known = new Map();
        mode.answers.set(folder, known);
      }
      place = { mode, known };
      ready.set(kind, place);
    }
    let answer = place.known.get(specifier);
    if (!answer) {
      answer = resolved(place.mode, from, specifier);
      place.known.set(specifier, answer);
    }
    return answer;
  };
}

interface Mode extends Viewpoint {
  project: Project;
  /** The rounds in which extensions are tried: node10 looks everywhere for types before it looks for scripts. */
  rounds: Extensions[];
  /** What was answered, by folder of the importing file and specifier. */
  answers: Map<string, Map<string, Resolution>>;
}

function toMode(
  tree: Tree,
  project: Project,
  esm: boolean,
  look: Pick<Viewpoint, "projectOf" | "workspacePackage">,
): Mode {
  const conditions = [
    esm ? "import" : "require",
    "types",
    ...(project.style === "node16" ? ["node"] : []),
    ...project.conditions,
  ];
  return {
    project,
    probe: { tree, suffixes: project.suffixes, implicit: !(project.style === "node16" && esm) },
    conditions: project.style === "node10" ? null : new Set(conditions),
    rounds: project.style === "node10" ? [typesOnly, scriptsOnly] : [every],
    own: null,
    ...look,
    answers: new Map(),
  };
}

/** Whether an import is one of an ES module: under node16 the file's extension and package say so, elsewhere the way it is written. */
function isEsm(tree: Tree, project: Project, from: string, kind: ImportKind): boolean {
  if (kind === "require") return false;
  if (project.style !== "node16" || kind === "dynamic") return true;
  if (/\.m[jt]s$/.test(from)) return true;
  if (/\.c[jt]s$/.test(from)) return false;
  return manifestOf(tree, folderOf(from))?.manifest.type === "module";
}

const inside = (path: string): Resolution => ({ paths: [path], where: "inside" });
const nowhere: Resolution = { paths: [], where: "nowhere" };
const outside: Resolution = { paths: [], where: "outside" };

function resolved(mode: Mode, from: string, specifier: string): Resolution {
  const bare = !/^(\.{1,2}(\/|$)|\/)/.test(specifier);
  const found = bare ? null : relative(mode, from, specifier);
  if (!bare) return found !== null ? inside(found) : leadsOut(from, specifier) ? outside : nowhere;

  const mapped = byPaths(mode, specifier);
  if (mapped.path !== null) return inside(mapped.path);
  if (!mapped.matched && mode.project.baseUrl !== null) {
    const path = atPath(mode, join(mode.project.baseUrl, specifier), specifier);
    if (path !== null) return inside(path);
  }
  if (specifier.startsWith("#")) {
    const path = packageImport(mode, from, specifier);
    return path !== null ? inside(path) : nowhere;
  }
  if (specifier.includes(":") || isBuiltin(specifier)) return outside;
  const { path, known } = packageModule(mode, from, withoutQuery(specifier));
  if (known) return path !== null ? inside(path) : nowhere;
  return mapped.matched && mapped.certain ? nowhere : outside;
}

function relative(mode: Mode, from: string, specifier: string): string | null {
  const { project, probe } = mode;
  const path = specifier.startsWith("/") ? null : join(folderOf(from), specifier);
  if (path === null) return null;
  const found = byRootDirs(mode, path, specifier) ?? atPath(mode, path, specifier);
  if (found !== null) return found;
  const relaxed: Mode = { ...mode, probe: { ...probe, implicit: true } };
  const home = manifestOf(probe.tree, folderOf(path))?.home ?? "";
  return (
    (probe.implicit ? null : atPath(relaxed, path, specifier)) ??
    asset(probe, path) ??
    (project.outputs.some((output) => path.startsWith(`${output}/`)) ? sourceOf(probe, path, home, project) : null)
  );
}

/** A path as an import may name it; a last part of `.` or `..`, or a slash at the end, can only be a folder. */
function atPath(mode: Mode, path: string | null, specifier: string): string | null {
  if (path === null) return null;
  const folderOnly = /(^|\/)\.{0,2}$/.test(specifier);
  for (const extensions of mode.rounds) {
    const found = moduleAt(mode.probe, path, extensions, folderOnly);
    if (found !== null) return found;
  }
  return null;
}

function byRootDirs(mode: Mode, path: string, specifier: string): string | null {
  const { rootDirs } = mode.project;
  const holder = rootDirs
    .filter((root) => root === "" || path.startsWith(`${root}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (holder === undefined) return null;
  const suffix = holder === "" ? path : path.slice(holder.length + 1);
  for (const root of [holder, ...rootDirs.filter((other) => other !== holder)]) {
    const found = atPath(mode, join(root, suffix), specifier);
    if (found !== null) return found;
  }
  return null;
}

/** tsconfig's `paths`: an exact pattern, else the one with the longest text before `*`. `certain` when the pattern is more than `*`. */
function byPaths(mode: Mode, specifier: string): { path: string | null; matched: boolean; certain: boolean } {
  const { paths, pathsBase } = mode.project;
  let best: { targets: string[]; star: string; head: number } | null = null;
  for (const [pattern, targets] of paths) {
    if (pattern === specifier) {
      best = { targets, star: "", head: Number.POSITIVE_INFINITY };
      break;
    }
    const [head, tail] = pattern.split("*");
    if (head === undefined || tail === undefined || !specifier.startsWith(head) || !specifier.endsWith(tail)) continue;
    if (specifier.length < head.length + tail.length || (best && best.head >= head.length)) continue;
    best = { targets, star: specifier.slice(head.length, specifier.length - tail.length), head: head.length };
  }
  if (!best) return { path: null, matched: false, certain: false };
  for (const extensions of mode.rounds) {
    for (const target of best.targets) {
      const written = target.replace("*", () => best.star);
      const path = written.startsWith("/") ? join("", written.slice(1)) : join(pathsBase, written);
      if (path === null) continue;
      const exact = /\.([cm]?[jt]s|[jt]sx|json)$/.test(target) && mode.probe.tree.has(path) ? path : null;
      const found = exact ?? moduleAt(mode.probe, path, extensions, written.endsWith("/")) ?? asset(mode.probe, path);
      if (found !== null) return { path: found, matched: true, certain: true };
    }
  }
  return { path: null, matched: true, certain: best.head > 0 };
}

/** A file of any kind that is named in full, as bundlers allow. */
function asset(probe: Probe, path: string | null): string | null {
  if (path === null) return null;
  if (probe.tree.has(path)) return path;
  const bare = withoutQuery(path);
  return bare === path ? null : probe.tree.has(bare) ? bare : fileAt(probe, bare, every);
}

const withoutQuery = (path: string): string => (path.includes("?") ? path.slice(0, path.indexOf("?")) : path);

const leadsOut = (from: string, specifier: string): boolean =>
  specifier.startsWith("/") || join(folderOf(from), specifier) === null;
