/** Where a text spells a name or the path of a file, within quotes. */
export interface Mention {
  file: string;
  line: number;
}

const quoted = /(["'`])((?:(?!\1)[^\\\n]){1,200})\1/g;
const lastPart = /[^/\\]*$/;

/** A string that is a name as a whole: `"save"`. Of a path its last part, when it has a folder or an ending: `"./old/save.js"`. */
export type Spelling = "name" | "path";

/** The first place that spells each of the names, none of them looked for in the files that it is of. */
export function mentions(
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  files: Iterable<string>,
  read: (path: string) => string | null,
  spelling: Spelling,
): Map<string, Mention> {
  const found = new Map<string, Mention>();
  if (wanted.size === 0) return found;
  for (const file of files) {
    const text = read(file);
    if (text === null) continue;
    for (const match of text.matchAll(quoted)) {
      const name = spelling === "name" ? match[2]! : endOf(match[2]!);
      const own = name === null ? undefined : wanted.get(name);
      if (name === null || !own || own.has(file) || found.has(name)) continue;
      found.set(name, { file, line: lineOf(text, match.index) });
    }
  }
  return found;
}

/** `save` of `./old/save.js` and of `old/save`, `old/index` of `./old/index.js`; null for a plain word. */
function endOf(text: string): string | null {
  const end = lastPart.exec(text)![0];
  const dot = end.indexOf(".");
  // Any string may say "index": with the folder before it, it means one file.
  if (/^index\b/.test(end)) return /[^/\\.]+\/index\b/.exec(text)?.[0] ?? null;
  if (end === text && !/\.([cm]?[jt]sx?|vue|svelte|astro)$/.test(end)) return null;
  return dot > 0 ? end.slice(0, dot) : end;
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
