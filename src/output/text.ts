import type { Evidence } from "../questions/evidence.js";
import type { AskEvent } from "./ask-events.js";
import { cleanLine, startCleaning } from "./clean.js";
import { evidenceTable, plainTable } from "./evidence-table.js";
import { type Output, openPipe } from "./pipe.js";
import { doubts, lastLine } from "./summary.js";
import { startProgress } from "./work.js";

export interface FaceOptions {
  /** The repository's folder: links lead into it. */
  root: string;
  stdout: Output;
  stderr: Output;
  quiet: boolean;
}

/**
 * The plain face: no colours, no links. The result goes to stdout: the answer as it streams, or the evidence when no
 * model was asked. Everything else goes to stderr; `quiet` leaves only the result.
 * Rejects with the error of a `failed` event; ends early, without a word, when the reader of stdout has gone.
 */
export async function renderText(events: AsyncIterable<AskEvent>, options: FaceOptions): Promise<void> {
  const out = openPipe(options.stdout);
  const aside = openPipe(options.stderr);
  const progress = startProgress(options.stderr, options.quiet);
  const cleaner = startCleaning();
  let evidence: Evidence[] = [];
  let listed = options.quiet;
  let written = "";

  const say = async (text: string) => {
    if (options.quiet) return;
    await aside.write(`${progress.clear()}${text}\n`);
  };
  const list = async () => {
    if (listed) return;
    listed = true;
    const table = evidenceTable(evidence, lookFor(options.stderr));
    if (table.length > 0) await say(`${table.join("\n")}\n`);
  };

  for await (const event of events) {
    if (out.closed) return;
    switch (event.type) {
      case "evidence":
      case "judged":
        evidence = event.evidence;
        break;
      case "note":
        await say(`note: ${cleanLine(event.text)}`);
        break;
      case "text": {
        await list();
        await aside.write(progress.clear());
        const text = cleaner.push(event.text);
        written = (written + text).slice(-1) || written;
        await out.write(text);
        break;
      }
      case "done": {
        await aside.write(progress.clear());
        if (event.document.answer === null && written === "") {
          const table = evidenceTable(evidence, lookFor(options.stdout));
          await out.write(table.map((line) => `${line}\n`).join(""));
        } else {
          if (written !== "\n") await out.write("\n");
          await list();
        }
        const doubt = doubts(event.document.citations);
        if (doubt !== null) await say(`\n${doubt}`);
        await say(`\n${lastLine(event).join(" · ")}`);
        break;
      }
      case "failed":
        await aside.write(progress.clear());
        if (written !== "" && written !== "\n") await out.write("\n");
        throw event.error;
      default:
        // Only a model makes these after the evidence: the list need not wait for an answer.
        if (event.type !== "indexing" && evidence.length > 0 && event.type !== "judging") await list();
        await aside.write(progress.line(event));
    }
  }
}

/** Cut to a terminal's width; whole in a file or for a program. */
const lookFor = (stream: Output) => ({
  ...plainTable,
  ...(stream.isTTY && stream.columns ? { width: stream.columns } : {}),
});
