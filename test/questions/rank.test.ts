import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { indexRepository, type RepositoryIndex } from "../../src/graph/index-repository.js";
import type { Evidence } from "../../src/questions/evidence.js";
import { rank } from "../../src/questions/rank.js";
import { openRepository } from "../../src/repo/open.js";

const folders: string[] = [];
const indexes: RepositoryIndex[] = [];

afterEach(async () => {
  for (const index of indexes.splice(0)) await index.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function ranked(files: Record<string, string>, question: string): Promise<Evidence[]> {
  const root = mkdtempSync(join(tmpdir(), "v4-rank-"));
  folders.push(root);
  execFileSync("git", ["init", "-q", root]);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const index = await indexRepository(await openRepository(root));
  indexes.push(index);
  return rank(index, question);
}

const filler = (name: string) => `export function ${name}(input: string) {\n  return input.trim().toLowerCase();\n}\n`;

test("a function is found by the parts of its name, in another form of the word", async () => {
  const [first] = await ranked(
    { "src/a.ts": filler("parseConfig"), "src/b.ts": filler("renderedRows"), "src/c.ts": filler("openSocket") },
    "where is a row rendering done?",
  );
  expect(first).toMatchObject({ file: "src/b.ts", symbol: "renderedRows", startLine: 1, endLine: 3 });
});

test("a name weighs more than the same word in a body", async () => {
  const [first] = await ranked(
    {
      "src/a.ts": "export function first(x: number) {\n  const retry = x;\n  return retry;\n}\n",
      "src/b.ts": "export function retry(x: number) {\n  const first = x;\n  return first;\n}\n",
    },
    "retry",
  );
  expect(first?.file).toBe("src/b.ts");
});

test("a comment above a function belongs to it", async () => {
  const [first] = await ranked(
    { "src/a.ts": `// Limits the bandwidth of an upload.\n${filler("slow")}`, "src/b.ts": filler("fast") },
    "bandwidth",
  );
  expect(first).toMatchObject({ symbol: "slow", startLine: 1 });
});

test("source comes before the test and the document that use the same words", async () => {
  const files = (
    await ranked(
      {
        "docs/quota.md": "# Quota\n\nThe quota of a user is checked.\n",
        "src/user.ts": "export function checkQuota(user: string) {\n  return user;\n}\n",
        "test/user.test.ts": "export function checkQuotaTest(user: string) {\n  return user;\n}\n",
      },
      "where is the quota of a user checked?",
    )
  ).map((item) => item.file);
  expect(files[0]).toBe("src/user.ts");
});

test("a file whose neighbours are about the question comes before its like without such neighbours", async () => {
  const files = (
    await ranked(
      {
        "src/alone.ts": "export const ledgerRed = (x: number) => {\n  return x;\n};\n",
        "src/booking.ts": "export function bookPayment(x: number) {\n  return x; // payment payment\n}\n",
        "src/tied.ts":
          'import { bookPayment } from "./booking.js";\nexport const ledgerBlue = (x: number) => {\n  return bookPayment(x);\n};\n',
      },
      "ledger of a payment",
    )
  ).map((item) => item.file);
  expect(files.indexOf("src/tied.ts")).toBeLessThan(files.indexOf("src/alone.ts"));
});

test("the reasons name the words of the question, not their stems", async () => {
  const [first] = await ranked({ "src/a.ts": filler("cookieSigner") }, "Which cookies are signed?");
  expect(first?.why[0]).toBe("named cookies");
});

test("a question that shares no word with the repository finds nothing", async () => {
  expect(await ranked({ "src/a.ts": filler("parseConfig") }, "zebra")).toEqual([]);
});

test("a question of function words alone finds nothing and breaks nothing", async () => {
  expect(await ranked({ "src/a.ts": filler("parseConfig") }, "what is it?")).toEqual([]);
});

test("the order does not depend on the run", async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/f${i}.ts`, filler(`loadUser${i}`)]));
  const once = await ranked(files, "load user");
  const twice = await ranked(files, "load user");
  expect(twice.map((item) => item.file)).toEqual(once.map((item) => item.file));
});
