/**
 * A picture of a terminal: text with escape codes on standard input, SVG on standard output.
 *
 *     tmux capture-pane -e -p | npx tsx test/bench/terminal-picture.ts --title 'v4 ask' > picture.svg
 *
 * Colours, bold, dim, italic, underline and strike-through are drawn, links are dropped; text stays text, so that the
 * picture can be searched and copied from.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import stringWidth from "string-width";

const cell = { width: 8.43, height: 20, size: 14 };
const colours = {
  back: "#16181d",
  text: "#d7dae0",
  bar: "#23262d",
  // In the order of the escape codes 30 to 37 and 90 to 97.
  normal: ["#3b4048", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"],
  bright: ["#5c6370", "#ff8a92", "#b5e08f", "#ffd88f", "#82c4ff", "#dd9bf0", "#76d6e2", "#ffffff"],
};

interface Look {
  colour: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
}
const plain: Look = { colour: null, bold: false, dim: false, italic: false, underline: false, strike: false };

/** Draws lines with escape codes as SVG; the window is as wide as the widest line, and at least 80 columns. */
export function drawTerminal(text: string, title: string): string {
  const lines = text
    .replace(/\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g, "")
    .replace(/\s+$/, "")
    .split("\n");
  const columns = Math.max(80, ...lines.map((line) => stringWidth(line)));
  const width = Math.ceil(columns * cell.width + 40);
  const height = lines.length * cell.height + 68;
  let look = { ...plain };
  const drawn = lines.flatMap((line, row) => {
    const runs: string[] = [];
    let column = 0;
    for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
      const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
      if (codes !== undefined) {
        for (const code of codes.split(";")) look = after(look, Number(code));
        continue;
      }
      const columns = stringWidth(part);
      if (part.trim() !== "") runs.push(run(part, columns, column, row, look));
      column += columns;
    }
    return runs;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">
<rect width="${width}" height="${height}" rx="10" fill="${colours.back}"/>
<path d="M0 34V10a10 10 0 0 1 10-10h${width - 20}a10 10 0 0 1 10 10v24z" fill="${colours.bar}"/>
<circle cx="20" cy="17" r="6" fill="#ff5f57"/><circle cx="40" cy="17" r="6" fill="#febc2e"/><circle cx="60" cy="17" r="6" fill="#28c840"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${cell.size}" fill="${colours.text}">
<text x="${width / 2}" y="22" text-anchor="middle" fill-opacity="0.6">${escapeXml(title)}</text>
${drawn.join("\n")}
</g>
</svg>
`;
}

function run(text: string, columns: number, column: number, row: number, look: Look): string {
  const decoration = [look.underline && "underline", look.strike && "line-through"].filter(Boolean).join(" ");
  const attributes = [
    `x="${(20 + column * cell.width).toFixed(2)}" y="${52 + row * cell.height}"`,
    // Whatever font is at hand, the columns line up.
    `textLength="${(columns * cell.width).toFixed(2)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"`,
    look.colour && `fill="${look.colour}"`,
    look.dim && 'fill-opacity="0.6"',
    look.bold && 'font-weight="bold"',
    look.italic && 'font-style="italic"',
    decoration && `text-decoration="${decoration}"`,
  ];
  return `<text ${attributes.filter(Boolean).join(" ")}>${escapeXml(text)}</text>`;
}

function after(look: Look, code: number): Look {
  if (code === 0) return { ...plain };
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 3 || code === 23) return { ...look, italic: code === 3 };
  if (code === 4 || code === 24) return { ...look, underline: code === 4 };
  if (code === 9 || code === 29) return { ...look, strike: code === 9 };
  if (code >= 30 && code <= 37) return { ...look, colour: colours.normal[code - 30]! };
  if (code >= 90 && code <= 97) return { ...look, colour: colours.bright[code - 90]! };
  return code === 39 ? { ...look, colour: null } : look;
}

const escapeXml = (text: string) =>
  text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({ options: { title: { type: "string", default: "v4" } } });
  process.stdout.write(drawTerminal(readFileSync(0, "utf8"), values.title));
}
