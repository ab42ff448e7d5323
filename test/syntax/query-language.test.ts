import { beforeAll, describe, expect, test } from "vitest";
import { Query as OracleQuery } from "web-tree-sitter";
import { languages } from "../../src/syntax/languages.js";
import { compileQuery } from "../../src/syntax/query.js";
import { matchesOf } from "../../src/syntax/run-query.js";
import { flatTree, type Loaded, loadGrammar } from "./flat-tree.js";
import { oracleMatches, ownMatches } from "./query-oracle.js";

let typescript: Loaded;
beforeAll(async () => {
  typescript = await loadGrammar(languages.get("typescript")!);
});

/** What a query captures in a text: a line a match, `name=text` for each capture. */
function captured(source: string, text: string): string[] {
  const tree = flatTree(typescript.grammar, typescript.parse(text));
  return matchesOf(compileQuery(source, typescript.grammar), tree, text).map(({ captures }) =>
    captures.map((capture) => `${capture.name}=${capture.text}`).join(" "),
  );
}

describe("a part of the query language matches as in tree-sitter", () => {
  test.each([
    ["a type", "(identifier) @i", "a.b(c)", ["i=a", "i=c"]],
    ["several captures of one node", "(number) @n @m", "1", ["n=1 m=1"]],
    ["a token", '("," @t)', "f(a, b)", ["t=,"]],
    ["any named node", "(arguments (_) @a)", "f(a, 1)", ["a=a", "a=1"]],
    ["any node", "(arguments _ @a)", "f(1)", ["a=(", "a=1", "a=)"]],
    ["a field", "(pair value: (number) @v)", "x = { a: 1, 2: b }", ["v=1"]],
    ["an absent field", "(variable_declarator !value) @v", "let a, b = 1", ["v=a"]],
    ["alternatives", "(arguments [(number) (string)] @a)", "f(1, b, 'c')", ["a=1", "a='c'"]],
    [
      "alternatives with parts",
      "(arguments [(call_expression (identifier) @c) (number) @n])",
      "f(g(), 1)",
      ["c=g", "n=1"],
    ],
    [
      "an optional node, there and not",
      "(pair key: (_) @k value: (number)? @v)",
      "x = { a: 1, b: c }",
      ["k=a v=1", "k=b"],
    ],
    [
      "two optional nodes",
      "(variable_declarator name: (_) @n type: (_)? @t value: (_)? @v)",
      "let a: b = c, d = e, f",
      ["n=a t=: b v=c", "n=d v=e", "n=f"],
    ],
    ["a repetition", "(program (comment)+ @c)", "// a\n// b\nf()", ["c=// a c=// b"]],
    ["siblings", "((comment) @c . (class_declaration) @d)", "// a\n// b\nclass C {}", ["c=// b d=class C {}"]],
    [
      "repeated siblings",
      "((comment)* @c . (class_declaration) @d)",
      "// a\n// b\nclass C {}",
      ["c=// a c=// b d=class C {}"],
    ],
    ["an anchor before the first", "(arguments . (_) @a)", "f(a, b)", ["a=a"]],
    ["an anchor behind the last", "(arguments (_) @a .)", "f(a, b)", ["a=b"]],
    ["an anchor between", "(arguments (_) @a . (_) @b)", "f(a, b, c)", ["a=a b=b", "a=b b=c"]],
    ["an anchor, which a comment breaks", "(arguments . (identifier) @a)", "f(/* no */ a)", []],
    [
      "an anchor at a token",
      '(export_statement . "export" . (class_declaration) @c)',
      "export class C {}",
      ["c=class C {}"],
    ],
    ["an error", "(ERROR) @e", "let = @ ) 5;", ["e=@ )"]],
    ["a missing node", "(MISSING) @m", "f(1;", ["m="]],
    ["a root of any type", "(_ (number) @n) @r", "f(1)", ["r=(1) n=1"]],
    ["one match where nothing tells two apart", "(arguments (number) (identifier) @i)", "f(1, 2, a)", ["i=a"]],
    ["an anchor behind what is not captured", "(arguments (number) . (identifier) @i)", "f(1, 2, a)", []],
    [
      "what stands behind the end of a part",
      '(array (array (array (number) @a "]")) (number) @b)',
      "[[[1, 2]], 3]",
      ["a=1 b=3", "a=2 b=3"],
    ],
  ])("%s", (_, source, text, expected) => {
    const tree = typescript.parse(text);
    const query = compileQuery(source, typescript.grammar);
    expect(ownMatches(query, flatTree(typescript.grammar, tree), text)).toEqual(
      oracleMatches(new OracleQuery(typescript.binding, source), tree),
    );
    expect(captured(source, text)).toEqual(expected);
  });
});

describe("a predicate lets through what it asks for", () => {
  test.each([
    ['((identifier) @i (#eq? @i "a"))', ["i=a"]],
    ['((identifier) @i (#not-eq? @i "a"))', ["i=ab", "i=b"]],
    ['((identifier) @i (#match? @i "^a"))', ["i=a", "i=ab"]],
    ['((identifier) @i (#not-match? @i "^a"))', ["i=b"]],
    ['((identifier) @i (#any-of? @i "a" "b"))', ["i=a", "i=b"]],
    ['((identifier) @i (#not-any-of? @i "a" "b"))', ["i=ab"]],
    ["((arguments (_) @x (_) @y) (#eq? @x @y))", ["x=1 y=1"]],
    ["((arguments (_) @x (_) @y) (#not-eq? @x @y))", ["x=1 y=2", "x=1 y=2"]],
    ['((arguments (_) @x (string)? @y) (#eq? @y "c"))', ["x=1", "x=1", "x=2"]],
  ])("%s", (source, expected) => {
    expect(captured(source, "a; ab; b; this(1, 1, 2)")).toEqual(expected);
  });
});

describe("a query that is none says where and why", () => {
  test.each([
    ["(identifier) @a\n  (identifer) @b", "line 2, column 4 of the query: the grammar has no node type (identifer)"],
    ['(call_expression "fn")', 'line 1, column 18 of the query: the grammar has no node type "fn"'],
    ["(pair kee: (_))", 'line 1, column 7 of the query: the grammar has no field "kee"'],
    ["(pair !kee)", 'line 1, column 8 of the query: the grammar has no field "kee"'],
    ["(pair (_)", 'line 1, column 1 of the query: this "(" is never closed'],
    ["[(pair)", 'line 1, column 1 of the query: this "[" is never closed'],
    ["(pair))", 'line 1, column 7 of the query: this ")" closes nothing'],
    ['("a', "line 1, column 2 of the query: this string has no end"],
    ['((pair) @p (#eqq? @p "a"))', "line 1, column 14 of the query: #eqq? is unknown"],
    ['((pair) @p (#eq? @q "a"))', "line 1, column 18 of the query: no node before this place is captured as @q"],
    ['((pair) @p (#match? @p "("))', "line 1, column 14 of the query: #match? has no valid regular expression"],
    ["(pair)? @p", "line 1, column 1 of the query: the root of a pattern must not be optional"],
    ["pair", 'line 1, column 1 of the query: "pair" is neither a field'],
  ])("%s", (source, message) => {
    expect(() => compileQuery(source, typescript.grammar)).toThrow(message);
  });
});

test("matches come in the order of their roots, then of the patterns", () => {
  expect(captured("(number) @n (call_expression function: (_) @f)", "f(1)(2)")).toEqual([
    "f=f(1)",
    "f=f",
    "n=1",
    "n=2",
  ]);
});

test("a match says where its captures stand, lines and columns from 1", () => {
  const text = "\n  let a =\n    1;";
  const tree = flatTree(typescript.grammar, typescript.parse(text));
  expect(matchesOf(compileQuery("(variable_declarator) @v", typescript.grammar), tree, text)).toEqual([
    {
      pattern: 0,
      captures: [
        { name: "v", text: "a =\n    1", startIndex: 7, endIndex: 16, startLine: 2, startColumn: 7, endLine: 3 },
      ],
    },
  ]);
});
