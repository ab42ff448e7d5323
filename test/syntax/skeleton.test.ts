import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, type Parser } from "../../src/syntax/parse.js";
import { skeletonOf } from "../../src/syntax/skeleton.js";

let parser: Parser;

beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.ts", "a.py", "a.go", "a.rs"]);
});

const skeleton = (path: string, text: string) => skeletonOf(parser.facts(path, text), text);

describe("a skeleton", () => {
  it("gives the line of each name, its head and the first sentence of its comment", () => {
    const text =
      "import a from 'a';\n\n/**\n * Adds. Never\n * overflows.\n * @param a one\n */\nexport function add(a: number): number {\n  return a;\n}\n";
    expect(skeleton("a.ts", text)).toBe("8: export function add(a: number): number  // Adds.\n");
  });

  it("nests members in what holds them", () => {
    const text = "export class A {\n  b = 1;\n  c(): void {\n    const inner = 1;\n  }\n}\n";
    expect(skeleton("a.ts", text)).toBe("1: export class A\n2:   b = 1\n3:   c(): void\n");
  });

  it("leaves out what is inside functions", () => {
    const text = "def outer():\n    def inner():\n        pass\n    return inner\n";
    expect(skeleton("a.py", text)).toBe("1: def outer()\n");
  });

  it("reads doc strings below the head", () => {
    const text =
      'class A:\n    """One. Two."""\n\n    def b(\n        self,\n    ):\n        """\n        Three\n        four.\n        """\n        return 1\n';
    expect(skeleton("a.py", text)).toBe("1: class A  // One.\n4:   def b( self, )  // Three four.\n");
  });

  it("reads line comments and passes over decorators and attributes", () => {
    expect(skeleton("a.rs", "/// Says how.\n#[derive(Debug)]\npub struct A;\n")).toBe(
      "3: pub struct A;  // Says how.\n",
    );
  });

  it("is empty when nothing is defined", () => {
    expect(skeleton("a.txt", "words\n")).toBe("");
  });

  it("does not fail on a broken file", () => {
    expect(skeleton("a.ts", "export function a() {}\nexport function b( {\n")).toContain("export function a()");
  });
});
