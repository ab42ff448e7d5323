import { describe, expect, it } from "vitest";
import { fittingTree, folderTree } from "../../src/prompt/folder-tree.js";

const entries = ["README.md", "a/b/c/one.ts", "a/b/c/two.ts", "data/1.json", "data/2.json", "data/3.json"].map(
  (path) => ({
    path,
    mark: path.endsWith("two.ts") ? " *" : "",
  }),
);
const lines = (text: string) => text.split("\n").length - 1;

describe("the folder tree", () => {
  it("has a line for every folder and file, marks after names", () => {
    expect(folderTree(entries)).toBe("a/b/c/\n  one.ts\n  two.ts *\ndata/\n  1.json\n  2.json\n  3.json\nREADME.md\n");
  });

  it("folds folders of data before folders of sources", () => {
    expect(fittingTree(entries, lines, 6)!.tree).toBe("a/b/c/\n  one.ts\n  two.ts *\ndata/ (3)\nREADME.md\n");
  });

  it("counts all files when nothing else fits", () => {
    expect(fittingTree(entries, lines, 1)!.tree).toBe("(6)\n");
  });

  it("is nothing when not even that fits", () => {
    expect(fittingTree(entries, lines, 0)).toBeNull();
  });

  it("writes a name that imitates the format as a JSON string", () => {
    expect(folderTree([{ path: "a\n```/b.ts", mark: "" }])).toBe('"a\\n```/"\n  b.ts\n');
  });
});
