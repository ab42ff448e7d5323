import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProject } from "./compiler-project.js";
import type { Answer } from "./reference-answers.js";
import { compilerAnswers } from "./typescript-references.js";

const files = {
  "tsconfig.json": `{"compilerOptions":{"strict":true,"target":"es2022","module":"esnext","moduleResolution":"bundler"}}`,
  "door.ts": "export class Door {\n  width = 1;\n  open(): void {}\n}\nexport class Gate {\n  open(): void {}\n}\n",
  "index.ts": `export { Door as Entrance, Gate } from "./door";\n`,
  "use.ts": `import { Entrance, Gate } from "./index";
import * as all from "./index";
new Entrance();
function shadowed(Entrance: string) {
  return Entrance;
}
declare const either: Entrance | Gate;
either.open();
new all.Gate();
shadowed("").length;
absent.name;
const { width, made = Gate } = new all.Entrance();
`,
};
const root = mkdtempSync(join(tmpdir(), "v4-oracle-"));
const answers: Answer[] = [];

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  execFileSync("git", ["init", "-q"], { cwd: root });
  execFileSync("git", ["add", "."], { cwd: root });
  answers.push(...compilerAnswers(openProject(root, { installed: false })));
});
afterAll(() => rmSync(root, { recursive: true }));

/** `verdict file:line …` of the identifier at a place of use.ts. */
function said(line: number, column: number): string {
  const found = answers.find(({ from }) => from.file === "use.ts" && from.line === line && from.column === column);
  return [found?.verdict, ...(found?.to ?? []).map((place) => `${place.file}:${place.line}`)].join(" ");
}

test("a renamed re-export leads to the class itself", () => expect(said(3, 5)).toBe("across door.ts:1"));
test("a parameter that shadows an import is a local", () => expect(said(5, 10)).toBe("local use.ts:4"));
test("a member of a union has a place for each part", () =>
  expect(said(8, 8)).toBe("member-across door.ts:3 door.ts:6"));
test("a name behind a namespace import is kept apart", () => expect(said(9, 9)).toBe("across-qualified door.ts:5"));
test("a namespace import means a module", () => expect(said(9, 5)).toBe("module"));
test("a function of the same file is within", () => expect(said(10, 1)).toBe("within use.ts:4"));
test("a member of a library is external", () => expect(said(10, 14)).toBe("external-member"));
test("a name that nobody declares is unanswered", () => expect(said(11, 1)).toBe("unanswered"));
test("a destructured property is a pattern", () => expect(said(12, 9)).toBe("pattern door.ts:2"));
test("the default value beside it is a use", () => expect(said(12, 23)).toBe("across door.ts:5"));
test("an import specifier is no use", () => expect(said(1, 10)).toBe("specifier"));
