import { nextPiece, type Piece } from "./cite-lexer.js";
import { type Place, type PromptBlock, placesOf } from "./cite-places.js";
import { startCleaning } from "./clean.js";

export type { PromptBlock } from "./cite-places.js";

export interface CiteOptions {
  /** The blocks of the prompt, in its order. */
  blocks: PromptBlock[];
  /** Whether a place was shown to the model; by default, whether it lies in one of the blocks. */
  shown?: (place: Place) => boolean;
}

export interface Citation extends Place {
  verified: boolean;
  reason?: string;
}

/** First and last lines of a file that stood in the prompt. */
export type SentRanges = Map<string, [start: number, end: number][]>;

/**
 * The citations of a finished answer, each once, in order. `lineCount` gives a file's number of lines now, or null when
 * there is no such file. Verified: the line was in the prompt and the file has it.
 */
export function verifyCitations(
  answer: string,
  source: { sentRanges: SentRanges; lineCount: (file: string) => number | null },
): Citation[] {
  const found = new Map<string, Citation>();
  for (const [, file, digits] of withoutFences(answer).matchAll(citationPattern)) {
    const line = Number(digits);
    const key = `${file}:${line}`;
    if (!found.has(key)) found.set(key, verified({ file: file!, line }, source));
  }
  return [...found.values()];
}

/**
 * `[src/a.ts:12]` or `[src/a.ts:12 ?]`: the path, the line, the mark. A path may hold brackets (`app/[slug]/page.tsx`)
 * and blanks, but no colon; without a dot or slash it starts with a capital (`Makefile`), so that `[x:3]` is none.
 */
export const citationPattern =
  /\[((?:[^[\]\n:]|\[[^[\]\n]{0,80}\]){0,200}[./](?:[^[\]\n:]|\[[^[\]\n]{0,80}\]){0,80}|[A-Z]\w+):(\d+)( \?)?\]/g;

export interface Citing {
  push(chunk: string): string;
  end(): string;
}

/**
 * Rewrites a model's answer as it streams: control sequences go, citations in any usual form become `[path:line]`
 * (`[path:line ?]` when that line was not in the prompt), the first mention of a definition that stands in the prompt
 * gets its place behind it, and an answer without any citation ends with the places it was written from.
 * Only an unfinished bracket, backtick span or word is held back; the whole does not depend on the chunks' borders.
 */
export function startCiting({ blocks, shown }: CiteOptions): Citing {
  const places = placesOf(blocks);
  const cleaner = startCleaning();
  const isShown = shown ?? ((place: Place) => blocks.some((block) => holds(block, place)));
  const done = new Set<string>();
  let rest = "";
  let behind = "";
  let fence: string | null = null;
  let inHeading = false;
  /** A citation of our own that waits to see whether the model cites by itself, with the text after it. */
  let waiting: { place: Place | null; held: string } | null = null;
  let last: Place | null = null;
  let cited = false;
  let out = "";
  let ending = "";

  const write = (text: string) => {
    out += text;
    ending = (ending + text).slice(-2);
  };
  const cite = (list: Place[]) => {
    if (ending !== "" && !/[\s([{"'“*_|]$/.test(ending)) write(" ");
    write(list.map((place) => `[${place.file}:${place.line}${isShown(place) ? "" : " ?"}]`).join(" "));
    for (const place of list) done.add(keyOf(place));
    cited ||= list.some(isShown);
    last = list.at(-1) ?? last;
  };
  const release = () => {
    if (!waiting) return;
    const { place, held } = waiting;
    waiting = null;
    if (place) {
      write(" ");
      cite([place]);
    }
    write(held);
  };
  const take = (piece: Piece) => {
    if (waiting && (piece.kind === "blank" || (piece.kind === "text" && /^(?:in|at|from)$/.test(piece.text)))) {
      waiting.held += piece.text;
      return;
    }
    if (piece.kind === "citation") {
      const repeated = waiting?.place === null && last !== null && repeats(piece, last, blocks);
      if (repeated) {
        waiting = { place: null, held: "" };
        return;
      }
      if (waiting) waiting.place = null;
      release();
      write(piece.lead);
      cite(piece.places);
      waiting = { place: null, held: "" };
      return;
    }
    release();
    write(piece.kind === "unknown" ? `[${piece.text} ?]` : piece.text);
    if (piece.kind === "name" && !inHeading && !done.has(keyOf(piece.place))) {
      done.add(keyOf(piece.place));
      waiting = { place: piece.place, held: "" };
    }
  };
  const pass = (text: string) => {
    rest = rest.slice(text.length);
    behind = (behind + text).slice(-60);
  };
  const work = (final: boolean) => {
    while (rest !== "") {
      const lineStart = behind === "" || behind.endsWith("\n");
      if (lineStart) {
        const mark = fenceMark(rest, fence, final);
        if (mark === null) return;
        inHeading = fence === null && rest.startsWith("#");
        if (mark !== "") {
          release();
          fence = fence === null ? /[`~]+/.exec(mark)![0] : null;
          write(mark);
          pass(mark);
          continue;
        }
      }
      if (fence !== null) {
        const line = /^[^\n]*\n?/.exec(rest)![0];
        write(line);
        pass(line);
        continue;
      }
      const piece = nextPiece(rest, {
        places,
        behind,
        afterCitation: waiting?.place === null && waiting.held === "",
        final,
      });
      if (!piece) return;
      const length = piece.kind === "unknown" ? piece.text.length + 2 : piece.text.length;
      take(piece);
      pass(rest.slice(0, length));
    }
  };
  const flush = () => {
    const text = out;
    out = "";
    return text;
  };

  return {
    push(chunk) {
      rest += cleaner.push(chunk);
      work(false);
      return flush();
    },
    end() {
      rest += cleaner.end();
      work(true);
      release();
      if (ending.trim() !== "" || behind.trim() !== "") write(closingLine());
      return flush();
    },
  };

  function closingLine(): string {
    if (cited || blocks.length === 0) return "";
    const named = [...new Map([...places.byNumber.values()].map((place) => [keyOf(place), place])).values()];
    const listed = named.slice(0, 4).map((place) => `[${place.file}:${place.line}]`);
    const more = named.length > 4 ? ` and ${named.length - 4} more` : "";
    const open = fence === null ? "" : `${ending.endsWith("\n") ? "" : "\n"}${fence}`;
    const gap = open !== "" ? "\n\n" : ending.endsWith("\n\n") ? "" : ending.endsWith("\n") ? "\n" : "\n\n";
    return `${open}${gap}From ${listed.join(", ")}${more}`;
  }
}

/** The line that opens or closes a fence, "" when the line is none, null when more text is needed to tell. */
function fenceMark(rest: string, fence: string | null, final: boolean): string | null {
  const [lead, blanks = "", ticks = ""] = /^([ \t]*)(`+|~+)?/.exec(rest)!;
  const ended = rest.length > lead.length;
  if (blanks.length > 40) return "";
  if (!ended && !final) return null;
  if (ticks.length < 3) return "";
  const line = /^[^\n]*\n?/.exec(rest)![0];
  const info = line.slice(lead.length);
  if (fence !== null) {
    if (!ticks.startsWith(fence) || info.trim() !== "") return "";
  } else if (ticks[0] === "`" && info.includes("`")) return "";
  return line.endsWith("\n") || final ? line : null;
}

/** Whether a citation only repeats the one before it, as in a copied label `[1] src/a.ts:30-71`. */
function repeats(piece: Piece & { kind: "citation" }, last: Place, blocks: PromptBlock[]): boolean {
  if (piece.lead !== "") return false;
  return piece.places.every(
    (place) =>
      keyOf(place) === keyOf(last) || (piece.bare && blocks.some((block) => holds(block, place) && holds(block, last))),
  );
}

function verified(place: Place, source: Parameters<typeof verifyCitations>[1]): Citation {
  const lines = source.lineCount(place.file);
  const sent = source.sentRanges.get(place.file) ?? [];
  if (lines === null) return { ...place, verified: false, reason: "there is no such file" };
  if (place.line < 1 || place.line > lines) return { ...place, verified: false, reason: `the file has ${lines} lines` };
  if (!sent.some(([start, end]) => place.line >= start && place.line <= end))
    return { ...place, verified: false, reason: "the model was not shown that line" };
  return { ...place, verified: true };
}

/** What stands in code fences is code, not citations. */
const withoutFences = (answer: string) =>
  answer.replace(/^[ \t]*(```+|~~~+)[^\n]*\n[\s\S]*?(?:^[ \t]*\1[^\n]*$|(?![\s\S]))/gm, "");

const holds = (block: PromptBlock, place: Place) =>
  block.file === place.file && place.line >= block.startLine && place.line <= block.endLine;
const keyOf = (place: Place) => `${place.file}:${place.line}`;
