import { stripVTControlCharacters } from "node:util";
import { pad } from "../output/fit.js";

/** Lines of aligned columns with two blanks between; cells may hold escape codes. Columns in `right` stand at the right. */
export function table(rows: string[][], right: number[] = []): string[] {
  const widths: number[] = [];
  const bare = rows.map((row) => row.map((cell) => stripVTControlCharacters(cell)));
  for (const row of bare)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, pad(cell, 0).length);
  return rows.map((row, r) =>
    row
      .map((cell, i) => {
        const blanks = " ".repeat(Math.max(0, widths[i]! - bare[r]![i]!.length));
        return right.includes(i) ? blanks + cell : cell + blanks;
      })
      .join("  ")
      .trimEnd(),
  );
}
