import type { RepositoryIndex } from "../graph/index-repository.js";
import { openPipe } from "../output/pipe.js";
import { type Broke, removalLines } from "../output/removal-lines.js";
import type { DeadCode } from "../questions/dead/findings.js";
import { unifiedDiff } from "../repo/diff.js";
import { writeWhole } from "../write-whole.js";
import { applyTexts, refuseUncommitted } from "./apply-texts.js";
import type { Face } from "./face.js";
import { type Removed, removeDeadCode } from "./remove-dead-code.js";

export interface FixOptions {
  production: boolean;
  dryRun: boolean;
  force: boolean;
  verify?: string | undefined;
  json: boolean;
  /** Where the report goes, instead of standard output. */
  output?: string | undefined;
  select(found: DeadCode): DeadCode;
}

/** `v4 deadcode --fix`: takes the certain findings out of the code, or prints the diff. 1 when findings are left, else 0. */
export async function fixDeadCode(index: RepositoryIndex, options: FixOptions, face: Face): Promise<number> {
  const { repository } = index;
  const first = await removeDeadCode(index, { ...options, signal: face.signal });
  if (!options.dryRun && !options.force) await refuseUncommitted(repository, first.texts.keys());
  const { removed, broke } = await verified(index, first, options, face);
  const texts = new Map([...removed.texts].map(([path, { after }]) => [path, after]));
  if (!options.dryRun) applyTexts(repository.root, texts);
  await print(removed, broke, options, face);
  const { files, exports, dependencies } = removed.left;
  return files.length + exports.length + dependencies.length === 0 ? 0 : 1;
}

async function verified(
  index: RepositoryIndex,
  removed: Removed,
  options: FixOptions,
  face: Face,
): Promise<{ removed: Removed; broke: Broke[] }> {
  if (options.verify === undefined || removed.texts.size === 0) return { removed, broke: [] };
  const { verifiedRemoval } = await import("./verify-removal.js");
  return verifiedRemoval(index, removed, { ...options, signal: face.signal, command: options.verify }, face);
}

async function print(
  { texts, removed, kept, left }: Removed,
  broke: Broke[],
  { dryRun, json, output }: FixOptions,
  face: Face,
): Promise<void> {
  const diff = dryRun ? await unifiedDiff(texts) : null;
  const isFile = output !== undefined && output !== "-";
  const look = { color: face.color && !isFile };
  const report = [...removalLines({ removed, kept, broke, isDryRun: dryRun }, face)];
  let pieces: string[];
  if (json) {
    const { fixDocument } = await import("../output/contract.js");
    const { jsonPieces } = await import("../output/safe-json.js");
    pieces = [
      ...jsonPieces(fixDocument.parse({ changed: [...texts.keys()].sort(), removed, kept, broke, left, diff })),
    ];
  } else if (diff !== null) {
    const { diffLines } = await import("../output/diff-lines.js");
    pieces = [...diffLines(diff, look)].map((line) => `${line}\n`);
    // The diff alone is the result: git apply takes it.
    if (!face.quiet) await openPipe(face.stderr).write(`${report.join("\n")}\n`);
  } else pieces = [...removalLines({ removed, kept, broke, isDryRun: dryRun }, look)].map((line) => `${line}\n`);
  if (isFile) return writeWhole(output, pieces);
  const out = openPipe(face.stdout);
  for (const piece of pieces) await out.write(piece);
}
