import type { Engine } from "../../syntax/engine.js";
import type { FileFacts } from "../../syntax/facts.js";
import type { Parser } from "../../syntax/parse.js";
import type { DeadExport } from "../dead/findings.js";
import { cutItems } from "./cut-items.js";
import { isModule, leftovers } from "./leftovers.js";
import { removeDefinitions } from "./remove-definitions.js";
import { removeExports } from "./remove-exports.js";
import { namesUsed, readSource } from "./source.js";
import { edited } from "./text-edits.js";

export interface Tools {
  engine: Engine;
  parser: Parser;
}

export interface RemovedCode {
  text: string;
  kept: { row: DeadExport; why: string }[];
}

/**
 * A file without the code of some rows, and without the imports and the private definitions that only this code used. All other bytes stay.
 * Text in a language that v4 cannot take apart, or with syntax errors, stays as it is, and every row with it.
 */
export async function removeCode(
  tools: Tools,
  path: string,
  text: string,
  rows: readonly DeadExport[],
): Promise<RemovedCode> {
  const source = await readSource(tools.engine, path, text);
  if (!source) return { text, kept: rows.map((row) => ({ row, why: "the file cannot be taken apart safely" })) };
  const facts = await factsOf(tools, path, text);
  const saysExports = source.language.visibility.by === "exports";
  const isExport = ({ kind }: DeadExport) => saysExports && (kind === "value" || kind === "type");
  const exports = removeExports(source, rows.filter(isExport));
  const definitions = removeDefinitions(
    source,
    facts,
    rows.filter((row) => !isExport(row)),
  );
  const kept = [...exports.kept, ...definitions.kept];
  if (kept.length === rows.length) return { text, kept };
  const before = namesUsed(source);
  const wasModule = isModule(source);
  const items = new Set([...exports.items, ...definitions.items]);
  const bared = new Set(facts.exports.flatMap(({ local, from }) => (local !== null && from === null ? [local] : [])));
  let now = edited(text, [...cutItems(source, items), ...exports.edits, ...definitions.edits]);
  now = await withoutLeftovers(tools, path, now, before, bared);
  // What does not parse any more was not understood: better nothing goes.
  if (now.trim() !== "" && !(await readSource(tools.engine, path, now)))
    return { text, kept: rows.map((row) => ({ row, why: "what would be left of the file does not parse" })) };
  return { text: wasModule ? await asModule(tools, path, now) : now, kept };
}

async function withoutLeftovers(
  tools: Tools,
  path: string,
  text: string,
  before: ReadonlyMap<string, number>,
  bared: ReadonlySet<string>,
): Promise<string> {
  for (let now = text; ; ) {
    const facts = await factsOf(tools, path, now);
    const source = await readSource(tools.engine, path, now);
    if (!source) return now;
    const items = leftovers(source, facts, before, bared);
    if (items.length === 0) return now;
    const shorter = edited(now, cutItems(source, items));
    if (shorter === now) return now;
    now = shorter;
  }
}

/** TypeScript takes a file without imports and exports for a script, whose names are everybody's. */
async function asModule({ engine }: Tools, path: string, text: string): Promise<string> {
  const source = await readSource(engine, path, text);
  const keep = source?.rules.module?.text;
  if (!source || keep === undefined || source.text !== source.code || isModule(source)) return text;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const body = text.trim() === "" ? "" : text.endsWith("\n") ? text : `${text}${newline}`;
  return `${body}${keep}${newline}`;
}

/** The statement by which another file says that a file is there, taken out of it: `mod old;`. */
export async function removeFileStatement(tools: Tools, path: string, text: string, line: number): Promise<string> {
  const source = await readSource(tools.engine, path, text);
  const type = source?.rules.fileStatement;
  if (!source || type === undefined) return text;
  const { tree } = source;
  for (let node = 1; node < tree.count; node++) {
    const at = text.slice(0, tree.start[node]).split("\n").length;
    if (tree.grammar.types[tree.type[node]!] === type && at === line) return edited(text, cutItems(source, [node]));
  }
  return text;
}

async function factsOf({ parser }: Tools, path: string, text: string): Promise<FileFacts> {
  await parser.prepare([path]);
  return parser.facts(path, text);
}
