import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Collapsed, collapse } from "../../src/questions/collapse.js";
import type { FileLinks } from "../../src/questions/file-links.js";
import { flowOrder } from "../../src/questions/flow.js";

const linked = (files: string[], links: [string, string][]): FileLinks => ({
  files: [...files].sort(),
  links: links.map(([from, to]) => ({ from, to, typeOnly: false })),
});
const ids = ({ nodes }: Collapsed) => nodes.map(({ id }) => id);

/** Three folders of the program that use each other, a folder of documents that does not, and tests. */
const program = linked(
  [
    "src/a/1.ts",
    "src/a/2.ts",
    "src/b/1.ts",
    "src/b/2.ts",
    "src/c/1.ts",
    "docs/x.ts",
    "docs/y.ts",
    "test/a.test.ts",
    "test/b.test.ts",
  ],
  [
    ["src/a/1.ts", "src/b/1.ts"],
    ["src/a/2.ts", "src/b/2.ts"],
    ["src/b/1.ts", "src/c/1.ts"],
    ["src/b/2.ts", "src/c/1.ts"],
    ["test/a.test.ts", "src/a/1.ts"],
    ["test/b.test.ts", "src/b/1.ts"],
  ],
);

describe("collapse", () => {
  test("with one node, everything is in it", () => {
    expect(collapse(program, 1)).toMatchObject({ nodes: [{ kind: "folder", inside: 6 }], edges: [] });
  });

  test("opens first the folder that hides most links", () => {
    expect(ids(collapse(program, 5))).toEqual(["docs/", "src/a/", "src/b/", "src/c/1.ts", "test/"]);
  });

  test("tells how many links an edge stands for, and how many are not from tests", () => {
    const { edges } = collapse(program, 5);
    expect(edges).toContainEqual({ from: "src/a/", to: "src/b/", count: 2, beyondTests: 2, typeOnly: false });
    expect(edges).toContainEqual({ from: "test/", to: "src/a/", count: 1, beyondTests: 0, typeOnly: false });
  });

  test("shows every file where there is room for all", () => {
    const { nodes } = collapse(program, program.files.length);
    expect(nodes.every(({ kind }) => kind === "file")).toBe(true);
  });

  test("a chain of folders is one, and a folder of one file is that file", () => {
    const deep = linked(["src/main/java/A.java", "src/main/java/B.java", "x/y/z.js"], []);
    expect(ids(collapse(deep, 2))).toEqual(["src/main/java/", "x/y/z.js"]);
  });

  test("the files of a folder beside its folders are a node of their own", () => {
    const { nodes } = collapse(linked(["a/1.ts", "a/2.ts", "a/in/3.ts", "a/in/4.ts"], [["a/1.ts", "a/in/3.ts"]]), 2);
    expect(nodes.map(({ id, kind, files }) => [id, kind, files.length])).toEqual([
      ["a/.", "loose", 2],
      ["a/in/", "folder", 2],
    ]);
  });

  test("an edge is of types alone only when all its links are", () => {
    const links = { files: ["a/1", "a/2", "b/1"], links: [] as FileLinks["links"] };
    links.links.push({ from: "a/1", to: "b/1", typeOnly: true });
    expect(collapse(links, 2).edges[0]!.typeOnly).toBe(true);
    links.links.push({ from: "a/2", to: "b/1", typeOnly: false });
    expect(collapse(links, 2).edges[0]!.typeOnly).toBe(false);
  });

  const name = fc.constantFrom("a", "b", "c.ts", "*", ".", "d e", "é", "a.test.ts").filter((part) => part !== ".");
  const graphs = fc
    .uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => [...parts, "f.ts"].join("/")),
      {
        minLength: 1,
        maxLength: 25,
      },
    )
    .chain((files) => {
      const file = fc.constantFrom(...files);
      const pairs = fc.uniqueArray(fc.tuple(file, file), { selector: ([from, to]) => `${from} ${to}`, maxLength: 40 });
      return pairs.map((links) =>
        linked(
          files,
          links.filter(([from, to]) => from !== to),
        ),
      );
    });
  const sizes = fc.integer({ min: 1, max: 30 });

  test("every file is in exactly one node, of which there are at most as many as asked for", () => {
    fc.assert(
      fc.property(graphs, sizes, (graph, most) => {
        const { nodes } = collapse(graph, most);
        expect(nodes.length).toBeLessThanOrEqual(most);
        expect(new Set(ids({ nodes, edges: [] })).size).toBe(nodes.length);
        expect(nodes.flatMap(({ files }) => files).sort()).toEqual(graph.files);
      }),
    );
  });

  test("every link is in exactly one edge or inside a node", () => {
    fc.assert(
      fc.property(graphs, sizes, (graph, most) => {
        const { nodes, edges } = collapse(graph, most);
        const nodeOf = new Map(nodes.flatMap(({ id, files }) => files.map((file) => [file, id])));
        for (const { from, to, count } of edges) {
          const links = graph.links.filter((link) => nodeOf.get(link.from) === from && nodeOf.get(link.to) === to);
          expect(links).toHaveLength(count);
        }
        const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
        expect(sum(edges.map(({ count }) => count)) + sum(nodes.map(({ inside }) => inside))).toBe(graph.links.length);
      }),
    );
  });

  test("does not depend on the order of links", () => {
    fc.assert(
      fc.property(graphs, sizes, (graph, most) => {
        const turned = { ...graph, links: [...graph.links].reverse() };
        expect(collapse(turned, most).nodes).toEqual(collapse(graph, most).nodes);
      }),
    );
  });
});

describe("flowOrder", () => {
  test("in a graph without cycles nothing runs backwards", () => {
    const edge = fc.tuple(fc.nat(12), fc.nat(12), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 40 }), (rows) => {
        const nodes = Array.from({ length: 13 }, (_, i) => `n${(i * 7) % 13}`);
        const edges = rows
          .filter(([a, b]) => a !== b)
          .map(([a, b, weight]) => ({ from: nodes[Math.min(a, b)]!, to: nodes[Math.max(a, b)]!, weight }));
        const order = flowOrder(nodes, edges);
        expect([...order].sort()).toEqual([...nodes].sort());
        for (const { from, to } of edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      }),
    );
  });

  test("what is used much but uses more still comes first", () => {
    const edges = [
      { from: "vue", to: "dom", weight: 3 },
      { from: "vue", to: "core", weight: 3 },
      { from: "vue", to: "ssr", weight: 3 },
      { from: "core", to: "vue", weight: 1 },
      { from: "dom", to: "core", weight: 5 },
      { from: "tests", to: "vue", weight: 20 },
    ];
    expect(flowOrder(["core", "dom", "ssr", "tests", "vue"], edges)).toEqual(["tests", "vue", "dom", "core", "ssr"]);
  });
});
