/**
 * Text that came from the repository or from a model, made safe to show: without terminal control sequences and
 * without the characters that reorder text on screen. Everything v4 prints goes through here first; colours and
 * links are added afterwards. Newlines and tabs stay; `\r` goes, so that no line can overwrite itself.
 */
export function clean(text: string): string {
  const cleaner = startCleaning();
  return cleaner.push(text) + cleaner.end();
}

/** The same for a field that must stay on one line: blanks and line breaks become single spaces. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, " ").trim();
}

export interface Cleaner {
  push(chunk: string): string;
  end(): string;
}

/**
 * The same for a stream. A sequence may begin in one chunk and end in another, so the state is kept between chunks and
 * the result does not depend on where the chunks are cut. A surrogate pair is never let out in two halves.
 */
export function startCleaning(): Cleaner {
  let state: State = "text";
  let half = "";
  return {
    push(chunk) {
      const text = half + chunk;
      half = "";
      if (state === "text" && !suspect.test(text)) return text;
      let out = "";
      for (let at = 0; at < text.length; at++) {
        const char = text[at]!;
        const next = transition(state, char);
        if (state === "text" || next.again) {
          if (isHighSurrogate(char)) {
            const low = text[at + 1];
            if (low === undefined) half = char;
            else if (isLowSurrogate(low)) {
              out += char + low;
              at++;
            }
          } else if (next.state === "text") out += shown(char);
        }
        state = next.state;
      }
      return out;
    },
    end() {
      half = "";
      return "";
    },
  };
}

/**
 * Where we are: in text; after ESC; inside CSI (`ESC [ … letter`); inside a string (OSC, DCS, APC, PM, SOS) that ends
 * with BEL or ST; after an ESC inside such a string.
 */
type State = "text" | "escape" | "csi" | "string" | "stringEscape";

/** `again` says that the character ended a broken sequence and is itself text. */
function transition(state: State, char: string): { state: State; again?: boolean } {
  // A string that is never closed would swallow the rest of the answer; none of them may hold a line break.
  if (char === "\n" && state !== "text") return { state: "text", again: true };
  switch (state) {
    case "text":
      if (char === "\x1b") return { state: "escape" };
      if (char === "\x9b") return { state: "csi" };
      if ("\x90\x98\x9d\x9e\x9f".includes(char)) return { state: "string" };
      return { state: "text" };
    case "escape":
      if (char === "[") return { state: "csi" };
      if ("]PX^_".includes(char)) return { state: "string" };
      if (char >= " " && char <= "/") return { state: "escape" };
      if (char === "\x1b") return { state: "escape" };
      return char >= "0" && char <= "~" ? { state: "text" } : { state: "text", again: true };
    case "csi":
      if (char >= " " && char <= "?") return { state: "csi" };
      if (char === "\x1b") return { state: "escape" };
      return char >= "@" && char <= "~" ? { state: "text" } : { state: "text", again: true };
    case "string":
      if (char === "\x07" || char === "\x9c") return { state: "text" };
      return { state: char === "\x1b" ? "stringEscape" : "string" };
    case "stringEscape":
      return { state: char === "\\" ? "text" : char === "\x1b" ? "stringEscape" : "string" };
  }
}

// Control characters except tab and newline, the bidirectional controls (source that reads differently from what it
// does), line and paragraph separators, the byte order mark, and surrogates, which need to be looked at in pairs.
const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
const suspect = new RegExp(`${hidden.source}|[\\u2028\\u2029\\ud800-\\udfff]`);

function shown(char: string): string {
  if (char === "\u2028" || char === "\u2029") return "\n";
  return hidden.test(char) || isLowSurrogate(char) ? "" : char;
}

const isHighSurrogate = (char: string) => char >= "\ud800" && char <= "\udbff";
const isLowSurrogate = (char: string) => char >= "\udc00" && char <= "\udfff";
