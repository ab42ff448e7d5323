import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "../../src/syntax/blocks.js";
import { languageOf, languages } from "../../src/syntax/languages.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";
import { hashTerm, termsOf } from "../../src/syntax/terms.js";
import { buildWordIndex, indexedBlock, postingsOf, readWordIndex } from "../../src/syntax/word-index.js";

let parser: Parser;
const files = [...languages.values()].map(({ extensions }) => `a${extensions[0]}`);
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(files);
});

const blocks = (path: string, text: string) => blocksOf(parser.facts(path, text), text.split("\n"));

/** Pieces of code, well-formed and not, put together at random. */
const pieces = fc.constantFrom(
  "function f() {\n  return 1;\n}\n",
  "class A {\n  m() {}\n\n  n() {\n    return 2;\n  }\n}\n",
  "/** Says it. */\nexport const a = 1, b = 2;\n",
  "def f(x):\n    return x\n\n",
  "fn main() { let x = 1; }\n",
  "type T struct {\n\tA int\n}\n",
  "\n\n\n",
  "x\n".repeat(90),
  "}}}\n",
  "class {\n",
  "// a comment\n",
  '"""\n',
);
const source = fc.array(pieces, { maxLength: 8 }).map((list) => list.join(""));

describe("blocks of any source", () => {
  test("are in order, inside the file and do not overlap", () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), source, (path, text) => {
        let last = 0;
        for (const { startLine, endLine } of blocks(path, text)) {
          expect(startLine).toBeGreaterThan(last);
          expect(endLine).toBeGreaterThanOrEqual(startLine);
          last = endLine;
        }
        expect(last).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { numRuns: 200 },
    );
  });

  test("leave out no line that has a letter or a digit", () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), source, (path, text) => {
        const found = blocks(path, text);
        const missed = text
          .split("\n")
          .filter((line, i) => /\w/.test(line) && !found.some((b) => b.startLine <= i + 1 && i + 1 <= b.endLine));
        expect(missed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("parsing", () => {
  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.string({ unit: "binary", maxLength: 300 }), (path, text) => {
        expect(parser.facts(path, text).language).toBe(languageOf(path)!.name);
      }),
      { numRuns: 300 },
    );
  });

  test("keeps the facts of a file with a syntax error and says that there is one", () => {
    const facts = parser.facts("a.ts", "export function open() {}\nclass {{{\n");
    expect(facts.definitions.map(({ name }) => name)).toContain("open");
    expect(facts.problems).toHaveLength(1);
  });

  test("a file of no known language has its lines and nothing else", () => {
    expect(parser.facts("a.txt", "one\ntwo")).toMatchObject({
      language: null,
      lines: 2,
      definitions: [],
      problems: [],
    });
  });

  test("a doc comment belongs to its definition", () => {
    const [definition] = parser.facts("a.ts", "\n/**\n * Opens.\n */\nexport function open() {}\n").definitions;
    expect(definition).toMatchObject({ startLine: 2, line: 5, endLine: 5 });
  });

  test("lines over 32 KB are read too", () => {
    const text = `const a = "${"x".repeat(40_000)}";\nfunction last() {}\n`;
    expect(parser.facts("a.ts", text).definitions.map(({ name }) => name)).toEqual(["a", "last"]);
  });
});

describe("the word index", () => {
  const indexOf = (text: string) => {
    const found = blocks("a.ts", text);
    return { found, index: buildWordIndex(found, text.split("\n"), languageOf("a.ts"), () => -1) };
  };

  test("finds every word of every block, and says which block", () => {
    fc.assert(
      fc.property(source, (text) => {
        const { found, index } = indexOf(text);
        const lines = text.split("\n");
        found.forEach(({ startLine, endLine }, number) => {
          for (const term of termsOf(lines.slice(startLine - 1, endLine).join("\n")))
            expect(postingsOf(index, hashTerm(term)).map(({ block }) => block)).toContain(number);
        });
      }),
      { numRuns: 100 },
    );
  });

  test("reads back what was stored", () => {
    const { index } = indexOf("/** Opens the gate. */\nfunction openGate() {\n  return gate;\n}\n");
    const back = readWordIndex(new Uint8Array(index.words.buffer))!;
    expect(back.words).toEqual(index.words);
    expect(indexedBlock(back, 0)).toMatchObject({ startLine: 1, endLine: 4 });
  });

  test("tells names, comments and bodies apart", () => {
    const { index } = indexOf("/** The bell rings. */\nfunction openGate() {\n  return bolt;\n}\n");
    const [posting] = postingsOf(index, hashTerm(termsOf("gate")[0]!));
    expect(posting).toMatchObject({ name: 1, comments: 0 });
    expect(postingsOf(index, hashTerm(termsOf("bell")[0]!))[0]).toMatchObject({ name: 0, comments: 1, body: 0 });
    expect(postingsOf(index, hashTerm(termsOf("bolt")[0]!))[0]).toMatchObject({ name: 0, comments: 0, body: 1 });
  });

  test("has nothing of a word that is not there", () => {
    expect(postingsOf(indexOf("function a() {}\n").index, hashTerm("absent"))).toEqual([]);
  });

  test("of another layout is not read", () => {
    expect(readWordIndex(new Uint8Array(16))).toBeNull();
    expect(readWordIndex(new Uint8Array(0))).toBeNull();
  });
});

describe("terms", () => {
  test("split names at capitals, underscores and digits' edges", () => {
    expect(termsOf("openHTTPGate")).toEqual(expect.arrayContaining(termsOf("gate")));
    expect(termsOf("open_gate")).toEqual(expect.arrayContaining(termsOf("open gate")));
  });
  test("do not depend on case", () => expect(termsOf("GATE")).toEqual(termsOf("gate")));
});
