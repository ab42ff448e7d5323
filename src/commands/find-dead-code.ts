import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { version } from "../places.js";
import type { DeadCode } from "../questions/dead/findings.js";
import { readConfig } from "../repo/config.js";
import type { Config } from "../repo/config-schema.js";
import type { WholeGraph } from "./whole-graph.js";

/**
 * The dead code of a repository. Kept in the store under a name that holds every path and content, the configuration and what is installed,
 * so that asking again costs no more than reading it.
 */
export async function findDeadCode(index: RepositoryIndex, options: { production: boolean }): Promise<DeadCode> {
  const { config, text } = await readConfig(index.repository.root);
  const about = [version, index.state, options.production, text, installedAt(index.repository.root)].join("\n");
  const key = `deadcode ${createHash("sha256").update(about).digest("hex").slice(0, 24)}`;
  const known = index.store.derived.get(key) as DeadCode | undefined;
  if (known) return known;
  const found = await search(index, options, config.deadcode ?? {});
  await index.store.write(() => void index.store.derived.put(key, found));
  return found;
}

/** The same, neither looked up nor kept: for an index that is not what is on disk. */
export async function searchDeadCode(
  index: RepositoryIndex,
  options: { production: boolean },
  whole?: WholeGraph,
): Promise<DeadCode> {
  const { config } = await readConfig(index.repository.root);
  return search(index, options, config.deadcode ?? {}, whole);
}

async function search(
  index: RepositoryIndex,
  { production }: { production: boolean },
  config: NonNullable<Config["deadcode"]>,
  known?: WholeGraph,
): Promise<DeadCode> {
  const { wholeGraph } = await import("./whole-graph.js");
  const { readProject } = await import("../project/read-project.js");
  const { deadCode } = await import("../questions/dead/dead-code.js");
  const { withoutKept } = await import("../questions/dead/keep.js");
  const { codeFiles, withhold } = await import("../questions/dead/withhold.js");
  const whole = known ?? (await wholeGraph(index));
  const paths = new Set([...index.files.map(({ path }) => path), ...index.unread.map(({ path }) => path)]);
  const read = (path: string) => index.text(path);
  const project = await readProject({ graph: whole.graph, paths, read, named: config.entries ?? [] });
  const byPath = new Map(index.files.map((file) => [file.path, file]));
  const found = deadCode({
    ...whole,
    project,
    production,
    read,
    names: (path) => {
      const file = byPath.get(path);
      return file ? index.names(file) : null;
    },
    installed: installedPackages(index.repository.root),
  });
  const kept = withoutKept(found, config, whole.graph, read);
  return withhold(kept, project, codeFiles(whole.graph, config.ignore));
}

/** package.json of packages that are installed beside the code: the one thing that is looked at outside of git. */
function installedPackages(root: string): (name: string, folder: string) => Record<string, unknown> | null {
  const known = new Map<string, Record<string, unknown> | null>();
  const read = (path: string) => {
    if (!known.has(path)) {
      try {
        known.set(path, JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>);
      } catch {
        known.set(path, null);
      }
    }
    return known.get(path)!;
  };
  return (name, folder) => {
    for (let at = folder; ; at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : "") {
      const found = read(join(root, at, "node_modules", name, "package.json"));
      if (found || at === "") return found;
    }
  };
}

function installedAt(root: string): number {
  return statSync(join(root, "node_modules"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
