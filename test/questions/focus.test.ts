import { expect, test } from "vitest";
import { focus, partInFocus } from "../../src/questions/focus.js";
import { madeGraph } from "./graph-of.js";

const chain = madeGraph(
  ["a", "b", "c", "d", "e", "x"],
  [
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
    ["d", "e"],
    ["a", "x"],
  ],
);

test("a focus of depth 1 is what a file imports and what imports it", () => {
  expect(focus(chain, "c", 1)).toEqual({
    file: "c",
    depth: 1,
    imports: [{ file: "d", distance: 1 }],
    importedBy: [{ file: "b", distance: 1 }],
  });
});

test("a deeper focus goes on in each direction, but does not turn", () => {
  const { imports, importedBy } = focus(chain, "c", 2);
  expect(imports).toEqual([
    { file: "d", distance: 1 },
    { file: "e", distance: 2 },
  ]);
  expect(importedBy.map(({ file }) => file)).toEqual(["b", "a"]);
});

test("a cycle ends a focus, and the file itself is not around itself", () => {
  const circle = madeGraph(
    ["a", "b"],
    [
      ["a", "b"],
      ["b", "a"],
    ],
  );
  expect(focus(circle, "a", 9).imports).toEqual([{ file: "b", distance: 1 }]);
});

test("the part in focus has its files and the imports among them", () => {
  const part = partInFocus(chain, focus(chain, "b", 1));
  expect([...part.files.keys()]).toEqual(["a", "b", "c"]);
  expect(part.imports.map(({ from, to }) => `${from}${to}`)).toEqual(["ab", "bc"]);
});
