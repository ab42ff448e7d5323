import type { RepositoryIndex } from "../graph/index-repository.js";
import type { RepoFile } from "../repo/list.js";
import { hashTerm, termsOf } from "../syntax/terms.js";
import { type IndexedBlock, indexedBlock, lengthsOf, postingsOf, type WordIndex } from "../syntax/word-index.js";

/** A block that shares a term with the question. The masks have a bit for each term, in the order given. */
export interface Hit {
  file: RepoFile;
  /** The file's number in the index. */
  fileNumber: number;
  block: IndexedBlock;
  score: number;
  inName: number;
  inText: number;
  inPath: number;
}

/**
 * Weights of the fields and the constants of BM25F. Set on the development half of SWE-QA-Bench (82 questions on three
 * Python repositories) and rounded: each may be halved or doubled for a loss of one or two points of recall. A high k1 means that a term that
 * stands often in a block counts on: functions are short, and a word repeated in one is what it is about.
 */
const fields = { name: 3, comments: 1, body: 1, path: 1.5, nameNorm: 0.3, textNorm: 0.85, k1: 4 };

/** Most terms of a question that are looked up: masks have 32 bits, and 30 different words are a long question. */
export const mostTerms = 30;

/**
 * Scores every block of a repository for a list of terms by BM25F (Robertson and Zaragoza, 2009): the counts of a term in the fields of a
 * block are weighted, normalised by the field's length and summed before they saturate.
 */
export function scoreBlocks(index: RepositoryIndex, terms: readonly string[]): Hit[] {
  const files = index.files.map((file) => ({
    words: index.words(file),
    path: termsOf(file.path).map(hashTerm),
    first: 0,
  }));
  const means = meansOf(files);
  const total = files.reduce((sum, file) => sum + file.words.blockCount, 0);
  const scores = new Float64Array(total);
  const masks = { name: new Uint32Array(total), text: new Uint32Array(total), path: new Uint32Array(total) };
  const touched: number[] = [];
  const weights: number[] = [];
  const normal = (length: number, mean: number, b: number) => 1 - b + (b * length) / mean;
  for (const [bit, term] of terms.slice(0, mostTerms).entries()) {
    const hash = hashTerm(term);
    touched.length = 0;
    weights.length = 0;
    for (const { words, path, first } of files) {
      const postings = postingsOf(words, hash);
      const inPath = path.filter((other) => other === hash).length;
      const pathWeight = inPath === 0 ? 0 : (fields.path * inPath) / normal(path.length, means.path, fields.nameNorm);
      if (pathWeight > 0) {
        for (let block = 0; block < words.blockCount; block++) masks.path[first + block]! |= 1 << bit;
      }
      const seen = pathWeight > 0 ? new Set<number>() : null;
      for (const posting of postings) {
        const block = indexedBlock(words, posting.block);
        const text = fields.comments * posting.comments + fields.body * posting.body;
        const weight =
          (fields.name * posting.name) / normal(block.nameLength, means.name, fields.nameNorm) +
          text / normal(block.commentLength + block.bodyLength, means.text, fields.textNorm);
        touched.push(first + posting.block);
        weights.push(weight + pathWeight);
        if (posting.name > 0) masks.name[first + posting.block]! |= 1 << bit;
        if (text > 0) masks.text[first + posting.block]! |= 1 << bit;
        seen?.add(posting.block);
      }
      if (!seen) continue;
      for (let block = 0; block < words.blockCount; block++) {
        if (seen.has(block)) continue;
        touched.push(first + block);
        weights.push(pathWeight);
      }
    }
    const rarity = Math.log(1 + (total - touched.length + 0.5) / (touched.length + 0.5));
    for (const [i, block] of touched.entries()) {
      scores[block]! += (rarity * weights[i]! * (fields.k1 + 1)) / (fields.k1 + weights[i]!);
    }
  }
  const hits: Hit[] = [];
  files.forEach(({ words, first }, fileNumber) => {
    for (let block = 0; block < words.blockCount; block++) {
      const at = first + block;
      if (scores[at] === 0) continue;
      const file = index.files[fileNumber]!;
      hits.push({
        file,
        fileNumber,
        block: indexedBlock(words, block),
        score: scores[at]!,
        inName: masks.name[at]!,
        inText: masks.text[at]!,
        inPath: masks.path[at]!,
      });
    }
  });
  return hits;
}

/** Mean lengths of the fields over all blocks; numbers the blocks of each file on the way. */
function meansOf(files: { words: WordIndex; path: number[]; first: number }[]) {
  let blocks = 0;
  const sum = { name: 0, text: 0, path: 0 };
  for (const file of files) {
    const { names, texts } = lengthsOf(file.words);
    file.first = blocks;
    blocks += file.words.blockCount;
    sum.name += names;
    sum.text += texts;
    sum.path += file.path.length * file.words.blockCount;
  }
  const mean = (value: number) => Math.max(1, value / Math.max(1, blocks));
  return { name: mean(sum.name), text: mean(sum.text), path: mean(sum.path) };
}
