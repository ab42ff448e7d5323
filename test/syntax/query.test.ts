import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Query as OracleQuery } from "web-tree-sitter";
import { packageRoot } from "../../src/places.js";
import { type Language, languageOf, languages, queriesOf, queryFile } from "../../src/syntax/languages.js";
import { compileQuery } from "../../src/syntax/query.js";
import { runQuery } from "../../src/syntax/run-query.js";
import type { SyntaxTree } from "../../src/syntax/tree.js";
import { flatTree, type Loaded, loadGrammar } from "./flat-tree.js";

/*
 * tree-sitter's own engine is the oracle: over the same tree it must find the same matches, a match being its pattern and its
 * captures by name and range. Matches that capture nothing are left out of both.
 */
interface Both extends Loaded {
  expected: OracleQuery;
  query: ReturnType<typeof compileQuery>;
}
const loaded = new Map<string, Both>();
beforeAll(async () => {
  for (const language of languages.values()) {
    const one = await loadGrammar(language);
    const source = allQueries(language);
    // tree-sitter takes seconds for the rare queries.
    const expected = new OracleQuery(one.binding, source);
    loaded.set(language.name, { ...one, expected, query: compileQuery(source, one.grammar) });
  }
}, 60_000);

function oracle(query: OracleQuery, tree: ReturnType<Loaded["parse"]>): string[] {
  return query
    .matches(tree.rootNode)
    .filter((match) => match.captures.length > 0)
    .map(({ patternIndex, captures }) =>
      [patternIndex, ...captures.map((c) => `${c.name} ${c.node.startIndex}-${c.node.endIndex}`)].join(", "),
    )
    .sort();
}

function ours(query: ReturnType<typeof compileQuery>, tree: SyntaxTree, text: string): string[] {
  const { data, length } = runQuery(query, tree, text);
  const found: string[] = [];
  for (let at = 0; at < length; ) {
    const parts: (string | number)[] = [data[at++]!];
    for (let left = data[at++]!; left > 0; left--) {
      const name = query.captureNames[data[at++]!];
      const node = data[at++]!;
      parts.push(`${name} ${tree.start[node]}-${tree.end[node]}`);
    }
    found.push(parts.join(", "));
  }
  return found.sort();
}

/** Every query file of a language. */
function allQueries(language: Language): string {
  const rare = (language.rareQueries ?? []).map(({ file }) => queryFile(language, file));
  return [queriesOf(language), ...rare].join("\n");
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
        if (!language) continue;
        const { grammar, parse, expected, query } = loaded.get(language.name)!;
        const text = readFileSync(path, "utf8");
        const tree = parse(text);
        expect(ours(query, flatTree(grammar, tree), text), path).toEqual(oracle(expected, tree));
        tree.delete();
      }
    },
    120_000,
  );
});
