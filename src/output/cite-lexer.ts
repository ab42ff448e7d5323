import { definitionOf, type Place, type Places, readCitations, readPath } from "./cite-places.js";

/**
 * A piece of a model's Markdown, as far as citations are concerned:
 * blanks within a line; a citation in one of the forms models write (its text is replaced); a name that stands for a
 * definition of the prompt; a citation of a block that does not exist; anything else.
 */
export type Piece =
  | { kind: "blank"; text: string }
  | { kind: "text"; text: string }
  | { kind: "citation"; text: string; places: Place[]; bare: boolean; lead: string; tail: string }
  | { kind: "name"; text: string; place: Place }
  | { kind: "unknown"; text: string };

export interface Around {
  places: Places;
  /** The last characters before `rest`, as the model wrote them. */
  behind: string;
  /** The piece before was a citation. */
  afterCitation: boolean;
  /** No more text will come. */
  final: boolean;
}

/**
 * The next piece of `rest`, which is not empty and does not stand inside a code fence. Null when more text could change
 * the answer: then the caller waits. A piece that is returned stays the same whatever follows, so that the result does
 * not depend on how the text was cut into chunks.
 */
export function nextPiece(rest: string, around: Around): Piece | null {
  const first = rest[0]!;
  if (first === " " || first === "\t") return { kind: "blank", text: first };
  if (first === "`") return codeSpan(rest, around);
  if (first === "[") return bracket(rest, around);
  if (first === "(") return parenthesis(rest, around);
  if (wordChar.test(first)) return word(rest, around);
  return { kind: "text", text: first };
}

/** The longest span that is held back while its end is awaited. */
const longest = 200;
const wordChar = /[\p{L}\p{N}\p{M}_$@./~+:#%&=\\–-]/u;
const afterWord = /[\p{L}\p{N}_$)\]]$/u;

const text = (text: string): Piece => ({ kind: "text", text });
const citation = (text: string, places: Place[], more: Partial<Piece & { kind: "citation" }> = {}): Piece => ({
  kind: "citation",
  text,
  places,
  bare: false,
  lead: "",
  tail: "",
  ...more,
});

/** Where `close` ends the span that `rest` opens: its index, -1 when it cannot be closed, null when it may still be. */
function closing(rest: string, open: string, close: string, final: boolean): number | null {
  let depth = 0;
  for (let at = 0; at < Math.min(rest.length, longest); at++) {
    if (rest[at] === "\n") return -1;
    if (rest[at] === open) depth++;
    if (rest[at] === close && --depth === 0) return at;
  }
  return final || rest.length >= longest ? -1 : null;
}

function bracket(rest: string, around: Around): Piece | null {
  const end = closing(rest, "[", "]", around.final);
  if (end === null) return null;
  // `items[1]` is an index.
  const indexes = afterWord.test(around.behind) && !around.afterCitation;
  if (end === -1 || indexes) return text("[");
  if (end + 1 === rest.length && !around.final) return null;
  const content = rest.slice(1, end);
  const places = readCitations(around.places, content);
  const linked = rest[end + 1] === "(" ? closing(rest.slice(end + 1), "(", ")", around.final) : -1;
  if (linked === null) return null;
  const whole = linked === -1 ? rest.slice(0, end + 1) : rest.slice(0, end + linked + 2);
  if (places) return citation(whole, places);
  if (linked !== -1) {
    // `[budgetFor](src/a.ts#L12)` keeps its text; a link to the web is left alone.
    const target = readPath(around.places, rest.slice(end + 2, end + 1 + linked), true);
    if (!target) return text(whole);
    const place = readCitations(around.places, rest.slice(end + 2, end + 1 + linked)) ?? [];
    return place.length > 0 ? citation(whole, place, { lead: content }) : text(whole);
  }
  if (/^[1-9]\d?$/.test(content)) return { kind: "unknown", text: content };
  return text("[");
}

function parenthesis(rest: string, around: Around): Piece | null {
  const head = /^\([^\s()]{0,200}/.exec(rest)![0];
  if (head.length === rest.length && !around.final) return null;
  const path = head
    .slice(1)
    .replace(/[,;]$/, "")
    .replace(/^`(.*)`$/, "$1");
  if (path === "" || !readPath(around.places, path, true)) return text("(");
  const end = closing(rest, "(", ")", around.final);
  if (end === null) return null;
  const places = end === -1 ? null : readCitations(around.places, rest.slice(1, end));
  return places ? citation(rest.slice(0, end + 1), places) : text("(");
}

function codeSpan(rest: string, around: Around): Piece | null {
  const ticks = /^`+/.exec(rest)![0];
  if (ticks.length === rest.length) return around.final ? text(ticks) : null;
  const line = rest.slice(ticks.length, longest).split("\n")[0]!;
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(line);
  const ended = rest.slice(ticks.length).length > line.length;
  if (!close) return ended || around.final ? text(ticks) : null;
  const end = ticks.length + close.index + ticks.length;
  if (end === rest.length && !around.final) return null;
  const content = line.slice(0, close.index).trim();
  const span = rest.slice(0, end);
  const inBrackets = /^\[(.+)\]$/.exec(content)?.[1];
  const path = readPath(around.places, inBrackets ?? content, true);
  if (path?.line) return citation(span, [{ file: path.file, line: path.line }]);
  if (path) return pathThenLine(rest, span, span, path.file, around);
  return named(rest, span, content, around);
}

function word(rest: string, around: Around): Piece | null {
  let end = 0;
  for (const char of rest) {
    if (!wordChar.test(char) || end > longest) break;
    end += char.length;
  }
  if (end === rest.length && !around.final) return null;
  const run = rest.slice(0, end);
  if (run.includes("://")) return text(run);
  const core = run.replace(/[.:,\-–#&=]+$/, "");
  const tail = run.slice(core.length);
  if (core === "") return text(run);
  const path = around.behind.endsWith("]") ? null : readPath(around.places, core, true);
  if (path?.line) return citation(core, [{ file: path.file, line: path.line }], { bare: true });
  if (path && tail === "") return pathThenLine(rest, run, core, path.file, around);
  if (!isCode.test(core)) return text(run);
  return named(rest, core, core, around);
}

/** Unmistakably code outside backticks: a hump (`budgetFor`), an underscore inside, or a dot between names. */
const isCode = /^[\p{L}_$][\p{L}\p{N}_$.]*$/u;
const hump = /\p{Ll}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]|[\p{L}\p{N}]\.\p{L}/u;

/** A name with what belongs to it: a call's parentheses, closing emphasis, a genitive. The citation goes behind them. */
function named(rest: string, span: string, content: string, around: Around): Piece | null {
  const quoted = span.startsWith("`");
  if (!quoted && !hump.test(content)) return text(span);
  const name = content
    .replace(/^(?:new|await|async|function|class|def|fn|func)\s+/, "")
    .replace(/(?:<[^<>]*>)?\(.*\)$/s, "");
  const place = definitionOf(around.places, name);
  if (!place) return text(span);
  let end = span.length;
  if (!quoted && rest[end] === "(") {
    const call = closing(rest.slice(end), "(", ")", around.final);
    if (call === null) return null;
    if (call > 0) end += call + 1;
  }
  const suffix = /^(?:[*_]{1,3}|['’]s(?!\w))*/.exec(rest.slice(end))![0];
  if (!around.final && /^(?:[*_]|['’]s?)*$/.test(rest.slice(end))) return null;
  return { kind: "name", text: rest.slice(0, end + suffix.length), place };
}

/** `src/a.ts line 12`, `src/a.ts (lines 12-20)`, `line 12 of src/a.ts`: a path of the prompt with its line beside it. */
function pathThenLine(rest: string, span: string, plain: string, file: string, around: Around): Piece | null {
  const before = /\blines?\s+(\d+)(?:\s*[-–]\s*\d+)?\s+(?:of|in)\s+(?:the\s+)?(?:file\s+)?$/i.exec(around.behind);
  if (before) return citation(span, [{ file, line: Number(before[1]) }]);
  const after = rest.slice(span.length);
  const mayGoOn =
    /^,?[ \t]*\(?(?:(?:a|at|o|on|i|in)|(?:(?:at|on|in)[ \t]+)?(?:l|li|lin|line|lines)?(?:[ \t]+\d*)?(?:[ \t]*(?:-|–|t|to)?[ \t]*\d*\)?))?$/i;
  if (!around.final && mayGoOn.test(after)) return null;
  const match = /^,?[ \t]*(\()?(?:(?:at|on|in)[ \t]+)?lines?[ \t]+(\d+)(?:[ \t]*(?:-|–|to)[ \t]*\d+)?(\))?/i.exec(
    after,
  );
  if (!match || (match[1] === undefined) !== (match[3] === undefined)) return text(plain);
  return citation(span + match[0], [{ file, line: Number(match[2]) }]);
}
