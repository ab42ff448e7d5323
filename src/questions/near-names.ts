/** The names most like one that was not found, best first: the same in another case, with it inside, or a few letters away. */
export function nearNames(name: string, names: Iterable<string>, most = 3): string[] {
  const wanted = name.toLowerCase();
  const last = wanted.slice(wanted.lastIndexOf("/") + 1);
  const found: { name: string; distance: number }[] = [];
  for (const candidate of new Set(names)) {
    const lower = candidate.toLowerCase();
    const distance = distanceOf(wanted, last, lower);
    if (distance <= Math.max(1, wanted.length / 3)) found.push({ name: candidate, distance });
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  // Beside a name that is one letter off, others only confuse.
  return found
    .filter(({ distance }) => distance <= found[0]!.distance + 1)
    .slice(0, most)
    .map((row) => row.name);
}

function distanceOf(wanted: string, last: string, candidate: string): number {
  if (candidate === wanted) return 0;
  const end = candidate.slice(candidate.lastIndexOf("/") + 1);
  if (last !== "" && end === last) return 0.5;
  if (wanted.length >= 3 && (candidate.startsWith(wanted) || candidate.endsWith(wanted))) return 0.9;
  return Math.abs(wanted.length - candidate.length) > wanted.length / 3
    ? Number.POSITIVE_INFINITY
    : edits(wanted, candidate);
}

/** Letters to insert, delete, change or swap with their neighbour (optimal string alignment). */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(next[j - 1]! + 1, row[j]! + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
