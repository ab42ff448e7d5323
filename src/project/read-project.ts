import picomatch from "picomatch";
import type { Graph } from "../graph/graph.js";
import { treeOf } from "../graph/resolve-tree.js";
import { cargoProject } from "./cargo.js";
import { emptyPart, type Sources } from "./ecosystem.js";
import { goProject } from "./go.js";
import { mavenProject } from "./maven.js";
import { npmProject } from "./npm.js";
import type { Entry, Project } from "./project.js";
import { pythonProject } from "./python.js";
import { configReader } from "./read-config.js";

/**
 * Reads what the manifests and the tools of a repository say, of every ecosystem. Nothing is executed and nothing but `read` touches the
 * disk; what is broken is a problem of the result.
 */
export async function readProject(input: {
  graph: Graph;
  /** Every path of the repository, files that are known by name only among them. */
  paths: ReadonlySet<string>;
  read(path: string): string | null;
  /** Globs of entries that the repository's own configuration names. */
  named?: readonly string[];
}): Promise<Project> {
  const tree = treeOf(input.paths, input.read);
  const sources: Sources = { graph: input.graph, tree, read: input.read, config: await configReader(tree) };
  const whole = emptyPart();
  for (const read of [npmProject, pythonProject, goProject, cargoProject, mavenProject]) {
    const part = read(sources);
    whole.manifests.push(...part.manifests);
    whole.entries.push(...part.entries);
    whole.uses.push(...part.uses);
    whole.missing.push(...part.missing);
    whole.problems.push(...part.problems);
    whole.aliases.push(...part.aliases);
    whole.provided.push(...part.provided);
  }
  if (input.named && input.named.length > 0) {
    const isNamed = picomatch([...input.named], { dot: true });
    for (const file of input.graph.files.keys())
      if (isNamed(file)) whole.entries.push({ file, why: ".v4/config.json names it", role: "production" });
  }
  return { ...whole, entries: once(whole.entries) };
}

/** One entry a file, role and symbols: the first that was found says why. */
function once(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ file, role, symbols }) => {
    const key = `${role} ${file} ${symbols ? symbols.join(" ") : "*"}`;
    return !seen.has(key) && seen.add(key);
  });
}
