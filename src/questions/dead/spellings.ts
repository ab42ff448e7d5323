import type { DeadRules } from "../../syntax/languages.js";

/** `code` may be a use; names in strings, in import statements and in files of other languages are no uses by themselves. */
type SpellingKind = "code" | "string" | "import" | "text";

/** One place where a name is spelled. Lines and columns start at 1; a string or import statement lies from `start` to `end`. */
export interface Spelling {
  name: string;
  kind: SpellingKind;
  at: number;
  line: number;
  column: number;
  start: number;
  end: number;
}

/** How the source of one language falls into comments, strings, import statements and names. */
export interface Lexer {
  pieces: RegExp;
}

/** Letters beyond ASCII are taken as they come. */
const name = "[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*";
const number = "\\d[\\w\\u0080-\\uffff]*";

export function lexerOf({ comment, string, import: imported }: DeadRules): Lexer {
  return {
    pieces: new RegExp(
      `(?<comment>${comment})|(?<string>${string})|(?<import>${imported})|(?<name>${name})|${number}`,
      "gm",
    ),
  };
}

const names = new RegExp(`${name}|${number}`, "g");

/**
 * Visits every place outside of comments where a text spells a wanted name. Without a lexer the whole is text, comments too: nothing is
 * known of it. A number that runs into letters is no name.
 */
export function spellings(
  text: string,
  lexer: Lexer | null,
  isWanted: (name: string) => boolean,
  visit: (spelling: Spelling) => void,
): void {
  const lines = lineCounter(text);
  const within = (kind: SpellingKind, piece: string, start: number) => {
    for (const found of piece.matchAll(names)) {
      if (!isWanted(found[0])) continue;
      const at = start + found.index;
      visit({ name: found[0], kind, at, ...lines(at), start, end: start + piece.length });
    }
  };
  if (!lexer) {
    within("text", text, 0);
    return;
  }
  for (const match of text.matchAll(lexer.pieces)) {
    const { string, import: imported, name: word } = match.groups!;
    const start = match.index;
    if (word !== undefined) {
      if (isWanted(word))
        visit({ name: word, kind: "code", at: start, ...lines(start), start, end: start + word.length });
    } else if (string !== undefined) within("string", string, start);
    else if (imported !== undefined) within("import", imported, start);
  }
}

/** The line and column of places that are asked for in rising order. */
function lineCounter(text: string): (at: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  return (at) => {
    for (let next = text.indexOf("\n", start); next >= 0 && next < at; next = text.indexOf("\n", start)) {
      line++;
      start = next + 1;
    }
    return { line, column: at - start + 1 };
  };
}
