import { moduleAt, sourceOf, type Viewpoint } from "./resolve-file.js";
import { join, objectOf, textOf } from "./resolve-tree.js";

/** The source of a package entry that has to be built first: see sourceOf; then what only a source can be meant by. */
export function unbuilt(
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

export function firstSource(view: Viewpoint, home: string, built: string[]): string | null {
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

export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** `exports` in its long form: subpaths as keys. */
export function exportMap(exports: unknown): Record<string, unknown> {
  const map = objectOf(exports);
  return map && Object.keys(map).every((key) => key.startsWith(".")) ? map : { ".": exports };
}
