import stringWidth from "string-width";
import type { Evidence } from "../questions/evidence.js";
import { cleanLine } from "./clean.js";
import { fitEnd, fitStart, pad } from "./fit.js";
import { plain, type Style } from "./theme.js";

export interface TableLook {
  /** Columns; Infinity cuts nothing. */
  width: number;
  place: (text: string, evidence: Evidence) => string;
  symbol: Style;
  faint: Style;
}

export const plainTable: TableLook = { width: Number.POSITIVE_INFINITY, place: plain, symbol: plain, faint: plain };

/**
 * Evidence as aligned lines: rank, file:line, the definition, why it was chosen. Where the terminal is narrow the
 * definition shrinks to its name, then the reason goes, then the beginning of the path.
 */
export function evidenceTable(evidence: Evidence[], look: TableLook): string[] {
  const rows = evidence.map((item, index) => ({
    item,
    rank: String(index + 1),
    place: `${cleanLine(item.file)}:${item.startLine}`,
    head: cleanLine(item.signature || item.symbol).replace(/^(?:(?:export|default|declare|async|function\*?)\s+)+/, ""),
    name: cleanLine(item.symbol || item.signature),
    why: cleanLine(item.why.join(", ")),
  }));
  if (rows.length === 0) return [];
  const rankWidth = String(rows.length).length;
  const placeWidth = Math.min(
    widest(rows.map((row) => row.place)),
    Math.max(12, Math.floor(look.width * (look.width < 60 ? 0.6 : 0.42))),
  );
  const room = look.width - rankWidth - placeWidth - 4;
  const withHeads = room >= 64;
  const texts = rows.map((row) => (withHeads ? row.head : row.name));
  const withWhy = room >= 34;
  const whyWidth = withWhy
    ? Math.min(widest(rows.map((row) => row.why)), Math.floor(room * (withHeads ? 0.4 : 0.55)))
    : 0;
  const textWidth = Math.min(widest(texts), Math.max(0, room - (withWhy ? whyWidth + 2 : 0)));
  return rows.map((row, index) => {
    const shown = fitStart(row.place, placeWidth);
    const parts = [
      look.faint(row.rank.padStart(rankWidth)),
      look.place(shown, row.item) + " ".repeat(placeWidth - stringWidth(shown)),
      look.symbol(pad(fitEnd(texts[index]!, textWidth), textWidth)),
    ];
    if (withWhy) parts.push(look.faint(fitEnd(row.why, room - textWidth - 2)));
    return parts.join("  ").trimEnd();
  });
}

const widest = (texts: string[]) => Math.max(0, ...texts.map((text) => stringWidth(text)));
