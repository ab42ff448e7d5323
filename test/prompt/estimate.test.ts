import { describe, expect, it } from "vitest";
import { estimateTokens } from "../../src/prompt/estimate.js";

describe("an estimate of tokens", () => {
  it("is nothing for an empty text", () => {
    expect(estimateTokens("")).toBe(0);
  });

  it("counts words, not blanks", () => {
    expect(estimateTokens("one    two\n")).toBe(estimateTokens("one two\n"));
  });

  it("is near what a tokenizer counts", () => {
    // 26 tokens in Qwen2.5-Coder.
    const text =
      'export function budgetFor(speed: number): number {\n  return Math.floor(speed * 30) + offsets["base"];\n}\n';
    expect(estimateTokens(text)).toBeGreaterThan(20);
    expect(estimateTokens(text)).toBeLessThan(34);
  });
});
