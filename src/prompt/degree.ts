import { type FileKind, kindsByImportance } from "./file-kind.js";

/** A file that could be given in full. Costs are tokens in the prompt, headings and fences included. */
export interface Candidate {
  path: string;
  kind: FileKind;
  full: number;
  /** Cost of its signatures; null when it has none or they would save nothing. */
  skeleton: number | null;
  /** Files that import it; 0 without a graph. */
  importedBy: number;
}

export type Degree = "full" | "skeleton" | "name";

/** Skeletons may keep this share of the room from files in full, so that the less important half is not reduced to names. */
const skeletonShare = 0.3;

/**
 * How much of each file goes into `room` tokens (names are paid for already): in full as long as there is room, in the order of
 * importance, with room kept for the signatures of what follows; then signatures; then names. The costs never exceed the room.
 */
export function decideDegrees(candidates: readonly Candidate[], room: number): Map<string, Degree> {
  const degrees = new Map<string, Degree>();
  const everything = candidates.reduce((sum, candidate) => sum + candidate.full, 0);
  if (everything <= room) {
    for (const { path } of candidates) degrees.set(path, "full");
    return degrees;
  }
  const ordered = byImportance(candidates, room);
  let waiting = ordered.reduce((sum, { skeleton }) => sum + (skeleton ?? 0), 0);
  let left = room;
  for (const { path, full, skeleton } of ordered) {
    waiting -= skeleton ?? 0;
    const kept = Math.min(waiting, room * skeletonShare);
    if (full + kept <= left) {
      degrees.set(path, "full");
      left -= full;
    } else if (skeleton !== null && skeleton <= left) {
      degrees.set(path, "skeleton");
      left -= skeleton;
    } else degrees.set(path, "name");
  }
  for (const { path, full, skeleton } of ordered) {
    const paid = degrees.get(path) === "skeleton" ? skeleton! : 0;
    if (degrees.get(path) === "full" || full - paid > left) continue;
    degrees.set(path, "full");
    left -= full - paid;
  }
  return degrees;
}

/**
 * Most important first: by kind; within a kind the huge ones last (over an eighth of the room: one of them would push out
 * dozens), then the most imported, then the smallest, then by path.
 */
function byImportance(candidates: readonly Candidate[], room: number): Candidate[] {
  const huge = Math.max(2000, room / 8);
  return [...candidates].sort(
    (a, b) =>
      kindsByImportance.indexOf(a.kind) - kindsByImportance.indexOf(b.kind) ||
      Number(a.full > huge) - Number(b.full > huge) ||
      b.importedBy - a.importedBy ||
      a.full - b.full ||
      (a.path < b.path ? -1 : 1),
  );
}
