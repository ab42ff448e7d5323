import { describe, expect, test } from "vitest";
import { exportWay } from "../../src/graph/export-way.js";
import { trace, type Wanted } from "../../src/questions/trace.js";
import { graphOf } from "./graph-of.js";

const sources = {
  "index.ts": 'export * from "./middle";\n',
  "middle.ts": 'export { open as openStore, Store } from "./store";\n',
  "store.ts":
    "export class Base {\n  close() {}\n}\nexport class Store extends Base {\n  write(text: string) {}\n}\n" +
    "export function open(): Store {\n  return new Store();\n}\n",
  "far.ts": 'import { openStore } from "./index";\nconst store = openStore();\nstore.write("a");\n',
  "near.ts": 'import { open } from "./store";\nopen().close();\n',
  "spaces.ts": 'import * as all from "./index";\nall.openStore();\n',
  "other.ts": 'import { Store } from "./middle";\nexport class Special extends Store {}\n',
};
const { graph, ...references } = await graphOf(sources);
const of = (wanted: Wanted) => trace(graph, references, wanted);
const places = (wanted: Wanted) => of(wanted).definitions.map(({ file, symbol }) => `${file} ${symbol}`);

describe("a definition is found", () => {
  test("by its name", () => expect(places({ name: "open" })).toEqual(["store.ts open"]));
  test("by the end of its dotted name", () => expect(places({ name: "write" })).toEqual(["store.ts Store.write"]));
  test("by its whole dotted name", () => expect(places({ name: "Store.write" })).toEqual(["store.ts Store.write"]));
  test("as other languages write it", () => expect(places({ name: "Store::write" })).toEqual(["store.ts Store.write"]));
  test("by the line of its name", () => expect(places({ file: "store.ts", line: 4 })).toEqual(["store.ts Store"]));
  test("by a line inside it", () => expect(places({ file: "store.ts", line: 8 })).toEqual(["store.ts Store"]));
  test("by a line that uses it", () => expect(places({ file: "spaces.ts", line: 2 })).toEqual(["store.ts open"]));
  test("by a line of its body that uses nothing", () =>
    expect(places({ file: "store.ts", line: 3 })).toEqual(["store.ts Base"]));
});

test("an unknown name fails with near ones", () => {
  expect(() => of({ name: "opn" })).toThrow(
    expect.objectContaining({ code: "unknown-symbol", advice: "did you mean open?" }),
  );
});

test("a line where nothing is fails", () => {
  expect(() => of({ file: "index.ts", line: 1 })).toThrow(expect.objectContaining({ code: "nothing-defined-there" }));
});

test("each reference tells the files by which the name came", () => {
  const ways = of({ name: "open" }).references.map(({ from, via }) => [`${from.file}:${from.line}`, via]);
  expect(ways).toContainEqual(["far.ts:2", ["far.ts", "index.ts", "middle.ts", "store.ts"]]);
  expect(ways).toContainEqual(["near.ts:2", ["near.ts", "store.ts"]]);
  expect(ways).toContainEqual(["spaces.ts:2", ["spaces.ts", "index.ts", "middle.ts", "store.ts"]]);
});

test("a member that comes with a value, by no import of its class, has no way", () => {
  const [reference] = of({ name: "Store.write" }).references;
  expect(reference).toMatchObject({ from: { file: "far.ts", line: 3 }, via: null });
});

test("types are told above and below, nearest first", () => {
  const steps = (name: string) =>
    of({ name }).types.map(({ from, to, direction, depth }) => `${direction} ${depth} ${from.symbol} ${to.symbol}`);
  expect(steps("Store")).toEqual(["up 1 Store Base", "down 1 Special Store"]);
  expect(steps("Base")).toEqual(["down 1 Store Base", "down 2 Special Store"]);
});

test("a circle of re-exports has no way, and ends", async () => {
  const circle = await graphOf({
    "a.ts": 'export * from "./b";',
    "b.ts": 'export * from "./a";',
    "c.ts": 'import { x } from "./a";',
    "d.ts": "export const x = 1;",
  });
  expect(exportWay(circle.graph, "c.ts", "d.ts", "x")).toBeNull();
});

test("Python's names pass through packages", async () => {
  const python = await graphOf({
    "app/__init__.py": "from .core import run\n",
    "app/core.py": "def run():\n    pass\n",
    "main.py": "from app import run\n\nrun()\n",
  });
  expect(exportWay(python.graph, "main.py", "app/core.py", "run")).toEqual([
    "main.py",
    "app/__init__.py",
    "app/core.py",
  ]);
});
