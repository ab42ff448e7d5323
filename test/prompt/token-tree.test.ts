import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenTree } from "../../src/prompt/token-tree.js";

const shown = (files: [string, number][], rows?: number) =>
  tokenTree(
    files.map(([file, tokens]) => ({ file, tokens })),
    rows,
  ).map((row) => `${"  ".repeat(row.depth)}${row.label} ${row.tokens}`);

describe("the token tree", () => {
  it("puts the largest first and joins a folder with its only child", () => {
    expect(
      shown([
        ["a.ts", 1],
        ["packages/core/src/b.ts", 5],
        ["packages/core/src/c.ts", 7],
      ]),
    ).toEqual(["packages/core/src/ 12", "  c.ts 7", "  b.ts 5", "a.ts 1"]);
  });

  it("folds what is small", () => {
    const small = Array.from({ length: 20 }, (_, n): [string, number] => [`s${n}.ts`, 1]);
    expect(shown([["large.ts", 10_000], ...small])).toEqual(["large.ts 10000", "20 more files 20"]);
  });

  it("stays readable however many files there are", () => {
    const many = Array.from({ length: 5000 }, (_, n): [string, number] => [`${n % 7}/${n % 11}/${n % 13}/${n}.ts`, n]);
    expect(shown(many).length).toBeLessThanOrEqual(40);
  });

  it("loses no token", () => {
    const files = fc.uniqueArray(fc.tuple(fc.constantFrom("", "a/", "a/b/", "c/d/e/"), fc.nat(50), fc.nat(1000)), {
      selector: ([folder, n]) => `${folder}${n}`,
      maxLength: 80,
    });
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 60 }), (list, rows) => {
        const all = list.map(([folder, n, tokens]) => ({ file: `${folder}${n}.ts`, tokens }));
        const top = tokenTree(all, rows).filter((row) => row.depth === 0);
        expect(top.reduce((sum, row) => sum + row.tokens, 0)).toBe(all.reduce((sum, file) => sum + file.tokens, 0));
      }),
    );
  });
});
