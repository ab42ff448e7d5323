/** What is read of an index in the SCIP format (https://github.com/sourcegraph/scip/blob/main/scip.proto). Lines and columns start at 0. */
export interface ScipDocument {
  path: string;
  occurrences: Occurrence[];
}

export interface Occurrence {
  line: number;
  /** In bytes of UTF-8 from the beginning of the line, as rust-analyzer writes it. */
  column: number;
  symbol: string;
  isDefinition: boolean;
}

export function* documentsOf(index: Buffer): Generator<ScipDocument> {
  for (const [field, value] of fieldsOf(index)) {
    if (field !== 2) continue;
    const document: ScipDocument = { path: "", occurrences: [] };
    for (const [part, bytes] of fieldsOf(value as Buffer)) {
      if (part === 1) document.path = bytes.toString();
      else if (part === 2) document.occurrences.push(occurrence(bytes as Buffer));
    }
    yield document;
  }
}

function occurrence(bytes: Buffer): Occurrence {
  const found: Occurrence = { line: 0, column: 0, symbol: "", isDefinition: false };
  for (const [field, value] of fieldsOf(bytes)) {
    if (field === 1) {
      const [line, next] = varint(value as Buffer, 0);
      found.line = line;
      found.column = varint(value as Buffer, next)[0];
    } else if (field === 2) found.symbol = value.toString();
    else if (field === 3) found.isDefinition = ((value as number) & 1) === 1;
  }
  return found;
}

/** The fields of a protocol buffer message: a number for a varint, bytes for what has a length. */
function* fieldsOf(message: Buffer): Generator<[number, number | Buffer]> {
  for (let at = 0; at < message.length; ) {
    const [key, start] = varint(message, at);
    const [value, next] = varint(message, start);
    const kind = key & 7;
    if (kind === 0) yield [key >> 3, value];
    else if (kind === 2) yield [key >> 3, message.subarray(next, next + value)];
    else throw new Error(`a field of wire type ${kind} in a SCIP index`);
    at = kind === 0 ? next : next + value;
  }
}

function varint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++]!;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at];
  }
}
