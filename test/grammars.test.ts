import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../src/places.js";
import { languages } from "../src/syntax/languages.js";
import { loadParser, type Parser } from "../src/syntax/parse.js";

/*
 * grammars/<language>/cases/ holds sources with what they say written below each line:
 *
 *     export class Session {
 *       //         ^ class Session exported          kind and name of a definition; the caret stands under the name
 *       open() {
 *         // <- method open in Session exported       the same where a caret has no room: anywhere on the line
 *     import type { Shape } from "./shape.js";
 *     // ^ type ./shape.js                            kind and specifier of an import: anywhere on the line
 *
 * All definitions and imports of a file are written, and no others. What names mean can be said too, see names.test.ts.
 */
const cases = [...languages.keys()].flatMap((language) =>
  readdirSync(join(packageRoot, "grammars", language, "cases")).map((name) => `grammars/${language}/cases/${name}`),
);

const importKinds = ["import", "type", "reexport", "require", "dynamic", "side-effect"];
const annotation = /^\s*(?:\/\/|#)\s*(\^|<-)\s*(\S.*)$/;

interface Said {
  line: number;
  /** Of the caret, 0 where it may stand anywhere. */
  column: number;
  what: string;
}

function written(text: string): Said[] {
  const said: Said[] = [];
  let line = 0;
  text.split("\n").forEach((source, i) => {
    const found = annotation.exec(source);
    if (!found) {
      if (source.trim() !== "") line = i + 1;
      return;
    }
    const [, mark, what] = found as unknown as [string, string, string];
    const [kind, name] = what.split(" ");
    // What names mean is for names.test.ts.
    if (kind === "use" || kind === "member") return;
    const isImport = importKinds.includes(kind!) && !(kind === "type" && /^\w+$/.test(name!));
    said.push({ line, column: mark === "^" && !isImport ? source.indexOf("^") + 1 : 0, what });
  });
  return said;
}

function read(parser: Parser, path: string, text: string): Said[] {
  const { definitions, imports } = parser.facts(path, text);
  return [
    ...definitions.map(({ kind, name, container, exported, line, column }) => ({
      line,
      column,
      what: `${kind} ${name}${container && ` in ${container}`}${exported ? " exported" : ""}`,
    })),
    ...imports.map(({ kind, specifier, line }) => ({ line, column: 0, what: `${kind} ${specifier}` })),
  ];
}

/** One line a fact; a column that is not written is not compared. */
function lines(said: Said[], columns: Map<string, number>): string[] {
  return said
    .map(({ line, column, what }) => `${line}:${columns.get(`${line} ${what}`) === 0 ? 0 : column} ${what}`)
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));
}

describe.each(["memory", "cursor"])("trees read by %s say what the case says", (engine) => {
  const before = process.env.V4_PARSER;
  let parser: Parser;
  beforeAll(async () => {
    process.env.V4_PARSER = engine;
    parser = await loadParser();
    await parser.prepare(cases);
  });
  afterAll(() => {
    if (before === undefined) delete process.env.V4_PARSER;
    else process.env.V4_PARSER = before;
  });

  test.each(cases)("%s", (path) => {
    const text = readFileSync(join(packageRoot, path), "utf8");
    const expected = written(text);
    const columns = new Map(expected.map(({ line, column, what }) => [`${line} ${what}`, column]));
    expect(lines(read(parser, path, text), columns)).toEqual(lines(expected, columns));
  });
});
