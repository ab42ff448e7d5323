import type { Graph } from "../../graph/graph.js";
import { packageName } from "../../project/package-name.js";
import type { Manifest, Project } from "../../project/project.js";
import { type Reached, roleBit } from "./reach.js";
import { isStyle, textUses } from "./text-uses.js";

/** One place that uses a package. */
export interface UsePlace {
  name: string;
  file: string;
  line: number;
  why: string;
  roles: number;
  /** Erased at run time: a package of types is enough. */
  isType: boolean;
  /** A sign that it is used, not enough to say that it should be declared. */
  isHint?: boolean;
}

/** The packages that code imports and tools name, place by place, those of files that nothing reaches left out. */
export function packageUses(input: {
  graph: Graph;
  project: Project;
  reached: ReadonlyMap<string, Reached>;
  counted: number;
  read(path: string): string | null;
}): UsePlace[] {
  const { graph, project, reached, counted } = input;
  const members = new Set(
    project.manifests.flatMap(({ ecosystem, name }) => (ecosystem === "npm" && name ? [name] : [])),
  );
  const uses: UsePlace[] = [];
  for (const { from, to, specifier, line, kind } of graph.imports) {
    const roles = reached.get(from)?.roles ?? 0;
    if ((roles & counted) === 0) continue;
    const name = packageName(specifier);
    if (name === null) continue;
    // What leads to a file of the repository is an alias, unless it is a package of the workspace or one that is committed.
    if (to !== null && !members.has(name) && !to.includes("node_modules/")) continue;
    uses.push({ name, file: from, line, why: `${from}:${line} imports it`, roles, isType: kind === "type" });
  }
  addTextUses(input, uses);
  for (const { kind, name, file, line, why, role } of project.uses) {
    if (kind === "package" && (roleBit[role] & counted) !== 0)
      uses.push({ name, file, line, why, roles: roleBit[role], isType: false });
  }
  return uses;
}

/** What texts name outside of imports. Style sheets count wherever they are: no import of code says which of them are built. */
function addTextUses({ graph, reached, counted, read }: Parameters<typeof packageUses>[0], uses: UsePlace[]): void {
  for (const file of graph.files.keys()) {
    const roles = reached.get(file)?.roles ?? (isStyle(file) ? counted : 0);
    if ((roles & counted) === 0) continue;
    const text = read(file);
    if (text === null) continue;
    for (const { name, line, why, isType } of textUses(graph, file, text))
      uses.push({ name, file, line, why: `${file}:${line}: ${why}`, roles, isType, isHint: true });
  }
}

/** The manifest that speaks for a file: the nearest above it of an ecosystem. */
export function manifestFinder(
  manifests: readonly Manifest[],
  ecosystem: Manifest["ecosystem"],
): (file: string) => Manifest | null {
  const own = manifests.filter((one) => one.ecosystem === ecosystem).sort((a, b) => b.folder.length - a.folder.length);
  return (file) => own.find(({ folder }) => folder === "" || file.startsWith(`${folder}/`)) ?? null;
}

/** Whether one manifest may use what another declares: itself, and those in the folders above. */
export function mayUse(manifest: Manifest, other: Manifest): boolean {
  return other.folder === "" || manifest.folder === other.folder || manifest.folder.startsWith(`${other.folder}/`);
}
