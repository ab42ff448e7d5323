import type { Kept, Removal } from "../questions/removal/removal-pass.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { accent, bold, dim, doubt, plain } from "./theme.js";

/** What a command says of a removal. `broke` are rows that a check did not allow. */
export interface RemovalReport {
  removed: readonly Removal[];
  kept: readonly Kept[];
  broke: readonly Broke[];
  /** Nothing was written: the diff was asked for. */
  isDryRun: boolean;
}

export interface Broke {
  file: string;
  line: number;
  name: string | null;
  /** What failed without it, and what it said last. */
  check: string;
  reason: string;
}

/** What went, by file, then what stays and why; the total last. */
export function* removalLines(report: RemovalReport, { color }: { color: boolean }): Generator<string> {
  const look = color
    ? { head: bold, number: accent, faint: dim, unsure: doubt }
    : { head: plain, number: plain, faint: plain, unsure: plain };
  const { removed, kept, broke, isDryRun } = report;
  const byFile = new Map<string, Removal[]>();
  for (const row of removed) byFile.set(row.file, [...(byFile.get(row.file) ?? []), row]);
  for (const [file, rows] of [...byFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (rows.some(({ name }) => name === null)) {
      yield `${look.head(cleanLine(file))}  ${look.faint(`deleted, ${numbered(rows[0]!.lines, "line", "lines")}`)}`;
      continue;
    }
    yield look.head(cleanLine(file));
    for (const { line, name, isHidden } of rows.sort((a, b) => a.line - b.line))
      yield `${look.number(String(line).padStart(6))}  ${cleanLine(name!)}${isHidden ? look.faint("  no longer exported") : ""}`;
  }
  if (removed.length > 0) yield "";
  for (const { file, line, name, why } of kept)
    yield `${look.unsure("stays:")} ${cleanLine(file)}:${line} ${cleanLine(name ?? "")}  ${look.faint(cleanLine(why))}`;
  for (const { file, line, name, check, reason } of broke) {
    yield `${look.unsure("stays:")} ${cleanLine(file)}:${line} ${cleanLine(name ?? "the file")}  ${look.faint(`without it ${cleanLine(check)} fails`)}`;
    if (reason !== "") yield `       ${look.faint(cleanLine(reason))}`;
  }
  if (kept.length + broke.length > 0) yield "";
  yield total(removed, isDryRun);
}

const numbered = (number: number, one: string, more: string) => `${count(number)} ${number === 1 ? one : more}`;

function total(removed: readonly Removal[], isDryRun: boolean): string {
  if (removed.length === 0) return "nothing was removed";
  const files = removed.filter(({ name }) => name === null);
  const hidden = removed.filter(({ isHidden }) => isHidden);
  const packages = removed.filter(({ name, lines, file }) => name !== null && lines === 1 && isManifest(file));
  const symbols = removed.length - files.length - hidden.length - packages.length;
  const lines = removed.reduce((sum, row) => sum + row.lines, 0);
  const parts = [
    [files.length, "file", "files"],
    [symbols, "definition", "definitions"],
    [hidden.length, "export of what stays", "exports of what stays"],
    [packages.length, "package", "packages"],
  ] as const;
  const listed = parts.flatMap(([number, one, more]) => (number > 0 ? [numbered(number, one, more)] : [])).join(", ");
  const said = isDryRun ? "would be removed" : "removed";
  const install = packages.length > 0 && !isDryRun ? "; bring the lock file up to date" : "";
  return `${said}: ${listed} (${numbered(lines, "line", "lines")})${install}`;
}

const isManifest = (file: string) =>
  /(^|\/)(package\.json|[^/]*\.toml|go\.mod|pom\.xml|[^/]*\.txt|[^/]*\.cfg)$/.test(file);
