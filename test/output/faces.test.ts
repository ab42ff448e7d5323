import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { fail } from "../../src/errors.js";
import type { AskEvent } from "../../src/output/ask-events.js";
import { askDocument } from "../../src/output/contract.js";
import { renderJson } from "../../src/output/json.js";
import { safeJson } from "../../src/output/safe-json.js";
import { renderText } from "../../src/output/text.js";
import { answer, document, evidence, replay } from "../terminal/replayed.js";

function collector(): Writable & { text: string } {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      all.text += chunk;
      done();
    },
  });
  const all = Object.assign(stream, { text: "" });
  return all;
}

async function show(face: typeof renderText, events: AsyncIterable<AskEvent>, quiet = false) {
  const [stdout, stderr] = [collector(), collector()];
  const failure = await face(events, { root: "/repository", stdout, stderr, quiet }).catch((error: unknown) => error);
  return { stdout: stdout.text, stderr: stderr.text, failure };
}

async function* script(...events: AskEvent[]): AsyncGenerator<AskEvent> {
  yield* events;
}
const found: AskEvent = { type: "evidence", question: "?", root: "/repository", evidence, files: 9, milliseconds: 1 };
const noModel = { ...document, answer: null, model: null, citations: [] };

describe("the plain face", () => {
  it("writes the answer to stdout and the rest to stderr", async () => {
    const { stdout, stderr } = await show(renderText, replay({ pace: 0, pull: true }));
    expect(stdout.trimEnd()).toBe(answer.trimEnd());
    await expect(stderr).toMatchFileSnapshot("faces/stderr.txt");
  });
  it("with quiet writes only the answer", async () => {
    const { stdout, stderr } = await show(renderText, replay({ pace: 0 }), true);
    expect(stdout.trimEnd()).toBe(answer.trimEnd());
    expect(stderr).toBe("");
  });
  it("writes the evidence to stdout when no model was asked", async () => {
    const { stdout } = await show(
      renderText,
      script(found, { type: "done", document: noModel, tokensPerSecond: 0 }),
      true,
    );
    expect(stdout.split("\n")[0]).toMatch(
      /^1 {2}src\/prompt\/budget\.ts:30 {2,}budgetFor\(.* {2}names budget, tokens, send$/,
    );
  });
  it("ends the answer's line before it fails", async () => {
    const { stdout, failure } = await show(
      renderText,
      script({ type: "text", text: "Half" }, { type: "failed", error: fail("cancelled") }),
    );
    expect(stdout).toBe("Half\n");
    expect(failure).toMatchObject({ code: "cancelled" });
  });
  it("takes control sequences out of the answer, also when cut in two", async () => {
    const { stdout } = await show(renderText, script({ type: "text", text: "a\x1b[3" }, { type: "text", text: "1mb" }));
    expect(stdout).toBe("ab");
  });
  it("stops without a word when the reader has gone", async () => {
    let asked = 0;
    async function* events(): AsyncGenerator<AskEvent> {
      for (; asked < 100; asked++) yield { type: "text", text: "more" };
    }
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("gone"), { code: "EPIPE" })),
    });
    await renderText(events(), { root: "/", stdout, stderr: collector(), quiet: false });
    expect(asked).toBeLessThan(3);
  });
});

describe("the face for programs", () => {
  it("prints one document that keeps the contract", async () => {
    const { stdout } = await show(renderJson, replay({ pace: 0 }));
    expect(askDocument.parse(JSON.parse(stdout))).toEqual(document);
  });
  it("leaves stdout empty when it fails", async () => {
    const { stdout, failure } = await show(renderJson, script(found, { type: "failed", error: fail("no-question") }));
    expect(stdout).toBe("");
    expect(failure).toMatchObject({ code: "no-question" });
  });
  it("escapes what a terminal could obey, and loses nothing", () => {
    const text = "a\x1b[31m\x9b31m\x7f\u202eb";
    expect(safeJson(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
    expect(JSON.parse(safeJson(text))).toBe(text);
  });
});
