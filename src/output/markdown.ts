import { Marked, type Token, type Tokens } from "marked";
import { citationPattern } from "./citations.js";
import { hyperlink } from "./links.js";
import { tableLines } from "./markdown-table.js";
import * as theme from "./theme.js";
import { hang, wrap } from "./wrap.js";

export interface MarkdownLook {
  /** Columns; no line is wider. */
  width: number;
  /** Where a citation leads. */
  url: (file: string, line: number) => string;
  /** Colours code with escape codes; a language it does not know gives the code back. */
  highlight: (code: string, language: string) => string;
}

/** Cuts Markdown into its blocks, with citations as inline tokens of their own. */
export function readBlocks(source: string): Token[] {
  return marked.lexer(source);
}

/** A block as lines for a terminal; each line opens and closes its own styles. */
export function blockLines(token: Token, look: MarkdownLook): string[] {
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "heading":
      return wrap(theme.heading(inline(token.tokens ?? [], look)), look.width);
    case "hr":
      return [theme.dim("─".repeat(Math.min(look.width, 40)))];
    case "code":
      return codeLines(token as Tokens.Code, look);
    case "blockquote":
      return hang(theme.dim("│ "), theme.dim("│ "), 2, look.width, (width) =>
        blocksLines(token.tokens ?? [], { ...look, width }),
      );
    case "list":
      return listLines(token as Tokens.List, look);
    case "table":
      return tableLines(token as Tokens.Table, look.width, (cell) => inline(cell.tokens, look));
    case "html":
      return wrap(token.raw.trimEnd(), look.width);
    default:
      return wrap(inline((token as Tokens.Paragraph).tokens ?? [token], look), look.width);
  }
}

/** Blocks with a blank line between them, or without when `tight`. */
export function blocksLines(tokens: Token[], look: MarkdownLook, tight = false): string[] {
  const lines: string[] = [];
  for (const token of tokens) {
    const block = blockLines(token, look);
    if (block.length === 0) continue;
    if (lines.length > 0 && !tight) lines.push("");
    lines.push(...block);
  }
  return lines;
}

function listLines(list: Tokens.List, look: MarkdownLook): string[] {
  const lines: string[] = [];
  const first = typeof list.start === "number" ? list.start : 1;
  const digits = String(first + list.items.length - 1).length;
  for (const [index, item] of list.items.entries()) {
    if (index > 0 && list.loose) lines.push("");
    const box = item.task ? (item.checked ? "☑ " : "☐ ") : "";
    const mark = list.ordered ? `${String(first + index).padStart(digits)}. ` : "• ";
    const indent = mark.length;
    lines.push(
      ...hang(theme.dim(mark) + box, " ".repeat(indent), indent, look.width, (width) =>
        blocksLines(item.tokens, { ...look, width: width - box.length }, !item.loose),
      ),
    );
  }
  return lines;
}

function codeLines(token: Tokens.Code, look: MarkdownLook): string[] {
  const code = token.text.replaceAll("\t", "  ");
  const language = token.lang?.split(/\s/)[0] ?? "";
  return hang("  ", "  ", 2, look.width, (width) => wrap(look.highlight(code, language), width, { code: true }));
}

function inline(tokens: Token[], look: MarkdownLook): string {
  return tokens.map((token) => inlineOne(token, look)).join("");
}

function inlineOne(token: Token, look: MarkdownLook): string {
  const inner = () => inline((token as Tokens.Strong).tokens ?? [], look);
  switch (token.type) {
    case "citation":
      return citationText(token as CitationToken, look);
    case "strong":
      return theme.bold(inner());
    case "em":
      return theme.italic(inner());
    case "del":
      return theme.strike(inner());
    case "codespan":
      return theme.code((token as Tokens.Codespan).text.replace(/\s+/g, " "));
    case "br":
      return "\n";
    case "link": {
      const { href } = token as Tokens.Link;
      // Only the web: a model must not make a click open a file or start a program.
      return /^https?:\/\//i.test(href) ? hyperlink(theme.place(inner()), href) : inner();
    }
    case "image":
      return (token as Tokens.Image).text;
    case "html":
      return token.raw;
    default:
      if ("tokens" in token && token.tokens) return inner();
      return entities("text" in token ? String(token.text) : token.raw).replace(/\s*\n\s*/g, " ");
  }
}

interface CitationToken {
  type: "citation";
  raw: string;
  file: string;
  line: number;
  doubtful: boolean;
}

function citationText(token: CitationToken, look: MarkdownLook): string {
  if (token.file === "") return theme.doubt(token.raw);
  const style = token.doubtful ? theme.doubt : theme.place;
  return hyperlink(style(token.raw), look.url(token.file, token.line));
}

// Without this `[src/__init__.py:3]` would be read as bold text.
const atStart = new RegExp(`^(?:${citationPattern.source}|\\[\\d+ \\?\\])`);
const marked = new Marked({
  extensions: [
    {
      name: "citation",
      level: "inline",
      start: (source) => {
        const at = source.search(/\[[^\]\n]*\]/);
        return at === -1 ? undefined : at;
      },
      tokenizer(source) {
        const match = atStart.exec(source);
        if (!match) return undefined;
        const [raw, file = "", line, doubt] = match;
        return { type: "citation", raw, file, line: Number(line), doubtful: doubt !== undefined };
      },
    },
  ],
});

const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", nbsp: " " };
const entities = (text: string) => text.replace(/&(lt|gt|amp|quot|#39|nbsp);/g, (_, name: string) => named[name]!);
