import { createHash } from "node:crypto";
import { fail } from "../errors.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { overlaid } from "../graph/overlaid.js";
import type { DeadCode } from "../questions/dead/findings.js";
import { changedSince } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { readCommit } from "../repo/read-commit.js";
import { findingKeys } from "./baseline.js";
import { findDeadCode } from "./find-dead-code.js";

/**
 * What names the findings of the commit where a branch and a reference parted, under the paths of today. The old texts are laid over the
 * index: neither the work tree nor a clone is touched, and what did not change is not read again. Throws unknown-reference.
 */
export async function deadBefore(
  index: RepositoryIndex,
  ref: string,
  options: { production: boolean },
): Promise<ReadonlySet<string>> {
  const { repository } = index;
  const base = await mergeBase(repository, ref);
  const renamed = await renamedSince(repository, base);
  // Of a file that moved git names the new place alone.
  const paths = [...(await changedSince(repository, base)), ...renamed.keys()];
  const texts = await readCommit(repository, base, paths);
  const before = await overlaid(index, texts);
  const state = createHash("sha256")
    .update(`${index.state} ${base} ${paths.join("\0")}`)
    .digest("hex")
    .slice(0, 24);
  const found = await findDeadCode({ ...before, state }, options);
  return findingKeys(moved(found, renamed));
}

async function mergeBase({ git }: Repository, ref: string): Promise<string> {
  let commit: string;
  try {
    commit = (await git.raw(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])).trim();
  } catch {
    throw fail("unknown-reference", { name: ref });
  }
  // Histories without a common commit are compared as they are.
  return await git.raw(["merge-base", commit, "HEAD"]).then(
    (base) => base.trim(),
    () => commit,
  );
}

/** New path by old path. */
async function renamedSince({ git }: Repository, base: string): Promise<Map<string, string>> {
  const fields = (await git.raw(["diff", "--name-status", "-z", "-M", "--diff-filter=R", base, "--"])).split("\0");
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) renamed.set(fields[at + 1]!, fields[at + 2]!);
  return renamed;
}

/** A file that only moved has the findings it had. */
export function moved(found: DeadCode, renamed: ReadonlyMap<string, string>): DeadCode {
  if (renamed.size === 0) return found;
  const move = <Row extends { file: string }>(rows: Row[]): Row[] =>
    rows.map((row) => ({ ...row, file: renamed.get(row.file) ?? row.file }));
  return {
    ...found,
    files: move(found.files),
    exports: move(found.exports),
    unlisted: move(found.unlisted),
    binaries: move(found.binaries),
    unresolved: move(found.unresolved),
    duplicates: move(found.duplicates),
    dependencies: found.dependencies.map((row) => ({ ...row, manifest: renamed.get(row.manifest) ?? row.manifest })),
  };
}
