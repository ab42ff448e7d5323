import { expect, test } from "vitest";
import { gathering } from "../../src/commands/hook-finding.js";

const finding = { check: "naming" as const, file: "a.ts", line: 1, message: "m", remedy: "r" };

test("a fault in one check is noted and leaves what the others find", async () => {
  const { found, notes, gather } = gathering();
  await gather("names", () => [finding]);
  await gather("calls", () => {
    throw new Error("no such table");
  });
  await gather("dead code", async () => [finding]);
  expect({ found, notes }).toEqual({
    found: [finding, finding],
    notes: ["calls could not be checked (no such table)"],
  });
});
