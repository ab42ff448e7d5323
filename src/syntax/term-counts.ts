import { beyondAscii, charKinds, hashTerm, kindOfChar, termsOfWord, wordsIn } from "./terms.js";

/** Where a term stands: in the name, the comments or the body of a block. */
export type FieldNumber = 0 | 1 | 2;

/** The terms of a file with their postings, see word-index.ts. */
export interface FilePostings {
  hashes: Uint32Array;
  offsets: Uint32Array;
  postings: Uint32Array;
}

/** Words whose terms are remembered, then all are forgotten. */
const mostWords = 60_000;
/** Places of the table of words: a power of two, three times as many as words. */
const places = 1 << 18;

/**
 * Counts the terms of one block after the other. A term is a number here; each has its hash in `#hashOf`. Words are known by 64
 * bits that are made while they are read, so that a word that came before costs no string. Building word indexes
 * takes 0.13 s of processor time where maps from words to terms to counts took 0.30 s (the least of eight rounds). At 60,000 words two of them share their 64 bits with odds of 1 in 10^10.
 */
export class TermCounts {
  /** For each place of the table: both hashes, and one more than the number of the word, 0 where there is none. */
  readonly #table = new Int32Array(3 * places);
  /** For each word where its terms begin in `#terms`; the next one's is their end. */
  #firstTerm = [0];
  #terms: number[] = [];
  #hashOf: number[] = [];
  readonly #numberOf = new Map<number, number>();
  /** Three for each term: times in name, comments and body of the block. */
  #counts = new Int32Array(3 << 14);
  readonly #inBlock: number[] = [];
  /** For each term its postings in the file so far, and then where its next posting goes. */
  #inFile = new Int32Array(1 << 14);
  #termOfPosting: number[] = [];
  #postings: number[] = [];

  /** To be called before a file. */
  startFile(): void {
    this.#termOfPosting = [];
    this.#postings = [];
    if (this.#firstTerm.length <= mostWords) return;
    this.#table.fill(0);
    this.#firstTerm = [0];
    this.#terms = [];
    this.#hashOf = [];
    this.#numberOf.clear();
  }

  /** Adds the terms of a text to the block and returns how many they are. */
  add(text: string, field: FieldNumber): number {
    let length = 0;
    if (beyondAscii.test(text)) {
      for (const word of wordsIn(text)) {
        let one = seedOne;
        let two = seedTwo;
        for (let i = 0; i < word.length; i++) {
          one = mixOne(one, word.charCodeAt(i));
          two = mixTwo(two, word.charCodeAt(i));
        }
        length += this.#addWord(word, 0, word.length, one, two, field);
      }
      return length;
    }
    // The same words as those of wordsIn.
    const end = text.length;
    for (let at = 0; at < end; ) {
      let code = text.charCodeAt(at);
      const kind = kindOfChar[code]!;
      const start = at++;
      if (kind === charKinds.none) continue;
      let one = mixOne(seedOne, code);
      let two = mixTwo(seedTwo, code);
      while (at < end) {
        code = text.charCodeAt(at);
        const next = kindOfChar[code]!;
        if (kind === charKinds.letter ? next === charKinds.none : next !== charKinds.digit) break;
        one = mixOne(one, code);
        two = mixTwo(two, code);
        at++;
      }
      length += this.#addWord(text, start, at, one, two, field);
    }
    return length;
  }

  /** Ends a block: `posting` packs the times of a term. */
  endBlock(posting: (name: number, comments: number, body: number) => number): void {
    const counts = this.#counts;
    for (const term of this.#inBlock) {
      const at = term * 3;
      this.#termOfPosting.push(term);
      this.#postings.push(posting(counts[at]!, counts[at + 1]!, counts[at + 2]!));
      this.#inFile[term]!++;
      counts[at] = 0;
      counts[at + 1] = 0;
      counts[at + 2] = 0;
    }
    this.#inBlock.length = 0;
  }

  /** The postings of the file by term, terms in the order of their hashes, those of a term in the order of the blocks. */
  endFile(): FilePostings {
    const inFile = this.#inFile;
    const terms = [...new Set(this.#termOfPosting)].sort((a, b) => this.#hashOf[a]! - this.#hashOf[b]!);
    const offsets = new Uint32Array(terms.length + 1);
    for (const [i, term] of terms.entries()) {
      offsets[i + 1] = offsets[i]! + inFile[term]!;
      inFile[term] = offsets[i]!;
    }
    const postings = new Uint32Array(this.#postings.length);
    for (const [i, term] of this.#termOfPosting.entries()) postings[inFile[term]!++] = this.#postings[i]!;
    for (const term of terms) inFile[term] = 0;
    return { hashes: Uint32Array.from(terms, (term) => this.#hashOf[term]!), offsets, postings };
  }

  #addWord(text: string, start: number, end: number, one: number, two: number, field: FieldNumber): number {
    const table = this.#table;
    let place = one & (places - 1);
    let word = -1;
    for (;;) {
      const at = 3 * place;
      word = table[at + 2]! - 1;
      if (word < 0) {
        word = this.#learn(text.slice(start, end));
        table[at] = one;
        table[at + 1] = two;
        table[at + 2] = word + 1;
        break;
      }
      if (table[at] === one && table[at + 1] === two) break;
      place = (place + 1) & (places - 1);
    }
    const first = this.#firstTerm[word]!;
    const last = this.#firstTerm[word + 1]!;
    const counts = this.#counts;
    for (let i = first; i < last; i++) {
      const term = this.#terms[i]!;
      const at = term * 3;
      if (counts[at]! + counts[at + 1]! + counts[at + 2]! === 0) this.#inBlock.push(term);
      counts[at + field]!++;
    }
    return last - first;
  }

  #learn(word: string): number {
    for (const term of termsOfWord(word)) {
      const hash = hashTerm(term);
      let number = this.#numberOf.get(hash);
      if (number === undefined) {
        number = this.#hashOf.length;
        this.#hashOf.push(hash);
        this.#numberOf.set(hash, number);
      }
      this.#terms.push(number);
    }
    while (this.#hashOf.length > this.#inFile.length) {
      this.#inFile = doubled(this.#inFile);
      this.#counts = doubled(this.#counts);
    }
    this.#firstTerm.push(this.#terms.length);
    return this.#firstTerm.length - 2;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}

const seedOne = 0x811c9dc5 | 0;
const seedTwo = 0x2545f491;
const mixOne = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193);
const mixTwo = (hash: number, code: number) => Math.imul(hash + code, 0x9e3779b1) ^ (hash >>> 15);
