import type { Import, ImportKind } from "../syntax/facts.js";
import type { Resolution, ResolvableLanguage, Resolve } from "./resolution.js";
import { crateTreeResolution } from "./resolve-crate-tree.js";
import { directoryPackageResolution } from "./resolve-directory-package.js";
import { dottedModuleResolution } from "./resolve-dotted-module.js";
import { loadPathResolution } from "./resolve-load-path.js";
import { packagePathResolution } from "./resolve-package-path.js";
import { relativePathResolution } from "./resolve-relative-path.js";
import { type Tree, treeOf } from "./resolve-tree.js";

export interface Resolver {
  /** The path a specifier leads to (the first, when it is a package of several files), or null. */
  resolve(from: string, specifier: string, kind: ImportKind, language: string): string | null;
  /** The same with all paths, and whether null means outside the repository or nowhere. */
  look(from: string, specifier: string, kind: ImportKind, language: string): Resolution;
  /** Where a whole import leads: in languages whose names can be modules themselves (`from a import b`), each name may lead elsewhere. */
  lookImport(from: string, imported: Import, language: string): Resolution;
}

interface Style {
  make(tree: Tree, language: ResolvableLanguage): Resolve;
  /** A specifier and a name taken from it, as one specifier; null when names are never modules. */
  member: ((specifier: string, name: string) => string) | null;
  /** A name that the module itself binds is meant before a module below it of the same name. */
  bindsFirst?: boolean;
}

const dotted = (specifier: string, name: string) =>
  specifier.endsWith(".") ? specifier + name : `${specifier}.${name}`;

/** The resolution styles that language.json can name. */
const styles: Record<string, Style> = {
  "relative-path": { make: relativePathResolution, member: null },
  "dotted-module": { make: dottedModuleResolution, member: dotted, bindsFirst: true },
  "package-path": { make: packagePathResolution, member: null },
  "directory-package": { make: directoryPackageResolution, member: null },
  "load-path": { make: loadPathResolution, member: null },
  "crate-tree": { make: crateTreeResolution, member: (specifier, name) => `${specifier}::${name}` },
};

const outside: Resolution = { paths: [], where: "outside" };

/**
 * A resolver over all paths of a repository (from its root, with `/`). `read` gives the text of a manifest or null; nothing else
 * touches the disk. Answers are kept, so use one resolver for one state of the repository.
 */
export function makeResolver(repository: {
  files: ReadonlySet<string>;
  read(path: string): string | null;
  languages: Iterable<ResolvableLanguage>;
  /** Whether a file binds a name at its top level, by other means than importing the module below it of that name. */
  binds?(path: string, name: string): boolean;
}): Resolver {
  const tree = treeOf(repository.files, repository.read);
  const languages = new Map([...repository.languages].map((language) => [language.name, language]));
  // Languages of one style share its answers: TypeScript and JavaScript import each other.
  const made = new Map<Style, Resolve>();
  const ready = (name: string): { style: Style; look: Resolve } | null => {
    const language = languages.get(name);
    const style = language && styles[language.resolution];
    if (!style) return null;
    let look = made.get(style);
    if (!look) {
      look = style.make(tree, language);
      made.set(style, look);
    }
    return { style, look };
  };
  const look: Resolver["look"] = (from, specifier, kind, language) =>
    ready(language)?.look(from, specifier, kind) ?? outside;
  return {
    look,
    resolve: (from, specifier, kind, language) => look(from, specifier, kind, language).paths[0] ?? null,
    lookImport(from, { specifier, kind, names }, language) {
      const found = ready(language);
      if (!found) return outside;
      const member = found.style.member;
      if (member === null || names.every((name) => name.imported === "*")) return found.look(from, specifier, kind);
      const paths = new Set<string>();
      let where = outside.where;
      for (const { imported } of names) {
        const module = found.look(from, specifier, kind);
        const isBound =
          found.style.bindsFirst === true && module.paths.some((path) => repository.binds?.(path, imported) === true);
        const submodule = imported === "*" || isBound ? null : found.look(from, member(specifier, imported), kind);
        const leads = submodule?.where === "inside" ? submodule : module;
        for (const path of leads.paths) paths.add(path);
        if (where === "outside") where = leads.where;
      }
      return { paths: [...paths].sort(), where: paths.size > 0 ? "inside" : where };
    },
  };
}
