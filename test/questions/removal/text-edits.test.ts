import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, type Edit, edited } from "../../../src/questions/removal/text-edits.js";

/** The text without the pieces between « and ». */
function without(marked: string): string {
  const edits: Edit[] = [];
  let text = "";
  for (const piece of marked.split(/(«[^»]*»)/)) {
    const start = text.length;
    text += piece.replace(/[«»]/g, "");
    if (piece.startsWith("«")) edits.push({ start, end: text.length, text: "" });
  }
  return edited(
    text,
    edits.map(({ start, end }) => cut(text, start, end)),
  );
}

describe("a piece is taken out with what only it needed", () => {
  test.each([
    ["a line of its own goes whole", "one\n«two»\nthree\n", "one\nthree\n"],
    ["with its indent", "one {\n  «two»\n  three\n}\n", "one {\n  three\n}\n"],
    ["on a line with others one blank goes", "{ «a,» b }", "{ b }"],
    ["before a closing bracket the blank before it goes", "{ a «b» }", "{ a }"],
    ["at the end of a line the blank before it goes", "a; «b;»\nc\n", "a;\nc\n"],
    ["two pieces of a line are the line", "x\n«a;» «b;»\ny\n", "x\ny\n"],
    ["of two blank lines around it one stays", "a\n\n«b»\n\nc\n", "a\n\nc\n"],
    ["of blank lines on one side none goes", "a\n\n«b»\nc\n", "a\n\nc\n"],
    ["none stays behind an opening bracket", "a {\n«b»\n\nc\n}\n", "a {\nc\n}\n"],
    ["none before a closing one", "a {\nb\n\n«c»\n}\n", "a {\nb\n}\n"],
    ["none at the end", "a\n\n«b»\n", "a\n"],
    ["none at the beginning", "«a»\n\nb\n", "b\n"],
    ["as many as the language wants stay", "a\n\n\n«b»\n\n\nc\n", "a\n\n\nc\n"],
    ["of two gaps the wider one stays", "a\n\n«b»\n\n\nc\n", "a\n\n\nc\n"],
    ["a last line without an end", "a\n«b»", "a\n"],
    ["line ends of Windows stay", "a\r\n«b»\r\nc\r\n", "a\r\nc\r\n"],
    ["nothing is left of nothing else", "«a»", ""],
  ])("%s", (_, marked, expected) => expect(without(marked)).toBe(expected));

  test("whatever is cut, the other lines stay as they are", () => {
    const line = fc.stringMatching(/^[a-z ]{1,6}[;{}]?$/).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.boolean()), { minLength: 1 }), (lines) => {
        const marked = lines.map(([text, goes]) => (goes ? `«${text.trim()}»\n` : `${text}\n`)).join("");
        const kept = lines.flatMap(([text, goes]) => (goes ? [] : [`${text}\n`])).join("");
        expect(without(marked)).toBe(kept);
      }),
    );
  });
});
