import { describe, expect, it } from "vitest";
import {
  type Answers,
  emptyAnswers,
  type OwnReference,
  readAnswer,
  scoreImports,
  scoreReferences,
} from "./language-scores.js";

function answered(...lines: object[]): Answers {
  const answers = emptyAnswers();
  for (const line of lines) readAnswer(answers, JSON.stringify(line));
  return answers;
}

const reference = (
  line: number,
  to: string,
  toLine: number,
  symbol = "open",
  how: OwnReference["how"] = "resolved",
) => ({
  from: { file: "a.py", line, column: 1 },
  to: { file: to, line: toLine, symbol },
  how,
});

const said = (line: number, to: string, toLine: number, member = false, kind = "reference") => ({
  kind,
  from: { file: "a.py", line, column: 1 },
  to: { file: to, line: toLine },
  member,
});

describe("the score of import edges", () => {
  it("tells right edges from wrong ones and names what is missing", () => {
    const answers = answered(
      { kind: "import", from: "a.py", to: "b.py", line: 1 },
      { kind: "import", from: "a.py", to: "c.py", line: 2 },
    );
    const edges = [
      { from: "a.py", to: "b.py", line: 1 },
      { from: "a.py", to: "d.py", line: 3 },
    ];
    const score = scoreImports(answers, edges, (path) => path);
    expect([score.right, score.wrong.length, score.found, score.wanted]).toEqual([1, 1, 1, 2]);
    expect(score.missing).toEqual([{ from: { file: "a.py", line: 2 }, theirs: ["c.py"] }]);
  });
  it("does not judge an import that the tool has no answer to", () => {
    const answers = answered({ kind: "import", from: "a.py", to: null, line: 1 });
    const score = scoreImports(answers, [{ from: "a.py", to: "b.py", line: 1 }], (path) => path);
    expect([score.wrong.length, score.unanswered.length, score.wanted]).toEqual([0, 1, 0]);
  });
  it("neither demands nor forbids an edge to what only runs on the way", () => {
    const answers = answered({ kind: "import", from: "a.py", to: "p/__init__.py", line: 1, passed: true });
    const edges = [{ from: "a.py", to: "p/__init__.py", line: 1 }];
    expect(scoreImports(answers, edges, (path) => path)).toMatchObject({ apart: 1, wanted: 0, wrong: [] });
    expect(scoreImports(answers, [], (path) => path).missing).toEqual([]);
  });
  it("counts the files of a Go package once", () => {
    const answers = answered({ kind: "import", from: "main.go", to: "price", line: 3 });
    const edges = ["price/a.go", "price/b.go"].map((to) => ({ from: "main.go", to, line: 3 }));
    const score = scoreImports(answers, edges, (path) => path.slice(0, path.lastIndexOf("/")));
    expect([score.right, score.found]).toEqual([1, 1]);
  });
});

describe("the score of references", () => {
  it("takes any of several places as right", () => {
    const { names } = scoreReferences(answered(said(1, "b.py", 4), said(1, "b.py", 9)), [reference(1, "b.py", 9)]);
    expect([names.all.right, names.found, names.wanted]).toEqual([1, 1, 1]);
  });
  it("keeps members and how an edge was found apart", () => {
    const { members, names } = scoreReferences(answered(said(1, "b.py", 4, true)), [
      reference(1, "b.py", 4, "Door.open", "name"),
    ]);
    expect([members.by.name.right, members.found, members.foundEvidently, names.wanted]).toEqual([1, 1, 0, 0]);
  });
  it("calls an edge wrong that leaves the file where the tool stays in it", () => {
    const answers = answered({ kind: "elsewhere", file: "a.py", at: [[1, 1]] });
    expect(scoreReferences(answers, [reference(1, "b.py", 4)]).names.all.wrong).toHaveLength(1);
    expect(scoreReferences(answers, [reference(1, "a.py", 4)]).names.all.wrong).toHaveLength(0);
  });
  it("puts an edge apart where the tool has no answer", () => {
    const { names } = scoreReferences(answered(), [reference(1, "b.py", 4)]);
    expect([names.all.unanswered.length, names.all.wrong.length]).toEqual([1, 0]);
  });
  it("does not count names inside import statements", () => {
    const scores = scoreReferences(answered(said(1, "b.py", 4, false, "import-name")), [reference(1, "b.py", 4)]);
    expect([scores.names.all.right, scores.importNames.right, scores.importNamesFound]).toEqual([0, 1, 1]);
  });
});
