import { expect, test } from "vitest";
import type { Declaration } from "../../src/memory/declarations.js";
import { learnNames } from "../../src/memory/learn.js";
import { rulesOf } from "../../src/memory/rules.js";

const declared = (name: string, line: number): Declaration => ({
  ...{ file: "src/a.ts", line, name, kind: "function", language: "typescript" },
  ...{ role: "top", exported: true, container: "", base: "", truth: false, folder: "src" },
});
const verbs = "load save open close read write start stop find send parse print seek draw".split(" ");
const names = [...verbs.map((verb) => `${verb}User`), "fetch", "fetch_user"].map(declared);

test("a rule names its evidence, two examples of several words, and the exceptions with their place", () => {
  expect(rulesOf(learnNames(names.slice(0, -1)), names)).toEqual([
    {
      language: "typescript",
      rule: "exported function names are camelCase: 14 of 14 in src",
      confidence: expect.closeTo(0.93, 2),
      names: 16,
      examples: ["loadUser", "saveUser"],
      exceptions: [{ name: "fetch_user", file: "src/a.ts", line: 15 }],
    },
  ]);
});

test("where names do not agree there is no rule", () => {
  const mixed = names.map((each, i) => ({ ...each, name: ["aB", "AB_C", "a_b"][i % 3]! }));
  expect(rulesOf(learnNames(mixed), mixed)).toEqual([]);
});
