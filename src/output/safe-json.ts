/**
 * JSON that is also safe to look at: the control and direction characters that `JSON.stringify` would leave as they are
 * become `\u` escapes, so a program reads the same text and a terminal obeys none of it.
 */
export function safeJson(value: unknown): string {
  return escaped(JSON.stringify(value, null, 2));
}

/**
 * The same document in pieces of some 64 KB, each element of its lists on one line: 300,000 references are 60 MB, which neither a
 * string nor a pipe should hold at once. Ends with a line break.
 */
export function* jsonPieces(document: object): Generator<string> {
  let piece = "{";
  let first = true;
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    piece += `${first ? "" : ","}\n  ${JSON.stringify(key)}: `;
    first = false;
    if (!Array.isArray(value) || value.length === 0) {
      piece += JSON.stringify(value);
      continue;
    }
    for (const [i, element] of value.entries()) {
      piece += `${i === 0 ? "[" : ","}\n    ${JSON.stringify(element)}`;
      if (piece.length < pieceLength) continue;
      yield escaped(piece);
      piece = "";
    }
    piece += "\n  ]";
  }
  yield escaped(`${piece}\n}\n`);
}

const pieceLength = 65_536;

const unsafe = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(json: string): string {
  return json.replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
