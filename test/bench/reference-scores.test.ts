import { describe, expect, test } from "vitest";
import { type Answer, answerLines, answersOf, type Verdict } from "./reference-answers.js";
import { type Edge, scoreReferences } from "./reference-scores.js";

const at = (line: number, column = 1) => ({ file: "use.ts", line, column });
const answer = (line: number, verdict: Verdict, ...places: number[]): Answer => ({
  verdict,
  from: at(line),
  name: "open",
  ...(places.length > 0 ? { to: places.map((line) => ({ file: "door.ts", line, symbol: "open" })) } : {}),
});
const edge = (line: number, to: number, how: Edge["how"] = "resolved", file = "door.ts"): Edge => ({
  from: at(line),
  to: { file, line: to, symbol: "open" },
  how,
});

describe("scoreReferences", () => {
  test("an edge to any overload of the answer is right", () => {
    const { across } = scoreReferences([answer(1, "across", 4, 5)], [edge(1, 5)]);
    expect([across.edges.right, across.found, across.wanted]).toEqual([1, 1, 1]);
  });

  test("an edge to another line is wrong and leaves the answer missed", () => {
    const { across } = scoreReferences([answer(1, "across", 4)], [edge(1, 9)]);
    expect([across.edges.wrong.length, across.missing.length]).toEqual([1, 1]);
  });

  test("an edge from a local that shadows an import is wrong", () => {
    const { across } = scoreReferences([answer(1, "local", 3)], [edge(1, 4)]);
    expect(across.edges.wrong.length).toBe(1);
  });

  test("an edge from a member of a library is wrong", () => {
    const { members } = scoreReferences([answer(1, "external-member")], [edge(1, 4, "inferred")]);
    expect(members.evident.wrong.length).toBe(1);
  });

  test("an edge where the oracle has no answer counts neither as right nor as wrong", () => {
    const { members } = scoreReferences([answer(1, "unanswered-member")], [edge(1, 4)]);
    const { right, wrong, unanswered } = members.evident;
    expect([right, wrong.length, unanswered.length]).toEqual([0, 0, 1]);
  });

  test("a member found by its name alone is missing from the recall of resolved and inferred", () => {
    const { members } = scoreReferences([answer(1, "member-across", 4)], [edge(1, 4, "name")]);
    expect([members.found, members.foundAtAll, members.byName.right]).toEqual([0, 1, 1]);
  });

  test("an edge that is printed twice counts once", () => {
    const { across } = scoreReferences([answer(1, "across", 4)], [edge(1, 4), edge(1, 4)]);
    expect(across.edges.right).toBe(1);
  });

  test("an edge from a file without answers is only counted", () => {
    const { apart } = scoreReferences([], [edge(1, 4)]);
    expect([...apart]).toEqual([["file without answers", 1]]);
  });
});

test("answers come back from their lines with verdict, site and places", () => {
  const answers: Answer[] = [
    answer(1, "across", 4, 5),
    { ...answer(2, "local"), to: [{ file: "use.ts", line: 7, symbol: "" }], name: "" },
    { ...answer(3, "external"), name: "" },
  ];
  expect([...answersOf(answerLines(answers))]).toEqual(answers);
});
