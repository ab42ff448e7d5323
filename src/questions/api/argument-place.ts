/**
 * Where the argument of a number begins, when a call's name stands at a place of a text: behind the parenthesis that opens after it and that
 * many commas. Strings, templates, comments and brackets are stepped over; null when the text ends before.
 */
export function argumentPlace(source: string, at: number, index: number): number | null {
  let depth = 0;
  let commas = 0;
  let angle = 0;
  for (let i = at; i < source.length; i = next(source, i)) {
    const mark = source[i]!;
    if (depth === 0) {
      if (mark === "<") angle++;
      else if (mark === ">" && source[i - 1] !== "=") angle--;
      if (mark === "(" && angle <= 0) {
        depth = 1;
        if (index === 0) return begins(source, i + 1);
      }
      continue;
    }
    if ("([{".includes(mark)) depth++;
    else if (")]}".includes(mark)) {
      depth--;
      if (depth === 0) return null;
    } else if (mark === "," && depth === 1) {
      commas++;
      if (commas === index) return begins(source, i + 1);
    }
  }
  return null;
}

/** Behind a whole string, template or comment, or one character. */
function next(source: string, at: number): number {
  const mark = source[at]!;
  if (mark === '"' || mark === "'" || mark === "`") {
    for (let i = at + 1; i < source.length; i++) {
      if (source[i] === "\\") i++;
      else if (source[i] === mark || (mark !== "`" && source[i] === "\n")) return i + 1;
    }
    return source.length;
  }
  if (mark === "/" && source[at + 1] === "/") return end(source.indexOf("\n", at), source);
  if (mark === "/" && source[at + 1] === "*") return end(source.indexOf("*/", at), source) + 2;
  return at + 1;
}

const end = (index: number, source: string) => (index < 0 ? source.length : index);

/** Behind white space and comments. */
function begins(source: string, at: number): number {
  let i = at;
  while (i < source.length) {
    if (/\s/.test(source[i]!)) i++;
    else if (source.startsWith("//", i) || source.startsWith("/*", i)) i = next(source, i);
    else break;
  }
  return i;
}
