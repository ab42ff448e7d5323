import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { bytes, count, duration } from "../../src/output/figures.js";
import { bar, progressLine } from "../../src/output/progress.js";

const pull = { label: "Fetching qwen", done: 412e6, total: 1117320768, unit: "bytes", perSecond: 12.3e6 } as const;

describe("progressLine", () => {
  it("shows amount, speed and what is left beside the bar", () =>
    expect(progressLine({ ...pull, width: 100 })).toBe(
      "Fetching qwen ━━━━━━━━━━━───────────────────  412 MB / 1.12 GB · 12.3 MB/s · 58 s left",
    ));
  it("keeps the bar and drops figures where it is narrow", () =>
    expect(progressLine({ ...pull, width: 40 })).toBe("Fetching qwen ━━━━━─────────  58 s left"));
  it("counts without a bar when the total is unknown", () =>
    expect(progressLine({ ...pull, total: 0, width: 80 })).toBe("Fetching qwen  412 MB · 12.3 MB/s"));
  it("names no time before a speed is known", () =>
    expect(progressLine({ ...pull, perSecond: 0, width: 80 })).not.toContain("left"));
  it("is never wider than the terminal", () =>
    fc.assert(
      fc.property(fc.nat(200), fc.nat(5e9), fc.nat(5e9), fc.nat(1e8), (width, done, total, perSecond) => {
        expect(stringWidth(progressLine({ ...pull, done, total, perSecond, width }))).toBeLessThanOrEqual(width);
      }),
    ));
  it("fills the whole bar at the end", () => expect(bar(1, 4)).toBe("━━━━"));
  it("shows halves", () => expect(bar(0.5, 3)).toBe("━╸─"));
});

describe("figures", () => {
  it("writes sizes with three digits", () =>
    expect([0, 999, 1000, 491400064, 999600000, 1117320768].map(bytes)).toEqual([
      "0 B",
      "999 B",
      "1.00 kB",
      "491 MB",
      "1.00 GB",
      "1.12 GB",
    ]));
  it("writes durations as people say them", () =>
    expect([310, 8140, 9960, 59600, 92000, 7320000].map(duration)).toEqual([
      "0.3 s",
      "8.1 s",
      "10 s",
      "1 min",
      "1 min 32 s",
      "2 h 2 min",
    ]));
  it("groups thousands", () => expect(count(1234567)).toBe("1,234,567"));
});
