/** A block of evidence as the prompt shows it: `[1] src/prompt/budget.ts:30-71 budgetFor`. Lines include both ends. */
export interface PromptBlock {
  number: number;
  file: string;
  startLine: number;
  endLine: number;
  /** Dotted name, or "" for plain text. */
  symbol: string;
  /** Every definition that stands in the block, with the line of its name. */
  definitions: { name: string; line: number }[];
}

export interface Place {
  file: string;
  line: number;
}

/** What the host knows of the prompt, arranged for looking up what a model's citation or a name means. */
export interface Places {
  blocks: PromptBlock[];
  byNumber: Map<number, Place>;
  byName: Map<string, Place[]>;
}

/** Arranges the blocks of a prompt. A block's own line is that of the name it defines, not of its doc comment. */
export function placesOf(blocks: PromptBlock[]): Places {
  const places: Places = { blocks, byNumber: new Map(), byName: new Map() };
  for (const block of blocks) {
    places.byNumber.set(block.number, { file: block.file, line: lineOfBlock(block) });
    for (const { name, line } of block.definitions) {
      for (const key of keysOf(block.symbol, name)) {
        const known = places.byName.get(key) ?? [];
        places.byName.set(key, [...known, { file: block.file, line }]);
      }
    }
  }
  return places;
}

/** The file of the prompt that a path written by a model means: the path itself, or the only one that ends with it. */
function fileOf(places: Places, path: string): string | null {
  const wanted = path.replace(/^(?:\.?\/)+/, "");
  const files = new Set(places.blocks.map((block) => block.file));
  if (files.has(path)) return path;
  if (files.has(wanted)) return wanted;
  const ending = wanted === "" ? [] : [...files].filter((file) => file.endsWith(`/${wanted}`));
  return ending.length === 1 ? ending[0]! : null;
}

/** The line that stands for a file cited without one, when the prompt holds it. */
function lineOfFile(places: Places, file: string): number | null {
  const block = places.blocks.find((candidate) => candidate.file === file);
  return block ? lineOfBlock(block) : null;
}

/**
 * The definition that a name in an answer means, or null when it means none or could mean two in different files:
 * a wrong citation is worse than none. `this.open` and `session.open` find `open` of a class `Session`.
 */
export function definitionOf(places: Places, written: string): Place | null {
  const name = written.replace(/^(?:this|self|cls|super)\./, "");
  const found = places.byName.get(name.includes(".") ? name.toLowerCase() : name);
  if (!found) return null;
  const first = found[0]!;
  return found.every((place) => place.file === first.file) ? first : null;
}

/**
 * Reads what stands between brackets as citations: block numbers, paths with a line, or a mixture. Null when any part
 * of it is something else, so that `[optional]` or `[0, 1]` stays as it was written.
 */
export function readCitations(places: Places, content: string): Place[] | null {
  const found: Place[] = [];
  let path: string | null = null;
  for (const item of content.split(/[,;&]|\band\b/)) {
    const text = item.trim().replace(/^`(.*)`$/, "$1");
    const numbers: number[] | null = blockNumbers(text);
    const lineOnly = /^(?:lines?\s*)?L?(\d+)(?:\s*[-–]\s*L?\d+)?$/i.exec(text);
    if (path && lineOnly) {
      found.push({ file: path, line: Number(lineOnly[1]) });
    } else if (numbers) {
      if (!numbers.every((number) => places.byNumber.has(number))) return null;
      found.push(...numbers.map((number) => places.byNumber.get(number)!));
    } else {
      const place = readPath(places, text);
      if (!place) return null;
      path = place.file;
      if (place.line !== null) found.push({ file: place.file, line: place.line });
    }
  }
  if (path && found.length === 0) {
    const line = lineOfFile(places, path);
    if (line !== null) found.push({ file: path, line });
  }
  return found.length > 0 ? found : null;
}

/**
 * Reads `src/a.ts:12`, `src/a.ts:12-20`, `src/a.ts#L12`, `src/a.ts line 12`, a whole label
 * `src/a.ts:12-20 name`, or a path of the prompt alone (line null). `bare` text needs a slash in a path that is not in
 * the prompt: `example.com:80` is no citation.
 */
export function readPath(places: Places, text: string, bare = false): { file: string; line: number | null } | null {
  const label = /^\[?\d+[\]:]\s*(.+)$/.exec(text)?.[1] ?? text;
  const match =
    /^(.+?)(?::\s*lines?\s*|:L?|#L?|,?\s+(?:at\s+)?lines?\s+)(\d+)(?::\d+)?(?:\s*[-–]\s*L?\d+(?::\d+)?)?(?:\s+[\w$.]+(?:\(\))?)?$/i.exec(
      label,
    );
  const path = (match?.[1] ?? label).trim();
  const file = fileOf(places, path);
  if (!match) return file === null ? null : { file, line: null };
  if (file !== null) return { file, line: Number(match[2]) };
  const known = bare ? /^(?!.*:\/\/)[^\s:]*\/[^\s:/]*\.[A-Za-z]\w{0,9}$/ : /^(?!.*:\/\/)[^\s:]+\.[A-Za-z]\w{0,9}$/;
  return known.test(path) ? { file: path.replace(/^\.\//, ""), line: Number(match[2]) } : null;
}

function blockNumbers(text: string): number[] | null {
  const match = /^(?:(?:block|source|evidence|ref|no\.?)\s*)?[#^]?(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?$/i.exec(text);
  if (!match) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? first);
  if (last < first || last - first > 9) return null;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function lineOfBlock(block: PromptBlock): number {
  const name = lastPart(block.symbol);
  const own = block.definitions.find((definition) => lastPart(definition.name) === name);
  return own && name !== "" ? own.line : block.startLine;
}

/** `open` in a block `Session` or `Session.open` answers to `open` and, whatever its case, to `session.open`. */
function keysOf(symbol: string, name: string): Set<string> {
  const short = lastPart(name);
  const owner = name.includes(".") ? name : lastPart(symbol) === name ? symbol : `${symbol}.${name}`;
  const parts = owner.split(".").filter((part) => part !== "");
  const keys = new Set([short]);
  for (let from = 0; from < parts.length - 1; from++) keys.add(parts.slice(from).join(".").toLowerCase());
  return keys;
}

const lastPart = (name: string) => name.slice(name.lastIndexOf(".") + 1);
