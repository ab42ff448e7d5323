import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv-draft-04";
import { describe, expect, test } from "vitest";
import { deadcodeDocument } from "../../src/output/contract.js";
import { type FindingKind, findingKinds, findingsOf, selected } from "../../src/output/findings.js";
import { annotations } from "../../src/output/findings-github.js";
import { findingMarkdown } from "../../src/output/findings-markdown.js";
import { sarif } from "../../src/output/findings-sarif.js";
import { findingLines } from "../../src/output/findings-table.js";
import type { DeadCode } from "../../src/questions/dead/findings.js";

const certain = { verdict: "certain" as const, evidence: ["nothing imports it"] };
const likely = {
  verdict: "likely" as const,
  evidence: ["nothing imports it", "a string spells its name in src/a.ts:3"],
};
const member = { line: 4, endLine: 4, usedBy: "nothing" as const };

const dead: DeadCode = {
  files: [{ file: "src/old, 100%.ts", lines: 12, ...likely }],
  exports: [
    { file: "src/a.ts", symbol: "gone", kind: "value", ...member, endLine: 9, ...certain },
    { file: "src/a.ts", symbol: "Shape", kind: "type", ...member, usedBy: "own file", ...certain },
    { file: "src/c.ts", symbol: "Color.red", kind: "enumMember", ...member, ...certain },
  ],
  dependencies: [{ name: "lodash", manifest: "package.json", section: "dependencies", line: 7, ...certain }],
  unlisted: [{ name: "chalk", file: "src/a.ts", line: 1, manifest: "package.json", ...certain }],
  binaries: [{ name: "rollit", file: "package.json", line: 3, manifest: "package.json", ...likely }],
  unresolved: [{ specifier: "./gone|x", file: "src/a.ts", line: 2, ...certain }],
  duplicates: [
    {
      file: "src/d.ts",
      symbols: [
        { symbol: "a", line: 1 },
        { symbol: "b", line: 2 },
      ],
      ...certain,
    },
  ],
  clusters: [
    { files: ["src/old, 100%.ts"], symbols: [{ file: "src/a.ts", symbol: "gone", line: 4, endLine: 9 }], lines: 18 },
  ],
  entries: [{ file: "src/index.ts", why: "it is one", role: "production" }],
  withheld: [{ what: "files", count: 90, why: "90 of 100 files look unused", advice: "name the entries" }],
};
const empty: DeadCode = {
  ...dead,
  files: [],
  exports: [],
  dependencies: [],
  unlisted: [],
  binaries: [],
  unresolved: [],
  duplicates: [],
  clusters: [],
  withheld: [],
};
const text = (lines: Iterable<string>) => [...lines].join("\n");

test("the document is the contract's", () => {
  expect(deadcodeDocument.parse(dead)).toEqual(dead);
});

describe("the table", () => {
  test("has a heading a file and what makes a row doubtful", () => {
    const printed = text(findingLines(dead, { color: false }));
    expect(printed).toContain("src/a.ts\n     1  chalk is used and package.json does not declare it\n");
    expect(printed).toContain("likely: a string spells its name in src/a.ts:3");
  });

  test("says of an export that its own file uses it", () => {
    expect(text(findingLines(dead, { color: false }))).toContain(
      "type Shape is exported, but only its own file uses it",
    );
  });

  test("tells what was withheld, and what to do", () => {
    expect(text(findingLines(dead, { color: false }))).toContain(
      "not printed: 90 of 100 files look unused\n  name the entries",
    );
  });

  test("counts the kinds at its end", () => {
    const last = [...findingLines(dead, { color: false })].at(-1);
    expect(last).toMatch(/^9 findings, 7 certain: .*1 unlisted packages/);
  });

  test("says that nothing is unused", () => {
    expect([...findingLines(empty, { color: false })]).toEqual(["nothing is unused"]);
  });

  test("lets no control sequence of a name through", () => {
    const named = { ...empty, files: [{ file: "a\u001b[31m.ts", lines: 1, ...certain }] };
    expect(text(findingLines(named, { color: false }))).not.toContain("\u001b");
  });
});

describe("SARIF", () => {
  const require = createRequire(import.meta.url);
  const path = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const schema = JSON.parse(readFileSync(path, "utf8"));

  test.each([
    ["findings", dead],
    ["nothing", empty],
  ])("of %s is valid by the schema of 2.1.0", (_, found) => {
    const ajv = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false });
    const validate = ajv.compile(schema);
    expect(validate(sarif(findingsOf(found))) ? [] : validate.errors).toEqual([]);
  });

  test("has a rule for each kind", () => {
    expect(JSON.stringify(sarif([]))).toContain('"id":"unresolved"');
  });
});

test("annotations escape what GitHub would take for their own marks", () => {
  const [first] = annotations(findingsOf({ ...empty, files: dead.files }));
  expect(first).toBe(
    "::warning file=src/old%2C 100%25.ts,line=1,endLine=12,title=files::no entry leads to this file%0Anothing imports it%0Aa string spells its name in src/a.ts:3",
  );
});

test("Markdown escapes what would end a cell", () => {
  expect(text(findingMarkdown(dead))).toContain("the import of ./gone\\|x leads nowhere");
});

describe("a selection", () => {
  const keep = (kinds: readonly FindingKind[], least: "certain" | "likely", folder = "") =>
    findingsOf(selected(dead, { kinds: new Set(kinds), least, isWanted: (file) => file.startsWith(folder) })).map(
      ({ kind }) => kind,
    );

  test("has the kinds that are asked for", () => {
    expect(keep(["types", "files"], "likely")).toEqual(["types", "files"]);
  });

  test("has rows that are sure enough", () => {
    expect(keep(findingKinds, "certain")).not.toContain("files");
  });

  test("has the files of one package", () => {
    expect(keep(findingKinds, "likely", "src/c")).toEqual(["enumMembers"]);
  });
});
