import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { highlight } from "../../src/output/highlight.js";
import { blocksLines, type MarkdownLook, readBlocks } from "../../src/output/markdown.js";
import { startMarkdown } from "../../src/output/markdown-stream.js";
import { answer } from "../terminal/replayed.js";

const look = (width: number): MarkdownLook => ({ width, url: (file, line) => `file:///r/${file}#${line}`, highlight });
const styled = (source: string, width = 60) => blocksLines(readBlocks(source), look(width));
const bare = (source: string, width = 60) => styled(source, width).map(stripVTControlCharacters);

describe("Markdown in a terminal", () => {
  it("reads a path with underscores as a citation, not as bold text", () =>
    expect(bare("see [src/__init__.py:3]")).toEqual(["see [src/__init__.py:3]"]));
  it("links a citation to its file", () =>
    expect(styled("[src/a.ts:12]")[0]).toBe(
      "\x1b]8;;file:///r/src/a.ts#12\x07\x1b[34m[src/a.ts:12]\x1b[39m\x1b]8;;\x07",
    ));
  it("marks a block that does not exist", () => expect(styled("[7 ?]")[0]).toContain("\x1b[31m[7 ?]"));
  it("follows only links to the web", () => {
    expect(styled("[a](https://example.com)")[0]).toContain("\x1b]8;;https://example.com");
    expect(styled("[a](file:///etc/passwd) [b](javascript:x)")[0]).not.toContain("\x1b]8;;");
  });
  it("indents what wraps in a list", () =>
    expect(bare("- one two three\n  - four five six\n\n1. a", 12)).toEqual([
      "• one two",
      "  three",
      "  • four",
      "    five six",
      "",
      "1. a",
    ]));
  it("lines the columns of a table up", () =>
    expect(bare("| a | n |\n|---|--:|\n| x | 1 |\n| long | 10 |")).toEqual([
      "a      n",
      "────  ──",
      "x      1",
      "long  10",
    ]));
  it("turns a table that cannot fit into lists", () =>
    expect(bare("| name | meaning |\n|---|---|\n| budget | how many tokens are sent |", 15)).toEqual([
      "name: budget",
      "meaning: how",
      "  many tokens",
      "  are sent",
    ]));
  it("keeps the blanks of code and colours it", () => {
    expect(bare("```ts\nif (a)\n    b();\n```")).toEqual(["  if (a)", "      b();"]);
    expect(styled("```ts\nreturn 1;\n```")[0]).toContain("\x1b[35mreturn\x1b[39m");
  });
  it("leaves code of an unknown language as it is", () =>
    expect(styled("```nope\nreturn 1;\n```")).toEqual(["  return 1;"]));
  it("closes every style at the end of its line", () => {
    for (const line of styled("**one two `three four` five six** seven", 12)) {
      const opened = line.match(/\x1b\[(?:1|36)m/g)?.length ?? 0;
      const closed = line.match(/\x1b\[(?:22|39)m/g)?.length ?? 0;
      expect(closed).toBeGreaterThanOrEqual(opened);
      expect(opened).toBeGreaterThan(line.includes("seven") ? -1 : 0);
    }
  });
  it("shows HTML as text", () => expect(bare("a <b>c</b> &lt;d&gt;")).toEqual(["a <b>c</b> <d>"]));
  it("is never wider than it may be", () => {
    const parts = [
      "# a",
      "- b",
      "1. ",
      "> ",
      "```ts\n",
      "\n",
      "\n\n",
      "| a | b |\n|---|---|\n| ",
      "漢字かな",
      "😀",
      "word ",
      "`co de`",
      "**",
      "[src/a.ts:12]",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 20 }),
        fc.integer({ min: 12, max: 60 }),
        (found, width) => {
          for (const line of bare(found.join(""), width)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("Markdown that streams", () => {
  for (const [most, width] of [
    [4, 40],
    [12, 80],
  ] as const) {
    it(`settles to the same lines as the whole, with ${most} live lines of ${width} columns`, () => {
      const stream = startMarkdown();
      const settled: string[] = [];
      for (const piece of answer.match(/.{1,5}/gs)!) {
        stream.push(piece);
        const lines = stream.lines(look(width), most);
        settled.push(...lines.settled);
        expect(lines.live.length).toBeLessThanOrEqual(most);
      }
      settled.push(...stream.end(look(width)));
      expect(settled.map(stripVTControlCharacters)).toEqual(bare(answer, width));
    });
  }

  it("loses no word when the terminal changes its width in the middle of a tall block", () => {
    const stream = startMarkdown();
    const words = Array.from({ length: 80 }, (_, index) => `word${index}`);
    stream.push(words.slice(0, 50).join(" "));
    const settled = stream.lines(look(30), 3).settled;
    stream.push(` ${words.slice(50).join(" ")}`);
    settled.push(...stream.lines(look(47), 3).settled, ...stream.end(look(47)));
    for (const word of words) expect(settled.join(" ")).toContain(word);
  });
});
