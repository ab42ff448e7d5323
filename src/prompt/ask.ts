import { fenced, quotedPath } from "./fence.js";
import type { CountTokens, Ledger, LedgerRow } from "./ledger.js";
import { fillTemplate, readTemplate } from "./template.js";

/** A piece of a file that may go into the prompt, best first. Its text has no secrets in it. */
export interface AskBlock {
  file: string;
  startLine: number;
  endLine: number;
  /** Dotted name, "" for plain text or a whole file. */
  symbol: string;
  text: string;
  /** Where it came from: sets the order, and whether it may be cut. */
  role: "pinned" | "whole" | "evidence";
}

export interface AskPromptInput {
  question: string;
  /** Map of the repository, "" for none. */
  map: string;
  blocks: readonly AskBlock[];
  /** Tokens the prompt may have, chat template included (`frame`). */
  budget: number;
  /** Most pieces of evidence; pinned and whole files do not count. */
  mostEvidence: number;
  countTokens: CountTokens;
}

export interface AskPrompt {
  system: string;
  user: string;
  /** What went in, in the order of the prompt, numbered from 1; `endLine` is the last line that fitted. */
  sent: (AskBlock & { number: number; tokens: number })[];
  ledger: Ledger;
}

/** Tokens of a chat template around the two texts: 10 to 30 in the templates seen. */
const templateTokens = 40;

/** Two pieces with fewer tokens than this count as one: a constant must not take the place of a function. */
const smallPiece = 100;

/** Evidence that would be cut to fewer lines than this is left out instead. */
const fewestLines = 4;

/**
 * The prompt of a question: system text, map, pinned files, whole files or evidence, question. What does not fit is cut at the end of a
 * line or left out, and the ledger says so. Same input, same bytes. `sent` is empty when nothing fits beside the question.
 */
export function askPrompt(input: AskPromptInput): AskPrompt {
  const { countTokens, question } = input;
  const words = readTemplate("ask");
  const part = (name: string) => words.get(name)!;
  const system = input.map
    ? `${part("system")}\n\n${fillTemplate(part("map"), { map: input.map.trimEnd() })}`
    : part("system");
  const ending = fillTemplate(part("question"), { question });
  const whole = input.blocks.some((block) => block.role === "whole");
  const opening = part(input.blocks.length === 0 ? "nothing" : whole ? "whole" : "evidence");
  let used = templateTokens + countTokens(`${system}\n${opening}\n\n${ending}`);
  const sent: AskPrompt["sent"] = [];
  const left: LedgerRow[] = [];
  const texts: string[] = [];
  let evidence = 0;
  for (const block of input.blocks) {
    const number = sent.length + 1;
    if (block.role === "evidence" && evidence >= input.mostEvidence) {
      left.push(leftOut(block, `the model answers best from ${input.mostEvidence} pieces`));
      continue;
    }
    const fitting = placed(block, number, input.budget - used, countTokens);
    if (!fitting) {
      left.push(leftOut(block, `over the budget of ${input.budget} tokens`));
      continue;
    }
    if (block.role === "evidence") evidence += fitting.tokens < smallPiece ? 0.5 : 1;
    used += fitting.tokens;
    sent.push({ ...fitting.block, number, tokens: fitting.tokens });
    texts.push(fitting.text);
  }
  return {
    system,
    user: [opening, ...texts, ending].join("\n\n"),
    sent,
    ledger: { budget: input.budget, used, files: ledgerRows(input.blocks, sent, left) },
  };
}

/** `[1] src/a.ts:30-71 budgetFor` and the code between fences. */
function printed(block: AskBlock, number: number): string {
  const place = `${quotedPath(block.file)}:${block.startLine}-${block.endLine}`;
  return `[${number}] ${place}${block.symbol ? ` ${block.symbol}` : ""}\n${fenced(block.text).trimEnd()}`;
}

function placed(block: AskBlock, number: number, room: number, countTokens: CountTokens) {
  const text = printed(block, number);
  const tokens = countTokens(text) + 1;
  if (tokens <= room) return { block, text, tokens };
  if (block.role !== "evidence") return null;
  const lines = block.text.split("\n");
  let low = 0;
  let high = lines.length - 1;
  const cut = (count: number): AskBlock => ({
    ...block,
    endLine: block.startLine + count - 1,
    text: lines.slice(0, count).join("\n"),
  });
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (countTokens(printed(cut(middle), number)) + 1 <= room) low = middle;
    else high = middle - 1;
  }
  if (low < fewestLines) return null;
  const shorter = cut(low);
  const shorterText = printed(shorter, number);
  return { block: shorter, text: shorterText, tokens: countTokens(shorterText) + 1 };
}

function leftOut(block: AskBlock, why: string): LedgerRow {
  return { file: block.file, tokens: 0, included: "none", why };
}

/** One row a file: a file of which anything was sent is not listed as left out. */
function ledgerRows(blocks: readonly AskBlock[], sent: AskPrompt["sent"], left: LedgerRow[]): LedgerRow[] {
  const rows = new Map<string, LedgerRow>();
  for (const block of sent) {
    const asked = blocks.find((b) => b.file === block.file && b.startLine === block.startLine)!;
    const cut = asked.endLine > block.endLine;
    const row = rows.get(block.file);
    if (row) {
      row.tokens += block.tokens;
      row.why += `, lines ${block.startLine}-${block.endLine}`;
    } else
      rows.set(block.file, {
        file: block.file,
        tokens: block.tokens,
        included: block.role === "evidence" ? "part" : "full",
        why: block.role === "pinned" ? "pinned" : `lines ${block.startLine}-${block.endLine}`,
      });
    if (cut) rows.get(block.file)!.why += ` of ${block.startLine}-${asked.endLine}: over the budget`;
  }
  for (const row of left) if (!rows.has(row.file)) rows.set(row.file, row);
  return [...rows.values()];
}
