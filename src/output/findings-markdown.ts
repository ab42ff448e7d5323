import type { DeadCode } from "../questions/dead/findings.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { findingsOf } from "./findings.js";

/** A comment for a pull request: one table, the clusters and what was withheld. */
export function* findingMarkdown(found: DeadCode): Generator<string> {
  const findings = findingsOf(found);
  yield `### Dead code: ${findings.length === 0 ? "nothing is unused" : `${count(findings.length)} findings`}`;
  if (findings.length > 0) {
    yield "";
    yield "| where | what | verdict | why |";
    yield "| --- | --- | --- | --- |";
    for (const { file, line, message, verdict, evidence } of findings)
      yield `| ${cell(`${file}:${line}`)} | ${cell(message)} | ${verdict} | ${cell(evidence.join("; "))} |`;
  }
  for (const { lines, files, symbols } of found.clusters) {
    yield "";
    yield `**${count(lines)} lines removable together:** ${[...files, ...symbols.map((one) => `${one.file}:${one.line} ${one.symbol}`)].map(cell).join(", ")}`;
  }
  for (const { why, advice } of found.withheld) {
    yield "";
    yield `> ${cell(why)}. ${cell(advice)}`;
  }
}

/** Text that stays text: neither a cell's end nor Markdown, HTML or a mention. */
function cell(text: string): string {
  return cleanLine(text).replace(/[\\|`*_~[\]<>#@]/g, (mark) =>
    mark === "<" ? "&lt;" : mark === ">" ? "&gt;" : mark === "@" ? "&#64;" : `\\${mark}`,
  );
}
