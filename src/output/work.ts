import type { AskEvent } from "./ask-events.js";
import { cleanLine } from "./clean.js";
import { bytes, count } from "./figures.js";
import type { Output } from "./pipe.js";
import { progressLine } from "./progress.js";

/** The events that only tell how far v4 is. */
export type Working = Extract<AskEvent, { type: "indexing" | "pulling" | "loading" | "judging" | "prefill" }>;

/**
 * Progress beside a plain result: on a terminal one line that rewrites itself (write `clear()` before anything else); in a
 * log one line a phase, and one each tenth of a download.
 */
export function startProgress(stderr: Output, quiet: boolean) {
  let live = false;
  let said = "";
  return {
    clear(): string {
      const erase = live ? "\r\x1b[K" : "";
      live = false;
      return erase;
    },
    line(event: Working): string {
      if (quiet) return "";
      if (stderr.isTTY) {
        live = true;
        return `\r\x1b[K${describeWork(event, (stderr.columns || 80) - 1)}`;
      }
      const tenth = event.type === "pulling" && event.total > 0 ? Math.floor((event.done / event.total) * 10) : 0;
      if (said === `${event.type}${tenth}`) return "";
      said = `${event.type}${tenth}`;
      return `${logged(event)}\n`;
    },
  };
}

/** The same for a log, where a bar would stand still. */
function logged(event: Working): string {
  switch (event.type) {
    case "indexing":
      return `indexing ${count(event.total)} files`;
    case "pulling":
      return `fetching ${cleanLine(event.model)}: ${bytes(event.done)} of ${bytes(event.total)}`;
    case "loading":
      return `loading ${cleanLine(event.model)}`;
    case "judging":
      return `judging ${count(event.total)} places`;
    case "prefill":
      return `reading ${count(event.total)} tokens`;
  }
}

/** What v4 is doing, on one line of at most `width` columns; the terminal face shows the same words. */
export function describeWork(event: Working, width: number): string {
  switch (event.type) {
    case "indexing":
      return progressLine({ ...event, label: "Indexing", unit: "files", perSecond: 0, width });
    case "pulling":
      return progressLine({
        ...event,
        label: `Fetching ${cleanLine(event.model)}`,
        unit: "bytes",
        perSecond: event.bytesPerSecond,
        width,
      });
    case "loading": {
      const label = `Loading ${cleanLine(event.model)}`;
      return progressLine({ label, done: event.fraction, total: 1, unit: "parts", perSecond: 0, width });
    }
    case "judging":
      return progressLine({ ...event, label: "Judging", unit: "places", perSecond: 0, width });
    case "prefill": {
      const label = event.done < event.total ? "Reading" : "Thinking";
      return progressLine({ ...event, label, unit: "tokens", perSecond: event.tokensPerSecond, width });
    }
  }
}
