import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** `text` (one line, no escape codes) in at most `width` columns, with `…` where its end was cut. */
export function fitEnd(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return width < 1 ? "" : `${take(segments(text), width - 1)}…`;
}

/** The same, cut at the start: of a path the end tells most. */
export function fitStart(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return width < 1 ? "" : `…${[...segments(take(segments(text).reverse(), width - 1))].reverse().join("")}`;
}

/** `text` with blanks behind it up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

const segments = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

function take(parts: string[], width: number): string {
  let used = 0;
  let out = "";
  for (const part of parts) {
    used += stringWidth(part);
    if (used > width) break;
    out += part;
  }
  return out;
}
