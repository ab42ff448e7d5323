/** Where a text spells a name or the path of a file, within quotes. */
export interface Mention {
  file: string;
  line: number;
}

const quoted = /(["'`])((?:(?!\1)[^\\\n]){1,200})\1/g;
const lastPart = /[^/\\]*$/;

/**
 * The first place of each name that stands as a string of its own, or that ends a path in a string: `"save"`, `"./old/save.js"` (asked for
 * as `save`, without an extension). Names in `own` are not looked for in their own file.
 */
export function mentions(
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  files: Iterable<string>,
  read: (path: string) => string | null,
): Map<string, Mention> {
  const found = new Map<string, Mention>();
  if (wanted.size === 0) return found;
  for (const file of files) {
    const text = read(file);
    if (text === null) continue;
    for (const match of text.matchAll(quoted)) {
      const end = lastPart.exec(match[2]!)![0];
      const dot = end.indexOf(".");
      for (const name of dot > 0 ? [end, end.slice(0, dot)] : [end]) {
        const own = wanted.get(name);
        if (!own || own.has(file) || found.has(name)) continue;
        found.set(name, { file, line: lineOf(text, match.index) });
      }
    }
  }
  return found;
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
