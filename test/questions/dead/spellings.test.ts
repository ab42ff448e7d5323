import { expect, test } from "vitest";
import { lexerOf, spellings } from "../../../src/questions/dead/spellings.js";
import { languages } from "../../../src/syntax/languages.js";

function spelled(language: string | null, text: string): string[] {
  const lexer = language === null ? null : lexerOf(languages.get(language)!.dead!);
  const found: string[] = [];
  spellings(
    text,
    lexer,
    (name) => name === "leaf",
    ({ kind, line, column }) => found.push(`${kind} ${line}:${column}`),
  );
  return found;
}

test("comments and doc strings of Python spell nothing", () => {
  expect(spelled("python", '"""leaf"""\n# leaf\nleaf = "leaf"\n')).toEqual(["code 3:1", "string 3:9"]);
});

test("an import statement over several lines is one", () => {
  expect(spelled("python", "from tree import (\n    bark,\n    leaf,\n)\n")).toEqual(["import 3:5"]);
});

test("raw strings of Rust end with as many signs as they begin", () => {
  expect(spelled("rust", 'let a = r#"leaf " leaf"#; leaf();')).toEqual(["string 1:12", "string 1:19", "code 1:27"]);
});

test("lifetimes of Rust open no character", () => {
  expect(spelled("rust", "fn grow<'a>(leaf: &'a str) {}")).toEqual(["code 1:13"]);
});

test("raw strings of Go hold quotes", () => {
  expect(spelled("go", '`"leaf` + leaf')).toEqual(["string 1:3", "code 1:11"]);
});

test("text blocks of Java hold quotes", () => {
  expect(spelled("java", '"""\n "leaf" """ + leaf')).toEqual(["string 2:3", "code 2:15"]);
});

test("text that is no code is all text", () => {
  expect(spelled(null, "// leaf\nleaf: 1leaf")).toEqual(["text 1:4", "text 2:1"]);
});
