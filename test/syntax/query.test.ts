import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Query as OracleQuery } from "web-tree-sitter";
import { packageRoot } from "../../src/places.js";
import { type Language, languageOf, languages, queryFile } from "../../src/syntax/languages.js";
import { compileQuery } from "../../src/syntax/query.js";
import { flatTree, type Loaded, loadGrammar } from "./flat-tree.js";
import { oracleMatches, ownMatches } from "./query-oracle.js";

interface Both extends Loaded {
  expected: OracleQuery;
  query: ReturnType<typeof compileQuery>;
}
const loaded = new Map<string, Both>();
beforeAll(async () => {
  for (const language of languages.values()) {
    if (!language.grammar) continue;
    const one = await loadGrammar(language);
    const source = allQueries(language);
    // tree-sitter takes seconds for the rare queries.
    const expected = new OracleQuery(one.binding, source);
    loaded.set(language.name, { ...one, expected, query: compileQuery(source, one.grammar) });
  }
}, 60_000);

/** Every query file of a language, with those of the language it builds on. */
function allQueries(language: Language): string {
  const folders = [language.name, ...(language.queriesFrom ? [language.queriesFrom] : [])];
  const files = folders.flatMap((name) => readdirSync(join(packageRoot, "grammars", name)));
  const queries = [...new Set(files)].filter((file) => file.endsWith(".scm"));
  return queries.map((file) => queryFile(language, file)).join("\n");
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && extname(entry.name) !== "")
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("the queries of every language find what tree-sitter's engine finds", () => {
  const folders = [...[...languages.keys()].map((name) => `grammars/${name}/cases`), "fixtures", "src"];
  test.each(folders)(
    "in %s",
    (folder) => {
      for (const path of filesUnder(folder)) {
        const language = languageOf(path);
        if (!language?.grammar) continue;
        const { grammar, parse, expected, query } = loaded.get(language.name)!;
        const text = readFileSync(path, "utf8");
        const tree = parse(text);
        expect(ownMatches(query, flatTree(grammar, tree), text), path).toEqual(oracleMatches(expected, tree));
        tree.delete();
      }
    },
    120_000,
  );
});
