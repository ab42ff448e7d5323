/** How files of a language hold code of others: a row of its language.json. Regular expressions; `blocks` and each of `uses` has one group. */
export interface Embedding {
  /** What is no code wherever it stands: comments of the page, styles. */
  skip: string;
  /** A block of code from its opening tag, the first group, to its end; the code is the second group. */
  block: string;
  /** Finds the name of a block's language in its opening tag. */
  language: string;
  /** The languages that those names mean; "" where there is none. A block of another language is no code. */
  languages: Record<string, string>;
  /** Others import the file itself as its default export. */
  isDefaultExport?: boolean;
  /**
   * Where the rest of the file, or the blocks, use names: `expression` holds any number of them, `name` is one. A name that is not known as it
   * stands is tried in the forms that `spelled` gives it: `my-tag` as myTag and MyTag, `$count` as count.
   */
  uses: { expression?: string; name?: string; in?: "blocks"; spelled?: "words" | "prefixed" }[];
}

/** A name that is used outside of the code that is parsed, and the members that are taken from it. Offsets are those of the file. */
export interface LooseUse {
  /** The ways it may be spelled where it is declared, the likeliest first. */
  names: string[];
  at: number;
  members: { name: string; at: number }[];
}

export interface EmbeddedCode {
  /** Name of the language of the blocks; all of a file are of one. */
  language: string;
  /** As long as the file: its blocks where they stand, and blanks. */
  text: string;
  uses: LooseUse[];
}

/** The code in a file. Blocks of several languages are read as the first that says which it is. */
export function embeddedCode(row: Embedding, text: string): EmbeddedCode {
  const pattern = new RegExp(`${row.skip}|${row.block}`, "dg");
  const blocks: { start: number; end: number; language: string }[] = [];
  let page = text;
  for (const found of text.matchAll(pattern)) {
    page = blanked(page, found.index, found.index + found[0].length);
    const code = found.indices![2];
    if (!code) continue;
    const written = new RegExp(row.language).exec(found[1]!)?.[1] ?? "";
    const language = row.languages[written];
    if (language !== undefined) blocks.push({ start: code[0], end: code[1], language });
  }
  const plain = row.languages[""]!;
  let code = "";
  for (const { start, end } of blocks) code += `${blank(text.slice(code.length, start))}${text.slice(start, end)};`;
  // The mark behind the last block takes the place of its closing tag's first character, as all do.
  code += blank(text.slice(code.length));
  const language = blocks.find((block) => block.language !== plain)?.language ?? plain;
  return { language, text: code, uses: usesIn(row, page, code) };
}

/** Everything but line ends becomes a blank, so that all that follows stays where it is. */
const blank = (text: string): string => text.replace(/[^\r\n]/g, " ");

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end);
}

function usesIn({ uses }: Embedding, page: string, code: string): LooseUse[] {
  const found: LooseUse[] = [];
  for (const { expression, name, in: place, spelled } of uses) {
    const text = place === "blocks" ? code : page;
    for (const match of text.matchAll(new RegExp((expression ?? name)!, "dg"))) {
      const [start, end] = match.indices!.slice(1).find((span) => span !== undefined) ?? [0, 0];
      if (expression !== undefined) addNames(found, text.slice(start, end), start, spelled);
      else addChain(found, text.slice(start, end), start, spelled);
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** A string, or a name with what is taken from it; no key of an object. */
const token =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|(?<![\w$])(?<!(?<!\.\.)\.)[A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*)*/g;

function addNames(found: LooseUse[], expression: string, at: number, spelled: "words" | "prefixed" | undefined): void {
  for (const { 0: piece, index } of expression.matchAll(token)) {
    const quote = piece[0]!;
    if (quote === "`") {
      for (const { 1: inner, index: from } of piece.matchAll(/\$\{([^}]*)\}/g))
        addNames(found, inner!, at + index + from + 2, spelled);
    } else if (quote !== '"' && quote !== "'" && !isKey(expression, index, index + piece.length))
      addChain(found, piece, at + index, spelled);
  }
}

/** `{ active: on }` and `{ a, active: on }`, but not `a ? b : c`. */
function isKey(expression: string, start: number, end: number): boolean {
  return /^\s*:/.test(expression.slice(end)) && /[{,]\s*$/.test(expression.slice(0, start));
}

function addChain(found: LooseUse[], chain: string, at: number, spelled: "words" | "prefixed" | undefined): void {
  const [first, ...members] = [...chain.matchAll(spelled === "words" ? /[\w$-]+/g : /[\w$]+/g)];
  if (!first) return;
  const names = [first[0], ...(spelled === undefined ? [] : spellings[spelled](first[0]))];
  found.push({
    names: [...new Set(names)],
    at: at + first.index,
    members: members.map(({ 0: name, index }) => ({ name, at: at + index })),
  });
}

const spellings = {
  words: (name: string): string[] => {
    const joined = name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
    return [joined, joined[0]!.toUpperCase() + joined.slice(1)];
  },
  prefixed: (name: string): string[] => (name.startsWith("$") ? [name.slice(1)] : []),
};
