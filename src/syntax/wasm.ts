import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Engine, firstRarePattern, once, type RawMatch } from "./engine.js";
import { type Language, queriesOf, queryFile } from "./languages.js";

const require = createRequire(import.meta.url);

/** web-tree-sitter with the .wasm files that the grammar packages ship. */
export async function wasmEngine(timeLimitMs: number): Promise<Engine> {
  const { Parser, Language: Grammar, Query } = await import("web-tree-sitter");
  await Parser.init();
  interface Loaded {
    parser: InstanceType<typeof Parser>;
    query: InstanceType<typeof Query>;
    rare: (() => InstanceType<typeof Query>)[];
  }
  const loaded = new Map<string, Loaded>();
  return {
    name: "wasm",
    async prepare(language: Language) {
      if (loaded.has(language.name)) return;
      const folder = dirname(require.resolve(`${language.grammar.package}/package.json`));
      const grammar = await Grammar.load(await readFile(join(folder, language.grammar.wasm)));
      const parser = new Parser();
      parser.setLanguage(grammar);
      const rare = (language.rareQueries ?? []).map(({ file }) =>
        once(() => new Query(grammar, queryFile(language, file))),
      );
      loaded.set(language.name, { parser, query: new Query(grammar, queriesOf(language)), rare });
    },
    run(language, text) {
      const { parser, query, rare } = loaded.get(language.name)!;
      const deadline = performance.now() + timeLimitMs;
      const tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
      if (!tree) {
        parser.reset();
        return null;
      }
      const run = (one: typeof query, first: number): RawMatch[] =>
        one.matches(tree.rootNode).map((match) => ({
          pattern: first + match.patternIndex,
          captures: match.captures.map(({ name, node }) => ({
            name,
            startIndex: node.startIndex,
            endIndex: node.endIndex,
          })),
        }));
      // Trees live in WebAssembly memory, which no garbage collector frees.
      try {
        const matches = run(query, 0);
        language.rareQueries?.forEach(({ contains }, i) => {
          if (text.includes(contains)) matches.push(...run(rare[i]!(), firstRarePattern * (i + 1)));
        });
        return { matches, hasError: tree.rootNode.hasError };
      } finally {
        tree.delete();
      }
    },
  };
}
