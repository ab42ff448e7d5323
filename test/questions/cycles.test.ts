import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Graph } from "../../src/graph/graph.js";
import { cycles } from "../../src/questions/cycles.js";
import { madeGraph } from "./graph-of.js";

describe("cycles", () => {
  test("a chain has none", () => {
    expect(
      cycles(
        madeGraph(
          ["a", "b", "c"],
          [
            ["a", "b"],
            ["b", "c"],
          ],
        ),
      ),
    ).toEqual([]);
  });

  test("a file that imports itself is none", () => {
    expect(cycles(madeGraph(["a"], [["a", "a"]]))).toEqual([]);
  });

  test("two files that import each other are one, with where the imports stand", () => {
    expect(
      cycles(
        madeGraph(
          ["a", "b"],
          [
            ["a", "b"],
            ["b", "a"],
          ],
        ),
      ),
    ).toEqual([
      {
        kind: "runtime",
        files: ["a", "b"],
        example: [
          { from: "a", to: "b", line: 1, kind: "import" },
          { from: "b", to: "a", line: 2, kind: "import" },
        ],
      },
    ]);
  });

  test("one that closes through a type import is told apart", () => {
    const found = cycles(
      madeGraph(
        ["a", "b"],
        [
          ["a", "b"],
          ["b", "a", "type"],
        ],
      ),
    );
    expect(found.map(({ kind }) => kind)).toEqual(["type"]);
    expect(found[0]!.example.map(({ kind }) => kind).sort()).toEqual(["import", "type"]);
  });

  test("a type import beside a runtime import of the same file does not hide it", () => {
    const found = cycles(
      madeGraph(
        ["a", "b"],
        [
          ["a", "b", "type"],
          ["a", "b"],
          ["b", "a"],
        ],
      ),
    );
    expect(found.map(({ kind }) => kind)).toEqual(["runtime"]);
  });

  test("a component that type imports make larger is told beside the runtime one in it", () => {
    const graph = madeGraph(
      ["a", "b", "c"],
      [
        ["a", "b"],
        ["b", "a"],
        ["b", "c"],
        ["c", "a", "type"],
      ],
    );
    expect(cycles(graph).map(({ kind, files }) => [kind, files.length])).toEqual([
      ["runtime", 2],
      ["type", 3],
    ]);
  });

  test("a circle of 20,000 files is found without exhausting the stack", () => {
    const files = Array.from({ length: 20_000 }, (_, i) => `f${String(i).padStart(6, "0")}`);
    const imports = files.map((file, i): [string, string] => [file, files[(i + 1) % files.length]!]);
    const [found] = cycles(madeGraph(files, imports));
    expect(found!.files).toHaveLength(files.length);
    expect(found!.example).toHaveLength(files.length);
  });

  const graphs = fc.integer({ min: 1, max: 9 }).chain((size) => {
    const file = fc.integer({ min: 0, max: size - 1 }).map((n) => `f${n}`);
    const kind = fc.constantFrom("import" as const, "type" as const, "dynamic" as const);
    return fc.array(fc.tuple(file, file, kind), { maxLength: 25 }).map((imports) =>
      madeGraph(
        Array.from({ length: size }, (_, n) => `f${n}`),
        imports,
      ),
    );
  });

  test("files are in one cycle exactly when each reaches the other", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const reach = reachable(graph, false);
        const runtime = cycles(graph).filter(({ kind }) => kind === "runtime");
        for (const a of graph.files.keys()) {
          for (const b of graph.files.keys()) {
            if (a === b) continue;
            const together = runtime.some(({ files }) => files.includes(a) && files.includes(b));
            expect(together).toBe(reach(a, b) < Number.POSITIVE_INFINITY && reach(b, a) < Number.POSITIVE_INFINITY);
          }
        }
      }),
    );
  });

  test("an example is a way round of the fewest imports, along imports that are there", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const { kind, files, example } of cycles(graph)) {
          for (const [i, step] of example.entries()) {
            expect(step.to).toBe(example[(i + 1) % example.length]!.from);
            expect(graph.imports[step.line - 1]).toMatchObject({ from: step.from, to: step.to, kind: step.kind });
          }
          if (kind === "type") expect(example.some((step) => step.kind === "type")).toBe(true);
          else {
            const reach = reachable(graph, false);
            const round = files.flatMap((a) => files.filter((b) => b !== a).map((b) => reach(a, b) + reach(b, a)));
            expect(example).toHaveLength(Math.min(...round));
          }
        }
      }),
    );
  });
});

/** Imports from file to file by Floyd and Warshall's table, Infinity for no way. */
function reachable(graph: Graph, withTypes: boolean): (a: string, b: string) => number {
  const files = [...graph.files.keys()];
  const table = new Map<string, number>();
  const at = (a: string, b: string) => table.get(`${a} ${b}`) ?? Number.POSITIVE_INFINITY;
  for (const { from, to, kind } of graph.imports) {
    if (to !== null && from !== to && (withTypes || kind !== "type")) table.set(`${from} ${to}`, 1);
  }
  for (const middle of files) {
    for (const a of files) {
      for (const b of files) table.set(`${a} ${b}`, Math.min(at(a, b), at(a, middle) + at(middle, b)));
    }
  }
  return at;
}
