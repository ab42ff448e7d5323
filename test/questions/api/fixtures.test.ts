import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { link } from "../../../src/graph/link.js";
import { packageRoot } from "../../../src/places.js";
import { apiProblems } from "../../../src/questions/api/api-problems.js";
import { loadParser, type Parser } from "../../../src/syntax/parse.js";

const fixtures = join(packageRoot, "fixtures/api");

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

/** `a.ts:2 too-few-arguments open` */
async function problemsOf(leaf: string): Promise<string[]> {
  const folder = join(fixtures, leaf);
  const paths = readdirSync(folder).filter((path) => path !== "expected.json");
  const read = (path: string) => (paths.includes(path) ? readFileSync(join(folder, path), "utf8") : null);
  await parser.prepare(paths);
  const readings = new Map(paths.map((path) => [path, parser.read(path, read(path)!)]));
  const graph = link({ files: new Map([...readings].map(([path, { facts }]) => [path, facts])), read });
  const input = { graph, names: (path: string) => readings.get(path)?.names ?? null, library: () => null };
  return apiProblems(input, read).map(({ file, line, kind, symbol }) => `${file}:${line} ${kind} ${symbol}`);
}

describe("what does not fit in the leaves of fixtures/api is what is written beside them", () => {
  test.each(readdirSync(fixtures).sort())("%s", async (leaf) => {
    const expected = JSON.parse(readFileSync(join(fixtures, leaf, "expected.json"), "utf8")) as string[];
    expect(await problemsOf(leaf)).toEqual(expected);
  });
});
