import type { Token } from "node-llama-cpp";
import type { LoadedModel } from "./load.js";

const open = "<think>";
const close = "</think>";

export interface ShownText {
  /** The text that may be shown after this token, "" while a character or a mark is incomplete. */
  next: (token: Token) => string;
  /** What was still held back. */
  end: () => string;
  /** Tokens between `<think>` and `</think>` so far, the marks included. */
  readonly hidden: number;
}

/**
 * Turns output tokens into the text to show: whole characters only (a token may end inside of one), no special tokens,
 * nothing between `<think>` and `</think>`. Some templates open the thought in the prompt itself.
 */
export function hideThoughts(model: LoadedModel, prompt: readonly Token[]): ShownText {
  const { weights } = model;
  const marks = new Map<Token, string>();
  for (const mark of [open, close]) {
    const [token, ...more] = weights.tokenize(mark, true);
    if (token !== undefined && more.length === 0) marks.set(token, mark);
  }
  const lead = weights.detokenize(prompt.slice(-8), true);
  let inside = lead.lastIndexOf(open) > lead.lastIndexOf(close);
  let afterThought = inside;
  let hidden = 0;
  let before: Token[] = prompt.slice(-4);
  let pending: Token[] = [];
  let held = "";

  const decode = (final: boolean): string => {
    const text = weights.detokenize(pending, false, before);
    // Four bytes make a character, so eight tokens without one are no character at all.
    if (!final && text.endsWith("\uFFFD") && pending.length < 8) return "";
    before = [...before, ...pending].slice(-4);
    pending = [];
    return text;
  };

  const release = (final: boolean): string => {
    let shown = "";
    for (;;) {
      const mark = inside ? close : open;
      const at = held.indexOf(mark);
      if (at < 0) break;
      if (!inside) shown += held.slice(0, at);
      held = held.slice(at + mark.length);
      inside = !inside;
      if (!inside) afterThought = true;
    }
    const kept = final ? 0 : overlap(held, inside ? close : open);
    if (!inside) shown += held.slice(0, held.length - kept);
    held = held.slice(held.length - kept);
    if (afterThought && !inside) {
      shown = shown.trimStart();
      if (shown) afterThought = false;
    }
    return shown;
  };

  return {
    next(token) {
      const mark = marks.get(token);
      const wasInside = inside;
      if (mark) held += decode(true) + mark;
      else {
        pending.push(token);
        held += decode(false);
      }
      const shown = release(false);
      if (wasInside || inside) hidden++;
      return shown;
    },
    end() {
      if (pending.length > 0) held += decode(true);
      return release(true);
    },
    get hidden() {
      return hidden;
    },
  };
}

/** How many characters at the end of `text` could be the beginning of `mark`. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (mark.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
