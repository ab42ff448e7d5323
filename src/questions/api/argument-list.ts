import { type Language, languages } from "../../syntax/languages.js";

/**
 * A text of the same length in which comments are blanks and strings are letters, line ends aside: brackets and commas in it are code.
 * Only for languages that say what their comments and strings look like (`dead` in language.json).
 */
function codeOnly(text: string, { dead, comments, arguments: rules }: Language): string {
  if (!dead) return text;
  const code = text.replace(new RegExp(`${dead.comment}|${dead.string}`, "gm"), (piece) =>
    piece.replace(/[^\n]/g, comments.line.some((mark) => piece.startsWith(mark)) ? " " : "s"),
  );
  return rules ? code.replace(new RegExp(rules.bare, "g"), (piece) => piece.replace(/[^\n]/g, "p")) : code;
}

/**
 * The pieces between the commas of the bracket that opens behind a name and its type arguments; null when none opens or it does not close.
 * `ofTypes`: `<` and `>` are brackets, too.
 */
export function listBehind(code: string, name: number, bracket: "(" | "{", ofTypes = false): string[] | null {
  const opens = new RegExp(`[\\p{L}\\p{N}_$]+\\s*(?:\\[[^\\]()]*\\]\\s*|(?:::)?<[^<>()]*>\\s*)?\\${bracket}`, "uy");
  opens.lastIndex = name;
  if (!opens.test(code)) return null;
  const list: string[] = [];
  let depth = 1;
  let from = opens.lastIndex;
  for (let at = from; at < code.length; at++) {
    const mark = code[at]!;
    if ("([{".includes(mark) || (ofTypes && mark === "<" && code[at + 1] !== "-")) depth++;
    else if (")]}".includes(mark) || (ofTypes && mark === ">" && !"-=".includes(code[at - 1]!))) depth--;
    if (depth > 0 && !(mark === "," && depth === 1)) continue;
    list.push(code.slice(from, at).trim());
    from = at + 1;
    if (depth === 0) return list.at(-1) === "" ? list.slice(0, -1) : list;
  }
  return null;
}

/** Offset of each line of a text. */
function lineOffsets(text: string): number[] {
  const offsets = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) offsets.push(at + 1);
  return offsets;
}

/** The code of a file without comments and strings, and where its lines begin. */
export interface Text {
  code: string;
  lines: number[];
}

export type Texts = (path: string) => Text;

/** The code of files of languages with named arguments, each read once. */
export function textsOf(read: (path: string) => string | null, languageOf: (path: string) => string): Texts {
  const known = new Map<string, Text>();
  return (path) => {
    let text = known.get(path);
    if (!text) {
      const source = read(path) ?? "";
      text = { code: codeOnly(source, languages.get(languageOf(path))!), lines: lineOffsets(source) };
      known.set(path, text);
    }
    return text;
  };
}
