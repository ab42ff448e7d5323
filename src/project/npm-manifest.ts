import { folderOf, objectOf, type Tree, textOf } from "../graph/resolve-tree.js";
import { lineOf } from "./ecosystem.js";
import type { DeclaredDependency, Manifest, Role } from "./project.js";

/** A package.json that could be read. */
export interface NpmManifest extends Manifest {
  json: Record<string, unknown>;
  text: string;
}

const sections: Record<string, { role: Role; isOptional: boolean }> = {
  dependencies: { role: "production", isOptional: false },
  devDependencies: { role: "tooling", isOptional: false },
  peerDependencies: { role: "production", isOptional: true },
  optionalDependencies: { role: "production", isOptional: true },
};

/** Every package.json of the repository, those of installed packages left out. Broken ones are problems. */
export function npmManifests(tree: Tree, problems: { file: string; line: number; message: string }[]): NpmManifest[] {
  const manifests: NpmManifest[] = [];
  for (const path of tree.named("package.json")) {
    if (/(^|\/)node_modules\//.test(path)) continue;
    const text = tree.read(path);
    const json = objectOf(tree.json(path));
    if (text === null || json === null) {
      if (text !== null && text.trim() !== "")
        problems.push({ file: path, line: 1, message: "not the JSON of a package" });
      continue;
    }
    manifests.push({
      path,
      folder: folderOf(path),
      ecosystem: "npm",
      name: textOf(json.name),
      isPublished: json.private !== true && textOf(json.name) !== null,
      dependencies: declared(json, text),
      json,
      text,
    });
  }
  return manifests;
}

function declared(json: Record<string, unknown>, text: string): DeclaredDependency[] {
  return Object.entries(sections).flatMap(([section, { role, isOptional }]) => {
    const from = Math.max(0, text.indexOf(`"${section}"`));
    return Object.keys(objectOf(json[section]) ?? {}).map((name) => ({
      name,
      section,
      line: lineOf(text, JSON.stringify(name), from),
      role,
      isOptional,
    }));
  });
}

/** The names that a manifest may use without declaring them: its own, and those of the manifests in the folders above. */
export function declaredNames(manifest: Manifest, manifests: readonly Manifest[]): Set<string> {
  const names = new Set<string>();
  for (const other of manifests) {
    const isAbove =
      other.folder === "" || manifest.folder === other.folder || manifest.folder.startsWith(`${other.folder}/`);
    if (isAbove) for (const { name } of other.dependencies) names.add(name);
  }
  return names;
}
