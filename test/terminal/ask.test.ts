import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { render } from "ink-testing-library";
import { createElement } from "react";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { fail } from "../../src/errors.js";
import type { AskEvent } from "../../src/output/ask-events.js";
import type { Output } from "../../src/output/pipe.js";
import { AskView, renderTerminal } from "../../src/terminal/ask.js";
import { answer, document, evidence, replay } from "./replayed.js";
import { screenOf } from "./screen.js";

/** A terminal that collects what is written to it. */
function terminal(columns: number, rows = 40): { stream: Output; written: () => string } {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: true, columns, rows }), written: () => text };
}

async function show(events: AsyncIterable<AskEvent>, columns: number, rows?: number) {
  const out = terminal(columns, rows);
  await renderTerminal(events, {
    root: "/repository",
    stdout: out.stream,
    stderr: terminal(columns).stream,
    quiet: false,
  });
  return { raw: out.written(), lines: screenOf(out.written()) };
}

async function* script(...events: AskEvent[]): AsyncGenerator<AskEvent> {
  yield* events;
}
const found: AskEvent = { type: "evidence", question: "?", root: "/repository", evidence, files: 9, milliseconds: 1 };

describe("AskView", () => {
  it("shows settled lines, live lines and one line of work", () => {
    const view = render(
      createElement(AskView, { settled: ["one", "", "two"], live: ["three"], working: "Judging 3 of 8" }),
    );
    expect(stripVTControlCharacters(view.lastFrame() ?? "").split("\n")).toEqual([
      "one",
      "",
      "two",
      "three",
      "⠋ Judging 3 of 8",
    ]);
    view.unmount();
  });

  it("prints a settled line only once", () => {
    const view = render(createElement(AskView, { settled: ["one"], live: [], working: null }));
    view.rerender(createElement(AskView, { settled: ["one", "two"], live: [], working: null }));
    expect(view.lastFrame()?.match(/one/g)).toHaveLength(1);
    view.unmount();
  });
});

describe("renderTerminal", () => {
  for (const columns of [40, 100, 200]) {
    it(`leaves this on a terminal of ${columns} columns`, async () => {
      const { lines } = await show(replay({ pace: 0 }), columns);
      await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`screens/${columns}.txt`);
    });

    it(`writes no line wider than ${columns} columns`, async () => {
      const { lines } = await show(replay({ pace: 0, pull: true }), columns);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
    });
  }

  it("leaves the same text on a low terminal, where a tall block is printed in parts", async () => {
    const low = await show(replay({ pace: 0 }), 100, 8);
    const high = await show(replay({ pace: 0 }), 100, 60);
    expect(low.lines).toEqual(high.lines);
  });

  it("links a citation to the file", async () => {
    const { raw } = await show(script({ type: "text", text: "See [src/a b.ts:12]." }), 80);
    expect(raw).toContain("\x1b]8;;file:///repository/src/a%20b.ts\x07");
  });

  it("colours an unverified citation dim red", async () => {
    const { raw } = await show(script({ type: "text", text: "See [src/a.ts:12 ?]." }), 80);
    expect(raw).toMatch(/\x1b\[2m\x1b\[31m\[src\/a\.ts:12 \?\]|\x1b\[31m\x1b\[2m\[src\/a\.ts:12 \?\]/);
  });

  it("explains what was not verified", async () => {
    const { lines } = await show(
      script({ type: "text", text: answer }, { type: "done", document, tokensPerSecond: 9 }),
      200,
    );
    expect(lines.join("\n")).toContain("could not be verified: src/prompt/plan.ts:12 (there is no such file)");
  });

  it("shows the evidence alone when no model is asked", async () => {
    const done: AskEvent = { type: "done", document: { ...document, answer: null, citations: [] }, tokensPerSecond: 0 };
    const { lines } = await show(script(found, done), 100);
    expect(lines.filter((line) => /^ {2}\d {2}/.test(line))).toHaveLength(9);
    expect(lines.at(-1)).toBe("  9 places · 31 s");
  });

  it("obeys no control sequence of the repository or the model", async () => {
    const hostile = "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://evil.example\x07click\x1b]8;;\x07\x9b31m\r";
    const row = { ...evidence[0]!, file: `src/${hostile}.ts`, signature: hostile, why: [hostile] };
    const { raw } = await show(
      script(
        { ...found, evidence: [row] } as AskEvent,
        { type: "note", text: hostile },
        { type: "loading", model: hostile, fraction: 0.5 },
        { type: "text", text: `${hostile} and [web](javascript:alert) \`\`\`\n${hostile}` },
      ),
      100,
    );
    expect(raw).not.toMatch(/\x1b\[2J|\x1b\]0|\x1b\]8;;(?:https:\/\/evil|javascript)|\x9b|\r/);
  });

  it("rejects with the error, shows the cursor again and keeps the answer so far", async () => {
    const out = terminal(80);
    const events = script(found, { type: "text", text: "Half an ans" }, { type: "failed", error: fail("cancelled") });
    const options = { root: "/repository", stdout: out.stream, stderr: terminal(80).stream, quiet: false };
    await expect(renderTerminal(events, options)).rejects.toMatchObject({ code: "cancelled" });
    expect(out.written().lastIndexOf("\x1b[?25h")).toBeGreaterThan(out.written().lastIndexOf("\x1b[?25l"));
    expect(screenOf(out.written()).at(-1)).toBe("  Half an ans");
  });

  it("keeps wide characters within the width", async () => {
    const text = "予算は時間で決まります。😀👩‍👩‍👧 ".repeat(12);
    const { lines } = await show(script(found, { type: "text", text }), 50);
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(50);
    expect(lines.join("").replace(/\s/g, "")).toContain(text.slice(0, 12));
  });
});
