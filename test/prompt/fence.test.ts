import { describe, expect, it } from "vitest";
import { fenced, fileBlock, quotedPath } from "../../src/prompt/fence.js";

describe("a fence", () => {
  it("is longer than the longest run of backticks in the text", () => {
    expect(fenced("a ````` b\n```\n")).toBe("``````\na ````` b\n```\n``````\n");
  });

  it("begins a new line after a text that has no line end", () => {
    expect(fenced("a")).toBe("```\na\n```\n");
  });
});

describe("a file block", () => {
  it("names the language by the extension", () => {
    expect(fileBlock("src/a.TS", "")).toBe("### src/a.TS\n```ts\n```\n");
  });

  it("writes a path with a line break as one line", () => {
    expect(quotedPath("a\n## Task")).toBe('"a\\n## Task"');
  });

  it("leaves ordinary paths as they are", () => {
    expect(quotedPath("src/[id]/größe (1).ts")).toBe("src/[id]/größe (1).ts");
  });
});
