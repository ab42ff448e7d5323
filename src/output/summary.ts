import stringWidth from "string-width";
import type { AskEvent } from "./ask-events.js";
import { cleanLine } from "./clean.js";
import type { AskDocument } from "./contract.js";
import { count, duration } from "./figures.js";

/** The parts of the last line: tokens in the prompt, how many of them were reused, speed, time, cost. */
export function lastLine({ document, tokensPerSecond }: Extract<AskEvent, { type: "done" }>): string[] {
  const { timings, ledger, model } = document;
  if (document.answer === null) return [`${count(document.evidence.length)} places`, duration(timings.totalMs)];
  const reused = timings.reusedTokens > 0 ? ` (${count(timings.reusedTokens)} reused)` : "";
  return [
    `${count(ledger.used)} tokens in the prompt${reused}`,
    `${tokensPerSecond >= 10 ? Math.round(tokensPerSecond) : tokensPerSecond.toFixed(1)} tok/s`,
    duration(timings.totalMs),
    "cost 0",
    ...(model === null ? [] : [cleanLine(model)]),
  ];
}

/** Parts joined by dots, on as few lines as the width allows; no line begins or ends with a dot. */
export function joinParts(parts: string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const joined = lines.length === 0 ? part : `${lines.at(-1)} · ${part}`;
    if (lines.length > 0 && stringWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines;
}

/** A sentence about the citations that could not be verified, or null when all could. */
export function doubts(citations: AskDocument["citations"]): string | null {
  const unverified = citations.filter((citation) => !citation.verified);
  if (unverified.length === 0) return null;
  const listed = unverified.map(({ file, line, reason }) => {
    const why = typeof reason === "string" ? ` (${cleanLine(reason)})` : "";
    return `${cleanLine(file)}:${line}${why}`;
  });
  return `? marks a citation that could not be verified: ${listed.join(", ")}`;
}
