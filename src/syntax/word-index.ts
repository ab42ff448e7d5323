import type { Block } from "./blocks.js";
import { splitComments } from "./comments.js";
import type { DefinitionKind } from "./facts.js";
import type { Language } from "./languages.js";
import { TermCounts } from "./term-counts.js";

/**
 * The inverted index of one file, as one run of 32-bit words, so that a search over thousands of files reads it straight
 * from the memory-mapped store and touches only the terms it asks for:
 *
 *     layout  blocks  terms  postings  nameLengths  textLengths                                         sums over the blocks
 *     blocks   x { startLine, endLine, kind << 24 | definition + 1, nameLength << 16 | commentLength, bodyLength }   lengths in terms
 *     terms    x   hash, ascending
 *     terms+1  x   offset of the term's first posting
 *     postings x { block << 16 | times in name << 12 | times in comments << 6 | times in body }         times are capped
 */
export interface WordIndex {
  words: Uint32Array;
  blockCount: number;
}

export interface IndexedBlock {
  startLine: number;
  endLine: number;
  /** Index into the file's definitions, -1 for plain text. */
  definition: number;
  kind: BlockKind;
  nameLength: number;
  commentLength: number;
  bodyLength: number;
}

/** How often a term stands in each field of a block. */
export interface Posting {
  block: number;
  name: number;
  comments: number;
  body: number;
}

/** What a block holds, as coarse as a search needs it: its number is stored. */
const blockKinds = ["text", "callable", "class", "type", "value"] as const;
export type BlockKind = (typeof blockKinds)[number];

const kindOf: Record<DefinitionKind, BlockKind> = {
  function: "callable",
  method: "callable",
  macro: "callable",
  class: "class",
  interface: "type",
  type: "type",
  enum: "type",
  namespace: "class",
  constant: "value",
  variable: "value",
  field: "value",
};

const layout = 3;
const headWords = 6;
const blockWords = 5;
const most = { block: 0xffff, name: 0xf, comments: 0x3f, body: 0x3f };

/** Builds the index of a file from its blocks. `definitionNumber` gives a definition's place in the file's facts. */
export function buildWordIndex(
  blocks: Block[],
  lines: string[],
  language: Language | null,
  definitionNumber: (block: Block) => number,
): WordIndex {
  const marks = language?.comments ?? { line: [], block: [] };
  const table: number[] = [];
  counts.startFile();
  blocks.slice(0, most.block).forEach((block, number) => {
    const { comments, code } = splitComments(lines.slice(block.startLine - 1, block.endLine).join("\n"), marks);
    const symbol = block.definition ? `${block.definition.container} ${block.definition.name}` : "";
    const lengths = [counts.add(symbol, 0), counts.add(comments, 1), counts.add(code, 2)] as const;
    table.push(
      block.startLine,
      block.endLine,
      blockKinds.indexOf(block.definition ? kindOf[block.definition.kind] : "text") * 0x1000000 +
        definitionNumber(block) +
        1,
      (Math.min(0xffff, lengths[0]) << 16) | Math.min(0xffff, lengths[1]),
      lengths[2],
    );
    counts.endBlock(
      (name, inComments, body) =>
        number * 0x10000 +
        (Math.min(most.name, name) << 12) +
        (Math.min(most.comments, inComments) << 6) +
        Math.min(most.body, body),
    );
  });
  const blockCount = table.length / blockWords;
  const { hashes, offsets, postings } = counts.endFile();
  const head = [layout, blockCount, hashes.length, postings.length, ...sums(table)];
  return {
    blockCount,
    words: concatenate([Uint32Array.from(head), Uint32Array.from(table), hashes, offsets, postings]),
  };
}

/** Kept from file to file: most words come again. */
const counts = new TermCounts();

/** Reads an index back from stored bytes, or null when they are of another layout. */
export function readWordIndex(bytes: Uint8Array): WordIndex | null {
  // A copy, because the store's memory is valid only until its next read and need not be aligned.
  const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  if (words.length < headWords || words[0] !== layout) return null;
  return { words, blockCount: words[1]! };
}

/** Terms in all names and in all texts (comments and bodies) of the file. */
export function lengthsOf(index: WordIndex): { names: number; texts: number } {
  return { names: index.words[4]!, texts: index.words[5]! };
}

export function indexedBlock(index: WordIndex, number: number): IndexedBlock {
  const at = headWords + number * blockWords;
  const lengths = index.words[at + 3]!;
  return {
    startLine: index.words[at]!,
    endLine: index.words[at + 1]!,
    definition: (index.words[at + 2]! & 0xffffff) - 1,
    kind: blockKinds[index.words[at + 2]! >>> 24]!,
    nameLength: lengths >>> 16,
    commentLength: lengths & 0xffff,
    bodyLength: index.words[at + 4]!,
  };
}

/** Where a term stands in the file: a binary search over its hashes. */
export function postingsOf(index: WordIndex, hash: number): Posting[] {
  const { words } = index;
  const termCount = words[2]!;
  const firstHash = headWords + words[1]! * blockWords;
  let low = 0;
  let high = termCount - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[firstHash + middle]! < hash) low = middle + 1;
    else high = middle;
  }
  if (termCount === 0 || words[firstHash + low] !== hash) return [];
  const firstOffset = firstHash + termCount;
  const firstPosting = firstOffset + termCount + 1;
  const found: Posting[] = [];
  for (let i = words[firstOffset + low]!; i < words[firstOffset + low + 1]!; i++) {
    const posting = words[firstPosting + i]!;
    found.push({
      block: posting >>> 16,
      name: (posting >>> 12) & most.name,
      comments: (posting >>> 6) & most.comments,
      body: posting & most.body,
    });
  }
  return found;
}

function sums(table: number[]): [names: number, texts: number] {
  let names = 0;
  let texts = 0;
  for (let at = 0; at < table.length; at += blockWords) {
    names += table[at + 3]! >>> 16;
    texts += (table[at + 3]! & 0xffff) + table[at + 4]!;
  }
  return [names, texts];
}

function concatenate(parts: Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
