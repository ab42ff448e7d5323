import { expect, test } from "vitest";
import { nearNames } from "../../src/questions/near-names.js";

const names = ["openRepository", "closeRepository", "Store", "store", "restore", "src/graph/link.ts", "src/a/b.ts"];

test.each([
  ["openRepositry", "openRepository"],
  ["oepnRepository", "openRepository"],
  ["OPENREPOSITORY", "openRepository"],
  ["Stor", "Store"],
  ["link.ts", "src/graph/link.ts"],
  ["src/grpah/link.ts", "src/graph/link.ts"],
])("%s is near %s", (wanted, near) => {
  expect(nearNames(wanted, names)[0]).toBe(near);
});

test("what is like nothing has none", () => {
  expect(nearNames("zzzzzz", names)).toEqual([]);
});
