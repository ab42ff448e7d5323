import { stripVTControlCharacters } from "node:util";
import type { Token } from "marked";
import { blockLines, type MarkdownLook, readBlocks } from "./markdown.js";

/** What can be printed for good, and what may still change. */
export interface StreamLines {
  settled: string[];
  live: string[];
}

export interface MarkdownStream {
  push(text: string): void;
  /** Lays out what has come. `settled` holds only what is new since the last call; `live` at most `most` lines. */
  lines(look: MarkdownLook, most: number): StreamLines;
  /** Everything that is left. */
  end(look: MarkdownLook): string[];
}

/**
 * Markdown that arrives piece by piece, as lines that are printed once and never touched again. A block is settled when
 * the next one has begun; of a block too tall to stay live, the upper lines are settled early (they hardly ever change:
 * text wraps and code is coloured from the top).
 */
export function startMarkdown(): MarkdownStream {
  let source = "";
  let begun = false;
  /** Of the block at the start of `source`: how many visible characters are settled. Survives a change of width. */
  let early = 0;
  let earlyWidth = 0;
  const unsettled = (lines: string[], look: MarkdownLook) => after(lines, early, look.width === earlyWidth);

  const settle = (token: Token, look: MarkdownLook): string[] => {
    const lines = blockLines(token, look);
    if (lines.length === 0) return [];
    const rest = unsettled(lines, look);
    const gap = begun && early === 0 ? [""] : [];
    begun = true;
    early = 0;
    return [...gap, ...rest];
  };

  return {
    push(text) {
      source += text;
    },
    lines(look, most) {
      const tokens = readBlocks(source);
      const settled: string[] = [];
      const last = tokens.findLastIndex((token) => token.type !== "space");
      for (const token of tokens.slice(0, Math.max(0, last))) {
        settled.push(...settle(token, look));
        source = source.slice(token.raw.length);
      }
      const token = tokens[last];
      if (!token) return { settled, live: [] };
      const whole = blockLines(token, look);
      const lines = unsettled(whole, look);
      const gap = begun && early === 0 ? [""] : [];
      const surplus = lines.length + gap.length - most;
      if (surplus <= 0) return { settled, live: [...gap, ...lines] };
      const upper = lines.slice(0, surplus);
      early = measure(whole.slice(0, whole.length - lines.length + surplus));
      earlyWidth = look.width;
      begun = true;
      return { settled: [...settled, ...gap, ...upper], live: lines.slice(surplus) };
    },
    end(look) {
      const lines = readBlocks(source).flatMap((token) => settle(token, look));
      source = "";
      return lines;
    },
  };
}

/**
 * The lines behind the first `count` visible characters. At the same width a line that straddles goes where most of it
 * lies, because an emphasis that closed has taken a few characters away; at another width it stays: better twice than not.
 */
function after(lines: string[], count: number, sameWidth: boolean): string[] {
  let seen = 0;
  for (const [index, line] of lines.entries()) {
    const length = measure([line]);
    if (seen + (sameWidth ? length / 2 : length) > count) return lines.slice(index);
    seen += length;
  }
  return [];
}

/** Visible characters; an empty line counts as one, so that it is either before or behind a border. */
function measure(lines: string[]): number {
  return lines.reduce(
    (total, line) => total + Math.max(1, stripVTControlCharacters(line).replace(/\s/g, "").length),
    0,
  );
}
