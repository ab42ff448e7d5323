import { expect, test } from "vitest";
import { link } from "../../src/graph/link.js";
import { isStandardModule, modulesOf } from "../../src/project/package-modules.js";
import type { Project } from "../../src/project/project.js";
import { readProject } from "../../src/project/read-project.js";
import { elementAt, elementsOf } from "../../src/project/xml.js";
import { languageOf } from "../../src/syntax/languages.js";
import { loadParser, textFacts } from "../../src/syntax/parse.js";

async function projectOf(texts: Record<string, string>): Promise<Project> {
  const parser = await loadParser();
  const paths = Object.keys(texts);
  await parser.prepare(paths);
  const read = (path: string) => texts[path] ?? null;
  const files = new Map(
    paths.map((path) => [path, languageOf(path) ? parser.read(path, texts[path]!).facts : textFacts(texts[path]!)]),
  );
  return readProject({ graph: link({ files, read }), paths: new Set(paths), read });
}

const declared = ({ manifests }: Project) =>
  manifests.flatMap(({ dependencies }) => dependencies.map(({ name, section, line }) => `${name} ${section} ${line}`));
const entered = ({ entries }: Project) => entries.map(({ file, symbols }) => `${file} ${symbols?.join(" ") ?? "*"}`);

test("pyproject.toml declares dependencies, optional ones and groups, each with its line", async () => {
  const toml = `[project]
name = "tea"
dependencies = ["kettle>=2"]
[project.optional-dependencies]
milk = ["cow[fresh]"]
[dependency-groups]
dev = ["spoon"]
`;
  expect(declared(await projectOf({ "pyproject.toml": toml, "tea.py": "" }))).toEqual([
    "kettle project.dependencies 3",
    "cow project.optional-dependencies.milk 5",
    "spoon dependency-groups.dev 7",
  ]);
});

test("a console script uses one function of its module", async () => {
  const project = await projectOf({
    "pyproject.toml": '[project]\nname = "tea"\n[project.scripts]\ntea = "tea.cli:pour"\n',
    "tea/__init__.py": "",
    "tea/cli.py": "def pour(): pass\n",
  });
  expect(entered(project)).toEqual(["tea/cli.py pour"]);
});

test("a console script of a module that is not here is missing", async () => {
  const project = await projectOf({
    "pyproject.toml": '[project]\nname = "tea"\n[project.scripts]\ntea = "gone.cli:pour"\n',
    "tea.py": "",
  });
  expect(project.missing.map(({ path }) => path)).toEqual(["gone.cli:pour"]);
});

test("modules of a published package are open, those behind an underscore are not", async () => {
  const project = await projectOf({
    "pyproject.toml": '[build-system]\nrequires = []\n[project]\nname = "tea"\n',
    "tea/__init__.py": "",
    "tea/_leaf.py": "",
    "tea/pot.py": "",
  });
  expect(entered(project)).toEqual(["tea/__init__.py *", "tea/pot.py *"]);
});

test("TOML that cannot be read is a problem", async () => {
  const { problems } = await projectOf({ "pyproject.toml": "[project\n", "tea.py": "" });
  expect(problems.map(({ file }) => file)).toEqual(["pyproject.toml"]);
});

test("go.mod tells direct requirements from indirect ones", async () => {
  const mod = "module tea.test\n\nrequire (\n\tcup.test v1.0.0\n\tsugar.test v1.0.0 // indirect\n)\n";
  const { manifests } = await projectOf({ "go.mod": mod, "main.go": "package main\n\nfunc main() {}\n" });
  expect(manifests[0]!.dependencies.map(({ name, isOptional }) => `${name} ${isOptional}`)).toEqual([
    "cup.test false",
    "sugar.test true",
  ]);
});

test("a module whose root is a program is published to nobody", async () => {
  const main = await projectOf({ "go.mod": "module tea.test\n", "main.go": "package main\n\nfunc main() {}\n" });
  const library = await projectOf({ "go.mod": "module tea.test\n", "tea.go": "package tea\n" });
  expect([main.manifests[0]!.isPublished, library.manifests[0]!.isPublished]).toEqual([false, true]);
});

test("Cargo.toml names targets and dependencies of every kind", async () => {
  const toml = `[package]
name = "tea"
version = "1.0.0"
publish = false
[dependencies]
cup = "1"
[dev-dependencies]
spoon = { version = "1" }
[[bin]]
name = "pour"
path = "src/pour.rs"
`;
  const project = await projectOf({ "Cargo.toml": toml, "src/lib.rs": "", "src/pour.rs": "fn main() {}\n" });
  expect(declared(project)).toEqual(["cup dependencies 6", "spoon dev-dependencies 8"]);
  expect(entered(project)).toEqual(["src/lib.rs ", "src/pour.rs main"]);
});

test("the public modules of a published crate are open", async () => {
  const project = await projectOf({
    "Cargo.toml": '[package]\nname = "tea"\nversion = "1.0.0"\n',
    "src/lib.rs": "pub mod leaf;\nmod stem;\n",
    "src/leaf.rs": "",
    "src/stem.rs": "",
  });
  expect(entered(project)).toEqual(["src/lib.rs *", "src/leaf.rs *"]);
});

test("pom.xml declares dependencies with their scopes", async () => {
  const pom = `<project>
  <groupId>tea</groupId><artifactId>tea</artifactId>
  <dependencies>
    <dependency><groupId>cup</groupId><artifactId>cup-core</artifactId></dependency>
    <dependency><groupId>spoon</groupId><artifactId>spoon</artifactId><scope>test</scope></dependency>
  </dependencies>
</project>
`;
  expect(declared(await projectOf({ "pom.xml": pom, "src/main/java/tea/Tea.java": "package tea;\n" }))).toEqual([
    "cup:cup-core dependencies 4",
    "spoon:spoon dependencies (test) 5",
  ]);
});

test("elements of XML that are not closed end with their parent", () => {
  const root = elementsOf("<a><b><c>1</c></a><d/>");
  expect(elementAt(root, "a", "b", "c")?.text).toBe("1");
  expect(elementAt(root, "d")?.line).toBe(1);
});

test("distributions bring modules of other names", () => {
  expect(modulesOf("pyyaml")).toEqual(["yaml"]);
  expect(modulesOf("python-slugs")).toContain("slugs");
  expect(isStandardModule("os.path")).toBe(true);
});
