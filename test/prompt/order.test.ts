import { expect, it } from "vitest";
import { orderForPrompt } from "../../src/prompt/order.js";

it("orders by code units, so that every machine prints the same", () => {
  const paths = ["b.ts", "a/z.ts", "B.ts", "ä.ts", "a.ts"].map((path) => ({ path }));
  expect(orderForPrompt(paths).map((file) => file.path)).toEqual(["B.ts", "a.ts", "a/z.ts", "b.ts", "ä.ts"]);
});
