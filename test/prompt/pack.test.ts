import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { estimateTokens } from "../../src/prompt/estimate.js";
import { type Packed, type PackFile, type PackInput, packRepository } from "../../src/prompt/pack.js";
import { loadParser, type Parser, textFacts } from "../../src/syntax/parse.js";

const fixtures = join(import.meta.dirname, "../../fixtures/pack");
let parser: Parser;

beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.ts", "a.py"]);
});

function pack(files: PackFile[], more: Partial<PackInput> = {}): Promise<Packed> {
  return packRepository({
    name: "example",
    files,
    budget: 1_000_000,
    countTokens: estimateTokens,
    understand: async () => ({ factsOf: parser.facts, importedBy: new Map() }),
    ...more,
  });
}

function filesBelow(folder: string): PackFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).split(sep).join("/"), text: readFileSync(path, "utf8") }));
}

/** Reads a packed prompt back by the rule it states: a fence ends at a line of exactly as many backticks. */
function readBack(prompt: string): Map<string, string> {
  const files = new Map<string, string>();
  const lines = prompt.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const fence = /^(`{3,})[a-z0-9]*$/.exec(lines[at]!)?.[1];
    if (!fence) continue;
    const end = lines.indexOf(fence, at + 1);
    if (end < 0) throw new Error(`a fence in line ${at + 1} is never closed`);
    const heading = lines[at - 1]!;
    if (heading.startsWith("### ")) {
      const path = heading.slice(4);
      files.set(path.startsWith('"') ? JSON.parse(path) : path, lines.slice(at + 1, end).join("\n"));
    }
    at = end;
  }
  return files;
}

/** Paths and texts made of the very pieces that the format is made of. */
const hostileText = fc
  .array(
    fc.constantFrom(
      "```",
      "````",
      "```ts",
      "### a.ts",
      "## Signatures",
      "\n",
      "\n\n",
      " ",
      "x",
      "\t",
      "{{task}}",
      "é",
      "\r\n",
      "$&",
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(""));
const hostilePath = fc
  .array(fc.constantFrom("a", "src", "b c", "`", '"', "é", "x.ts", "## d", "-"), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));
const hostileFiles = fc
  .uniqueArray(fc.record({ path: hostilePath, text: hostileText }), { selector: (file) => file.path, maxLength: 12 })
  // A path cannot be a file and a folder at once.
  .map((files) => files.filter(({ path }) => !files.some((other) => other.path.startsWith(`${path}/`))));

const source = fc
  .array(
    fc.constantFrom(
      "export function f(a: number) {\n  return a;\n}\n",
      "class A {\n  m() {}\n}\n",
      "// words\n",
      "let x = 1;\n",
    ),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(""));
const sourceFiles = fc.uniqueArray(
  fc.record({
    path: fc.tuple(fc.constantFrom("", "src/", "test/", "docs/deep/"), fc.nat(30)).map(([f, n]) => `${f}${n}.ts`),
    text: source,
  }),
  { selector: (file) => file.path, minLength: 1, maxLength: 30 },
);

describe("a packed prompt", () => {
  for (const leaf of readdirSync(fixtures)) {
    it(`is as the fixture ${leaf} shows`, async () => {
      const options = JSON.parse(readFileSync(join(fixtures, leaf, "options.json"), "utf8"));
      const packed = await pack(filesBelow(join(fixtures, leaf, "repo")), { ...options, name: leaf });
      await expect(packed.text).toMatchFileSnapshot(join(fixtures, leaf, "prompt.md"));
      const ledger = packed.ledger.files
        .map((row) => `${row.included}\t${row.tokens}\t${row.file}\t${row.why}\n`)
        .join("");
      await expect(`${packed.ledger.used} of ${packed.ledger.budget}\n${ledger}`).toMatchFileSnapshot(
        join(fixtures, leaf, "ledger.txt"),
      );
    });
  }

  it("gives every text back byte for byte, whatever the files imitate", async () => {
    await fc.assert(
      fc.asyncProperty(hostileFiles, async (files) => {
        const { text } = await pack(files);
        const expected = files.map((f) => [f.path, f.text.endsWith("\n") ? f.text.slice(0, -1) : f.text]);
        expect([...readBack(text)].sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });

  it("never exceeds the budget", async () => {
    await fc.assert(
      fc.asyncProperty(sourceFiles, fc.nat(4000), async (files, budget) => {
        const packed = await pack(files, { budget });
        expect(packed.ledger.used).toBeLessThanOrEqual(budget);
        expect(estimateTokens(packed.text)).toBeLessThanOrEqual(budget);
      }),
      { numRuns: 300 },
    );
  });

  it("has a ledger row for every file, whatever the budget", async () => {
    await fc.assert(
      fc.asyncProperty(sourceFiles, fc.nat(4000), async (files, budget) => {
        const { ledger } = await pack(files, { budget });
        expect(ledger.files.map((row) => row.file).sort()).toEqual(files.map((file) => file.path).sort());
      }),
    );
  });

  it("is the same bytes in whatever order the files come", async () => {
    await fc.assert(
      fc.asyncProperty(
        sourceFiles.chain((files) =>
          fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
        ),
        fc.nat(4000),
        async ([files, shuffled], budget) => {
          expect((await pack(shuffled, { budget })).text).toBe((await pack(files, { budget })).text);
        },
      ),
    );
  });

  it("says in which budget everything fits", async () => {
    await fc.assert(
      fc.asyncProperty(sourceFiles, async (files) => {
        const { budgetForAll } = await pack(files, { budget: 500 });
        const { ledger } = await pack(files, { budget: budgetForAll });
        expect(ledger.files.every((row) => row.included === "full")).toBe(true);
      }),
    );
  });
});

describe("what is left out", () => {
  const key = `${"-----BEGIN"} PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(4)}-----END PRIVATE KEY-----\n`;

  it("withholds a key file whole and marks it in the tree", async () => {
    const packed = await pack([{ path: "server.key", text: key }]);
    expect(packed.ledger.files[0]!.included).toBe("withheld");
    expect(packed.text).toContain("server.key !\n");
    expect(packed.text).not.toContain("MIIEvQ");
  });

  it("keeps a file that holds a secret, without the secret", async () => {
    const text =
      `const port = 80;\nconst key = \`${key}\`;\nconst host = "a";\nexport const all = [port, key, host, "and some more text"];\n`.concat(
        "// A long remark.\n".repeat(20),
      );
    const packed = await pack([{ path: "a.ts", text }]);
    expect(packed.withheld).toEqual([{ file: "a.ts", line: 2, kind: "private key" }]);
    expect(packed.text).toContain("const key = `[v4 left out a private key here]");
    expect(packed.text).not.toContain("MIIEvQ");
  });

  it("shows no secret in signatures either", async () => {
    const token = `ghp_${"A1b2C3d4E5f6G7h8I9j0".repeat(2)}`.slice(0, 40);
    const text = `export const token = "${token}";\nexport function f() {\n${"  work(1 + 1);\n".repeat(200)}}\n`;
    const packed = await pack([{ path: "a.ts", text }], { budget: 500 });
    expect(packed.ledger.files[0]!.included).toBe("skeleton");
    expect(packed.text).toContain("[v4 left out a GitHub token here]");
    expect(packed.text).not.toContain(token);
  });

  it("gives what has no text by its name and says why", async () => {
    const packed = await pack([{ path: "logo.png", text: null, why: "binary" }]);
    expect(packed.ledger.files[0]).toMatchObject({ included: "name", why: "binary", fullTokens: null });
    expect(packed.text).toContain("logo.png -\n");
  });

  it("folds folders when their names alone would take too much of the budget", async () => {
    const many = Array.from({ length: 300 }, (_, n) => ({ path: `data/${n % 3}/row-${n}.json`, text: "{}" }));
    const packed = await pack([...many, { path: "src/a.ts", text: "export const a = 1;\n" }], { budget: 800 });
    expect(packed.text).toContain("data/\n  0/ (100)\n");
    expect(packed.text).toContain("  a.ts\n");
  });

  it("prefers sources to tests, tests to docs and docs to data", async () => {
    const text = "a word and another word\n".repeat(40);
    const paths = ["data/a.json", "docs/a.md", "src/a.ts", "test/a.ts"];
    const rank = async (budget: number) =>
      (
        await pack(
          paths.map((path) => ({ path, text })),
          { budget },
        )
      ).ledger.files
        .filter((row) => row.included === "full")
        .map((row) => row.file);
    const one = (await pack([{ path: "src/a.ts", text }])).ledger.files[0]!.tokens;
    const around = (await pack(paths.map((path) => ({ path, text })))).budgetForAll - 4 * one;
    expect(await rank(around + 1.5 * one)).toEqual(["src/a.ts"]);
    expect(await rank(around + 2.5 * one)).toEqual(["src/a.ts", "test/a.ts"]);
    expect(await rank(around + 3.5 * one)).toEqual(["docs/a.md", "src/a.ts", "test/a.ts"]);
  });

  it("prefers the file that is imported most", async () => {
    const text = "const words = 'a word and another word';\n".repeat(40);
    const files = ["src/a.ts", "src/b.ts"].map((path) => ({ path, text }));
    const { budgetForAll, ledger } = await pack(files);
    const packed = await pack(files, {
      budget: budgetForAll - ledger.files[0]!.tokens / 2,
      understand: async () => ({ factsOf: (_, source) => textFacts(source), importedBy: new Map([["src/b.ts", 3]]) }),
    });
    expect(packed.ledger.files.find((row) => row.file === "src/b.ts")!.included).toBe("full");
    expect(packed.ledger.files.find((row) => row.file === "src/a.ts")!.included).toBe("name");
  });

  it("stops when it is cancelled", async () => {
    const files = Array.from({ length: 50 }, (_, n) => ({ path: `${n}.txt`, text: "words ".repeat(200_000) }));
    await expect(pack(files, { signal: AbortSignal.abort() })).rejects.toThrow("cancelled");
  });
});
