import { type Block, blocksOf } from "./blocks.js";
import type { FileFacts } from "./facts.js";
import { languageOf } from "./languages.js";
import { buildWordIndex, type WordIndex } from "./word-index.js";

/** The words of one file by block, from its text and the facts that were read off it: no parsing. */
export function wordsOf(path: string, text: string, facts: FileFacts): WordIndex {
  const lines = text.split("\n");
  const numbers = new Map(facts.definitions.map((definition, number) => [definition, number]));
  const number = (block: Block) => (block.definition ? (numbers.get(block.definition) ?? -1) : -1);
  return buildWordIndex(blocksOf(facts, lines), lines, languageOf(path), number);
}
