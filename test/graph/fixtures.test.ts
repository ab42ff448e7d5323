import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { link } from "../../src/graph/link.js";
import { makeResolver } from "../../src/graph/resolve.js";
import { packageRoot } from "../../src/places.js";
import { languageOf, languages } from "../../src/syntax/languages.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

const fixtures = join(packageRoot, "fixtures/resolve");

function filesUnder(folder: string): string[] {
  return readdirSync(join(fixtures, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(fixtures, folder).length + 1))
    .filter((path) => path !== "expected.json")
    .sort();
}

/** Edges as expected.json writes them: `from -> to`, `(type)` behind those erased at run time, and specifiers that lead nowhere. */
async function edgesOf(parser: Parser, leaf: string): Promise<string[]> {
  const paths = filesUnder(leaf);
  const read = (path: string) => readFileSync(join(fixtures, leaf, path), "utf8");
  await parser.prepare(paths);
  const files = new Map(paths.map((path) => [path, parser.facts(path, read(path))]));
  const graph = link({ files, read });
  const resolver = makeResolver({ files: new Set(paths), read, languages: languages.values() });
  const edges = graph.imports.flatMap(({ from, to, specifier, kind }) => {
    if (to !== null) return `${from} -> ${to}${kind === "type" ? " (type)" : ""}`;
    const { where } = resolver.look(from, specifier, kind, languageOf(from)!.name);
    return where === "nowhere" ? `${from} -> nowhere (${specifier})` : [];
  });
  return [...new Set(edges)].sort();
}

describe("the edges of fixtures/resolve are those written beside them", () => {
  let parser: Parser;
  beforeAll(async () => {
    parser = await loadParser();
  });
  it.each(readdirSync(fixtures).sort())("%s", async (leaf) => {
    const expected: string[] = JSON.parse(readFileSync(join(fixtures, leaf, "expected.json"), "utf8"));
    expect(await edgesOf(parser, leaf)).toEqual([...expected].sort());
  });
});
