import type { Definition, FileFacts } from "./facts.js";
import { lineTable } from "./lines.js";

/**
 * The signatures of a file without bodies: line number, head, and the first sentence of the doc comment, nested as in the source.
 *
 *     12: export class Session  // A conversation with one repository.
 *     20:   open(path: string): Promise<void>
 *
 * Locals of functions are left out. Empty when the file defines nothing.
 */
export function skeletonOf(facts: FileFacts, text: string): string {
  const table = lineTable(text);
  const lineText = (line: number) => text.slice(table[line - 1], table[line] ?? text.length);
  const lines: string[] = [];
  for (const { definition, depth } of outerDefinitions(facts.definitions)) {
    const sentence = firstSentence(definition, lineText);
    const remark = sentence === "" ? "" : `  // ${sentence}`;
    lines.push(`${definition.line}: ${"  ".repeat(depth)}${definition.signature}${remark}\n`);
  }
  return lines.join("");
}

/** Definitions that others can reach: not inside a function. Several on one line with one head (`const a = 1, b = 2`) come once. */
function outerDefinitions(definitions: Definition[]): { definition: Definition; depth: number }[] {
  const kept: { definition: Definition; depth: number }[] = [];
  const open: Definition[] = [];
  for (const definition of definitions) {
    while (open.length > 0 && !(definition.line <= open[open.length - 1]!.endLine && isInside(definition, open)))
      open.pop();
    const inFunction = open.some((around) => around.kind === "function" || around.kind === "method");
    const previous = kept[kept.length - 1]?.definition;
    const again = previous?.line === definition.line && previous.signature === definition.signature;
    // Dots of a container count where it is no enclosing definition: a Go method stands beside its type.
    if (!inFunction && !again) kept.push({ definition, depth: open.length });
    open.push(definition);
  }
  return kept;
}

function isInside(definition: Definition, open: Definition[]): boolean {
  const path = open.map((around) => around.name).join(".");
  return definition.container === path || definition.container.startsWith(`${path}.`);
}

const longestSentence = 120;

/** From the comment above the head, or from the doc string below it (a literal in triple quotes as first statement). */
function firstSentence(definition: Definition, lineText: (line: number) => string): string {
  const above: string[] = [];
  for (let line = definition.startLine; line < definition.line; line++) above.push(lineText(line));
  const comment = sentenceOf(above.map(withoutMarks));
  return comment === "" ? sentenceOf(docString(definition, lineText)) : comment;
}

function sentenceOf(lines: string[]): string {
  const words: string[] = [];
  for (const line of lines) {
    if (/^@\w/.test(line) || /^#\[/.test(line)) {
      if (words.length > 0) break;
      continue;
    }
    if (line === "" && words.length > 0) break;
    if (line !== "") words.push(line);
  }
  const text = words.join(" ");
  const sentence = /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.length > longestSentence ? `${sentence.slice(0, longestSentence - 1)}…` : sentence;
}

function withoutMarks(line: string): string {
  const bare = line.trim();
  if (/^(@\w|#\[)/.test(bare)) return bare;
  return bare
    .replace(/^(\/\*+!?|\*+(?!\/)|\/\/[/!]?|#+!?|--)\s?/, "")
    .replace(/\s*\*+\/$/, "")
    .trim();
}

function docString(definition: Definition, lineText: (line: number) => string): string[] {
  let line = definition.line;
  // The head may go over several lines; it ends with a colon.
  const lastHead = Math.min(definition.endLine, definition.line + 30);
  while (line < lastHead && !/:\s*(#.*)?$/.test(lineText(line).trimEnd())) line++;
  const first = lineText(line + 1).trim();
  const quote = /^[ru]{0,2}("""|''')/i.exec(first);
  if (!quote || line >= definition.endLine) return [];
  const lines: string[] = [];
  let rest = first.slice(quote[0].length);
  for (let at = line + 1; at <= definition.endLine; at++) {
    const end = rest.indexOf(quote[1]!);
    lines.push((end < 0 ? rest : rest.slice(0, end)).trim());
    if (end >= 0 || lines.length > 6) break;
    rest = lineText(at + 1);
  }
  return lines;
}
