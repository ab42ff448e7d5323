import type { AskEvent } from "./ask-events.js";
import { cleanLine } from "./clean.js";
import { askDocument } from "./contract.js";
import { openPipe } from "./pipe.js";
import { safeJson } from "./safe-json.js";
import type { FaceOptions } from "./text.js";
import { startProgress } from "./work.js";

/**
 * The face for programs: one JSON document on stdout when all is done, checked against the contract. What the document does not hold
 * (notes) goes to stderr.
 * Rejects with the error of a `failed` event; stdout then stays empty.
 */
export async function renderJson(events: AsyncIterable<AskEvent>, options: FaceOptions): Promise<void> {
  const out = openPipe(options.stdout);
  const aside = openPipe(options.stderr);
  const progress = startProgress(options.stderr, options.quiet);
  for await (const event of events) {
    if (out.closed) return;
    switch (event.type) {
      case "indexing":
      case "pulling":
      case "loading":
      case "judging":
      case "prefill":
        await aside.write(progress.line(event));
        break;
      case "note":
        if (!options.quiet) await aside.write(`${progress.clear()}note: ${cleanLine(event.text)}\n`);
        break;
      case "done":
        await aside.write(progress.clear());
        await out.write(`${safeJson(askDocument.parse(event.document))}\n`);
        break;
      case "failed":
        await aside.write(progress.clear());
        throw event.error;
    }
  }
}
