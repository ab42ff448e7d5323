import { folderOf, foldersUp, join } from "../graph/resolve-tree.js";
import { isTest } from "../syntax/languages.js";
import { emptyPart, type Part, type Sources } from "./ecosystem.js";
import type { DeclaredDependency, Entry, Manifest, Role } from "./project.js";

/** What go.mod, go.work and the package clauses of Go say. */
export function goProject(sources: Sources): Part {
  const part = emptyPart();
  const { graph, tree, read } = sources;
  const files = [...graph.files].flatMap(([file, { language }]) => (language === "go" ? [file] : []));
  if (files.length === 0) return part;
  const packages = new Map(files.map((file) => [file, packageName(read(file) ?? "")]));
  const mains = new Set(
    files.flatMap((file) => (packages.get(file) === "main" && !isTest(file) ? [folderOf(file)] : [])),
  );
  part.manifests.push(...tree.named("go.mod").map((path) => manifestOf(path, tree.read(path) ?? "", mains, files)));
  const homes = part.manifests.map(({ folder }) => folder);
  for (const file of files) {
    const folder = folderOf(file);
    const home = [...foldersUp(folder)].find((up) => homes.includes(up));
    const manifest = part.manifests.find((one) => one.folder === home);
    const entry = entryOf(file, packages.get(file)!, sources);
    if (entry) part.entries.push(entry);
    // A program may still hold packages that others import, but nobody can import what is `main` or `internal`.
    if (!manifest?.isPublished || packages.get(file) === "main" || isTest(file)) continue;
    if (/(^|\/)(internal|testdata|vendor|examples?|_examples?)(\/|$)/.test(folder)) continue;
    part.entries.push({ file, why: `others can import it: it is a package of ${manifest.name}`, role: "production" });
  }
  return part;
}

function packageName(text: string): string {
  return /^package\s+(\w+)/m.exec(text)?.[1] ?? "";
}

function entryOf(file: string, name: string, { graph, read }: Sources): Entry | null {
  const facts = graph.files.get(file)!;
  if (isTest(file)) {
    const symbols = facts.definitions.flatMap((one) =>
      one.container === "" && /^(Test|Benchmark|Example|Fuzz)(\P{Ll}|$)/u.test(one.name) ? [one.name] : [],
    );
    return { file, why: "go test runs it", role: "test", symbols };
  }
  if (name !== "main") return null;
  const isOnTheSide = /(^|\/)(_?examples?|tools?|scripts?|hack|testdata|contrib|benchmarks?)\//.test(file);
  const isLeftOut = /^\/\/(go:build|\s*\+build)\s+ignore\b/m.test(read(file) ?? "");
  const role: Role = isOnTheSide || isLeftOut ? "tooling" : "production";
  return { file, why: "package main is a program", role, symbols: ["main"] };
}

/**
 * A module whose root, or whose packages outside of `internal`, are no program is there for others. Where the root is a program, or all
 * programs stand below `cmd`, packages beside them belong to it.
 */
function manifestOf(path: string, text: string, mains: ReadonlySet<string>, files: readonly string[]): Manifest {
  const folder = folderOf(path);
  const rootHasCode = files.some((file) => folderOf(file) === folder && !isTest(file));
  const hasProgram = [...mains].some(
    (main) => main === folder || main === join(folder, "cmd") || main.startsWith(`${join(folder, "cmd")}/`),
  );
  const isProgram =
    mains.has(folder) || (!rootHasCode && hasProgram && !files.some((file) => file.startsWith(join(folder, "pkg/")!)));
  return {
    path,
    folder,
    ecosystem: "go",
    name: /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? null,
    isPublished: !isProgram,
    dependencies: requirements(text),
  };
}

/** `require` lines. What is marked indirect need not be imported by this module's own code. */
function requirements(text: string): DeclaredDependency[] {
  const found: DeclaredDependency[] = [];
  let block: string | null = null;
  text.split("\n").forEach((written, i) => {
    const line = written.trim();
    const opening = /^(\w+)\s*\($/.exec(line);
    if (opening) block = opening[1]!;
    else if (line === ")") block = null;
    else {
      const [, keyword, rest] = /^(require|tool)\s+(.*)$/.exec(line) ?? [];
      const kind = keyword ?? block;
      const name = /^"?([\w./~-]+)"?/.exec(rest ?? line)?.[1];
      if (kind === "require" && name !== undefined && !line.startsWith("//")) {
        const isOptional = /\/\/\s*indirect/.test(line);
        found.push({
          name,
          section: isOptional ? "require (indirect)" : "require",
          line: i + 1,
          role: "production",
          isOptional,
        });
      }
    }
  });
  return found;
}
