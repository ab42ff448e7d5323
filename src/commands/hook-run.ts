import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isNameOnly } from "../repo/list.js";
import type { Repository } from "../repo/open.js";
import { blobTexts, commitTree, type StagedChange, stagedChanges, stagedTree } from "../repo/staged.js";
import { languageOf } from "../syntax/languages.js";
import { type Found, gathering, type HookFinding } from "./hook-finding.js";
import { type HookSettings, hookSettings } from "./hook-settings.js";
import { type ChangedText, newMarkers, newSecrets } from "./hook-texts.js";

export interface HookReport {
  findings: HookFinding[];
  /** What was not looked at, and why. */
  notes: string[];
}

/**
 * What is staged brings in, compared with the last commit, or with where a branch left `against`. Reads git's index and objects and writes
 * neither. Throws unknown-reference and bad-config.
 */
export async function checkStaged(repository: Repository, against: string | null): Promise<HookReport> {
  const began = performance.now();
  const [settings, tree, merged, all] = await Promise.all([
    hookSettings(repository),
    stagedTree(repository),
    mergedCommit(repository),
    changesSince(repository, against),
  ]);
  const changes = merged === null ? all : await withoutTheirs(repository, merged, all);
  const { levels } = settings;
  const wanted = changes.filter(({ path, from }) => !isNameOnly(path ?? from!));
  const gathered = gathering();
  if (levels.markers !== "off" || levels.secrets !== "off")
    await gathered.gather("the changed texts", async () => {
      const texts = await changedTexts(repository, wanted);
      return [
        ...(levels.markers === "off" ? [] : texts.flatMap(newMarkers)),
        ...(levels.secrets === "off" ? [] : newSecrets(texts)),
      ];
    });
  const isCode = ({ path, from }: StagedChange) =>
    [path, from].some((one) => one !== null && (languageOf(one) !== null || /(^|\/)package\.json$/.test(one)));
  // What a merge takes over fits its own side, and may not fit this one.
  if (all.some((change) => !isNameOnly(change.path ?? change.from!) && isCode(change))) {
    const left = () => settings.timeLimit * 1000 - (performance.now() - began);
    await gathered.gather("the code", async () => {
      const { checkCode } = await import("./hook-code.js");
      await checkCode({ repository, settings, tree, all, changes, theirs: merged, left }, gathered);
      return [];
    });
  }
  return { findings: leveled(gathered.found, settings), notes: gathered.notes };
}

async function changesSince(repository: Repository, against: string | null): Promise<StagedChange[]> {
  if (against === null) return stagedChanges(repository, null);
  const { commitNamed } = await import("../repo/commit.js");
  const commit = await commitNamed(repository, against);
  // Histories without a common commit are compared as they are.
  const base = await repository.git.raw(["merge-base", commit, "HEAD"]).then(
    (printed) => printed.trim(),
    () => commit,
  );
  return stagedChanges(repository, base);
}

/** The commit that is being merged, null when none is. */
async function mergedCommit({ root, git }: Repository): Promise<string | null> {
  const path = resolve(root, (await git.raw(["rev-parse", "--git-path", "MERGE_HEAD"])).replace(/\r?\n$/, ""));
  if (!existsSync(path)) return null;
  return (await git.raw(["rev-parse", "--verify", "--quiet", "MERGE_HEAD"])).trim();
}

/** What a merge takes over from the other side unchanged is that side's matter. */
async function withoutTheirs(repository: Repository, merged: string, changes: StagedChange[]): Promise<StagedChange[]> {
  const { blobs } = await commitTree(repository, merged);
  return changes.filter(({ path, from, blob }) => (path === null ? blobs.has(from!) : blobs.get(path) !== blob));
}

async function changedTexts(repository: Repository, changes: readonly StagedChange[]): Promise<ChangedText[]> {
  const blobs = changes.flatMap(({ blob, fromBlob }) => [blob, fromBlob].filter((one) => one !== null));
  const texts = await blobTexts(repository, blobs);
  return changes.flatMap(({ path, blob, fromBlob }) => {
    const after = blob === null ? null : texts.get(blob);
    if (path === null || typeof after !== "string") return [];
    return [{ path, after, before: (fromBlob !== null && texts.get(fromBlob)) || null }];
  });
}

function leveled(found: readonly Found[], { levels }: HookSettings): HookFinding[] {
  const rows = found.flatMap(({ isDoubtful, ...row }): HookFinding[] => {
    const level = levels[row.check];
    return level === "off" ? [] : [{ ...row, level: isDoubtful ? "warn" : level }];
  });
  const rank = ({ level }: HookFinding) => (level === "error" ? 0 : 1);
  return rows.sort((a, b) => rank(a) - rank(b) || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
