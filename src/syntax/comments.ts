import type { Language } from "./languages.js";

type Marks = Language["comments"];

/**
 * The first line of a definition together with the comment block, decorators and attributes that stand directly above it.
 * `lineText(n)` gives line n (from 1) of the source. Works by lines: a comment that ends in the middle of a line is not seen.
 */
export function linesWithDocumentation(lineText: (line: number) => string, startLine: number, marks: Marks): number {
  let line = startLine;
  while (line > 1) {
    const above = lineText(line - 1).trim();
    if (above === "") return line;
    const block = marks.block.find(([open, close]) => open !== close && above.endsWith(close));
    if (block) {
      let first = line - 1;
      while (first > 1 && !lineText(first).includes(block[0])) first--;
      if (!lineText(first).trim().startsWith(block[0])) return line;
      line = first;
    } else if (marks.line.some((mark) => above.startsWith(mark)) || /^(@\w|#\[)/.test(above)) line--;
    else return line;
  }
  return line;
}

/** Splits a piece of source into its comments (and doc strings) and the rest. A mark inside a string counts as a comment: rare and harmless here. */
export function splitComments(text: string, marks: Marks): { comments: string; code: string } {
  const kinds = [
    ...marks.line.map((open) => ({ open, close: "\n", kept: 0 })),
    ...marks.block.map(([open, close]) => ({ open, close, kept: close.length })),
  ];
  // The next place of each mark, looked up again only when it lies behind: a mark that never comes is searched once.
  const next = kinds.map(({ open }) => text.indexOf(open));
  const comments: string[] = [];
  const code: string[] = [];
  let at = 0;
  for (;;) {
    let first = -1;
    for (let k = 0; k < kinds.length; k++) {
      while (next[k]! >= 0 && next[k]! < at) next[k] = text.indexOf(kinds[k]!.open, at);
      if (next[k]! >= 0 && (first < 0 || next[k]! < next[first]!)) first = k;
    }
    if (first < 0) break;
    const { open, close, kept } = kinds[first]!;
    const start = next[first]!;
    const closing = text.indexOf(close, start + open.length);
    const end = closing < 0 ? text.length : closing + kept;
    code.push(text.slice(at, start));
    comments.push(text.slice(start, end));
    at = end;
  }
  code.push(text.slice(at));
  return { comments: comments.join("\n"), code: code.join("\n") };
}
