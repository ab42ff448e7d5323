import { setImmediate } from "node:timers/promises";
import { fail } from "../errors.js";
import { type Secret, withholdSecrets } from "../repo/secrets.js";
import type { FileFacts } from "../syntax/facts.js";
import { skeletonOf } from "../syntax/skeleton.js";
import { type Candidate, type Degree, decideDegrees } from "./degree.js";
import { fenced, fileBlock } from "./fence.js";
import { fileKind } from "./file-kind.js";
import { fittingTree, folderTree } from "./folder-tree.js";
import type { CountTokens, Ledger, LedgerRow } from "./ledger.js";
import { orderForPrompt } from "./order.js";
import { fillTemplate, readTemplate } from "./template.js";

/** A file to be packed: its text, or why it is known by name only (`binary`, `machine-written`). */
export type PackFile = { path: string; text: string } | { path: string; text: null; why: string };

export interface PackInput {
  /** Name of the repository, for the heading. */
  name: string;
  files: readonly PackFile[];
  /** Tokens the prompt may have. */
  budget: number;
  countTokens: CountTokens;
  /** What must be known of the code to decide what is left out; asked only when not everything fits. */
  understand: () => Promise<Understanding>;
  /** What the model is to do, printed last. */
  instruction?: string;
  /** Told after each file that was counted. */
  onCounted?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface Understanding {
  /** Facts of exactly this text: secrets are already replaced in it. */
  factsOf: (path: string, text: string) => FileFacts;
  /** How many files import each file, by path; from the import graph. */
  importedBy: ReadonlyMap<string, number>;
}

export interface PackedRow extends LedgerRow {
  /** Tokens the file would take in full; null when it has no text. */
  fullTokens: number | null;
}

export interface Packed {
  text: string;
  ledger: Omit<Ledger, "files"> & { files: PackedRow[] };
  /** Every secret that was left out of the text. */
  withheld: { file: string; line: number; kind: string }[];
  /** The budget in which every text would be in full. */
  budgetForAll: number;
}

/** Of a budget, the tree may take this share; folders are folded beyond it. */
const treeShare = 0.25;

const marks = { full: "", skeleton: " *", name: " -", withheld: " !" } as const;

/** A piece of the prompt with its tokens. */
interface Piece {
  text: string;
  tokens: number;
}

/** A file that was read: `block` is null when it has no text to print. */
interface Measured {
  path: string;
  text: string;
  block: Piece | null;
  /** Why there is no block. */
  why: string;
  secrets: Secret[];
}

/**
 * The repository as one prompt: words of introduction, the tree, files in full, signatures where the budget ends, the task.
 * The tokens of its parts, added up, never exceed the budget (an empty text when not even the introduction fits).
 * Same input, same bytes. Every file has a row in the ledger. Throws cancelled.
 */
export async function packRepository(input: PackInput): Promise<Packed> {
  const { countTokens, budget } = input;
  const piece = (text: string): Piece => ({ text, tokens: text === "" ? 0 : countTokens(text) });
  const files = await measure(input, piece);
  const frame = frameOf(input, piece);
  const frameTokens = total(Object.values(frame));
  const blocks = total(files.flatMap((file) => file.block ?? []));

  // Marks are known only when degrees are, and degrees only when the tree is paid for: it is paid with the most marks it can have.
  const unprinted = (file: Measured) => (file.secrets.length > 0 ? marks.withheld : marks.name);
  const marked = files.map((file) => ({ path: file.path, mark: file.block ? marks.skeleton : unprinted(file) }));
  const room = budget - frameTokens;
  const countTree: CountTokens = (tree) => countTokens(fenced(tree));
  const fitting = fittingTree(marked, countTree, Math.max(room - blocks, Math.min(room, budget * treeShare)));

  const everythingFits = fitting !== null && blocks <= room - countTree(fitting.tree);
  const known = everythingFits ? null : await input.understand();
  const skeletons = known ? await skeletonsOf(files, known, piece, input.signal) : new Map<string, Piece>();
  const candidates = files.flatMap(({ path, block }): Candidate[] => {
    if (!block) return [];
    const skeleton = skeletons.get(path)?.tokens ?? null;
    return [{ path, kind: fileKind(path), full: block.tokens, skeleton, importedBy: known?.importedBy.get(path) ?? 0 }];
  });
  const degrees = decideDegrees(candidates, fitting ? room - countTree(fitting.tree) : 0);
  const chosen = (degree: Degree) => files.filter((file) => degrees.get(file.path) === degree);
  const inFull = fitting ? chosen("full").map((file) => file.block!) : [];
  const signatures = fitting ? chosen("skeleton").map((file) => skeletons.get(file.path)!) : [];

  const pieces: Piece[] = [];
  if (fitting) {
    const entries = files.map((file) => {
      const degree = degrees.get(file.path);
      return { path: file.path, mark: degree ? marks[degree] : unprinted(file) };
    });
    pieces.push(frame.intro, frame.tree);
    if (fitting.opened) pieces.push(frame.folded);
    pieces.push(piece(fenced(folderTree(entries, fitting.opened))));
    if (inFull.length > 0) pieces.push(frame.full, ...inFull);
    if (signatures.length > 0) pieces.push(frame.signatures, ...signatures);
    pieces.push(frame.task);
  }
  return {
    text: pieces.map(({ text }) => text).join(""),
    ledger: {
      budget,
      used: total(pieces),
      files: files.map((file) => rowOf(file, fitting ? degrees.get(file.path) : "name", skeletons, countTokens)),
    },
    withheld: files.flatMap(({ path, secrets }) => secrets.map(({ kind, line }) => ({ file: path, line, kind }))),
    budgetForAll: frameTokens + blocks + countTree(folderTree(marked)),
  };
}

async function measure(input: PackInput, piece: (text: string) => Piece): Promise<Measured[]> {
  const files: Measured[] = [];
  const breathe = breather(input.signal);
  for (const file of orderForPrompt(input.files)) {
    files.push(measured(file, piece));
    input.onCounted?.(files.length, input.files.length);
    await breathe();
  }
  return files;
}

/** Gives way to the event loop when it was held for long: tokenizing and parsing a large repository take seconds. */
function breather(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 20) return;
    await setImmediate();
    if (signal?.aborted) throw fail("cancelled");
    last = performance.now();
  };
}

function measured(file: PackFile, piece: (text: string) => Piece): Measured {
  const { path } = file;
  if (file.text === null) return { path, text: "", block: null, why: file.why, secrets: [] };
  const { text, secrets } = withholdSecrets(file.text, path);
  const secretLength = secrets.reduce((sum, secret) => sum + secret.end - secret.start, 0);
  // A key file is nothing but its key: there is no rest to print.
  if (secretLength > file.text.length * 0.8) {
    return { path, text: "", block: null, why: `holds a secret: ${secrets[0]!.kind}`, secrets };
  }
  return { path, text, block: piece(fileBlock(path, text)), why: "", secrets };
}

function frameOf(input: PackInput, piece: (text: string) => Piece) {
  const template = readTemplate("pack");
  const part = (name: string, values = {}) => piece(`${fillTemplate(template.get(name)!, values)}\n`);
  const instruction = input.instruction?.trim();
  return {
    intro: part("intro", { name: input.name }),
    tree: part("tree"),
    folded: part("folded"),
    full: part("full"),
    signatures: part("signatures"),
    task: instruction ? part("task", { instruction }) : piece(""),
  };
}

/** Signatures by path, of the files whose signatures are shorter than the file. */
async function skeletonsOf(
  files: readonly Measured[],
  known: Understanding,
  piece: (text: string) => Piece,
  signal: AbortSignal | undefined,
) {
  const skeletons = new Map<string, Piece>();
  const breathe = breather(signal);
  for (const { path, text, block } of files) {
    if (!block) continue;
    const signatures = skeletonOf(known.factsOf(path, text), text);
    const printed = signatures === "" ? null : piece(fileBlock(path, signatures));
    if (printed && printed.tokens < block.tokens) skeletons.set(path, printed);
    await breathe();
  }
  return skeletons;
}

function rowOf(
  file: Measured,
  degree: Degree | undefined,
  skeletons: Map<string, Piece>,
  countTokens: CountTokens,
): PackedRow {
  const { path, block } = file;
  const left = file.secrets.length > 0 ? `; left out ${file.secrets.map((secret) => secret.kind).join(", ")}` : "";
  if (block && degree === "full") {
    return {
      file: path,
      tokens: block.tokens,
      included: "full",
      why: `${fileKind(path)}${left}`,
      fullTokens: block.tokens,
    };
  }
  const skeleton = skeletons.get(path);
  if (block && degree === "skeleton" && skeleton) {
    const why = `over the budget: ${block.tokens} tokens in full${left}`;
    return { file: path, tokens: skeleton.tokens, included: "skeleton", why, fullTokens: block.tokens };
  }
  // What it takes in the tree: its line there, without the folders, which all files share.
  const tokens = countTokens(`${path.slice(path.lastIndexOf("/") + 1)}${marks.name}\n`);
  if (block) {
    const why = `over the budget: ${block.tokens} tokens in full${left}`;
    return { file: path, tokens, included: "name", why, fullTokens: block.tokens };
  }
  const included = file.secrets.length > 0 ? "withheld" : "name";
  return { file: path, tokens, included, why: file.why, fullTokens: null };
}

function total(pieces: Iterable<Piece>): number {
  let tokens = 0;
  for (const piece of pieces) tokens += piece.tokens;
  return tokens;
}
