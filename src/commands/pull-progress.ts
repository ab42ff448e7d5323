import type { PullEvent } from "../model/pull.js";
import { bytes, duration } from "../output/figures.js";
import { openPipe } from "../output/pipe.js";
import { progressLine } from "../output/progress.js";
import type { Face } from "./face.js";

type Done = Extract<PullEvent, { type: "done" }>;

/** Without a terminal a line is said when this much time or another such part of the whole has passed. */
const QUIET_SECONDS = 5;
const QUIET_PARTS = 10;
/** A live line is redrawn no sooner than this: a joined part alone makes hundreds of events. */
const LIVE_MILLISECONDS = 80;

/**
 * Shows a fetch on stderr: one live line on a terminal, a plain line now and then otherwise, nothing with `--quiet`.
 * Returns the last event. Throws what the fetch throws.
 */
export async function showPull(events: AsyncIterable<PullEvent>, face: Face, id: string): Promise<Done> {
  const aside = openPipe(face.stderr);
  const show = face.quiet ? () => Promise.resolve() : (text: string) => aside.write(text);
  const live = face.stderr.isTTY === true;
  const clear = live ? "\r\x1b[K" : "";
  let said = { at: performance.now(), part: 0 };
  let shown = 0;
  let done: Done | undefined;
  try {
    for await (const event of events) {
      if (event.type === "progress" || event.type === "checking") {
        const checking = event.type === "checking";
        const line = progressLine({
          label: checking ? "Checking" : "Fetching",
          done: event.done,
          total: event.total,
          unit: "bytes",
          perSecond: checking ? 0 : event.bytesPerSecond,
          width: live ? (face.stderr.columns || 80) - 1 : 200,
        });
        const part = Math.floor((QUIET_PARTS * event.done) / event.total);
        const now = performance.now();
        const due = now - said.at > QUIET_SECONDS * 1000 || (!checking && part > said.part);
        if (live && now - shown > LIVE_MILLISECONDS) {
          shown = now;
          await show(`${clear}${line}`);
        } else if (!live && due) {
          said = { at: now, part };
          await show(`${line}\n`);
        }
      } else if (event.type === "done") done = event;
      else await show(`${clear}${sentence(event, id)}\n`);
    }
  } finally {
    await show(clear);
  }
  return done!;
}

function sentence(event: Exclude<PullEvent, { type: "progress" | "checking" | "done" }>, id: string): string {
  if (event.type === "waiting") return `Another v4 (process ${event.process}) fetches this model: waiting for it`;
  const name = event.type === "source" ? event.name : event.kind === "pip" ? "pip" : "Hugging Face";
  return event.type === "source" ? `Fetching ${id} from ${name}` : `  ${name} did not deliver: ${event.reason}`;
}

/** `Fetched 1.12 GB in 41 s, SHA-256 right`. */
export function pullSummary(event: Done, milliseconds: number): string {
  if (!event.fetched) return `Already here: ${event.path}`;
  const proof = event.sha256 ? "its SHA-256 is right" : "nobody knows its SHA-256, so it was not checked";
  return `Fetched ${bytes(event.bytes)} in ${duration(milliseconds)}, ${proof}: ${event.path}`;
}
