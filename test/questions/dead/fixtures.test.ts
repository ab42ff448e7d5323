import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { link } from "../../../src/graph/link.js";
import { linkReferences } from "../../../src/graph/references.js";
import { packageRoot } from "../../../src/places.js";
import { readProject } from "../../../src/project/read-project.js";
import { deadCode } from "../../../src/questions/dead/dead-code.js";
import type { DeadCode } from "../../../src/questions/dead/findings.js";
import { withoutKept } from "../../../src/questions/dead/keep.js";
import type { FileFacts } from "../../../src/syntax/facts.js";
import { languageOf } from "../../../src/syntax/languages.js";
import type { FileNames } from "../../../src/syntax/names.js";
import { loadParser, type Parser, textFacts } from "../../../src/syntax/parse.js";

const fixtures = join(packageRoot, "fixtures/deadcode");

/** What stands in expected.json; what is left out is empty. */
interface Expected {
  production?: boolean;
  files?: string[];
  exports?: string[];
  dependencies?: string[];
  unlisted?: string[];
  binaries?: string[];
  unresolved?: string[];
}

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

async function found(leaf: string, production: boolean): Promise<DeadCode> {
  const folder = join(fixtures, leaf);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== "expected.json")
    .sort();
  const read = (path: string) => (paths.includes(path) ? readFileSync(join(folder, path), "utf8") : null);
  await parser.prepare(paths);
  const files = new Map<string, FileFacts>();
  const names = new Map<string, FileNames | null>();
  for (const path of paths) {
    const reading = languageOf(path) ? parser.read(path, read(path)!) : { facts: textFacts(read(path)!), names: null };
    files.set(path, reading.facts);
    names.set(path, reading.names);
  }
  const graph = link({ files, read });
  const input = { graph, names: (path: string) => names.get(path) ?? null };
  const references = linkReferences({ ...input, library: () => null });
  const project = await readProject({ graph, paths: new Set(paths), read });
  return withoutKept(deadCode({ ...input, ...references, project, read, production }), {}, graph, read);
}

describe("what is dead in the leaves of fixtures/deadcode is what is written beside them", () => {
  test.each(readdirSync(fixtures).sort())("%s", async (leaf) => {
    const expected = JSON.parse(readFileSync(join(fixtures, leaf, "expected.json"), "utf8")) as Expected;
    const dead = await found(leaf, expected.production === true);
    expect({
      files: dead.files.map(({ file }) => file).sort(),
      exports: dead.exports.map(({ file, symbol }) => `${file}:${symbol}`).sort(),
      dependencies: dead.dependencies.map(({ name }) => name).sort(),
      unlisted: dead.unlisted.map(({ name }) => name).sort(),
      binaries: dead.binaries.map(({ name }) => name).sort(),
      unresolved: dead.unresolved.map(({ specifier }) => specifier).sort(),
    }).toEqual({
      files: [...(expected.files ?? [])].sort(),
      exports: [...(expected.exports ?? [])].sort(),
      dependencies: [...(expected.dependencies ?? [])].sort(),
      unlisted: [...(expected.unlisted ?? [])].sort(),
      binaries: [...(expected.binaries ?? [])].sort(),
      unresolved: [...(expected.unresolved ?? [])].sort(),
    });
  });
});
