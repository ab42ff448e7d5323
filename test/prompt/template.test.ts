import { describe, expect, it } from "vitest";
import { fillTemplate, readTemplate } from "../../src/prompt/template.js";

describe("a template", () => {
  it("is read by its parts", () => {
    expect([...readTemplate("pack").keys()]).toEqual(["intro", "tree", "folded", "full", "signatures", "task"]);
  });

  it("does not look into values for further places", () => {
    expect(fillTemplate("{{a}} {{b}}", { a: "{{b}}", b: "$& $1" })).toBe("{{b}} $& $1");
  });

  it("refuses a place that has no value", () => {
    expect(() => fillTemplate("{{missing}}", {})).toThrow("missing");
  });
});
