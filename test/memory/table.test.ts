import fc from "fast-check";
import { expect, test } from "vitest";
import { addKey, countOf, makeTable, readTable, tableBytes } from "../../src/memory/table.js";

test("a count is never too small", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 300 }), (keys) => {
      const table = makeTable(1);
      for (const key of keys) addKey(table, key);
      for (const key of new Set(keys))
        expect(countOf(table, key)).toBeGreaterThanOrEqual(keys.filter((each) => each === key).length);
    }),
  );
});

test("strangers are told from what was learned: of 20,000, fewer than one in ten meets a count", () => {
  const table = makeTable(20_000);
  for (let i = 0; i < 20_000; i++) addKey(table, `known ${i}`);
  const met = Array.from({ length: 20_000 }, (_, i) => countOf(table, `strange ${i}`)).filter((count) => count > 0);
  expect(met.length).toBeLessThan(2000);
});

test("its bytes give the same table back, wherever they stand in memory", () => {
  const table = makeTable(10);
  addKey(table, "name");
  const bytes = Buffer.concat([Buffer.from("xyz"), tableBytes(table)]).subarray(3);
  expect(countOf(readTable(bytes)!, "name")).toBe(1);
});

test.each([
  ["nothing", 0],
  ["half of it", 2000],
  ["one byte too many", 16389],
])("of damaged bytes it reads nothing: %s", (_, length) => {
  const bytes = Buffer.alloc(length);
  tableBytes(makeTable(10)).forEach((byte, i) => {
    if (i < length) bytes[i] = byte;
  });
  expect(readTable(bytes)).toBeNull();
});
