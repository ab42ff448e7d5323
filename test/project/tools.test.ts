import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { brings, filled, tools } from "../../src/project/tool.js";

const setting = z.strictObject({
  is: z.enum(["files", "globs", "packages", "keys", "commands", "folders", "nothing"]),
  match: z.string().optional(),
  as: z.array(z.string()).min(1).optional(),
  but: z.array(z.string()).optional(),
  role: z.enum(["production", "test", "tooling"]).optional(),
});
const row = z.strictObject({
  name: z.string(),
  packages: z.array(z.string()),
  configs: z.array(z.string()).optional(),
  key: z.string().optional(),
  entries: z
    .array(
      z.strictObject({
        files: z.array(z.string()).min(1),
        role: z.enum(["production", "test", "tooling"]),
        unless: z.array(z.string()).optional(),
        flag: z.string().optional(),
      }),
    )
    .optional(),
  settings: z.record(z.string(), z.union([setting, z.array(setting).min(1)])).optional(),
  roots: z.array(z.string()).optional(),
  binaries: z.array(z.string()).optional(),
  isScript: z.boolean().optional(),
  worksOn: z.array(z.string()).optional(),
  uses: z.array(z.string()).optional(),
  provides: z.array(z.string()).optional(),
  options: z.record(z.string(), setting).optional(),
});

describe("every tool of src/project/tools", () => {
  test.each(tools.map((tool) => [tool.name, tool] as const))("%s is a row of data that can be read", (_, tool) => {
    row.parse(tool);
    for (const pattern of tool.packages) if (pattern.startsWith("^")) new RegExp(pattern);
    for (const glob of [...(tool.configs ?? []), ...(tool.entries ?? []).flatMap(({ files }) => files)])
      picomatch(glob);
    for (const one of Object.values(tool.settings ?? {}).flat()) if (one.match) new RegExp(one.match);
  });
});

describe("names of packages", () => {
  test.each([
    ["eslint-plugin-{}", "react", "eslint-plugin-react"],
    ["eslint-plugin-{}", "@scope", "@scope/eslint-plugin"],
    ["eslint-plugin-{}", "@scope/x", "@scope/eslint-plugin-x"],
    ["{}", "@scope/x", "@scope/x"],
    ["@vitest/coverage-{}", "v8", "@vitest/coverage-v8"],
  ])("%s filled with %s is %s", (template, text, expected) => {
    expect(filled(template, text)).toBe(expected);
  });

  test("a tool is brought by its packages, some of them by a pattern", () => {
    const jest = tools.find(({ name }) => name === "jest")!;
    expect(["jest", "@jest/globals", "jestify"].map((name) => brings(jest, name))).toEqual([true, true, false]);
  });
});
