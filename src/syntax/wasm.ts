import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Engine } from "./engine.js";
import { type Language, queriesOf } from "./languages.js";

const require = createRequire(import.meta.url);

/** web-tree-sitter with the .wasm files that the grammar packages ship. */
export async function wasmEngine(timeLimitMs: number): Promise<Engine> {
  const { Parser, Language: Grammar, Query } = await import("web-tree-sitter");
  await Parser.init();
  const loaded = new Map<string, { parser: InstanceType<typeof Parser>; query: InstanceType<typeof Query> }>();
  return {
    name: "wasm",
    async prepare(language: Language) {
      if (loaded.has(language.name)) return;
      const folder = dirname(require.resolve(`${language.grammar.package}/package.json`));
      const grammar = await Grammar.load(await readFile(join(folder, language.grammar.wasm)));
      const parser = new Parser();
      parser.setLanguage(grammar);
      loaded.set(language.name, { parser, query: new Query(grammar, queriesOf(language)) });
    },
    run(language, text) {
      const { parser, query } = loaded.get(language.name)!;
      const deadline = performance.now() + timeLimitMs;
      const tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
      if (!tree) {
        parser.reset();
        return null;
      }
      // Trees live in WebAssembly memory, which no garbage collector frees.
      try {
        const matches = query.matches(tree.rootNode).map((match) => ({
          pattern: match.patternIndex,
          captures: match.captures.map(({ name, node }) => ({
            name,
            startIndex: node.startIndex,
            endIndex: node.endIndex,
          })),
        }));
        return { matches, hasError: tree.rootNode.hasError };
      } finally {
        tree.delete();
      }
    },
  };
}
