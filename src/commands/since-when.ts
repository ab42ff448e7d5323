import type { DeadCode, Since } from "../questions/dead/findings.js";
import { type Commit, lastUses, type Sought } from "../repo/last-uses.js";
import type { Repository } from "../repo/open.js";

/** Longer nobody waits for a date. */
const longestMs = 20_000;

/** The findings with the commit since when nothing uses each: of the rows of a cluster the oldest. */
export async function withSince(repository: Repository, found: DeadCode, signal: AbortSignal): Promise<DeadCode> {
  const sought = new Map<string, Sought>();
  const seek = (file: string, symbol: string | null) => {
    const key = `${file}\0${symbol ?? ""}`;
    // A default export, and an index, are imported by the name of what they stand in.
    const isFile = symbol === null || symbol === "default";
    const name = isFile ? stemOf(file) : symbol.slice(symbol.lastIndexOf(".") + 1);
    sought.set(key, { key, name, files: new Set([file]), isFile });
    return key;
  };
  for (const { file } of found.files) seek(file, null);
  for (const { file, symbol } of found.exports) seek(file, symbol);
  for (const { files, symbols } of found.clusters) {
    for (const file of files) seek(file, null);
    for (const { file, symbol } of symbols) seek(file, symbol);
  }
  const commits = await lastUses(repository, [...sought.values()], { until: Date.now() + longestMs, signal });
  const of = (file: string, symbol: string | null): Since | null => sinceOf(commits.get(`${file}\0${symbol ?? ""}`));
  return {
    ...found,
    files: found.files.map((row) => ({ ...row, since: of(row.file, null) })),
    exports: found.exports.map((row) => ({ ...row, since: of(row.file, row.symbol) })),
    clusters: found.clusters.map((cluster) => {
      const dates = [
        ...cluster.files.map((file) => of(file, null)),
        ...cluster.symbols.map(({ file, symbol }) => of(file, symbol)),
      ].filter((since) => since !== null);
      dates.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
      return { ...cluster, since: dates[0] ?? null };
    }),
  };
}

const sinceOf = (commit: Commit | undefined): Since | null =>
  commit ? { commit: commit.commit, date: commit.date, subject: commit.subject } : null;

function stemOf(file: string): string {
  const parts = file.split("/");
  const stem = parts.at(-1)!.replace(/\..*$/, "");
  return /^(index|__init__|mod)$/.test(stem) ? (parts.at(-2) ?? stem) : stem;
}
