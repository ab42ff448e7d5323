import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PromptBlock, startCiting, verifyCitations } from "../../src/output/citations.js";

const blocks: PromptBlock[] = [
  {
    number: 1,
    file: "src/prompt/budget.ts",
    startLine: 30,
    endLine: 71,
    symbol: "budgetFor",
    definitions: [
      { name: "budgetFor", line: 34 },
      { name: "slowest_step", line: 50 },
    ],
  },
  {
    number: 2,
    file: "src/store/session.ts",
    startLine: 5,
    endLine: 60,
    symbol: "Session",
    definitions: [
      { name: "Session", line: 6 },
      { name: "open", line: 20 },
      { name: "readAll", line: 31 },
    ],
  },
];

const rewrite = (answer: string, prompt = blocks) => {
  const citing = startCiting({ blocks: prompt });
  return citing.push(answer) + citing.end();
};
const from = "\n\nFrom [src/prompt/budget.ts:34], [src/store/session.ts:6]";

describe("what the model cites becomes [path:line]", () => {
  const cases: [string, string][] = [
    ["It is here [1].", "It is here [src/prompt/budget.ts:34]."],
    ["It is here [1, 2].", "It is here [src/prompt/budget.ts:34] [src/store/session.ts:6]."],
    ["It is here [1][2].", "It is here [src/prompt/budget.ts:34] [src/store/session.ts:6]."],
    ["It is here [1-2].", "It is here [src/prompt/budget.ts:34] [src/store/session.ts:6]."],
    ["It is here.[block 2]", "It is here. [src/store/session.ts:6]"],
    ["It is [src/prompt/budget.ts:40].", "It is [src/prompt/budget.ts:40]."],
    ["It is [src/prompt/budget.ts:40-44].", "It is [src/prompt/budget.ts:40]."],
    ["It is [src/prompt/budget.ts:L40-L44].", "It is [src/prompt/budget.ts:40]."],
    ["It is [src/prompt/budget.ts:40, 44].", "It is [src/prompt/budget.ts:40] [src/prompt/budget.ts:44]."],
    ["It is [src/prompt/budget.ts, line 40].", "It is [src/prompt/budget.ts:40]."],
    ["It is [src/prompt/budget.ts].", "It is [src/prompt/budget.ts:34]."],
    ["It is (src/prompt/budget.ts:40).", "It is [src/prompt/budget.ts:40]."],
    ["It is (src/prompt/budget.ts, lines 40-44).", "It is [src/prompt/budget.ts:40]."],
    ["It is (see src/prompt/budget.ts:40).", "It is (see [src/prompt/budget.ts:40])."],
    ["It is in src/prompt/budget.ts line 40.", "It is in [src/prompt/budget.ts:40]."],
    ["It is in `src/prompt/budget.ts` (lines 40 to 44).", "It is in [src/prompt/budget.ts:40]."],
    ["It is `src/prompt/budget.ts:40`.", "It is [src/prompt/budget.ts:40]."],
    ["See line 40 of `src/prompt/budget.ts`.", "See line 40 of [src/prompt/budget.ts:40]."],
    ["It is in budget.ts:40.", "It is in [src/prompt/budget.ts:40]."],
    ["It is [here](src/prompt/budget.ts#L40).", "It is here [src/prompt/budget.ts:40]."],
    ["It is [src/prompt/budget.ts:40](src/prompt/budget.ts#L40).", "It is [src/prompt/budget.ts:40]."],
    ["[1] src/prompt/budget.ts:30-71 budgetFor does.", "[src/prompt/budget.ts:34] budgetFor does."],
    ["It is [src/prompt/budget.ts:40:7].", "It is [src/prompt/budget.ts:40]."],
  ];
  for (const [answer, expected] of cases) it(answer, () => expect(rewrite(answer)).toBe(expected));
});

describe("what was not in the prompt is marked", () => {
  const cases: [string, string][] = [
    ["a [src/prompt/budget.ts:99] b [1]", "a [src/prompt/budget.ts:99 ?] b [src/prompt/budget.ts:34]"],
    ["a src/other/file.ts:3 b [1]", "a [src/other/file.ts:3 ?] b [src/prompt/budget.ts:34]"],
    ["a [7] b [1]", "a [7 ?] b [src/prompt/budget.ts:34]"],
    ["a [src/prompt/budget.ts:99]", `a [src/prompt/budget.ts:99 ?]${from}`],
  ];
  for (const [answer, expected] of cases) it(answer, () => expect(rewrite(answer)).toBe(expected));
});

describe("what is no citation stays", () => {
  const cases = [
    "items[1] and fn(x)[2] and grid[2][1]",
    "the pair [0, 1]",
    "[optional] (in words) [ ] and [x]",
    "[docs](https://example.com/a.ts:12) and http://localhost:3000/a.js:4",
    "example.com:80 at 10:30, 127.0.0.1:8080",
    "the file `src/prompt/budget.ts` and src/store/session.ts in prose",
    "a ` lone tick and [ a lone bracket",
    "```ts\nbudgetFor(1) // [1] src/prompt/budget.ts:40\n```",
    "  ~~~\n`budgetFor` [1]\n  ~~~",
    "# budgetFor",
    "budget and session and Session, open",
  ];
  for (const answer of cases) it(JSON.stringify(answer), () => expect(rewrite(answer)).toBe(answer + from));
});

describe("the host cites the first mention of a definition of the prompt", () => {
  const cases: [string, string][] = [
    ["`budgetFor` cuts it.", "`budgetFor` [src/prompt/budget.ts:34] cuts it."],
    ["budgetFor cuts it, budgetFor does.", "budgetFor [src/prompt/budget.ts:34] cuts it, budgetFor does."],
    ["It calls `budgetFor(30)`.", "It calls `budgetFor(30)` [src/prompt/budget.ts:34]."],
    ["It calls budgetFor(30).", "It calls budgetFor(30) [src/prompt/budget.ts:34]."],
    ["**`budgetFor`**: cuts", "**`budgetFor`** [src/prompt/budget.ts:34]: cuts"],
    ["`budgetFor`'s result", "`budgetFor`'s [src/prompt/budget.ts:34] result"],
    ["the slowest_step is", "the slowest_step [src/prompt/budget.ts:50] is"],
    [
      "`Session.open` and this.readAll",
      "`Session.open` [src/store/session.ts:20] and this.readAll [src/store/session.ts:31]",
    ],
    ["`new Session()` is", "`new Session()` [src/store/session.ts:6] is"],
    ["session.open() is", "session.open() [src/store/session.ts:20] is"],
    ["`open`\nNext", "`open` [src/store/session.ts:20]\nNext"],
    ["- `budgetFor`", "- `budgetFor` [src/prompt/budget.ts:34]"],
    ["`budgetFor` [1] cuts", "`budgetFor` [src/prompt/budget.ts:34] cuts"],
    ["`budgetFor` in src/prompt/budget.ts:36 cuts", "`budgetFor` in [src/prompt/budget.ts:36] cuts"],
    ["`budgetFor` (src/prompt/budget.ts:36) cuts", "`budgetFor` [src/prompt/budget.ts:36] cuts"],
    ["As [1] says, `budgetFor` cuts", "As [src/prompt/budget.ts:34] says, `budgetFor` cuts"],
  ];
  for (const [answer, expected] of cases) it(answer, () => expect(rewrite(answer)).toBe(expected));

  it("not when the name could mean definitions in two files", () => {
    const second = { ...blocks[1]!, file: "src/other.ts", number: 3 };
    expect(rewrite("`readAll` reads [1]", [...blocks, second])).toBe("`readAll` reads [src/prompt/budget.ts:34]");
  });
});

describe("an answer without a citation ends with the places it was written from", () => {
  it("after a blank line", () => expect(rewrite("It is cut.")).toBe(`It is cut.${from}`));
  it("after the fence that was left open", () =>
    expect(rewrite("```ts\nlet a")).toBe(`\`\`\`ts\nlet a\n\`\`\`${from}`));
  it("not when there is no answer", () => expect(rewrite("")).toBe(""));
  it("not when no block was in the prompt", () => expect(rewrite("It is cut.", [])).toBe("It is cut."));
});

describe("streaming", () => {
  const fragments = [
    ...["[1]", "[1, 2]", "[src/prompt/budget.ts:40]", "(src/prompt/budget.ts:40)", "src/prompt/budget.ts line 40"],
    ...[
      "`budgetFor`",
      "budgetFor(",
      "Session.open",
      "```",
      "~~~",
      "\n",
      "\n\n",
      " ",
      "`",
      "[",
      "]",
      "(",
      ")",
      "line 4 of ",
    ],
    ...[
      "**",
      "'s",
      "😀",
      "漢字",
      "\x1b[31m",
      "\x1b]8;;x\x07",
      "\x1b]0;",
      "# ",
      "- ",
      ".",
      ",",
      " in ",
      "12",
      "to",
      "\r\n",
    ],
    ...[
      "                                          ",
      "word",
      "[a](src/prompt/budget.ts#L40)",
      "`src/prompt/budget.ts`",
    ],
  ];
  it("gives the same text however the answer is cut into chunks", () => {
    const answers = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })), { maxLength: 25 });
    fc.assert(
      fc.property(answers, fc.array(fc.nat(7), { minLength: 1, maxLength: 9 }), (parts, sizes) => {
        const answer = parts.join("");
        const citing = startCiting({ blocks });
        let out = "";
        for (let at = 0, turn = 0; at < answer.length; turn++) {
          const size = 1 + sizes[turn % sizes.length]!;
          out += citing.push(answer.slice(at, at + size));
          at += size;
        }
        expect(out + citing.end()).toBe(rewrite(answer));
      }),
      { numRuns: 1500 },
    );
  });

  it("lets words out as they are finished", () => {
    const citing = startCiting({ blocks });
    expect(citing.push("It cuts the to")).toBe("It cuts the ");
    expect(citing.push("ken budget (as ")).toBe("token budget (as ");
    expect(citing.push("said) [")).toBe("said) ");
    expect(citing.push("1] so")).toBe("[src/prompt/budget.ts:34]");
    expect(citing.end()).toBe(" so");
  });

  it("lets code out at once", () => {
    const citing = startCiting({ blocks });
    citing.push("```ts\n");
    expect(citing.push("const bud")).toBe("const bud");
  });

  it("takes control sequences out, also when they are cut in two", () => {
    const citing = startCiting({ blocks });
    expect(
      citing.push("see \x1b]8;;http://evil") +
        citing.push(".example\x07 this\x1b[2") +
        citing.push("J [1]") +
        citing.end(),
    ).toBe("see  this [src/prompt/budget.ts:34]");
  });
});

describe("verifyCitations", () => {
  const sentRanges = new Map<string, [number, number][]>([["src/a.ts", [[10, 20]]]]);
  const lineCount = (file: string) => (file === "src/a.ts" ? 15 : file === "Makefile" ? 9 : null);
  const check = (answer: string) => verifyCitations(answer, { sentRanges, lineCount });

  it("verifies a line that was sent and exists", () =>
    expect(check("[src/a.ts:12]")).toEqual([{ file: "src/a.ts", line: 12, verified: true }]));
  it("refuses a line that was not sent", () =>
    expect(check("[src/a.ts:2 ?]")).toEqual([
      { file: "src/a.ts", line: 2, verified: false, reason: "the model was not shown that line" },
    ]));
  it("refuses a line that the file does not have", () =>
    expect(check("[src/a.ts:18]")).toMatchObject([{ verified: false, reason: "the file has 15 lines" }]));
  it("refuses a file that does not exist", () =>
    expect(check("[src/b.ts:1]")).toMatchObject([{ verified: false, reason: "there is no such file" }]));
  it("names each place once", () => expect(check("[src/a.ts:12] and [src/a.ts:12]")).toHaveLength(1));
  it("does not read code fences", () =>
    expect(check("```\n[src/a.ts:12]\n```\n[src/a.ts:13]")).toMatchObject([{ line: 13 }]));
  it("reads paths with brackets and names without a dot, and no slices", () =>
    expect(check("[app/[slug]/page.tsx:3] [Makefile:4] x[a:3]").map((found) => found.file)).toEqual([
      "app/[slug]/page.tsx",
      "Makefile",
    ]));
});
