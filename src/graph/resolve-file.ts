import { folderOf, inFolder, join, objectOf, type Tree, textOf } from "./resolve-tree.js";

/** Which extensions a look-up may end in. The compiler asks twice in some places: types first, then JavaScript. */
export interface Extensions {
  types: boolean;
  scripts: boolean;
}

export const every: Extensions = { types: true, scripts: true };
export const typesOnly: Extensions = { types: true, scripts: false };
export const scriptsOnly: Extensions = { types: false, scripts: true };

/** What the probes below need to know besides the path. */
export interface Probe {
  tree: Tree;
  /** moduleSuffixes, `[""]` by default. */
  suffixes: string[];
  /** Extensions and index files may be left out: false for `import` in an ES module under node16. */
  implicit: boolean;
}

const known = /(\.d\.[cm]?ts|\.[cm]?[jt]s|\.[jt]sx|\.json)$/;

/** What an import may be written with, and the sources that the compiler looks for in its place, in its order. */
const replacements: Record<string, [types: string[], scripts: string[]]> = {
  ".mjs": [[".mts", ".d.mts"], [".mjs"]],
  ".cjs": [[".cts", ".d.cts"], [".cjs"]],
  ".jsx": [
    [".tsx", ".ts", ".d.ts"],
    [".jsx", ".js"],
  ],
  ".json": [[".d.json.ts"], [".json"]],
  "": [
    [".ts", ".tsx", ".d.ts"],
    [".js", ".jsx"],
  ],
};
Object.assign(replacements, {
  ".mts": replacements[".mjs"],
  ".d.mts": replacements[".mjs"],
  ".cts": replacements[".cjs"],
  ".d.cts": replacements[".cjs"],
  ".tsx": replacements[".jsx"],
  ".ts": replacements[""],
  ".d.ts": replacements[""],
  ".js": replacements[""],
});

/** A path without its folder's meaning: `a.js` finds a.ts, `a` finds a.ts, a.tsx, a.d.ts, a.js, a.jsx in this order. */
export function fileAt(probe: Probe, path: string, extensions: Extensions): string | null {
  return (
    withReplacedExtension(probe, path, extensions) ??
    (probe.implicit ? withExtension(probe, path, "", extensions) : null)
  );
}

/** As the compiler reads a field of package.json: the file itself when it is TypeScript, otherwise the source of what is named. */
export function fileNamedByManifest(probe: Probe, path: string, extensions: Extensions): string | null {
  if (extensions.types && /\.[cm]?tsx?$/.test(path)) return existing(probe, path);
  return withReplacedExtension(probe, path, extensions);
}

/** A file, or a folder's package.json and index. */
export function moduleAt(probe: Probe, path: string, extensions: Extensions, folderOnly = false): string | null {
  return (folderOnly ? null : fileAt(probe, path, extensions)) ?? folderAt(probe, path, extensions);
}

/** The file that a folder stands for: the `types` or `main` of its package.json, or its index file. */
export function folderAt(probe: Probe, folder: string, extensions: Extensions): string | null {
  const { tree } = probe;
  if (!tree.hasFolder(folder)) return null;
  const manifest = objectOf(tree.json(join(folder, "package.json")!));
  if (manifest) {
    const field =
      (extensions.types ? (textOf(manifest.typings) ?? textOf(manifest.types)) : null) ?? textOf(manifest.main);
    const target = field === null ? null : join(folder, field);
    if (target !== null) {
      const relaxed = { ...probe, implicit: probe.implicit || manifest.type !== "module" };
      const found =
        fileNamedByManifest(probe, target, extensions) ??
        (target === folder ? null : fileAt(relaxed, target, extensions)) ??
        indexOf(relaxed, target, extensions);
      if (found !== null) return found;
    }
  }
  return indexOf(probe, folder, extensions);
}

function indexOf(probe: Probe, folder: string, extensions: Extensions): string | null {
  if (!probe.implicit || !probe.tree.hasFolder(folder)) return null;
  return fileAt(probe, folder === "" ? "index" : `${folder}/index`, extensions);
}

function withReplacedExtension(probe: Probe, path: string, extensions: Extensions): string | null {
  const name = path.slice(folderOf(path).length);
  if (!name.includes(".")) return null;
  const extension = known.exec(path)?.[0] ?? path.slice(path.lastIndexOf("."));
  return withExtension(probe, path.slice(0, path.length - extension.length), extension, extensions);
}

function withExtension(probe: Probe, stem: string, written: string, extensions: Extensions): string | null {
  const row = replacements[written];
  if (!row) return extensions.types ? existing(probe, `${stem}.d${written}.ts`) : null;
  // Written as TypeScript's own name, exactly that file comes first: `a.tsx` is not a.ts.
  for (const candidate of [...(extensions.types ? row[0] : []), ...(extensions.scripts ? row[1] : [])]) {
    const found = existing(probe, stem + candidate);
    if (found !== null) return found;
  }
  return null;
}

function existing(probe: Probe, path: string): string | null {
  if (probe.suffixes.length === 1 && probe.suffixes[0] === "") return probe.tree.has(path) ? path : null;
  const extension = known.exec(path)?.[0] ?? "";
  const stem = path.slice(0, path.length - extension.length);
  return probe.suffixes.map((suffix) => stem + suffix + extension).find(probe.tree.has) ?? null;
}

/** Where a project builds to, and the folder whose layout that repeats (null: the compiler would compute it). */
export interface Layout {
  outputs: string[];
  rootDir: string | null;
}

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

/** The source of a file in a project's output folder: below rootDir, else below src or the package's folder `home`. */
export function inputOf(probe: Probe, built: string, home: string, layout: Layout): string | null {
  const stem = built.replace(known, "");
  for (const output of layout.outputs) {
    if (!inFolder(stem, output)) continue;
    const inside = stem.slice(output.length + 1);
    for (const folder of layout.rootDir !== null ? [layout.rootDir] : [join(home, "src")!, home]) {
      const found = sourceAt(probe, join(folder, inside));
      if (found !== null && found !== built) return found;
    }
  }
  return null;
}

/**
 * The source of a built file that is not in the repository. Where the package's tsconfig.json says how one becomes the other it
 * decides (inputOf); otherwise leading folders of the path are replaced by src, lib or nothing: dist/esm/a.js finds src/esm/a.ts,
 * lib/esm/a.ts, esm/a.ts, src/a.ts, lib/a.ts, a.ts. `home` is the package's folder.
 */
export function sourceOf(probe: Probe, built: string, home: string, layout: Layout): string | null {
  const input = inputOf(probe, built, home, layout);
  if (input !== null) return input;
  const stem = built.replace(known, "");
  if (!inFolder(stem, home)) return null;
  const parts = stem.slice(home === "" ? 0 : home.length + 1).split("/");
  for (let drop = 1; drop < parts.length; drop++) {
    const inside = parts.slice(drop).join("/");
    for (const folder of ["src", "lib", ""]) {
      const found = sourceAt(probe, join(home, folder === "" ? inside : `${folder}/${inside}`));
      if (found !== null) return found;
    }
  }
  return null;
}

const sourceExtensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

function sourceAt({ tree }: Probe, stem: string | null): string | null {
  if (stem === null) return null;
  const among = (path: string) => sourceExtensions.map((extension) => path + extension).find(tree.has);
  return among(stem) ?? among(`${stem}/index`) ?? null;
}
