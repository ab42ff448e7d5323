import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut } from "../../src/output/graph-layout.js";
import { graphPage } from "../../src/output/graph-page.js";
import type { PageGraph } from "../../src/questions/page-graph.js";

const made = (paths: string[], links: [number, number][] = []): PageGraph => ({
  files: paths.map((path) => ({ path, language: "typescript", lines: 3, test: false, symbols: [] })),
  links: links.map(([from, to]) => ({ from, to, typeOnly: false, names: ["x"] })),
});
const page = (graph: PageGraph, name = "repo", start: string | null = null) =>
  [...graphPage(graph, { name, start })].join("");
const dataOf = (html: string) =>
  JSON.parse(/<script type="application\/json" id="graph">([\s\S]*?)<\/script>/.exec(html)![1]!);

describe("the page", () => {
  test("holds every file with its symbols, and every link with its names", () => {
    const graph = made(["src/a.ts", "src/b.ts"], [[0, 1]]);
    graph.files[0]!.symbols.push({ name: "Store.open", kind: "method", line: 7, exported: true });
    const data = dataOf(page(graph, "repo", "src/a.ts"));
    expect(data).toMatchObject({ name: "repo", start: "src/a.ts", links: [[0, 1, 0, ["x"]]] });
    expect(data.files[0]).toEqual([
      "src/a.ts",
      "typescript",
      3,
      0,
      0,
      ...data.files[0].slice(5, 9),
      [["Store.open", "method", 7, 1]],
    ]);
  });

  test.each([
    "</script><script>alert(1)</script>.ts",
    "<!--.ts",
    'quote".ts',
    "line\nbreak.ts",
    "ünïcödé 漢字.ts",
    '{ "graph": null }.ts',
    "/* script */.ts",
    "$&.ts",
    "\u2028\u202e.ts",
  ])("is not broken by a file called %j", (name) => {
    const html = page(made([name]), name);
    expect(dataOf(html).files[0][0]).toBe(name);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toMatch(/[\u2028\u202e]/);
  });

  test("asks no server for anything", () => {
    const html = page(made(["a.ts"]));
    expect(html).not.toMatch(/https?:|\bsrc=|@import|url\(|<link/);
    expect(html).toContain("default-src 'none'");
  });

  test("holds a script that is a script", () => {
    const script = /<script>([\s\S]*)<\/script>/.exec(page(made(["a.ts"])))![1]!;
    expect(() => new Function(script)).not.toThrow();
  });

  test("is the same for the same graph", () => {
    const graph = made(
      ["a/1.ts", "a/2.ts", "b/3.ts"],
      [
        [0, 2],
        [1, 2],
        [2, 0],
      ],
    );
    expect(page(graph)).toBe(page(graph));
  });
});

describe("the layout", () => {
  const part = fc.constantFrom("a", "b", "c", "d e");
  const graphs = fc
    .uniqueArray(
      fc.array(part, { maxLength: 3 }).chain((folders) => fc.nat(20).map((n) => [...folders, `f${n}.ts`].join("/"))),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .chain((paths) => {
      const file = fc.nat(paths.length - 1);
      return fc.array(fc.tuple(file, file), { maxLength: 60 }).map((links) =>
        made(
          [...paths].sort(),
          links.filter(([a, b]) => a !== b),
        ),
      );
    });
  type Box = { x: number; y: number; width: number; height: number };
  const holds = (outer: Box, inner: Box) =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width + 1e-6 &&
    inner.y + inner.height <= outer.y + outer.height + 1e-6;
  const apart = (a: Box, b: Box) =>
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

  test("puts every file into the box of its folder, and every folder into that around it", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { folders, files, ...whole } = layOut(graph);
        const top = { x: 0, y: 0, ...whole };
        for (const [number, file] of files.entries()) {
          const folder = folders[file.folder];
          expect(holds(folder ?? top, file)).toBe(true);
          expect(graph.files[number]!.path.startsWith(folder?.path ?? "")).toBe(true);
        }
        for (const folder of folders) expect(holds(folders[folder.parent] ?? top, folder)).toBe(true);
      }),
    );
  });

  test("lets no two files overlap, and no file a folder it is not in", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { folders, files } = layOut(graph);
        for (const [i, file] of files.entries()) {
          for (const other of files.slice(i + 1)) expect(apart(file, other)).toBe(true);
          for (const folder of folders) {
            if (!graph.files[i]!.path.startsWith(folder.path)) expect(apart(file, folder)).toBe(true);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("stacks low folders beside a high one without letting them touch", () => {
    const high = Array.from({ length: 40 }, (_, i) => `high/a-long-name-of-a-file-${String(i).padStart(2, "0")}.ts`);
    const low = Array.from({ length: 12 }, (_, i) => `low${String(i).padStart(2, "0")}/f.ts`);
    const { folders } = layOut(made([...high, ...low]));
    const columns = new Set(folders.map(({ x }) => x));
    expect(columns.size).toBeLessThan(folders.length);
    for (const [i, folder] of folders.entries()) {
      for (const other of folders.slice(i + 1)) expect(apart(folder, other)).toBe(true);
    }
  });

  test("puts what uses before what is used", () => {
    const { files } = layOut(
      made(
        ["a.ts", "b.ts", "c.ts"],
        [
          [2, 1],
          [1, 0],
        ],
      ),
    );
    const place = ({ x, y }: Box) => y * 10_000 + x;
    expect(place(files[2]!)).toBeLessThan(place(files[1]!));
    expect(place(files[1]!)).toBeLessThan(place(files[0]!));
  });
});
