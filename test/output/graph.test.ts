import { instance } from "@viz-js/viz";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dot, drawnDot } from "../../src/output/graph-dot.js";
import { drawing } from "../../src/output/graph-drawing.js";
import { mermaid } from "../../src/output/graph-mermaid.js";
import { svg } from "../../src/output/graph-svg.js";
import { type Collapsed, collapse } from "../../src/questions/collapse.js";
import type { FileLinks } from "../../src/questions/file-links.js";

const text = (pieces: Iterable<string>) => [...pieces].join("");

/** Names that mean something to Graphviz, Mermaid, HTML or a terminal. */
const hostile = [
  'a/quote".ts',
  "a/back\\slash.ts",
  "a/line\nbreak.ts",
  "a/</script><b>.ts",
  "b/ünïcödé 漢字.ts",
  "b/\x1b[31mred.ts",
  "b/[x]{y}(z)|;#&%%.ts",
  "b/end.ts",
  "c\\/trailing\\",
];
const chain: FileLinks = {
  files: [...hostile].sort(),
  links: hostile.slice(1).map((to, i) => ({ from: hostile[i]!, to, typeOnly: i === 0 })),
};
const picture = collapse(chain, 20);

describe("dot", () => {
  test("is read by Graphviz, with every node and edge, whatever files are called", async () => {
    const viz = await instance();
    const read = JSON.parse(viz.renderString(text(dot(picture, 'a "title"\\')), { format: "json0" }));
    const nodes = read.objects.filter(({ name }: { name: string }) => !name.startsWith("cluster_"));
    expect(nodes).toHaveLength(hostile.length);
    expect(read.edges).toHaveLength(hostile.length - 1);
  });

  test("draws imports of types alone dashed", () => {
    const rows = text(dot(picture, "x")).split("\n");
    expect(rows.filter((row) => row.includes("->") && row.includes("dashed"))).toHaveLength(1);
  });

  test("holds no control character but line breaks", () => {
    expect(text(dot(picture, "\x1b]0;x\x07"))).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test("has a cluster for an opened folder, in that of the folder around it", () => {
    const files = ["s/a/1.ts", "s/a/2.ts", "s/b/1.ts", "t.ts"];
    const rows = text(dot(collapse({ files, links: [] }, 9), "x"));
    expect(rows).toMatch(/subgraph "cluster_s\/" \{[^}]*subgraph "cluster_s\/a\/" \{/);
  });
});

test("mermaid has every node and edge once, and nothing that Mermaid would read as its own", () => {
  const rows = text(mermaid(picture)).trimEnd().split("\n");
  const nodes = rows.filter((row) => /^ +n\d+["[(]/.test(row));
  expect(nodes).toHaveLength(hostile.length);
  for (const node of nodes) {
    expect(node.replace(/#\d+;/g, "")).toMatch(/^ +n\d+(\["[^"<>[\]{}()|;\\]*"\]|\("[^"<>[\]{}()|;\\]*"\))$/);
  }
  expect(rows.filter((row) => /^ {2}n\d+ (-->|-\.->) n\d+$/.test(row))).toHaveLength(hostile.length - 1);
});

describe("svg", () => {
  test("is one picture that asks no server for anything and holds no script", async () => {
    const drawn = await svg(text(drawnDot(picture, "x")));
    expect(drawn).toMatch(/<svg[\s\S]*<\/svg>\s*$/);
    expect(drawn).not.toMatch(/<!|<script|<b>|xlink|<a/i);
    expect(drawn).toContain("漢字");
  });

  test("has a title, and tells in titles what its parts are", async () => {
    const drawn = await svg(text(drawnDot(collapse(chain, 3), "R&D")));
    expect(drawn).toMatch(/<svg[^>]*>\s*<title>R&amp;D<\/title>/);
    expect(drawn).toMatch(/<title>[^<]* imports [^<]*: \d+ links?/);
    expect(drawn).not.toMatch(/<title>cluster_|&#45;&gt;/);
  });

  test("follows a reader who prefers a dark page", async () => {
    expect(await svg(text(drawnDot(picture, "x")))).toContain("prefers-color-scheme: dark");
  });
});

describe("drawing", () => {
  const dense = (size: number): Collapsed => {
    const files = Array.from({ length: size }, (_, i) => `f${i}`);
    const links = files.flatMap((from) =>
      files.filter((to) => to !== from).map((to) => ({ from, to, typeOnly: false })),
    );
    return collapse({ files, links }, size);
  };

  test("two directions are one line, that tells both numbers", () => {
    const { edges } = drawing(dense(2));
    expect(edges).toMatchObject([{ forth: 1, back: 1 }]);
    expect(text(drawnDot(dense(2), "x"))).toContain("dir=both");
  });

  test("says below the picture when lines are left out", () => {
    expect(text(drawnDot(dense(8), "x"))).not.toContain("strongest");
    expect(text(drawnDot(dense(30), "x"))).toMatch(/label="The \d+ strongest of 435 connections/);
  });

  test("leaves no node without a line that has one", () => {
    const edge = fc.tuple(fc.nat(39), fc.nat(39), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 400 }), (rows) => {
        const nodes = Array.from({ length: 40 }, (_, i) => ({
          id: `n${i}`,
          kind: "file" as const,
          around: [],
          files: [],
          inside: 0,
        }));
        const edges = rows
          .filter(([a, b]) => a !== b)
          .map(([a, b, count]) => ({ from: `n${a}`, to: `n${b}`, count, beyondTests: count, typeOnly: false }));
        const ends = new Set(drawing({ nodes, edges }).edges.flatMap(({ tail, head }) => [tail, head]));
        expect(ends).toEqual(new Set(edges.flatMap(({ from, to }) => [from, to])));
      }),
    );
  });
});
