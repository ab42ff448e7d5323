import type { RepositoryIndex } from "../graph/index-repository.js";
import { type Adjacency, adjacencyOf } from "../graph/stored-edges.js";
import { packageFile } from "../places.js";
import type { RepoFile } from "../repo/list.js";
import { isTest } from "../syntax/languages.js";
import { termsOf } from "../syntax/terms.js";
import type { BlockKind } from "../syntax/word-index.js";
import { type Hit, mostTerms, scoreBlocks } from "./bm25f.js";
import type { Evidence } from "./evidence.js";

export interface RankOptions {
  /** How many blocks to return. */
  limit?: number;
}

/**
 * What is added to the words. Measured on the development half of SWE-QA-Bench (82 questions on Python): gold files among the first 5 /
 * within the first 8,000 tokens / gold lines there, in per cent. All on: 73 / 84 / 75. Without `file` 71 / 91 / 73, `graph` 72 / 84 / 74,
 * `test` 72 / 84 / 75, `prose` 71 / 83 / 68, `repeat` 73 / 81 / 81. Words alone in single functions: 64 / 79 / 72. `kind` costs a point
 * there and pays in TypeScript: on 13 questions about this repository and vuejs/core the right function's mean
 * reciprocal rank went from .42 to .55, with `test` at .65 instead of .8 to .62.
 */
const lifts = {
  /** A block gains this share of the mean of its file's next best three: a file that is about the question has several. */
  file: 0.5,
  /** And this share of the mean of the best blocks of the three best files one import away. */
  graph: 0.1,
  /** Tests and prose repeat the question's words but are seldom where a thing is done. */
  test: 0.65,
  prose: 0.3,
  /** What does a thing is asked for more often than what it is called: types and values gain from their short names alone. */
  kind: { callable: 1, class: 1, type: 0.7, value: 0.8, text: 0.8 } as Record<BlockKind, number>,
  /** A value of fewer terms than this (`const small = 1`) does nothing by itself. */
  slight: 0.5,
  slightBelow: 8,
  /** The n-th block of one file is divided by 1 + n * repeat, so that the first blocks come from several files. */
  repeat: 0.05,
  /** So is a block by each doubling of its length over 400 terms: it takes the room of several. */
  long: 0.2,
  longFrom: 400,
};

/**
 * The blocks of a repository that bear on a question, best first: by their words (BM25F), lifted by what else their file and its
 * neighbours in the import graph hold. Empty when no block shares a word with the question.
 */
export async function rank(index: RepositoryIndex, question: string, options: RankOptions = {}): Promise<Evidence[]> {
  const words = wordsByTerm(question);
  const terms = [...words.keys()].slice(0, mostTerms);
  const hits = scoreBlocks(index, terms);
  if (hits.length === 0) return [];
  liftByFile(hits);
  for (const hit of hits) {
    if (isTest(hit.file.path)) hit.score *= lifts.test;
    hit.score *= isProse(hit.file.path) ? lifts.prose : lifts.kind[hit.block.kind];
    if (hit.block.kind === "value" && hit.block.bodyLength < lifts.slightBelow) hit.score *= lifts.slight;
  }
  const near = nearestScores(hits, await adjacencyOf(index));
  for (const hit of hits) hit.score += lifts.graph * near[hit.fileNumber]!.score;
  hits.sort(byScore);
  spread(hits);
  hits.sort(byScore);
  return hits.slice(0, options.limit ?? 100).map((hit) => {
    const neighbour = near[hit.fileNumber]!.file;
    return toEvidence(
      index,
      hit,
      terms.map((term) => words.get(term)!),
      neighbour,
    );
  });
}

const byScore = (a: Hit, b: Hit) =>
  b.score - a.score || a.fileNumber - b.fileNumber || a.block.startLine - b.block.startLine;

/** The terms of a question, each with the word of the question it comes from. */
function wordsByTerm(question: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const word of question.match(/[\p{L}\p{N}_$.]+/gu) ?? []) {
    for (const term of termsOf(word)) if (!words.has(term)) words.set(term, word.replace(/\.+$/, ""));
  }
  return words;
}

function liftByFile(hits: Hit[]): void {
  const byFile = new Map<number, Hit[]>();
  for (const hit of hits) {
    const list = byFile.get(hit.fileNumber);
    if (list) list.push(hit);
    else byFile.set(hit.fileNumber, [hit]);
  }
  for (const list of byFile.values()) {
    const scores = list.map((hit) => hit.score).sort((a, b) => b - a);
    const strength = (lifts.file * ((scores[1] ?? 0) + (scores[2] ?? 0) + (scores[3] ?? 0))) / 3;
    for (const hit of list) hit.score += strength;
  }
}

/** For each file: the mean of the best scores of its three best neighbours, and the best of them when it beats the file itself. */
function nearestScores(hits: Hit[], adjacency: Adjacency): { score: number; file: number | null }[] {
  const best = new Float64Array(adjacency.length);
  for (const hit of hits) best[hit.fileNumber] = Math.max(best[hit.fileNumber]!, hit.score);
  return adjacency.map((list, self) => {
    const sorted = list.filter((file) => best[file]! > 0).sort((a, b) => best[b]! - best[a]! || a - b);
    const score = sorted.slice(0, 3).reduce((sum, file) => sum + best[file]!, 0) / 3;
    const first = sorted[0];
    return { score, file: first !== undefined && best[first]! > best[self]! ? first : null };
  });
}

function spread(hits: Hit[]): void {
  const before = new Map<number, number>();
  for (const hit of hits) {
    const count = before.get(hit.fileNumber) ?? 0;
    before.set(hit.fileNumber, count + 1);
    const doublings = Math.max(0, Math.log2((hit.block.commentLength + hit.block.bodyLength) / lifts.longFrom));
    hit.score /= (1 + lifts.repeat * count) * (1 + lifts.long * doublings);
  }
}

const proseExtensions: string[] = JSON.parse(packageFile("src/questions/prose.json")).extensions;

function isProse(path: string): boolean {
  return proseExtensions.some((extension) => path.endsWith(extension));
}

function toEvidence(index: RepositoryIndex, hit: Hit, words: string[], neighbour: number | null): Evidence {
  const definition = hit.block.definition >= 0 ? index.facts(hit.file).definitions[hit.block.definition] : undefined;
  return {
    file: hit.file.path,
    startLine: hit.block.startLine,
    endLine: hit.block.endLine,
    symbol: definition ? [definition.container, definition.name].filter(Boolean).join(".") : "",
    signature: definition?.signature ?? "",
    score: Math.round(hit.score * 1000) / 1000,
    tokens: 0,
    why: reasons(hit, words, neighbour === null ? null : index.files[neighbour]!),
  };
}

/** `named budget`, `says prompt, small`, `path prompt`, `near src/a.ts`. */
function reasons(hit: Hit, words: string[], neighbour: RepoFile | null): string[] {
  const listed = (mask: number) => [...new Set(words.filter((_, bit) => mask & (1 << bit)))];
  const named = listed(hit.inName);
  const said = listed(hit.inText).filter((word) => !named.includes(word));
  const path = listed(hit.inPath).filter((word) => !named.includes(word) && !said.includes(word));
  const why: string[] = [];
  if (named.length > 0) why.push(`named ${named.join(" ")}`);
  if (said.length > 0) why.push(`says ${said.join(" ")}`);
  if (path.length > 0) why.push(`in ${path.join(" ")}`);
  if (neighbour) why.push(`near ${neighbour.path}`);
  return why;
}
