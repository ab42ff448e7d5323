/** A token of Rust source: where it starts, in UTF-16 units from the beginning of the text. */
interface Token {
  text: string;
  start: number;
}

/** One name that a `use` or `extern crate` brings in: its path, outermost first. `text` is an identifier, or `*` as the last. */
export interface ImportedPath {
  segments: Token[];
  /** Where the declaration starts, and one past its semicolon. */
  start: number;
  end: number;
}

/** Reads nothing but what import declarations need; written apart from v4's own reading of them, whose judge it is. */
export function importedPaths(source: string): ImportedPath[] {
  const tokens = tokensOf(source);
  const paths: ImportedPath[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const isUse = tokens[at]!.text === "use" && tokens[at + 1]?.text !== "<" && tokens[at - 1]?.text !== "::";
    const isCrate = tokens[at]!.text === "extern" && tokens[at + 1]?.text === "crate";
    if (!isUse && !isCrate) continue;
    const start = tokens[at]!.start;
    const found: Token[][] = [];
    at = tree(tokens, at + (isUse ? 1 : 2), [], found);
    const end = (tokens[at]?.start ?? source.length) + 1;
    paths.push(...found.map((segments) => ({ segments, start, end })));
  }
  return paths;
}

/** The names of `mod NAME;`, whose file is the module. */
export function moduleNames(source: string): Token[] {
  const tokens = tokensOf(source);
  return tokens.filter((_, at) => tokens[at - 1]?.text === "mod" && tokens[at + 1]?.text === ";");
}

/** Reads one tree and returns the index of the token after it. */
function tree(tokens: Token[], at: number, prefix: Token[], found: Token[][]): number {
  if (tokens[at]?.text === "::") at++;
  const token = tokens[at];
  if (!token) return at;
  if (token.text === "{") {
    at++;
    while (tokens[at] && tokens[at]!.text !== "}") {
      const next = tree(tokens, at, prefix, found);
      at = tokens[next]?.text === "," ? next + 1 : next === at ? at + 1 : next;
    }
    return at + 1;
  }
  if (token.text !== "*" && !/^[\p{L}_$]/u.test(token.text)) return at;
  if (tokens[at + 1]?.text === "::") return tree(tokens, at + 2, [...prefix, token], found);
  found.push(token.text === "self" && prefix.length > 0 ? prefix : [...prefix, token]);
  return tokens[at + 1]?.text === "as" ? at + 3 : at + 1;
}

/** Identifiers, `::` and single characters; comments, strings and characters are left out. Block comments nest. */
function tokensOf(source: string): Token[] {
  const pattern =
    /\/\/[^\n]*|\/\*|\b[bc]?r(#*)"[\s\S]*?"\1|\b[bc]?"(?:\\[\s\S]|[^"\\])*"|"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])'|(?:r#)?[\p{L}_$][\p{L}\p{N}_]*|::|\S/gu;
  const tokens: Token[] = [];
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    const text = match[0];
    if (text === "/*") pattern.lastIndex = commentEnd(source, match.index);
    else if (text === "::" || text.length === 1 || /^(?:r#)?[\p{L}_$][\p{L}\p{N}_]*$/u.test(text)) {
      tokens.push({ text, start: match.index });
    }
  }
  return tokens;
}

function commentEnd(source: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start + 2;
  for (let depth = 1; depth > 0; ) {
    const match = edge.exec(source);
    if (!match) return source.length;
    depth += match[0] === "/*" ? 1 : -1;
  }
  return edge.lastIndex;
}
