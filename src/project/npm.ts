import { objectOf } from "../graph/resolve-tree.js";
import { emptyPart, type Part, type Sources } from "./ecosystem.js";
import { filesBelow, packageEntries, sourceFinder } from "./npm-entries.js";
import { declaredNames, type NpmManifest, npmManifests } from "./npm-manifest.js";
import { addTools } from "./npm-tools.js";
import { pageEntries } from "./page-entries.js";
import { scriptsOf } from "./scripts.js";

/** What the package.json files of a repository and the tools that they declare say. */
export function npmProject(sources: Sources): Part {
  const part = emptyPart();
  const manifests = npmManifests(sources.tree, part.problems);
  const find = sourceFinder(sources.tree);
  for (const manifest of manifests) {
    const declared = declaredNames(manifest, manifests);
    const { entries, missing } = packageEntries(manifest, sources.tree, find);
    const files = ownFiles(manifest, manifests, sources);
    const started = scriptsOf(manifest, sources.tree, find, declared);
    addTools({ manifest, sources, find, declared, files, started });
    part.entries.push(...entries, ...started.entries, ...pageEntries(files, manifest.folder, sources, find));
    part.uses.push(...started.uses);
    part.provided.push(...started.provided);
    part.missing.push(...missing);
    const { json: _json, text: _text, ...plain } = manifest;
    part.manifests.push(plain);
  }
  part.aliases = aliasesOf(sources);
  return part;
}

/** The `paths` of every tsconfig.json. */
function aliasesOf({ tree, config }: Sources): string[] {
  const names = tree.all().filter((path) => /(^|\/)(tsconfig|jsconfig)[^/]*\.json$/.test(path));
  const paths = names.flatMap((path) =>
    Object.keys(objectOf(objectOf(objectOf(config(path))?.compilerOptions)?.paths) ?? {}),
  );
  // Deno's map of imports.
  const imports = tree.named("deno.json").concat(tree.named("deno.jsonc"));
  return [...paths, ...imports.flatMap((path) => Object.keys(objectOf(objectOf(config(path))?.imports) ?? {}))];
}

/** The files of a package, those of packages inside it left out. */
function ownFiles(manifest: NpmManifest, manifests: readonly NpmManifest[], { tree }: Sources): string[] {
  const start = manifest.folder === "" ? "" : `${manifest.folder}/`;
  const inside = manifests.flatMap(({ folder }) =>
    folder !== manifest.folder && folder.startsWith(start) ? [`${folder}/`] : [],
  );
  return filesBelow(tree, manifest.folder).filter((file) => !inside.some((folder) => file.startsWith(folder)));
}
