import { beforeAll, describe, expect, it } from "vitest";
import type { FileFacts } from "../../src/syntax/facts.js";
import { loadParser, type Parser } from "../../src/syntax/parse.js";

describe("what the grammar of TypeScript does not understand is read as it is meant", () => {
  let parser: Parser;
  beforeAll(async () => {
    parser = await loadParser();
    await parser.prepare(["a.ts"]);
  });
  const factsOf = (text: string): FileFacts => parser.facts("a.ts", text);

  it("call signatures on lines of their own, without semicolons", () => {
    const { definitions, problems } = factsOf(
      "export interface Get {\n  (path: string): Found\n\n  <P extends string>(path: P): Found<P>\n}\nexport class Found<P> {}\n",
    );
    expect(problems).toEqual([]);
    expect(definitions.map(({ name, line }) => `${name} ${line}`)).toEqual(["Get 1", "Found 6"]);
  });

  it("type parameters that say in which direction they go", () => {
    const { definitions, problems } = factsOf(
      "export interface Box<in In, out Out = In> {\n  open(key: In): Out;\n}\n",
    );
    expect(problems).toEqual([]);
    expect(definitions.map(({ name }) => name)).toEqual(["Box", "open"]);
  });

  it("columns stay where they were", () => {
    const { definitions } = factsOf("interface A {\n  (): B\n  <T>(): B; name: string\n}\n");
    expect(definitions.map(({ name, line, column }) => `${name} ${line}:${column}`)).toEqual(["A 1:11", "name 3:13"]);
  });

  it("broken source stays what it is, with its problem", () => {
    const { definitions, problems } = factsOf("export function whole() {}\nexport function half( {\n  <T>\n");
    expect(problems).toHaveLength(1);
    expect(definitions.map(({ name }) => name)).toContain("whole");
  });
});
