import { expect, it } from "vitest";
import { fileKind } from "../../src/prompt/file-kind.js";

it.each([
  ["README.md", "front"],
  ["package.json", "front"],
  ["src/README.md", "docs"],
  ["src/a.ts", "source"],
  ["lib/parser.c", "source"],
  ["Dockerfile", "source"],
  ["examples/a.ts", "docs"],
  ["src/a.test.ts", "test"],
  ["tests/conftest.py", "test"],
  ["CHANGELOG", "docs"],
  ["LICENSE", "docs"],
  ["data/rows.csv", "data"],
  ["tsconfig.json", "data"],
])("%s is %s", (path, kind) => {
  expect(fileKind(path)).toBe(kind);
});
