import { describe, expect, it } from "vitest";
import { framesOf } from "../../src/questions/suspects.js";
import type { RepoFile } from "../../src/repo/list.js";

const files = ["src/bill.ts", "shop/cart.py", "src/index.ts", "lib/index.ts"].map((path) => ({ path }) as RepoFile);

describe("framesOf", () => {
  it.each([
    ["    at total (/home/me/shop/src/bill.ts:12:5)", { file: "src/bill.ts", line: 12 }],
    ['  File "/srv/shop/cart.py", line 7, in add', { file: "shop/cart.py", line: 7 }],
    ["src/bill.ts(3,9): error TS2345: no", { file: "src/bill.ts", line: 3 }],
  ])("finds the place in %s", (text, frame) => {
    expect(framesOf(files, text)).toEqual([frame]);
  });

  it("leaves out what installed packages name", () => {
    expect(framesOf(files, "at x (/r/node_modules/p/src/bill.ts:1:1)")).toEqual([]);
  });

  it("leaves out a name that two files bear", () => {
    expect(framesOf(files, "index.ts:4")).toEqual([]);
  });
});
