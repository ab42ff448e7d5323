import picomatch from "picomatch";
import { parse as parseYaml } from "yaml";
import { folderOf, foldersUp, join, objectOf, type Tree, textOf, textsOf } from "./resolve-tree.js";

/**
 * The packages of this repository that an importing file can name, without anything installed: those of the workspace it stands
 * in (`workspaces` of npm and yarn, pnpm-workspace.yaml, `packages` of lerna.json), the nearest workspace first, and the folders
 * that its own package.json links by `file:`, `link:` or `portal:`.
 */
export function workspaceFinder(tree: Tree): (from: string, name: string) => string | null {
  const manifests = tree.named("package.json").map(folderOf);
  const roots = new Map<string, Map<string, string>>();
  for (const folder of new Set([...manifests, ...tree.named("pnpm-workspace.yaml").map(folderOf)])) {
    const globs = workspaceGlobs(tree, folder);
    if (globs.length > 0) roots.set(folder, members(tree, folder, globs, manifests));
  }
  const linked = new Map<string, Map<string, string>>();
  return (from, name) => {
    for (const folder of foldersUp(folderOf(from))) {
      let links = linked.get(folder);
      if (!links) {
        links = linksOf(tree, folder);
        linked.set(folder, links);
      }
      const home = links.get(name) ?? roots.get(folder)?.get(name);
      if (home !== undefined) return home;
    }
    return null;
  };
}

function workspaceGlobs(tree: Tree, folder: string): string[] {
  const manifest = objectOf(tree.json(join(folder, "package.json")!));
  const workspaces = manifest?.workspaces;
  const globs = [...textsOf(workspaces), ...textsOf(objectOf(workspaces)?.packages)];
  const pnpm = tree.read(join(folder, "pnpm-workspace.yaml")!);
  if (pnpm !== null) globs.push(...textsOf(objectOf(yamlOf(pnpm))?.packages));
  globs.push(...textsOf(objectOf(tree.json(join(folder, "lerna.json")!))?.packages));
  return globs.map((glob) => glob.replace(/^(!?)\.\//, "$1").replace(/\/+$/, ""));
}

function members(tree: Tree, root: string, globs: string[], manifests: string[]): Map<string, string> {
  const prefix = root === "" ? "" : `${root}/`;
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const matches = picomatch(wanted, {
    ignore: globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)),
  });
  const byName = new Map<string, string>();
  for (const home of manifests) {
    if (!home.startsWith(prefix) || !matches(home.slice(prefix.length))) continue;
    const name = textOf(objectOf(tree.json(join(home, "package.json")!))?.name);
    if (name !== null && !byName.has(name)) byName.set(name, home);
  }
  return byName;
}

function linksOf(tree: Tree, folder: string): Map<string, string> {
  const manifest = objectOf(tree.json(join(folder, "package.json")!));
  const links = new Map<string, string>();
  for (const section of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]) {
    for (const [name, range] of Object.entries(objectOf(manifest?.[section]) ?? {})) {
      const path = /^(?:file|link|portal):(.*)$/.exec(textOf(range) ?? "")?.[1];
      const home = path === undefined ? null : join(folder, path);
      if (home !== null && tree.hasFolder(home)) links.set(name, home);
    }
  }
  return links;
}

function yamlOf(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    return null;
  }
}
