import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/places.js";
import { languageOf, languages } from "../../src/syntax/languages.js";
import { type FileReading, loadParser, type Parser } from "../../src/syntax/parse.js";
import { wordsOf } from "../../src/syntax/words-of.js";

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(sources.map(({ path }) => path));
});

interface Source {
  path: string;
  text: string;
}

/** Every annotated source beside a grammar: between them they hold every construct that a query knows. */
const sources: Source[] = [...languages.keys()].flatMap((name) => {
  const cases = join(packageRoot, "grammars", name, "cases");
  return readdirSync(cases, { recursive: true, encoding: "utf8" })
    .filter((path) => languageOf(path) !== null)
    .sort()
    .map((path) => ({ path: `${name}/${path}`, text: readFileSync(join(cases, path), "utf8") }));
});
const ofLanguage = (name: string) => sources.filter(({ path }) => languageOf(path)!.name === name);
const codeLanguages = [...languages.keys()].filter((name) => ofLanguage(name).length > 0);
const extensionOf = (name: string) => languages.get(name)!.extensions[0]!;

/** Everything in a reading that would not hold, in words. */
function wrong({ facts, names }: FileReading, text: string): string[] {
  const lines = text.split("\n");
  const found: string[] = [];
  const last = Math.max(1, facts.lines);
  const check = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const isPlace = (line: number, column: number) =>
    line >= 1 && line <= last && column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1;
  for (const d of facts.definitions) {
    const said = `definition ${JSON.stringify(d.name)} ${d.startLine}-${d.endLine} at ${d.line}:${d.column}`;
    check(1 <= d.startLine && d.startLine <= d.line && d.line <= d.endLine && d.endLine <= last, `range of ${said}`);
    check(isPlace(d.line, d.column), `place of ${said}`);
    check(d.signature.length <= 200 && !d.signature.includes("\n"), `signature of ${said}`);
  }
  for (const { line, specifier } of facts.imports) check(line >= 1 && line <= last, `import ${specifier} at ${line}`);
  for (const { line, name } of facts.exports) check(line >= 1 && line <= last, `export ${name} at ${line}`);
  for (const { line, message } of facts.problems) {
    check(line >= 1 && line <= last, `problem at ${line}`);
    check(!message.startsWith("not parsed"), message);
  }
  if (names) {
    const places = names.places.length / 2;
    for (let p = 0; p < places; p++) {
      const [line, column] = [names.places[2 * p]!, names.places[2 * p + 1]!];
      check(isPlace(line, column), `place ${line}:${column}`);
    }
    for (const { name, at } of names.bindings) check(at >= -1 && at < places, `binding ${name} at ${at}`);
    check(names.definitions.length === facts.definitions.length, "names for every definition");
  }
  return found;
}

/** A fault of v4's own, such as a stack that ran out, is not meant to become a problem of the file. */
const readOrGivenUp = /^(syntax errors|not parsed: over the time limit)/;

/** Reads a text off in full, as the index does, and tells what would not hold. */
function wrongAfterReading(path: string, text: string): string[] {
  const reading = parser.read(path, text);
  wordsOf(path, text, reading.facts);
  return wrong(reading, text);
}

test("every case beside a grammar is read whole", () => {
  for (const { path, text } of sources) expect(wrongAfterReading(path, text), path).toEqual([]);
});

describe.each(codeLanguages)("%s", (name) => {
  const source = fc.constantFrom(...ofLanguage(name));
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const holds = (path: string, text: string) => {
    expect(wrongAfterReading(path, text)).toEqual([]);
  };
  const numRuns = 60;

  test("cut off anywhere has facts in order", () => {
    fc.assert(
      fc.property(source, part, ({ path, text }, end) => holds(path, text.slice(0, end * text.length))),
      { numRuns },
    );
  });

  test("beginning anywhere has facts in order", () => {
    fc.assert(
      fc.property(source, part, ({ path, text }, start) => holds(path, text.slice(start * text.length))),
      { numRuns },
    );
  });

  test("with pieces taken out, doubled, and put in has facts in order", () => {
    const pieces = [
      ..."{}()[]<>\"'`;:,.=#@\\/*\n\r\t\0",
      "/*",
      "*/",
      '"""',
      "${",
      "=>",
      "::",
      "\u2028",
      "\ufeff",
      "\ud800",
      "🙂",
      "\r\n",
    ];
    const change = fc.record({
      at: part,
      length: fc.nat(40),
      doing: fc.oneof(fc.constant("take"), fc.constant("double"), fc.constantFrom(...pieces)),
    });
    fc.assert(
      fc.property(source, fc.array(change, { minLength: 1, maxLength: 8 }), ({ path, text }, changes) => {
        let changed = text;
        for (const { at, length, doing } of changes) {
          const start = Math.floor(at * changed.length);
          const piece = changed.slice(start, start + length);
          const rest = changed.slice(start + length);
          changed =
            changed.slice(0, start) +
            (doing === "take" ? "" : doing === "double" ? piece + piece : piece + doing) +
            rest;
        }
        holds(path, changed);
      }),
      { numRuns },
    );
  });

  test("with the line ends of Windows says the same, and keeps no line end in a signature", () => {
    for (const { path, text } of ofLanguage(name)) {
      const windows = text.replace(/\r?\n/g, "\r\n");
      expect(wrongAfterReading(path, windows), path).toEqual([]);
      const said = (facts: FileReading["facts"]) =>
        facts.definitions.map((d) => `${d.name} ${d.startLine}-${d.endLine}`);
      expect(said(parser.facts(path, windows)), path).toEqual(said(parser.facts(path, text)));
    }
  });

  test.each([
    ["empty", ""],
    ["blank", " \n\t\n\r\n"],
    ["a single line end", "\n"],
    ["a byte order mark alone", "\ufeff"],
    ["NUL bytes", "\0".repeat(1000)],
    ["what broken UTF-8 becomes", "\ufffd".repeat(1000)],
    ["half of a surrogate pair", "\ud83d x \udc00"],
    ["a name in letters of all kinds", "größe = 日本 + é🙂"],
    ["text of any language", 'In the beginning there was "no" code; it\'s (only) prose -- {really}.'],
  ])("that is %s has facts in order", (_, text) => holds(`a${extensionOf(name)}`, text));

  // Whoever goes down by calling himself runs out of stack at some 10,000.
  const deep = 20_000;
  test.each([
    ["200,000 opening brackets", "(".repeat(200_000)],
    ["200,000 brackets that close again", "[".repeat(100_000) + "]".repeat(100_000)],
    ["braces", "{".repeat(deep)],
    ["calls", "f(".repeat(deep)],
    ["a chain of members", `a${".b".repeat(deep)}`],
    ["a sum", `x = 1${" + 1".repeat(deep)}`],
    ["signs", `x = ${"!-".repeat(deep)}1`],
    ["comment marks", "/*".repeat(deep)],
    ["quotes", `"'\``.repeat(3000)],
    ["angle brackets", "<a>".repeat(3000)],
    ["functions in functions", "function f() {".repeat(5000)],
    ["else if", `if (a) {} ${"else if (a) {} ".repeat(deep)}`],
  ])("that nests or repeats %s is read or given up, within its time", (_, text) => {
    const path = `a${extensionOf(name)}`;
    const reading = parser.read(path, text);
    const { problems } = reading.facts;
    expect(wrong({ ...reading, facts: { ...reading.facts, problems: [] } }, text)).toEqual([]);
    for (const { message } of problems) expect(message).toMatch(readOrGivenUp);
  });
});

describe("a single line of", () => {
  test.each([
    ["statements", "a=f(b);"],
    ["one string", "abcdefg"],
    ["brackets and names", "[a,{b:c}],"],
  ])("2 MB of %s, as long as a text may be, is read or given up", (_, piece) => {
    const text = `"${piece.repeat(2_000_000 / piece.length)}`;
    const reading = parser.read("a.js", text);
    wordsOf("a.js", text, reading.facts);
    for (const { message } of reading.facts.problems) expect(message).toMatch(readOrGivenUp);
    expect(wrong({ ...reading, facts: { ...reading.facts, problems: [] } }, text)).toEqual([]);
  });
});
