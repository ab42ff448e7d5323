import { Box, render, Static, Text } from "ink";
import type { AskEvent } from "../output/ask-events.js";
import { cleanLine, startCleaning } from "../output/clean.js";
import { evidenceTable } from "../output/evidence-table.js";
import { fileUrl, hyperlink } from "../output/links.js";
import type { MarkdownLook } from "../output/markdown.js";
import { startMarkdown } from "../output/markdown-stream.js";
import { doubts, joinParts, lastLine } from "../output/summary.js";
import type { FaceOptions } from "../output/text.js";
import * as theme from "../output/theme.js";
import { describeWork, type Working } from "../output/work.js";
import { wrap } from "../output/wrap.js";
import type { Evidence } from "../questions/evidence.js";
import { Spinner } from "./spinner.js";

export interface AskViewProps {
  /** Lines that are printed once and then belong to the terminal. */
  settled: string[];
  /** The few lines that may still change. */
  live: string[];
  /** What v4 is doing, one line, or null while the answer itself shows it. */
  working: string | null;
}

export function AskView({ settled, live, working }: AskViewProps) {
  return (
    <>
      <Static items={settled}>{(line, index) => <Line key={index} text={line} />}</Static>
      <Box flexDirection="column">
        {live.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <Line key={index} text={line} />
        ))}
        {working !== null && <Spinner text={working} />}
      </Box>
    </>
  );
}

/** An empty Text has no height in ink. */
function Line({ text }: { text: string }) {
  return <Text wrap="truncate">{text === "" ? " " : text}</Text>;
}

/**
 * The face for a person at a terminal: evidence at once, then one short live area, then the answer as Markdown.
 * Finished lines are printed once and scroll away like any other output; only the last unfinished block is drawn again.
 * Rejects with the error of a `failed` event, the terminal restored and the answer so far left standing.
 */
export async function renderTerminal(events: AsyncIterable<AskEvent>, options: FaceOptions): Promise<void> {
  const { root, stdout, stderr, quiet } = options;
  const settled: string[] = [];
  const notes: string[] = [];
  const markdown = startMarkdown();
  const cleaner = startCleaning();
  let evidence: Evidence[] | null = null;
  let working: Working | null = null;
  let answering = false;
  let highlight: MarkdownLook["highlight"] = (code) => code;
  // It costs more to load than everything else here, and the first code comes long after the first line.
  const highlighting = () =>
    import("../output/highlight.js").then((loaded) => {
      highlight = loaded.highlight;
    });

  const columns = () => stdout.columns || 80;
  const margin = () => (columns() >= 60 ? 2 : 0);
  const indent = (lines: string[]) => lines.map((line) => (line === "" ? "" : " ".repeat(margin()) + line));
  const look = (): MarkdownLook => ({
    // Longer lines are hard to read; code and tables keep to the same measure.
    width: Math.min(100, columns() - 2 * margin()),
    url: (file, line) => fileUrl(root, file, line),
    highlight,
  });
  const table = (most: number) => {
    const shown = (evidence ?? []).slice(0, most);
    const lines = evidenceTable(shown, {
      width: Math.min(160, columns() - 2 * margin()),
      place: (text, item) => hyperlink(theme.place(text), fileUrl(root, item.file, item.startLine)),
      symbol: theme.plain,
      faint: theme.dim,
    });
    const more = (evidence?.length ?? 0) - shown.length;
    return indent(more > 0 ? [...lines, theme.dim(`and ${more} more`)] : lines);
  };
  // Tall enough for a paragraph; what is higher is settled early, so that little is drawn again.
  const room = () => Math.min(12, Math.max(3, (stdout.rows || 24) - 3));
  const aside = (text: string, style: theme.Style) => {
    settled.push(...indent(wrap(style(text), look().width)));
  };
  const settleEvidence = (most = 8) => {
    if (evidence !== null && evidence.length > 0 && !quiet) settled.push("", ...table(most), "");
    evidence = null;
    if (quiet || notes.length === 0) return;
    for (const note of notes.splice(0)) aside(note, theme.warning);
    settled.push("");
  };
  const frame = (): AskViewProps => {
    const view: AskViewProps = { settled, live: [], working: null };
    if (answering) {
      const lines = markdown.lines(look(), room());
      settled.push(...indent(lines.settled));
      view.live = indent(lines.live);
    } else if (evidence !== null && evidence.length > 0 && !quiet) {
      view.live = ["", ...table(Math.min(8, Math.max(1, (stdout.rows || 24) - 8))), ""];
    }
    if (working) view.working = coloured(describeWork(working, columns() - margin() - 3));
    return { ...view, settled: [...settled] };
  };

  const app = render(<AskView {...frame()} />, {
    stdout: stdout as NodeJS.WriteStream,
    stderr: stderr as NodeJS.WriteStream,
    exitOnCtrlC: false,
    // Keeps a stray console.log of a library out of the live area, when that is where it would land.
    patchConsole: stdout === process.stdout,
    maxFps: 20,
    // Ink 6.8's incrementalRendering was tried: together with Static it leaves a copy of every frame behind.
  });
  // The model needs the processor: a frame costs several milliseconds, and nobody reads twenty of them a second.
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const drawNow = () => {
    clearTimeout(timer);
    timer = undefined;
    drawn = performance.now();
    app.rerender(<AskView {...frame()} />);
  };
  const draw = () => {
    if (performance.now() - drawn >= 60) drawNow();
    else timer ??= setTimeout(drawNow, 60);
  };
  stdout.on("resize", draw);

  const close = async () => {
    stdout.off("resize", draw);
    working = null;
    if (answering) settled.push(...indent(markdown.end(look())));
    answering = false;
    drawNow();
    // Asked for before the end: afterwards ink would leave a listener on the process.
    const ended = app.waitUntilExit();
    app.unmount();
    await ended;
  };

  try {
    for await (const event of events) {
      switch (event.type) {
        case "evidence":
          evidence = event.evidence;
          working = null;
          break;
        case "judged":
          evidence = event.evidence;
          break;
        case "note":
          notes.push(cleanLine(event.text));
          if (evidence === null && !answering) settleEvidence();
          break;
        case "text":
          if (!answering) settleEvidence();
          answering = true;
          working = null;
          markdown.push(cleaner.push(event.text));
          break;
        case "done": {
          working = null;
          // Without a model the evidence is the answer.
          settleEvidence(event.document.answer === null ? Number.POSITIVE_INFINITY : 8);
          if (answering) settled.push(...indent(markdown.end(look())), "");
          answering = false;
          const doubt = doubts(event.document.citations);
          if (doubt !== null && !quiet) {
            aside(doubt, theme.warning);
            settled.push("");
          }
          if (!quiet) for (const line of joinParts(lastLine(event), look().width)) aside(line, theme.dim);
          break;
        }
        case "failed":
          settleEvidence();
          throw event.error;
        default:
          working = event;
          if (event.type === "prefill") {
            settleEvidence();
            await highlighting();
          }
      }
      draw();
    }
  } finally {
    await close();
  }
}

/** The bar green as far as it is done; the rest of the bar and the figures faint. */
function coloured(line: string): string {
  const [label, done = "", left = "", figures = ""] = /^(.*?)(?: ([━╸]*)(─*)(?=\s|$)(.*))?$/.exec(line)!.slice(1);
  return `${label} ${theme.accent(done)}${theme.dim(left)}${theme.dim(figures)}`.trimEnd();
}
