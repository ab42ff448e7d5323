import type { Why } from "../questions/dead/why.js";
import { cleanLine } from "./clean.js";

/** Uses of one symbol that are printed. */
const mostUses = 10;

/** The answer to `--why`: the way from an entry, step by step, or why there is none. */
export function* whyLines(answers: readonly Why[]): Generator<string> {
  for (const [i, { file, symbol, entry, steps, uses, reason }] of answers.entries()) {
    if (i > 0) yield "";
    yield symbol === null ? cleanLine(file) : `${cleanLine(file)} ${cleanLine(symbol)}`;
    if (reason !== null) yield `  ${cleanLine(reason)}`;
    else if (entry) {
      yield `  ${cleanLine(entry.file)} is an entry: ${cleanLine(entry.why)}`;
      for (const { from, line, to } of steps) yield `  ${cleanLine(from)}:${line} leads to ${cleanLine(to)}`;
    }
    for (const use of uses.slice(0, mostUses)) yield `  used in ${cleanLine(use.file)}:${use.line}`;
    if (uses.length > mostUses) yield `  and ${uses.length - mostUses} more`;
  }
}
