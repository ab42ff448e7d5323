import type { Tokens } from "marked";
import stringWidth from "string-width";
import * as theme from "./theme.js";
import { hang, wrap } from "./wrap.js";

/**
 * A table as lines: columns share the width, the widest give way first and wrap. Where even that would leave slivers,
 * each row becomes a small list of `header: value`.
 */
export function tableLines(table: Tokens.Table, width: number, inline: (cell: Tokens.TableCell) => string): string[] {
  const header = table.header.map((cell) => theme.bold(inline(cell)));
  const rows = table.rows.map((row) => row.map(inline));
  const gap = 2;
  const widths = header.map((_, column) =>
    Math.max(1, ...[header, ...rows].map((row) => stringWidth(row[column] ?? ""))),
  );
  const room = width - gap * (widths.length - 1);
  if (room < widths.length * 8 && sum(widths) > room) return stacked(header, rows, width);
  while (sum(widths) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = widths[widest]! - 1;
  }
  const line = (cells: string[]) => {
    const wrapped = widths.map((columns, index) => wrap(cells[index] ?? "", columns));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      wrapped
        .map((lines, index) => aligned(lines[at] ?? "", widths[index]!, table.align[index] ?? null))
        .join(" ".repeat(gap))
        .trimEnd(),
    );
  };
  const rule = theme.dim(widths.map((columns) => "─".repeat(columns)).join(" ".repeat(gap)));
  return [...line(header), rule, ...rows.flatMap(line)];
}

function stacked(header: string[], rows: string[][], width: number): string[] {
  return rows.flatMap((row, index) => [
    ...(index === 0 ? [] : [""]),
    ...row.flatMap((cell, column) =>
      hang("", "  ", 2, width, (columns) => wrap(`${header[column] ?? ""}: ${cell}`, columns)),
    ),
  ]);
}

function aligned(text: string, width: number, align: "left" | "right" | "center" | null): string {
  const free = Math.max(0, width - stringWidth(text));
  const before = align === "right" ? free : align === "center" ? Math.floor(free / 2) : 0;
  return " ".repeat(before) + text + " ".repeat(free - before);
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
