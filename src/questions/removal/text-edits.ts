/** One change of a text; offsets in UTF-16 code units, `end` exclusive. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text with all edits made. Where edits touch or overlap, what any of them takes out is gone. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: by } of merged(text, edits)) {
    result += text.slice(at, start) + by;
    at = end;
  }
  return result + text.slice(at);
}

/** In order, without overlaps; cuts with nothing but blanks between them are one, and blank lines around a cut of whole lines are evened out. */
function merged(text: string, edits: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    const isCut = edit.text === "" && edit.end > edit.start;
    if (last && edit.start < last.end) {
      last.end = Math.max(last.end, edit.end);
      last.text += edit.text;
    } else if (last && isCut && last.text === "" && text.slice(last.end, edit.start).trim() === "") last.end = edit.end;
    else result.push({ ...edit });
  }
  return result.map((edit) => {
    if (edit.text !== "" || edit.start === edit.end) return edit;
    // Several items of a line may have gone one by one.
    const gone = text.slice(edit.start, edit.end);
    const start = edit.start + gone.length - gone.trimStart().length;
    const whole = gone.trim() === "" ? edit : cut(text, start, start + gone.trim().length);
    return isWholeLines(text, whole) ? withBlankLines(text, whole) : whole;
  });
}

/** A range with what stands beside it on its lines when that is nothing but blanks; else with the blanks that would be left doubled. */
export function cut(text: string, start: number, end: number): Edit {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", end);
  const lineEnd = newline < 0 ? text.length : newline;
  const isFirst = text.slice(lineStart, start).trim() === "";
  const isLast = text.slice(end, lineEnd).trim() === "";
  if (isFirst && isLast) return { start: lineStart, end: newline < 0 ? lineEnd : newline + 1, text: "" };
  if (isLast || /[)\]}]/.test(/\s*(\S?)/.exec(text.slice(end, lineEnd))![1]!)) {
    const after = /^[ \t]+/.exec(text.slice(end, lineEnd))?.[0].length ?? 0;
    const before = /[ \t]*$/.exec(text.slice(lineStart, start))![0].length;
    // `{ a, b }` keeps the blank before its brace, `(a, b)` has none.
    return { start: start - before, end: isLast ? end + after : end, text: "" };
  }
  return { start, end: end + /^[ \t]*/.exec(text.slice(end, lineEnd))![0].length, text: "" };
}

function isWholeLines(text: string, { start, end }: Edit): boolean {
  return end > start && (start === 0 || text[start - 1] === "\n") && (end === text.length || text[end - 1] === "\n");
}

/** Blank lines on both sides of a cut become those of one side; behind an opening bracket and before a closing one there are none. */
function withBlankLines(text: string, { start, end }: Edit): Edit {
  const before = text.slice(0, start);
  const blankBefore = /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(before)![1]!;
  const blankAfter = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))![0];
  const rest = text.slice(end + blankAfter.length);
  const above = before.slice(0, before.length - blankBefore.length).trimEnd();
  const closes = rest.trim() === "" || /^[ \t]*[)\]}]/.test(rest);
  if (closes && above !== "") return { start: start - blankBefore.length, end: end + blankAfter.length, text: "" };
  const isAtStart = above === "" || /[{([:]$/.test(above);
  // The wider gap is that between larger things: two lines of Python between a class and what follows.
  if (!isAtStart && blankAfter.length > blankBefore.length) return { start: start - blankBefore.length, end, text: "" };
  if (isAtStart || blankBefore !== "") return { start, end: end + blankAfter.length, text: "" };
  return { start, end, text: "" };
}
