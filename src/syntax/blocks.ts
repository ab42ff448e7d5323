import { isTypeLike } from "./definitions.js";
import type { Definition, FileFacts } from "./facts.js";

/** A piece of a file that is found, judged and shown as one: a function, the head of a class, or a stretch of text between. */
export interface Block {
  startLine: number;
  endLine: number;
  /** The definition it holds, or null for plain text. */
  definition: Definition | null;
}

/** Text between definitions is cut at this many lines, at a blank line where there is one near. */
const windowLines = 60;
/** A file-level variable longer than this (a table, a big object with functions in it) is opened up like a class. */
const openedLines = 40;

/** Cuts a whole file into blocks that do not overlap and leave out only blank stretches, in order. */
export function blocksOf(facts: FileFacts, lines: string[]): Block[] {
  const blocks: Block[] = [];
  const top = tree(facts.definitions);
  let line = 1;
  const gap = (until: number) => {
    if (line < until) blocks.push(...windows(lines, line, until - 1));
  };
  const visit = (node: Node, until: number) => {
    const { definition } = node;
    const start = Math.max(definition.startLine, line);
    const end = Math.min(definition.endLine, until);
    if (end < start) return;
    gap(start);
    line = start;
    const inner = node.children.filter((child) => isBlock(child.definition));
    if (inner.length > 0 && opens(definition)) {
      const headEnd = Math.max(start, inner[0]!.definition.startLine - 1);
      blocks.push({ startLine: start, endLine: Math.min(headEnd, end), definition });
      line = Math.min(headEnd, end) + 1;
      for (const child of inner) visit(child, end);
      if (line <= end) blocks.push(...windows(lines, line, end));
    } else blocks.push({ startLine: start, endLine: end, definition });
    line = end + 1;
  };
  for (const node of top) visit(node, facts.lines);
  gap(facts.lines + 1);
  return blocks;
}

interface Node {
  definition: Definition;
  children: Node[];
}

function isBlock(definition: Definition): boolean {
  return definition.kind === "function" || definition.kind === "method" || isTypeLike(definition.kind);
}

function opens(definition: Definition): boolean {
  return (
    isTypeLike(definition.kind) ||
    (definition.kind === "variable" && definition.endLine - definition.startLine >= openedLines)
  );
}

function tree(definitions: Definition[]): Node[] {
  const top: Node[] = [];
  const open: Node[] = [];
  for (const definition of definitions) {
    while (open.length > 0 && open[open.length - 1]!.definition.endLine < definition.endLine) open.pop();
    while (open.length > 0 && open[open.length - 1]!.definition.endLine < definition.line) open.pop();
    const node = { definition, children: [] };
    (open.length > 0 ? open[open.length - 1]!.children : top).push(node);
    open.push(node);
  }
  return top;
}

function windows(lines: string[], from: number, to: number): Block[] {
  const blocks: Block[] = [];
  let start = from;
  while (start <= to) {
    while (start <= to && lines[start - 1]!.trim() === "") start++;
    if (start > to) break;
    let end = Math.min(to, start + windowLines - 1);
    if (end < to) {
      let blank = end;
      while (blank > start + windowLines / 2 && lines[blank - 1]!.trim() !== "") blank--;
      if (blank > start + windowLines / 2) end = blank;
    }
    let last = end;
    while (last > start && lines[last - 1]!.trim() === "") last--;
    if (/[\p{L}\p{N}]/u.test(lines.slice(start - 1, last).join("")))
      blocks.push({ startLine: start, endLine: last, definition: null });
    start = end + 1;
  }
  return blocks;
}
