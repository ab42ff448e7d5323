import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { packageRoot } from "../src/places.js";
import { languages } from "../src/syntax/languages.js";
import { type FileNames, op } from "../src/syntax/names.js";
import { loadParser, type Parser } from "../src/syntax/parse.js";

/*
 * The cases of grammars.test.ts can also say what a name means within its file; the caret stands under the name:
 *
 *     return limit + session.open();
 *     //     ^ use import limit          an import, or a definition of the file
 *     //             ^ use local session    a local, a parameter: no use that leads anywhere
 *     //                     ^ member open
 *     fetch(limit);
 *     // <- use free fetch               bound nowhere in the file; under the caret, or first on the line
 */
const annotation = /^\s*(?:\/\/|#)\s*(\^|<-)\s*((?:use (?:import|definition|local|free)|member) (\S+))\s*$/;

interface Meaning {
  line: number;
  column: number;
  what: string;
  name: string;
}

function written(text: string): Meaning[] {
  const said: Meaning[] = [];
  let line = 0;
  let above = "";
  text.split("\n").forEach((source, i) => {
    const found = annotation.exec(source);
    if (!found && !/^\s*(?:\/\/|#)\s*(\^|<-)/.test(source) && source.trim() !== "") {
      line = i + 1;
      above = source;
    }
    if (!found) return;
    const [, mark, what, name] = found as unknown as [string, string, string, string];
    const column = mark === "^" ? source.indexOf("^") : above.search(/\S/);
    said.push({ line, column: column + 1, what, name });
  });
  return said;
}

/** What the names of a file say of a place. */
function meaning({ names, line, column }: { names: FileNames; line: number; column: number }): string {
  const { code, places, strings, bindings } = names;
  const isAt = (place: number) => places[place * 2] === line && places[place * 2 + 1] === column;
  for (const offset of names.members) if (isAt(code[offset + 3]!)) return `member ${strings[code[offset + 2]!]}`;
  for (const offset of names.uses) {
    if (!isAt(code[offset + 2]!)) continue;
    const binding = code[offset + 1]!;
    return binding < 0
      ? `use free ${strings[-1 - binding]}`
      : `use ${bindings[binding]!.kind} ${bindings[binding]!.name}`;
  }
  // Names of locals are written down only where they are part of an expression that says something.
  for (let offset = 0; offset < code.length; offset++) {
    if (code[offset] !== op.name || !isAt(code[offset + 2]!)) continue;
    const bound = bindings[code[offset + 1]!];
    if (bound && bound.kind !== "import" && bound.kind !== "definition") return `use local ${bound.name}`;
  }
  return "";
}

const cases = [...languages.keys()]
  .flatMap((language) =>
    readdirSync(join(packageRoot, "grammars", language, "cases")).map((name) => `grammars/${language}/cases/${name}`),
  )
  .flatMap((path) =>
    written(readFileSync(join(packageRoot, path), "utf8")).map(
      (said) => [`${path}:${said.line}`, said.what, path, said] as const,
    ),
  );

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(cases.map(([, , path]) => path));
});

test.each(cases)("%s: %s", (_, what, path, { line, column, name }) => {
  const text = readFileSync(join(packageRoot, path), "utf8");
  const { names } = parser.read(path, text);
  const source = text.split("\n")[line - 1]!;
  expect(source.slice(column - 1, column - 1 + name.length)).toBe(name);
  const found = meaning({ names: names!, line, column });
  expect(what === `use local ${name}` && found === "" ? what : found).toBe(what);
});
