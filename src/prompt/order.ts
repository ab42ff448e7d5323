/**
 * The order in which files are printed: by path, in code units, the same on every machine. Importance decides what is printed
 * in full, never where it stands, so that a changed budget or graph moves nothing and the front of the prompt can be reused.
 */
export function orderForPrompt<T extends { path: string }>(files: readonly T[]): T[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
