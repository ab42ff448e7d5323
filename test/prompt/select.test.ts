import { describe, expect, it } from "vitest";
import { isNamed, selector } from "../../src/prompt/select.js";

const paths = [
  "README.md",
  "docs/a.md",
  "docs/deep/b.md",
  "src/a.ts",
  "src/docs/c.md",
  ".github/ci.yml",
  "package-lock.json",
];
const chosen = (include: string[], exclude: string[] = []) => paths.filter(selector({ include, exclude }));

describe("a selection", () => {
  it("is everything without patterns", () => {
    expect(chosen([])).toEqual(paths);
  });

  it("takes a pattern without a slash at any depth", () => {
    expect(chosen(["*.md"])).toEqual(["README.md", "docs/a.md", "docs/deep/b.md", "src/docs/c.md"]);
  });

  it("takes a folder for all that is in it", () => {
    expect(chosen(["docs"])).toEqual(["docs/a.md", "docs/deep/b.md", "src/docs/c.md"]);
    expect(chosen(["docs/"])).toEqual(chosen(["docs"]));
  });

  it("binds a pattern that begins with a slash to the root", () => {
    expect(chosen(["/docs"])).toEqual(["docs/a.md", "docs/deep/b.md"]);
    expect(chosen(["./src/*.ts"])).toEqual(["src/a.ts"]);
  });

  it("matches names that begin with a dot", () => {
    expect(chosen(["*.yml"])).toEqual([".github/ci.yml"]);
  });

  it("lets exclude win over include", () => {
    expect(chosen(["*.md"], ["docs/deep/**", "README.md"])).toEqual(["docs/a.md", "src/docs/c.md"]);
  });

  it("knows what is named outright", () => {
    expect(isNamed({ include: ["./package-lock.json"], exclude: [] }, "package-lock.json")).toBe(true);
    expect(isNamed({ include: ["*.json"], exclude: [] }, "package-lock.json")).toBe(false);
  });
});
