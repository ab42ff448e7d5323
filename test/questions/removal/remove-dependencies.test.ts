import { describe, expect, test } from "vitest";
import { removeDependencies } from "../../../src/questions/removal/remove-dependencies.js";
import { loadEngine } from "../../../src/syntax/load-engine.js";

const engine = await loadEngine();

/** The manifest without the packages, each named with its section; the line is that where its name first stands. */
async function without(manifest: string, text: string, ...packages: [name: string, section?: string][]) {
  const lines = text.split("\n");
  const rows = packages.map(([name, section = "dependencies"]) => ({
    name,
    section,
    manifest,
    line: lines.findIndex((line) => line.includes(name)) + 1,
    verdict: "certain" as const,
    evidence: [],
  }));
  return removeDependencies(engine, text, rows);
}

describe("package.json", () => {
  test("keeps its indent, its order and the commas that are needed", async () => {
    const text = '{\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"b":   "2",\n\t\t"c": "3"\n\t}\n}';
    expect((await without("package.json", text, ["a"], ["c"])).text).toBe(
      '{\n\t"dependencies": {\n\t\t"b":   "2"\n\t}\n}',
    );
  });

  test("a section that is empty goes", async () => {
    const text = '{\n  "name": "x",\n  "devDependencies": {\n    "a": "1"\n  }\n}\n';
    expect((await without("package.json", text, ["a", "devDependencies"])).text).toBe('{\n  "name": "x"\n}\n');
  });

  test("the same package in another section stays", async () => {
    const text = '{ "dependencies": { "a": "1", "b": "1" }, "peerDependencies": { "a": "1" } }';
    expect((await without("package.json", text, ["a"])).text).toBe(
      '{ "dependencies": { "b": "1" }, "peerDependencies": { "a": "1" } }',
    );
  });

  test("a script of that name is no package", async () => {
    const text = '{ "scripts": { "a": "b" }, "dependencies": { "b": "1" } }';
    const { text: after, kept } = await without("package.json", text, ["a"]);
    expect([after, kept.length]).toEqual([text, 1]);
  });

  test("one that is broken stays as it is", async () => {
    const text = '{ "dependencies": { "a": "1", }';
    expect((await without("package.json", text, ["a"])).text).toBe(text);
  });
});

describe("other manifests", () => {
  test.each([
    [
      "requirements.txt",
      "# all\nflask==3 \\\n    --hash=a\nold-thing>=1 # why\nlast",
      "old-thing",
      "# all\nflask==3 \\\n    --hash=a\nlast",
    ],
    ["requirements.txt", "old==3 \\\n    --hash=a \\\n    --hash=b\nlast\n", "old", "last\n"],
    [
      "pyproject.toml",
      '[project]\ndependencies = [\n  "flask",\n  "old[x]>=1", # why\n]\n',
      "old",
      '[project]\ndependencies = [\n  "flask",\n  # why\n]\n',
    ],
    ["pyproject.toml", '[project]\ndependencies = ["flask", "old"]\n', "old", '[project]\ndependencies = ["flask"]\n'],
    ["pyproject.toml", '[project]\ndependencies = ["old", "flask"]\n', "old", '[project]\ndependencies = ["flask"]\n'],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies]\nflask = "3"\nold = { version = "1", extras = [\n  "a",\n] }\nlast = "1"\n',
      "old",
      '[tool.poetry.dependencies]\nflask = "3"\nlast = "1"\n',
    ],
    [
      "Cargo.toml",
      '[dependencies]\nserde = "1"\n\n[dependencies.old]\nversion = "1"\n\n[profile]\n',
      "old",
      '[dependencies]\nserde = "1"\n\n[profile]\n',
    ],
    ["Cargo.toml", '[dependencies]\nold.workspace = true\nserde = "1"\n', "old", '[dependencies]\nserde = "1"\n'],
    [
      "go.mod",
      "module a\n\nrequire (\n\tx.org/old v1\n\tx.org/new v1 // indirect\n)\n",
      "x.org/old",
      "module a\n\nrequire (\n\tx.org/new v1 // indirect\n)\n",
    ],
    ["go.mod", "module a\n\nrequire (\n\tx.org/old v1\n)\n\nretract v1\n", "x.org/old", "module a\n\nretract v1\n"],
    ["go.mod", "module a\n\nrequire x.org/old v1\n", "x.org/old", "module a\n"],
  ])("%s %j without %s", async (manifest, text, name, expected) => {
    expect((await without(manifest, text, [name])).text).toBe(expected);
  });

  test("pom.xml loses the element", async () => {
    const one = (name: string) =>
      `    <dependency>\n      <groupId>org</groupId>\n      <artifactId>${name}</artifactId>\n    </dependency>\n`;
    const pom = (...names: string[]) =>
      `<project>\n  <dependencies>\n${names.map(one).join("")}  </dependencies>\n</project>\n`;
    const rows = [
      {
        name: "org:old",
        section: "dependencies",
        manifest: "pom.xml",
        line: 8,
        verdict: "certain" as const,
        evidence: [],
      },
    ];
    expect((await removeDependencies(engine, pom("new", "old", "last"), rows)).text).toBe(pom("new", "last"));
  });

  test("an entry that is not where it should be stays", async () => {
    const rows = [
      {
        name: "old",
        section: "dependencies",
        manifest: "requirements.txt",
        line: 1,
        verdict: "certain" as const,
        evidence: [],
      },
    ];
    const { text, kept } = await removeDependencies(engine, "flask\nold\n", rows);
    expect([text, kept.map(({ why }) => why)]).toEqual([
      "flask\nold\n",
      ["its entry was not found where it should be"],
    ]);
  });
});
