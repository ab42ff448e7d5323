import { expect, test } from "vitest";
import { askDocument } from "../../src/output/contract.js";

const document = {
  question: "why?",
  answer: null,
  evidence: [{ file: "a.ts", startLine: 1, endLine: 2, symbol: "", score: 0.5, tokens: 3 }],
  citations: [{ file: "a.ts", line: 1, verified: true }],
  ledger: { budget: 10, used: 5, files: [{ file: "a.ts", tokens: 5, included: "part" }] },
  model: null,
  timings: {
    indexMs: 1,
    rankMs: 1,
    prefillMs: 0,
    firstTokenMs: 0,
    totalMs: 2,
    prefillTokens: 0,
    reusedTokens: 0,
    outputTokens: 0,
  },
};

test("a document of ask keeps fields that the contract does not know", () => {
  expect(askDocument.parse({ ...document, later: 1 })).toMatchObject({ later: 1 });
});

test.each(Object.keys(document))("a document without %s breaks the contract", (field) => {
  expect(askDocument.safeParse({ ...document, [field]: undefined }).success).toBe(false);
});

test("lines start at 1", () => {
  const evidence = [{ ...document.evidence[0], startLine: 0 }];
  expect(askDocument.safeParse({ ...document, evidence }).success).toBe(false);
});
