import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Language as Binding, Parser, type Tree } from "web-tree-sitter";
import type { Language } from "../../src/syntax/languages.js";
import { flag, type Grammar, type SyntaxTree } from "../../src/syntax/tree.js";

const require = createRequire(import.meta.url);

/** A language of web-tree-sitter, whose own query engine says what is right. */
export interface Loaded {
  binding: Binding;
  grammar: Grammar;
  parse(text: string): Tree;
}

export async function loadGrammar(language: Language): Promise<Loaded> {
  await Parser.init();
  const folder = dirname(require.resolve(`${language.grammar!.package}/package.json`));
  const binding = await Binding.load(readFileSync(join(folder, language.grammar!.wasm)));
  const parser = new Parser();
  parser.setLanguage(binding);
  const count = binding.nodeTypeCount;
  const grammar = {
    types: Array.from({ length: count }, (_, type) => binding.types[type] ?? ""),
    named: Array.from({ length: count }, (_, type) => binding.nodeTypeIsNamed(type)),
    fields: binding.fields,
  };
  return { binding, grammar, parse: (text) => parser.parse(text)! };
}

/** The flat form of a tree, read node by node over the public interface: slow, and with nothing of the engine's own reading in it. */
export function flatTree(grammar: Grammar, tree: Tree): SyntaxTree {
  const rows: { type: number; field: number; start: number; end: number; parent: number; flags: number }[] = [];
  const after: number[] = [];
  const cursor = tree.walk();
  const add = (parent: number): void => {
    const node = cursor.currentNode;
    const at = rows.length;
    rows.push({
      type: node.typeId,
      field: cursor.currentFieldId,
      start: node.startIndex,
      end: node.endIndex,
      parent,
      flags:
        (node.isNamed ? flag.named : 0) |
        (node.isExtra ? flag.extra : 0) |
        (node.isMissing ? flag.missing : 0) |
        (node.isError ? flag.error : 0),
    });
    if (cursor.gotoFirstChild()) {
      do add(at);
      while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    after[at] = rows.length;
  };
  add(0);
  cursor.delete();
  return {
    grammar,
    count: rows.length,
    type: Uint16Array.from(rows, (row) => row.type),
    field: Uint16Array.from(rows, (row) => row.field),
    start: Uint32Array.from(rows, (row) => row.start),
    end: Uint32Array.from(rows, (row) => row.end),
    after: Uint32Array.from(after),
    parent: Uint32Array.from(rows, (row) => row.parent),
    flags: Uint8Array.from(rows, (row) => row.flags),
    hasError: tree.rootNode.hasError,
  };
}
