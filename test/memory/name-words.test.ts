import { describe, expect, test } from "vitest";
import { inCase, nameWords } from "../../src/memory/name-words.js";

describe("the words of a name", () => {
  test.each([
    ["loadUser", ["load", "User"]],
    ["HTTPServer", ["HTTP", "Server"]],
    ["_private_name", ["private", "name"]],
    ["sha256Of", ["sha", "256", "Of"]],
    ["MAX_SIZE", ["MAX", "SIZE"]],
    ["größeVon", ["größe", "Von"]],
  ])("%s", (name, words) => {
    expect(nameWords(name).words).toEqual(words);
  });
});

describe("the cases a name may be in", () => {
  test.each([
    ["loadUser", ["camelCase"]],
    ["LoadUser", ["PascalCase"]],
    ["load_user", ["snake_case"]],
    ["LOAD_USER", ["UPPER_CASE"]],
    ["load", ["camelCase", "snake_case"]],
    ["LOAD", ["PascalCase", "UPPER_CASE"]],
    ["visit_ClassDef", []],
    ["_loadUser", ["camelCase"]],
  ])("%s", (name, cases) => {
    expect(nameWords(name).cases).toEqual(cases);
  });
});

test.each([
  ["camelCase", "_loadUrl"],
  ["PascalCase", "_LoadUrl"],
  ["snake_case", "_load_url"],
  ["UPPER_CASE", "_LOAD_URL"],
] as const)("the same words in %s, behind the same mark", (letterCase, expected) => {
  expect(inCase(nameWords("_load_url"), letterCase)).toBe(expected);
});
