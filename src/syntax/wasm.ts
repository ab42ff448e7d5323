import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isSameTree, treeByCursor } from "./cursor-tree.js";
import type { Engine } from "./engine.js";
import type { Language } from "./languages.js";
import type { Grammar } from "./tree.js";
import { type LanguageTables, readLanguage, TreeReader, type WasmMemory } from "./wasm-memory.js";

const require = createRequire(import.meta.url);

const memory = {} as WasmMemory;
let initialized: Promise<void> | undefined;

/** The first text of a language is read both ways, if it is no longer than this. */
const longestProbe = 20_000;

/**
 * web-tree-sitter with the .wasm files that the grammar packages ship: nothing to compile, the same on every machine, and its parse is as
 * fast as the native binding's. Trees are read from its memory, which the native binding does not show: there a query with its captures
 * costs more than the parse. The layout of that memory is no interface, so the first tree of each language is compared with what the
 * interface says; where they differ (another release of web-tree-sitter), the interface is used. `proved` are the comparisons of earlier
 * processes, as `proofs` gives them.
 */
export async function wasmEngine(
  timeLimitMs: number,
  reading: Engine["name"] = "memory",
  proved: ReadonlySet<string> = new Set(),
): Promise<Engine> {
  const { Parser, Language: GrammarFile } = await import("web-tree-sitter");
  // The module is made once a process, into the object it is given first; nobody else hands out its memory.
  initialized ??= Parser.init(memory as unknown as Parameters<typeof Parser.init>[0]);
  await initialized;
  interface Loaded {
    parser: InstanceType<typeof Parser>;
    grammar: Grammar;
    tables: LanguageTables | null;
    isProved: boolean;
    proof: string;
  }
  const loaded = new Map<string, Loaded>();
  const reader = new TreeReader();
  return {
    get name() {
      return [...loaded.values()].some(({ tables }) => tables === null) ? "cursor" : reading;
    },
    proofs: () => [...loaded.values()].flatMap(({ isProved, proof }) => (isProved ? [proof] : [])),
    async prepare(language: Language) {
      const known = loaded.get(language.name);
      if (known) return known.grammar;
      if (!language.grammar) throw new Error(`${language.name} has no grammar of its own`);
      const folder = dirname(require.resolve(`${language.grammar.package}/package.json`));
      const file = await GrammarFile.load(await readFile(join(folder, language.grammar.wasm)));
      const parser = new Parser();
      parser.setLanguage(file);
      const named = file.types.map((_, number) => file.nodeTypeIsNamed(number));
      const grammar = { types: file.types, named, fields: file.fields };
      const tables = reading === "memory" ? readLanguage(memory, addressOf(file)) : null;
      const proof = `${language.name} ${versionOf(folder)} ${versionOf(dirname(require.resolve("web-tree-sitter")))}`;
      loaded.set(language.name, { parser, grammar, tables, isProved: proved.has(proof), proof });
      return grammar;
    },
    parse(language, text) {
      const entry = loaded.get(language.name)!;
      const { parser, grammar } = entry;
      const deadline = performance.now() + timeLimitMs;
      const tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
      if (!tree) {
        parser.reset();
        return null;
      }
      // Trees live in WebAssembly memory, which no garbage collector frees.
      try {
        if (entry.tables === null) return treeByCursor(tree, grammar);
        const read = reader.read(memory, addressOf(tree), grammar, entry.tables);
        if (!entry.isProved && text.length <= longestProbe && text.length > 0) {
          const sure = treeByCursor(tree, grammar);
          if (!isSameTree(read, sure)) {
            entry.tables = null;
            return sure;
          }
          entry.isProved = true;
        }
        return read;
      } finally {
        tree.delete();
      }
    },
  };
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}

/** web-tree-sitter keeps the address of what an object stands for under the number 0. */
function addressOf(handle: object): number {
  return (handle as { 0: number })[0];
}
