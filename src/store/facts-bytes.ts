import type { Definition, DefinitionKind, Export, FileFacts, Import, ImportKind } from "../syntax/facts.js";
import { ByteReader, type ByteWriter } from "./bytes.js";
import { StringTable } from "./string-table.js";

/**
 * Writes the facts of a file: strings once each, then numbers. A number that stands for a string that may be null is one higher,
 * 0 is null. For TypeScript a third of the same as JSON, and as fast.
 */
export function writeFacts(writer: ByteWriter, facts: FileFacts): void {
  const table = new StringTable();
  const body: number[] = [];
  const text = (value: string) => body.push(table.numberOf(value));
  const textOrNull = (value: string | null) => body.push(value === null ? 0 : table.numberOf(value) + 1);
  textOrNull(facts.language);
  body.push(facts.lines, facts.definitions.length);
  let before = 0;
  for (const definition of facts.definitions) {
    text(definition.name);
    text(definition.kind);
    body.push(
      definition.startLine - before,
      definition.endLine - definition.startLine,
      definition.line - definition.startLine,
      definition.column,
    );
    text(definition.signature);
    text(definition.container);
    body.push(definition.exported ? 1 : 0);
    before = definition.startLine;
  }
  body.push(facts.imports.length);
  for (const { specifier, line, kind, names } of facts.imports) {
    text(specifier);
    text(kind);
    body.push(line, names.length);
    for (const { imported, local } of names) {
      text(imported);
      text(local);
    }
  }
  body.push(facts.exports.length);
  for (const { name, local, from, line, isType } of facts.exports) {
    text(name);
    textOrNull(local);
    textOrNull(from);
    body.push(line, isType ? 1 : 0);
  }
  body.push(facts.problems.length);
  for (const { line, message } of facts.problems) {
    body.push(line);
    text(message);
  }
  writer.strings(table.strings);
  writer.numbers(Int32Array.from(body));
}

/** Reads what writeFacts wrote. */
export function readFacts(bytes: Uint8Array): FileFacts {
  const reader = new ByteReader(bytes);
  const strings = reader.strings();
  const body = reader.numbers();
  let at = 0;
  const number = () => body[at++]!;
  const text = () => strings[body[at++]!]!;
  const textOrNull = () => strings[body[at++]! - 1] ?? null;
  const language = textOrNull();
  const lines = number();
  let before = 0;
  const definitions = list(number(), (): Definition => {
    const name = text();
    const kind = text() as DefinitionKind;
    const startLine = before + number();
    before = startLine;
    return {
      name,
      kind,
      startLine,
      endLine: startLine + number(),
      line: startLine + number(),
      column: number(),
      signature: text(),
      container: text(),
      exported: number() === 1,
    };
  });
  const imports = list(number(), (): Import => {
    const specifier = text();
    const kind = text() as ImportKind;
    const line = number();
    return { specifier, line, kind, names: list(number(), () => ({ imported: text(), local: text() })) };
  });
  const exports = list(
    number(),
    (): Export => ({ name: text(), local: textOrNull(), from: textOrNull(), line: number(), isType: number() === 1 }),
  );
  const problems = list(number(), () => ({ line: number(), message: text() }));
  return { language, lines, definitions, imports, exports, problems };
}

function list<T>(length: number, read: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < length; i++) items.push(read());
  return items;
}
