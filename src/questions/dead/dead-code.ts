import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { Project, Role } from "../../project/project.js";
import { isTest } from "../../syntax/languages.js";
import type { FileNames } from "../../syntax/names.js";
import { clusters } from "./clusters.js";
import { deadDefinitions } from "./definitions.js";
import { npmDependencies } from "./dependencies.js";
import { ecosystemDependencies } from "./ecosystem-dependencies.js";
import { exportUses } from "./export-uses.js";
import { deadExports, duplicateExports } from "./exports.js";
import { deadFiles } from "./files.js";
import type { DeadCode } from "./findings.js";
import { deadMembers } from "./members.js";
import { reach, roleBit } from "./reach.js";
import { unresolvedImports } from "./unresolved.js";

export interface DeadCodeInput {
  graph: Graph;
  references: Reference[];
  types: TypeEdge[];
  project: Project;
  names(file: string): FileNames | null;
  read(path: string): string | null;
  /** Only what production runs counts as a use. */
  production: boolean;
  /** package.json of an installed package, as seen from a folder; null where nothing is installed. */
  installed?(name: string, folder: string): Record<string, unknown> | null;
}

/** What nothing uses, of the languages whose files say what they export. Facts alone; what to show of it is the caller's. */
export function deadCode(input: DeadCodeInput): DeadCode {
  const { graph, references, types, project, names, read } = input;
  const roles: Role[] = input.production ? ["production"] : ["production", "test", "tooling"];
  const counted = roles.reduce((bits, role) => bits | roleBit[role], 0);
  const entries = project.entries.filter(({ role }) => roles.includes(role));
  const reached = reach(graph, entries, read, roles);
  const entryFiles = new Set(entries.flatMap(({ file, symbols }) => (symbols ? [] : [file])));
  // Tests and configurations are no dead code of production, though production leads to none of them.
  const others = new Set(project.entries.flatMap(({ role, file }) => (roles.includes(role) ? [] : [file])));
  const isForOthers = (file: string) => others.has(file) || (input.production && isTest(file));
  const uses = exportUses({ graph, references, names, reached, entries, read });
  const npmFolders = project.manifests.flatMap(({ ecosystem, folder }) => (ecosystem === "npm" ? [folder] : []));
  const files = deadFiles({ graph, reached, entryCount: entryFiles.size, packages: npmFolders, read }).filter(
    ({ file }) => !isForOthers(file),
  );
  const doubtful = new Set(files.flatMap(({ file, verdict }) => (verdict === "certain" ? [] : [file])));
  const question = { graph, references, types, names, reached, entries: entryFiles, uses, counted, doubtful, read };
  const exports = deadExports(question);
  const members = deadMembers(question);
  // Languages without export statements are asked in their own way.
  const definitions = deadDefinitions({ graph, references, types, project, names, read, counted });
  const npm = npmDependencies({
    graph,
    project,
    reached,
    counted,
    read,
    ...(input.installed ? { installed: input.installed } : {}),
  });
  const packages = ecosystemDependencies({ graph, project, reached: definitions.reached, counted, read });
  const found: DeadCode = {
    files: [...files, ...definitions.files],
    exports: [...exports, ...members, ...definitions.exports].sort(
      (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
    ),
    dependencies: [...npm.dependencies, ...packages.dependencies],
    unlisted: [...npm.unlisted, ...packages.unlisted],
    binaries: npm.binaries,
    unresolved: unresolvedImports(graph, reached, counted, read, project),
    duplicates: duplicateExports(graph, reached, entryFiles),
    clusters: clusters({
      graph,
      references,
      files,
      exports,
      isKept: (file, symbol) =>
        entryFiles.has(file)
          ? isExported(graph, file, symbol)
          : uses.whole(file) !== 0 && isExported(graph, file, symbol),
    }),
    entries,
    withheld: [],
  };
  return found;
}

function isExported(graph: Graph, file: string, symbol: string): boolean {
  return graph.files.get(file)?.exports.some(({ local, name }) => (local ?? name) === symbol) ?? false;
}
