import { readListed } from "../repo/read.js";
import { ByteWriter } from "../store/bytes.js";
import { readFacts, writeFacts } from "../store/facts-bytes.js";
import { writeNames } from "../store/names-bytes.js";
import { loadParser, type Parser, textFacts, unparsed } from "../syntax/parse.js";
import { wordsOf } from "../syntax/words-of.js";

/** A file to be read off. */
export interface Wanted {
  path: string;
  /** As it was listed. */
  blob: string;
  size: number;
  /** Its stored facts when only its words are lacking, otherwise null. */
  facts: Uint8Array | null;
}

/** What several threads read together; a worker gets a copy, but of `claims`, which they share. */
export interface Reading {
  root: string;
  /** When the files were listed, see readListed. */
  listedAt: number;
  /** The largest first. */
  wanted: Wanted[];
  /** Whether words are made too: a search needs them, a graph does not. */
  words: boolean;
  /** For each file the number of the reader that took it, 0 when nobody did. */
  claims: Int32Array;
  /** For each reader one more than the number of the file it is at, 0 before the first. */
  current: Int32Array;
  /** Numbers of files that ended the thread that read them. */
  givenUp: number[];
}

/** What was read off one file, as the store keeps it. */
export interface ReadOff {
  /** Its number among the wanted ones. */
  number: number;
  /** The id of what was read, which differs from the listed one when the file was written meanwhile. */
  blob: string;
  /** Why there is nothing: the file is no text, or is gone. */
  why: string | null;
  facts: Uint8Array | null;
  names: Uint8Array | null;
  words: Uint8Array | null;
}

/** What was read off several files: one piece of memory, which a worker hands over without copying. */
export interface Batch {
  rows: { number: number; blob: string; why: string | null; lengths: [facts: number, names: number, words: number] }[];
  bytes: Uint8Array<ArrayBuffer>;
}

export interface ShareOptions {
  /** Number of this reader, from 1. */
  reader: number;
  /** Workers start with the largest file, so that none is left alone with it at the end; the main thread with the smallest. */
  from: "largest" | "smallest";
  /** Files of more bytes are left to others. */
  largest: number;
  /** A batch is handed out after this many ms of work, or when it holds `bytes`. */
  milliseconds: number;
  bytes: number;
}

/** Takes files that nobody has taken yet, one after the other, until there are none, and reads them off. */
export async function* readShare(reading: Reading, options: ShareOptions): AsyncGenerator<Batch> {
  const { wanted, claims, current, words } = reading;
  const { reader } = options;
  const parser = await loadParser();
  const writer = new ByteWriter();
  let rows: Batch["rows"] = [];
  let began = performance.now();
  for (let i = 0; i < wanted.length; i++) {
    const number = options.from === "largest" ? i : wanted.length - 1 - i;
    const file = wanted[number]!;
    if (file.size > options.largest || Atomics.compareExchange(claims, number, 0, reader) !== 0) continue;
    Atomics.store(current, reader - 1, number + 1);
    await parser.prepare([file.path]);
    rows.push(readOne(parser, writer, reading, number, words));
    if (performance.now() - began < options.milliseconds && writer.length < options.bytes) continue;
    yield { rows, bytes: writer.since(0) };
    rows = [];
    writer.length = 0;
    began = performance.now();
  }
  if (rows.length > 0) yield { rows, bytes: writer.since(0) };
}

function readOne(
  parser: Parser,
  writer: ByteWriter,
  { root, listedAt, wanted, givenUp }: Reading,
  number: number,
  withWords: boolean,
): Batch["rows"][number] {
  const file = wanted[number]!;
  const { content, blob } = readListed(root, file, listedAt);
  if (content.text === null) return { number, blob, why: content.why, lengths: [0, 0, 0] };
  const { text } = content;
  const stored = file.facts && blob === file.blob ? readFacts(file.facts) : null;
  const isGivenUp = givenUp.includes(number);
  const { facts, names } = stored
    ? { facts: stored, names: null }
    : isGivenUp
      ? { facts: unparsed(file.path, text, "not parsed: it takes more memory than there is"), names: null }
      : parser.read(file.path, text);
  const start = writer.length;
  if (!stored) writeFacts(writer, facts);
  const factsEnd = writer.length;
  if (names) writeNames(writer, names);
  const namesEnd = writer.length;
  if (withWords) {
    const { words } = isGivenUp ? wordsOf("", "", textFacts("")) : wordsOf(file.path, text, facts);
    writer.append(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  }
  return { number, blob, why: null, lengths: [factsEnd - start, namesEnd - factsEnd, writer.length - namesEnd] };
}

/** Takes a batch apart. */
export function filesOf({ rows, bytes }: Batch): ReadOff[] {
  let at = 0;
  return rows.map(({ number, blob, why, lengths }) => {
    const [facts, names, words] = lengths.map((length) => {
      const piece = length === 0 ? null : bytes.subarray(at, at + length);
      at += length;
      return piece;
    }) as [Uint8Array | null, Uint8Array | null, Uint8Array | null];
    return { number, blob, why, facts, names, words };
  });
}
