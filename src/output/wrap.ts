import wrapAnsi from "wrap-ansi";

/**
 * Text with escape codes as lines of at most `width` columns. Every line closes the styles it opens, so a line can be
 * shown alone. Prose loses the blanks at a break; code keeps every blank.
 */
export function wrap(text: string, width: number, { code = false } = {}): string[] {
  const columns = Math.max(1, width);
  const wrapped = wrapAnsi(text, columns, { hard: true, trim: !code, wordWrap: !code });
  return eachLineWhole(wrapped).split("\n");
}

/** Lines made for what `first` and `other` leave of the width, with `first` before the first and `other` before the rest. */
export function hang(
  first: string,
  other: string,
  indent: number,
  width: number,
  make: (width: number) => string[],
): string[] {
  return make(Math.max(1, width - indent)).map(
    (line, index) => (index === 0 ? first : line === "" ? other.trimEnd() : other) + line,
  );
}

/** wrap-ansi reopens only the innermost style after a break; here all of them are carried over. */
function eachLineWhole(text: string): string {
  const open: { code: string; close: string }[] = [];
  return text.replace(/\x1b\[(\d+)m|\n/g, (found, code: string | undefined) => {
    if (code === undefined) {
      const closes = open.map((style) => `\x1b[${style.close}m`).reverse();
      return `${closes.join("")}\n${open.map((style) => `\x1b[${style.code}m`).join("")}`;
    }
    const close = closeOf(Number(code));
    if (close === null) {
      for (let at = open.length - 1; at >= 0; at--) if (open[at]!.close === code) open.splice(at, 1);
    } else if (!open.some((style) => style.code === code)) open.push({ code, close: String(close) });
    return found;
  });
}

/** The code that ends a style, or null when `code` itself ends one. */
function closeOf(code: number): number | null {
  if (code === 1 || code === 2) return 22;
  if (code >= 3 && code <= 9) return code + 20;
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 39;
  return null;
}
