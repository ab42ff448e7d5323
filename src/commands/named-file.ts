import { relative, resolve, sep } from "node:path";
import { fail } from "../errors.js";
import { nearNames } from "../questions/near-names.js";

/**
 * The path of the repository that a person meant: as seen from where they are, or from the root. Throws not-in-graph, with
 * similar paths.
 */
export function namedFile(
  files: { has(path: string): boolean; keys(): Iterable<string> },
  root: string,
  cwd: string,
  named: string,
): string {
  const slashed = (path: string) => path.split(sep).join("/");
  const fromHere = slashed(relative(root, resolve(cwd, named)));
  const fromRoot = slashed(relative(root, resolve(root, named)));
  for (const path of [fromHere, fromRoot]) if (files.has(path)) return path;
  throw fail("not-in-graph", { path: named, near: nearNames(fromRoot, files.keys()).join(", ") });
}
