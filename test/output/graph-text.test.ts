import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { cycleLines, focusLines } from "../../src/output/graph-lists.js";
import { summaryLines } from "../../src/output/graph-summary.js";
import { jsonPieces, safeJson } from "../../src/output/safe-json.js";
import { traceLines } from "../../src/output/trace-lines.js";
import type { GraphSummary } from "../../src/questions/summary.js";
import type { Trace, TracedReference } from "../../src/questions/trace.js";

const many = Array.from({ length: 8 }, (_, i) => `some/long/folder/with/a/file-${i}.ts`);
const step = (from: string, to: string) => ({ from, to, line: 3, kind: "import" as const });
const full: GraphSummary = {
  files: 3752,
  lines: 329_358,
  languages: Array.from({ length: 12 }, (_, i) => ({
    language: i === 11 ? null : `language${i}`,
    files: 100,
    lines: 1000,
    inside: 5,
    outside: 3,
    nowhere: 1,
  })),
  symbols: [
    { kind: "class", count: 2 },
    { kind: "function", count: 1 },
  ],
  exported: 1,
  references: { resolved: 1000, inferred: 10, name: 1 },
  types: { extends: 3, parameter: 12 },
  mostImported: many.map((file) => ({ file, importedBy: 1204 })),
  cycles: {
    runtime: {
      count: 2,
      files: 9,
      example: [step(many[0]!, many[1]!), step(many[1]!, many[2]!), step(many[2]!, many[0]!)],
    },
    type: { count: 1, files: 2, example: null },
  },
  nowhere: { count: 50, first: many.map((file) => ({ file, line: 1, specifier: "./gone" })) },
  orphans: { count: 50, first: many },
  withProblems: { count: 50, first: many.map((file) => ({ file, line: 1, message: "broken" })) },
};

describe("the summary", () => {
  const lines = summaryLines("repo", full, [{ why: "binary" }], { color: false });

  test("is one screen, however much there is to tell", () => {
    expect(lines.length).toBeLessThanOrEqual(34);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("tells references by how they were found", () => {
    expect(lines).toContain("references    1,011: 1,000 resolved, 10 inferred, 1 by name only");
  });

  test("names kinds in the singular and the plural", () => {
    expect(lines).toContain("symbols       2 classes, 1 function");
  });

  test("says when nothing is wrong in few words", () => {
    const none = { count: 0, first: [] };
    const calm = {
      ...full,
      cycles: { runtime: { count: 0, files: 0, example: null }, type: { count: 0, files: 0, example: null } },
      nowhere: none,
      orphans: none,
      withProblems: none,
    };
    const text = summaryLines("repo", calm, [], { color: false }).join("\n");
    expect(text).toMatch(/^cycles +none$/m);
    expect(text).not.toMatch(/^(nowhere|orphans|problems|not read) /m);
  });

  test("in colours it is the same text", () => {
    const colored = summaryLines("repo", full, [{ why: "binary" }], { color: true });
    expect(colored.map(stripVTControlCharacters)).toEqual(lines);
  });
});

test("a list of cycles tells where each import stands and how many files more are in it", () => {
  const files = ["a.ts", "b.ts", ..."cdefghi".split("").map((letter) => `${letter}.ts`)];
  const lines = cycleLines([{ kind: "runtime", files, example: [step("a.ts", "b.ts"), step("b.ts", "a.ts")] }], {
    color: false,
  });
  expect(lines).toEqual([
    "1 cycle at run time, 0 that close only through type imports",
    "",
    "9 files",
    "  a.ts:3 → b.ts",
    "  b.ts:3 → a.ts",
    "  with c.ts, d.ts, e.ts, f.ts, g.ts and 2 more",
  ]);
});

test("a focus without neighbours says so", () => {
  const lines = focusLines({ file: "a.ts", depth: 1, imports: [], importedBy: [] }, { color: false });
  expect(lines[0]).toBe("a.ts imports 0 files and is imported by 0 files");
  expect(lines.filter((line) => line.includes("nothing in this repository"))).toHaveLength(2);
});

describe("a trace", () => {
  const to = { file: "b.ts", symbol: "open", line: 2 };
  const at = (line: number, column: number, rest: Partial<TracedReference> = {}): TracedReference => ({
    from: { file: "a.ts", line, column },
    to,
    how: "resolved",
    via: ["a.ts", "b.ts"],
    ...rest,
  });
  const traced = (...references: TracedReference[]): Trace => ({
    definitions: [
      {
        ...to,
        kind: "function",
        column: 17,
        endLine: 4,
        signature: "export function open(path: string)",
        exported: true,
      },
    ],
    references,
    types: [],
  });
  const print = (trace: Trace, source: string, color = false) => [...traceLines(trace, () => source, { color })];

  test("is printed as ripgrep prints matches, each line once", () => {
    expect(print(traced(at(1, 1), at(1, 9), at(3, 3)), "open() + open();\n\n  open();\n")).toEqual([
      "b.ts:2  function open",
      "  export function open(path: string)",
      "",
      "3 references in 1 file",
      "",
      "a.ts",
      "     1: open() + open();",
      "     3: open();",
    ]);
  });

  test("marks what is not resolved", () => {
    const lines = print(traced(at(1, 1, { how: "name" }), at(2, 1, { how: "inferred" })), "open();\nopen();");
    expect(lines).toContain("     1: open();  (by name only)");
    expect(lines).toContain("     2: open();  (inferred)");
    expect(lines).toContain("2 references in 1 file, 1 inferred, 1 by name only");
  });

  test("names the files that pass the symbol on", () => {
    expect(print(traced(at(1, 1, { via: ["a.ts", "index.ts", "b.ts"] })), "open();")).toContain(
      "a.ts  via index.ts → b.ts",
    );
  });

  test("highlights the symbol, under whatever name it is used", () => {
    const line = print(traced(at(1, 5)), "x = unlock();", true).at(-1)!;
    expect(line).toContain("x = \x1b[1m\x1b[31munlock\x1b[39m\x1b[22m();");
  });

  test("of a long line shows what is around the symbol", () => {
    const line = print(traced(at(1, 5001)), `${"x".repeat(5000)}open()${"y".repeat(5000)}`).at(-1)!;
    expect(line).toMatch(/^ +1: …x+open\(\)y+…$/);
    expect(line.length).toBeLessThan(200);
  });

  test("obeys no escape sequence of a source", () => {
    expect(print(traced(at(1, 1)), "open(\x1b[31m);").join("")).not.toContain("\x1b");
  });

  test("without references says so", () => {
    expect(print(traced(), "")).toContain("no references");
  });
});

describe("JSON in pieces", () => {
  const document = {
    empty: [],
    rows: Array.from({ length: 3000 }, (_, i) => ({ i, text: "ü\u202e\x1b[31m" })),
    text: "a",
    none: null,
  };

  test("is the document", () => {
    expect(JSON.parse([...jsonPieces(document)].join(""))).toEqual(document);
  });
  test("comes in pieces that a pipe can hold, with a row on each line", () => {
    const pieces = [...jsonPieces(document)];
    expect(pieces.length).toBeGreaterThan(1);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
    expect(
      pieces
        .join("")
        .split("\n")
        .filter((line) => line.includes('"i":')),
    ).toHaveLength(3000);
  });
  test("is as safe to look at as a short document", () => {
    expect([...jsonPieces(document)].join("")).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(safeJson("\u202e")).toBe('"\\u202e"');
  });
});
