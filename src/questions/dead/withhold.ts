import picomatch from "picomatch";
import type { Graph } from "../../graph/graph.js";
import type { Project } from "../../project/project.js";
import type { DeadCode, Withheld } from "./findings.js";

/** Below so many dead files a person can look through them, whatever their share is. */
const fewFiles = 25;
const implausibleShare = 1 / 3;

/**
 * Takes out rows that no repository can mean: where a large part of a package looks unused, its entry was not found. What is taken out is
 * counted, with the entry that is missing and how to name it.
 */
export function withhold(found: DeadCode, project: Project, codeFiles: readonly string[]): DeadCode {
  const withheld: Withheld[] = [...found.withheld];
  const homes = project.manifests.map(({ folder }) => folder).sort((a, b) => b.length - a.length);
  const homeOf = (file: string) => homes.find((home) => home === "" || file.startsWith(`${home}/`)) ?? "";
  const all = counts(codeFiles, homeOf);
  const dead = counts(
    found.files.map(({ file }) => file),
    homeOf,
  );
  const hidden = new Set<string>();
  for (const [home, count] of dead) {
    const total = all.get(home) ?? 0;
    const lost = project.missing.filter(({ manifest }) => homeOf(manifest) === home);
    if (count < fewFiles || count / total <= implausibleShare) continue;
    hidden.add(home);
    const where = home === "" ? "the repository" : home;
    withheld.push({
      what: "files",
      count,
      why: `${count} of ${total} files of ${where} look unused, which is not plausible: ${
        lost.length > 0
          ? `${lost[0]!.why} names ${lost[0]!.path}, and no source of it was found`
          : "an entry was not found"
      }`,
      advice: `name the entries in .v4/config.json: {"deadcode": {"entries": ["${home === "" ? "" : `${home}/`}src/index.ts"]}}`,
    });
  }
  const isShown = (file: string) => !hidden.has(homeOf(file));
  return {
    ...found,
    files: found.files.filter(({ file }) => isShown(file)),
    // What those files use is no more surely dead than they are.
    exports: found.exports.filter(({ file, usedBy }) => isShown(file) || usedBy !== "dead code"),
    clusters: found.clusters.filter(({ files }) => files.every(isShown)),
    withheld,
  };
}

function counts(files: readonly string[], homeOf: (file: string) => string): Map<string, number> {
  const result = new Map<string, number>();
  for (const file of files) result.set(homeOf(file), (result.get(homeOf(file)) ?? 0) + 1);
  return result;
}

/** The code that shares are counted over: without what the repository says is not to be reported. */
export function codeFiles(graph: Graph, ignore: readonly string[] = []): string[] {
  const isIgnored = ignore.length > 0 ? picomatch([...ignore], { dot: true }) : () => false;
  return [...graph.files].flatMap(([file, facts]) => (facts.language !== null && !isIgnored(file) ? [file] : []));
}
