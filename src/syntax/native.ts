import { createRequire } from "node:module";
import { type Engine, firstRarePattern, once, type RawMatch } from "./engine.js";
import { type Language, queriesOf, queryFile } from "./languages.js";

// tree-sitter is an optional dependency, so its types may be missing where v4 is built: this is the part of it in use.
interface NativeNode {
  startIndex: number;
  endIndex: number;
  hasError: boolean;
}
interface NativeParser {
  setLanguage(language: unknown): void;
  setTimeoutMicros(limit: number): void;
  parse(text: string, old?: undefined, options?: { bufferSize: number }): { rootNode: NativeNode } | null;
}
interface NativeQuery {
  matches(node: NativeNode): { pattern: number; captures: { name: string; node: NativeNode }[] }[];
}
type NativeModule = (new () => NativeParser) & { Query: new (language: unknown, text: string) => NativeQuery };

const require = createRequire(import.meta.url);

/** The native binding. Throws when it is not installed or its binary does not load on this machine. */
export function nativeEngine(timeLimitMs: number): Engine {
  const Parser = require("tree-sitter") as NativeModule;
  const loaded = new Map<string, { parser: NativeParser; query: NativeQuery; rare: (() => NativeQuery)[] }>();
  const forLanguage = (language: Language) => {
    let entry = loaded.get(language.name);
    if (!entry) {
      const module = require(language.grammar.package);
      const grammar = language.grammar.export ? module[language.grammar.export] : module;
      const parser = new Parser();
      parser.setLanguage(grammar);
      parser.setTimeoutMicros(timeLimitMs * 1000);
      const rare = (language.rareQueries ?? []).map(({ file }) =>
        once(() => new Parser.Query(grammar, queryFile(language, file))),
      );
      entry = { parser, query: new Parser.Query(grammar, queriesOf(language)), rare };
      loaded.set(language.name, entry);
    }
    return entry;
  };
  return {
    name: "native",
    prepare: async (language) => void forLanguage(language),
    run(language, text) {
      const { parser, query, rare } = forLanguage(language);
      // The default buffer makes sources over 32 KB throw "Invalid argument".
      const tree = parser.parse(text, undefined, { bufferSize: Math.max(32 * 1024, text.length * 2 + 2) });
      if (!tree) return null;
      const run = (one: NativeQuery, first: number): RawMatch[] =>
        one.matches(tree.rootNode).map((match) => ({
          pattern: first + match.pattern,
          captures: match.captures.map(({ name, node }) => ({
            name,
            startIndex: node.startIndex,
            endIndex: node.endIndex,
          })),
        }));
      const matches = run(query, 0);
      language.rareQueries?.forEach(({ contains }, i) => {
        if (text.includes(contains)) matches.push(...run(rare[i]!(), firstRarePattern * (i + 1)));
      });
      return { matches, hasError: tree.rootNode.hasError };
    },
  };
}
