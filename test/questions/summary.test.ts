import { expect, test } from "vitest";
import { importsNowhere } from "../../src/graph/nowhere.js";
import { summarize } from "../../src/questions/summary.js";
import { graphOf } from "./graph-of.js";

const sources = {
  "src/main.ts": 'import fs from "node:fs";\nimport { run } from "./run";\nimport "./gone";\nrun(fs);\n',
  "src/run.ts": 'import { add } from "./add.js";\nexport function run(x: unknown) {\n  return add(x, x);\n}\n',
  "src/add.ts": "export function add(a: unknown, b: unknown) {\n  return [a, b];\n}\nclass Hidden {}\n",
  "src/alone.ts": "export const alone = 1;\n",
  "tools/x.py": "import os\n\n\ndef main():\n    pass\n",
  "notes.txt": "one\ntwo\n",
};
const whole = await graphOf(sources);
const read = (path: string) => sources[path as keyof typeof sources] ?? null;
const summary = summarize(whole.graph, whole, importsNowhere(whole.graph, read));

test("counts files and lines by language, what is no language last", () => {
  expect(summary.languages.map(({ language, files }) => [language, files])).toEqual([
    ["typescript", 4],
    ["python", 1],
    [null, 1],
  ]);
});

test("tells imports of files, of packages and of what is not there apart", () => {
  expect(summary.languages[0]).toMatchObject({ inside: 2, outside: 1, nowhere: 1 });
  expect(summary.nowhere).toEqual({ count: 1, first: [{ file: "src/main.ts", line: 3, specifier: "./gone" }] });
});

test("counts symbols by kind, and those that others can use", () => {
  expect(summary.symbols).toContainEqual({ kind: "function", count: 3 });
  expect(summary.exported).toBeGreaterThanOrEqual(3);
});

test("counts references by how they were found", () => {
  expect(summary.references.resolved).toBe(whole.references.filter(({ how }) => how === "resolved").length);
  expect(summary.references.resolved).toBeGreaterThan(0);
});

test("names the files that most others import", () => {
  expect(summary.mostImported).toEqual([
    { file: "src/add.ts", importedBy: 1 },
    { file: "src/run.ts", importedBy: 1 },
  ]);
});

test("names files without an import in either direction, but no text", () => {
  expect(summary.orphans).toEqual({ count: 2, first: ["src/alone.ts", "tools/x.py"] });
});
