import { beforeAll, describe, expect, it } from "vitest";
import { estimateTokens } from "../../src/prompt/estimate.js";
import { repositoryMap } from "../../src/prompt/map.js";
import type { FileFacts } from "../../src/syntax/facts.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

let parser: Parser;

beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.ts"]);
});

const sources: Record<string, string> = {
  "src/cli.ts": "export function main() {}\n",
  "src/model/load.ts": "export function load() {}\nexport class Model {\n  run() {}\n}\nfunction own() {}\n",
  "src/model/stop.ts": "export function stop() {}\n",
  "test/load.test.ts": "export const unseen = 1;\n",
};

function mapOf(more: Record<string, string> = {}, budget = 300, importedBy?: ReadonlyMap<string, number>): string {
  const all = { ...sources, ...more };
  const files = Object.keys(all).map((path) => ({ path }));
  const facts = new Map<string, FileFacts>(files.map(({ path }) => [path, parser.facts(path, all[path]!)]));
  return repositoryMap(files, facts, estimateTokens, budget, importedBy);
}

describe("the repository map", () => {
  it("names main files by folder with what they export", () => {
    expect(mapOf()).toBe("src/\n  cli.ts: main\nsrc/model/\n  load.ts: load, Model\n  stop.ts: stop\n");
  });

  it("stays within its budget", () => {
    for (let budget = 0; budget < 40; budget++) expect(estimateTokens(mapOf({}, budget))).toBeLessThanOrEqual(budget);
  });

  it("names a file of every folder before the second of any", () => {
    expect(mapOf({}, estimateTokens(mapOf()) - 1)).toBe("src/\n  cli.ts: main\nsrc/model/\n  load.ts: load, Model\n");
  });

  it("names the most imported file of a folder first", () => {
    const budget = estimateTokens(mapOf()) - 1;
    expect(mapOf({}, budget, new Map([["src/model/stop.ts", 4]]))).toContain("stop.ts: stop");
  });

  it("does not change when a body changes", () => {
    expect(mapOf({ "src/cli.ts": "export function main() {\n  const own = 1;\n  return own;\n}\n" })).toBe(mapOf());
  });
});
