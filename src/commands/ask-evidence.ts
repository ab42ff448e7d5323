import { relative, resolve, sep } from "node:path";
import { fail } from "../errors.js";
import type { RepositoryIndex } from "../graph/index-repository.js";
import { importers, link } from "../graph/link.js";
import type { PromptBlock, SentRanges } from "../output/citations.js";
import type { AskBlock, AskPrompt } from "../prompt/ask.js";
import { estimateTokens } from "../prompt/estimate.js";
import type { CountTokens } from "../prompt/ledger.js";
import { repositoryMap } from "../prompt/map.js";
import { orderForPrompt } from "../prompt/order.js";
import type { Evidence } from "../questions/evidence.js";
import { readNamedText } from "../repo/read.js";
import { withholdSecrets } from "../repo/secrets.js";

/** Reads the texts of one question's files, each once, without their secrets. `withheld` collects what was left out. */
export interface Texts {
  lines(file: string): string[];
  withheld: Map<string, string[]>;
}

export function textsOf(index: RepositoryIndex): Texts {
  const known = new Map<string, string[]>();
  const withheld = new Map<string, string[]>();
  return {
    withheld,
    lines(file) {
      let lines = known.get(file);
      if (!lines) {
        const { text, secrets } = withholdSecrets(index.text(file) ?? "", file);
        if (secrets.length > 0)
          withheld.set(
            file,
            secrets.map(({ kind, line }) => `${kind} in line ${line}`),
          );
        lines = text.split("\n");
        known.set(file, lines);
      }
      return lines;
    },
  };
}

/** Gives each piece of evidence its tokens and, where it has no definition, its first line as a heading. */
export function measured(evidence: Evidence[], texts: Texts): Evidence[] {
  return evidence.map((item) => {
    const lines = texts.lines(item.file).slice(item.startLine - 1, item.endLine);
    const heading = lines.find((line) => /[\p{L}\p{N}]/u.test(line))?.trim() ?? "";
    return { ...item, signature: item.signature || heading, tokens: estimateTokens(lines.join("\n")) };
  });
}

export function evidenceBlock(item: Evidence, texts: Texts): AskBlock {
  const text = texts
    .lines(item.file)
    .slice(item.startLine - 1, item.endLine)
    .join("\n");
  return {
    file: item.file,
    startLine: item.startLine,
    endLine: item.endLine,
    symbol: item.symbol,
    text,
    role: "evidence",
  };
}

/** Files that the user named, in the order given. Throws unreadable-file for what is missing, binary or outside. */
export function pinnedBlocks(index: RepositoryIndex, paths: string[], cwd: string): AskBlock[] {
  return paths.map((path) => {
    const file = relative(index.repository.root, resolve(cwd, path)).split(sep).join("/");
    if (file.startsWith("../")) throw fail("unreadable-file", { path, reason: "it is outside the repository" });
    return wholeBlock(file, withholdSecrets(readNamedText(index.repository.root, file), file).text, "pinned");
  });
}

/** Every file in full, or null when they are too many for the room or any of them did not fit. */
export function wholeRepository(
  index: RepositoryIndex,
  texts: Texts,
  room: number,
  countTokens: CountTokens,
): AskBlock[] | null {
  // A file takes 20 tokens for its heading alone: a large repository need not be read to know that it does not fit.
  if (index.files.length * 20 > room) return null;
  const blocks: AskBlock[] = [];
  let estimated = 0;
  for (const { path } of orderForPrompt(index.files)) {
    const text = texts.lines(path).join("\n");
    if (text.trim() === "") continue;
    estimated += estimateTokens(text) + 20;
    if (estimated > room * 1.2) return null;
    blocks.push(wholeBlock(path, text, "whole"));
  }
  const counted = blocks.reduce((sum, block) => sum + countTokens(block.text) + 30, 0);
  return counted <= room ? blocks : null;
}

/** The map of the repository, made once for a state of it and kept in the store: it needs the facts of every file. */
export async function mapOf(
  index: RepositoryIndex,
  countTokens: CountTokens,
  modelId: string,
  budget: number,
): Promise<string> {
  const { store, files } = index;
  const key = `map ${modelId} ${budget} ${index.state}`;
  const known = store.derived.get(key);
  if (typeof known === "string") return known;
  const facts = new Map(files.map((file) => [file.path, index.facts(file)]));
  const graph = link({ files: facts, read: index.text });
  const importedBy = new Map([...importers(graph)].map(([file, by]) => [file, by.length]));
  const map = repositoryMap(files, facts, countTokens, budget, importedBy);
  await store.write(() => void store.derived.put(key, map));
  return map;
}

/** What the citations of an answer are checked against. */
export function shownPlaces(
  prompt: AskPrompt,
  index: RepositoryIndex,
): { blocks: PromptBlock[]; sentRanges: SentRanges } {
  const sentRanges: SentRanges = new Map();
  const byPath = new Map(index.files.map((file) => [file.path, file]));
  const blocks = prompt.sent.map((block) => {
    const ranges = sentRanges.get(block.file) ?? [];
    ranges.push([block.startLine, block.endLine]);
    sentRanges.set(block.file, ranges);
    const file = byPath.get(block.file);
    const definitions = file ? index.facts(file).definitions : [];
    return {
      number: block.number,
      file: block.file,
      startLine: block.startLine,
      endLine: block.endLine,
      symbol: block.symbol,
      definitions: definitions
        .filter(({ line }) => line >= block.startLine && line <= block.endLine)
        .map(({ name, line }) => ({ name, line })),
    };
  });
  return { blocks, sentRanges };
}

function wholeBlock(file: string, text: string, role: "pinned" | "whole"): AskBlock {
  const body = text.replace(/\n$/, "");
  return { file, startLine: 1, endLine: body.split("\n").length, symbol: "", text: body, role };
}
