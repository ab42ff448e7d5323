/**
 * What a terminal shows after `written`: the few sequences that ink uses to redraw are obeyed (cursor up, line erased,
 * column one), the rest is left out. Lines are never wrapped here: a face must keep to the width by itself.
 */
export function screenOf(written: string): string[] {
  const lines: string[] = [""];
  let row = 0;
  let column = 0;
  const tokens = written.matchAll(/\x1b\[([?\d;]*)([A-Za-z])|\x1b\]8;[^\x07]*\x07|\n|[^\x1b\n]+/g);
  for (const [token, parameters = "", command] of tokens) {
    if (token === "\n") {
      row++;
      column = 0;
      lines[row] ??= "";
    } else if (command === "A") row = Math.max(0, row - Number(parameters || 1));
    else if (command === "G") column = 0;
    else if (command === "K") lines[row] = parameters === "2" ? "" : lines[row]!.slice(0, column);
    else if (command === "J") lines.length = 0;
    else if (!token.startsWith("\x1b")) {
      const line = lines[row] ?? "";
      lines[row] = line.slice(0, column).padEnd(column) + token + line.slice(column + token.length);
      column += token.length;
    }
  }
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
    .split("\n");
}
