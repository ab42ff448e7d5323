import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeRepository, placesIn, v4 } from "./cli.js";

const verbs = "load save open close read write start stop find send parse print".split(" ");
const repository = makeRepository({
  "src/user.ts": verbs.map((verb) => `export function ${verb}User() {}\n`).join(""),
});
const run = (...args: string[]) => v4(["memory", ...args], { cwd: repository.root, env: placesIn(repository.home) });
afterAll(() => repository.remove());

test("what was learned judges what is written later, and does not learn from it", async () => {
  const learned = await run("learn");
  expect(learned.status).toBe(0);
  expect(learned.stdout).toMatch(/^learned from 12 names in 1 file;/);
  expect((await run("check")).status).toBe(0);
  writeFileSync(
    join(repository.root, "src/page.ts"),
    verbs.map((verb) => `export function ${verb}_page() {}\n`).join(""),
  );
  const checked = await run("check", "src/page.ts", "--json");
  expect(checked.status).toBe(1);
  expect(JSON.parse(checked.stdout).decisions[0]).toMatchObject({
    ...{ file: "src/page.ts", line: 1, name: "load_page", kind: "function", ok: false, suggestion: "loadPage" },
    rule: "exported function names are camelCase: 12 of 12 in src",
  });
});

test("the rules are shown with their evidence, for a folder too", async () => {
  const shown = await run("show", "--in", "src");
  expect(shown).toMatchObject({ status: 0 });
  expect(shown.stdout).toContain("exported function names are camelCase: 12 of 12 in src  like loadUser, saveUser");
  expect(shown.stdout).toContain("but load_page at src/page.ts:1");
});

test("programs get the names that fit, too", async () => {
  const { decisions } = JSON.parse((await run("check", "src/user.ts", "--json")).stdout);
  expect(decisions).toHaveLength(verbs.length);
  expect(decisions[0]).toMatchObject({ name: "loadUser", ok: true, suggestion: null });
});

test("a file that is not there is said, with status 2", async () => {
  expect(await run("check", "src/pag.ts")).toMatchObject({ status: 2, stdout: "" });
});
