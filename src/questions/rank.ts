import type { RepositoryIndex } from "../graph/index-repository.js";
import type { RepoFile } from "../repo/list.js";
import { isTest } from "../syntax/languages.js";
import { hashTerm, termsOf } from "../syntax/terms.js";
import { type IndexedBlock, indexedBlock, postingsOf } from "../syntax/word-index.js";
import type { Evidence } from "./evidence.js";

/**
 * Ranks the blocks of a repository for a question by BM25F (Robertson and Zaragoza 2009): a term's count is summed over the fields
 * of a block, each weighted and normalised by its own length, before it saturates.
 */
export interface RankOptions {
  /** How many blocks to return. */
  limit?: number;
}

export const weights = {
  name: 3,
  comments: 1.2,
  body: 1,
  path: 1.5,
  /** Length normalisation of each field. */
  nameNorm: 0.3,
  textNorm: 0.75,
  k1: 1.2,
  fileShare: 0.3,
  test: 0.6,
  prose: 0.6,
};

interface Hit {
  file: RepoFile;
  block: IndexedBlock;
  score: number;
  terms: string[];
}

export function rank(index: RepositoryIndex, question: string, options: RankOptions = {}): Evidence[] {
  const terms = [...new Set(termsOf(question))];
  const hits = score(index, terms);
  hits.sort((a, b) => b.score - a.score || (a.file.path < b.file.path ? -1 : 1) || a.block.startLine - b.block.startLine);
  return hits.slice(0, options.limit ?? 200).map((hit) => toEvidence(index, hit));
}

function score(index: RepositoryIndex, terms: string[]): Hit[] {
  const hashes = terms.map(hashTerm);
  const files = index.files.map((file) => {
    const words = index.words(file);
    const pathTerms = termsOf(file.path).map(hashTerm);
    return { file, words, pathTerms, blocks: Array.from({ length: words.blockCount }, (_, i) => indexedBlock(words, i)) };
  });
  let blocks = 0;
  const total = { name: 0, comments: 0, body: 0, path: 0 };
  for (const f of files) {
    for (const block of f.blocks) {
      blocks++;
      total.name += block.nameLength;
      total.comments += block.commentLength;
      total.body += block.bodyLength;
      total.path += f.pathTerms.length;
    }
  }
  const average = (sum: number) => Math.max(1, sum / Math.max(1, blocks));
  const mean = { name: average(total.name), comments: average(total.comments), body: average(total.body), path: average(total.path) };
  const found = new Map<IndexedBlock, Hit>();
  hashes.forEach((hash, t) => {
    const counted: { file: RepoFile; block: IndexedBlock; weight: number }[] = [];
    for (const { file, words, blocks: own, pathTerms } of files) {
      const inPath = pathTerms.filter((term) => term === hash).length;
      const postings = new Map(postingsOf(words, hash).map((posting) => [posting.block, posting]));
      if (inPath === 0 && postings.size === 0) continue;
      own.forEach((block, number) => {
        const posting = postings.get(number);
        if (!posting && inPath === 0) return;
        const normal = (length: number, meanLength: number, b: number) => 1 - b + (b * length) / meanLength;
        const weight =
          (weights.name * (posting?.name ?? 0)) / normal(block.nameLength, mean.name, weights.nameNorm) +
          (weights.comments * (posting?.comments ?? 0)) / normal(block.commentLength + block.bodyLength, mean.comments + mean.body, weights.textNorm) +
          (weights.body * (posting?.body ?? 0)) / normal(block.commentLength + block.bodyLength, mean.comments + mean.body, weights.textNorm) +
          (weights.path * inPath) / normal(pathTerms.length, mean.path, weights.nameNorm);
        counted.push({ file, block, weight });
      });
    }
    const idf = Math.log(1 + (blocks - counted.length + 0.5) / (counted.length + 0.5));
    for (const { file, block, weight } of counted) {
      const gain = (idf * weight * (weights.k1 + 1)) / (weights.k1 + weight);
      const hit = found.get(block);
      if (hit) {
        hit.score += gain;
        hit.terms.push(terms[t]!);
      } else found.set(block, { file, block, score: gain, terms: [terms[t]!] });
    }
  });
  return liftByFile([...found.values()]);
}

function liftByFile(hits: Hit[]): Hit[] {
  const best = new Map<RepoFile, number[]>();
  for (const hit of hits) {
    const list = best.get(hit.file) ?? [];
    list.push(hit.score);
    best.set(hit.file, list);
  }
  const strength = new Map<RepoFile, number>();
  for (const [file, scores] of best) {
    scores.sort((a, b) => b - a);
    strength.set(file, scores.slice(1, 4).reduce((sum, s) => sum + s, 0) / 3);
  }
  for (const hit of hits) {
    hit.score += weights.fileShare * strength.get(hit.file)!;
    if (isTest(hit.file.path)) hit.score *= weights.test;
    if (!/\.(py|ts|tsx|js|go|rs|java|vue)$/.test(hit.file.path)) hit.score *= weights.prose;
  }
  return hits;
}

function toEvidence(index: RepositoryIndex, hit: Hit): Evidence {
  const definition = hit.block.definition >= 0 ? index.facts(hit.file).definitions[hit.block.definition] : undefined;
  return {
    file: hit.file.path,
    startLine: hit.block.startLine,
    endLine: hit.block.endLine,
    symbol: definition ? [definition.container, definition.name].filter(Boolean).join(".") : "",
    signature: definition?.signature ?? "",
    score: hit.score,
    tokens: 0,
    why: [`words: ${hit.terms.join(", ")}`],
  };
}
