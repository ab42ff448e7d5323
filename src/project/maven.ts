import { folderOf, foldersUp, inFolder } from "../graph/resolve-tree.js";
import { isTest } from "../syntax/languages.js";
import { conventionalEntries } from "./convention.js";
import { emptyPart, lineOf, type Part, type Sources } from "./ecosystem.js";
import type { DeclaredDependency, Manifest, Role } from "./project.js";
import { elementAt, elementsOf } from "./xml.js";

/** What pom.xml, build.gradle and the conventions of Java say. */
export function mavenProject(sources: Sources): Part {
  const part = emptyPart();
  const { graph, tree, read } = sources;
  const files = [...graph.files].flatMap(([file, { language }]) => (language === "java" ? [file] : []));
  if (files.length === 0) return part;
  const entries = conventionalEntries("java", new Set(), sources);
  const programs = entries.filter(({ why, role }) => why.startsWith("java ") && role === "production");
  for (const { file, symbols } of programs)
    if (symbols && symbols.length === 0)
      symbols.push(
        ...graph.files
          .get(file)!
          .definitions.flatMap(({ name, container, kind }) =>
            name === "main" && kind === "method" ? [`${container}.${name}`] : [],
          ),
      );
  part.entries.push(...entries);
  for (const path of tree.named("pom.xml")) part.manifests.push(fromPom(path, tree.read(path) ?? ""));
  for (const name of ["build.gradle", "build.gradle.kts"])
    for (const path of tree.named(name)) part.manifests.push(fromGradle(path, tree.read(path) ?? ""));
  const runnable = programs.filter(({ symbols }) => (symbols?.length ?? 0) > 0).map(({ file }) => file);
  decidePublished(part.manifests, runnable, read);
  const homes = new Map(part.manifests.map((manifest) => [manifest.folder, manifest]));
  for (const file of files) {
    const home = [...foldersUp(folderOf(file))].find((up) => homes.has(up));
    const manifest = home === undefined ? null : homes.get(home)!;
    if (isTest(file) || /(^|\/)(test|tests)\//.test(file)) continue;
    // Without any program the code must be there for others.
    const isOpen = manifest ? manifest.isPublished : runnable.length === 0;
    if (isOpen)
      part.entries.push({
        file,
        why: `others can use it: ${manifest?.name ?? "no program"} is a library`,
        role: "production",
      });
  }
  return part;
}

const scopes: Record<string, Role> = {
  test: "test",
  provided: "production",
  runtime: "production",
  compile: "production",
};

function fromPom(path: string, text: string): Manifest {
  const project = elementAt(elementsOf(text), "project");
  const dependencies: DeclaredDependency[] = [];
  const own = project ? elementAt(project, "dependencies") : null;
  for (const one of own?.children ?? []) {
    const [group, artifact] = [elementAt(one, "groupId"), elementAt(one, "artifactId")];
    if (!group || !artifact) continue;
    const scope = elementAt(one, "scope")?.text ?? "compile";
    dependencies.push({
      name: `${group.text}:${artifact.text}`,
      section: scope === "compile" ? "dependencies" : `dependencies (${scope})`,
      line: artifact.line,
      role: scopes[scope] ?? "tooling",
      // What only a running program needs is imported by nobody.
      isOptional:
        scope === "runtime" || scope === "import" || scope === "system" || elementAt(one, "optional")?.text === "true",
    });
  }
  const group = project ? (elementAt(project, "groupId") ?? elementAt(project, "parent", "groupId")) : null;
  const artifact = project ? elementAt(project, "artifactId") : null;
  return {
    path,
    folder: folderOf(path),
    ecosystem: "maven",
    name: artifact ? [group?.text, artifact.text].filter(Boolean).join(":") : null,
    isPublished: true,
    dependencies,
  };
}

/** `implementation "group:artifact:1.0"`, `testImplementation(libs.junit)`, `api group: "a", name: "b"`. */
function fromGradle(path: string, text: string): Manifest {
  const dependencies: DeclaredDependency[] = [];
  const lines =
    /^\s*(\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompile|annotationProcessor))\s*\(?\s*(?:["']([\w.-]+):([\w.-]+)(?::[^"']*)?["']|group\s*[:=]\s*["']([\w.-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.-]+)["'])/gm;
  for (const match of text.matchAll(lines)) {
    const section = match[1]!;
    dependencies.push({
      name: `${match[2] ?? match[4]}:${match[3] ?? match[5]}`,
      section,
      line: lineOf(text, match[0].trim(), match.index),
      role: /test/i.test(section) ? "test" : "production",
      isOptional: /runtime|annotationProcessor/i.test(section),
    });
  }
  const folder = folderOf(path);
  return {
    path,
    folder,
    ecosystem: "maven",
    name: folder.slice(folder.lastIndexOf("/") + 1) || null,
    isPublished: true,
    dependencies,
  };
}

const isApplication =
  /spring-boot-maven-plugin|org\.springframework\.boot['"]|<packaging>\s*(war|ear)\s*<|exec-maven-plugin|<mainClass>|mainClass|application\b['"\s)]*$|id\s*\(?\s*['"](application|war|com\.android\.application|io\.quarkus|org\.graalvm\.buildtools\.native)['"]|quarkus-maven-plugin|maven\.deploy\.skip>\s*true/m;
const isForOthers =
  /<distributionManagement>|central-publishing-maven-plugin|nexus-staging-maven-plugin|maven-gpg-plugin|maven-publish|com\.vanniktech\.maven\.publish|java-library/;

/**
 * A program is what says so, or what holds a `main` and is published by nobody. What belongs to the same build as a program, and is itself
 * not published, is a part of it.
 */
function decidePublished(
  manifests: Manifest[],
  runnable: readonly string[],
  read: (path: string) => string | null,
): void {
  const texts = new Map(manifests.map((one) => [one, read(one.path) ?? ""]));
  const publishes = (one: Manifest): boolean =>
    manifests.some((other) => inFolder(one.folder, other.folder) && isForOthers.test(texts.get(other)!));
  const isProgram = (one: Manifest): boolean =>
    isApplication.test(texts.get(one)!) ||
    (!publishes(one) &&
      runnable.some((file) => inFolder(file, one.folder) && !/(^|\/)(examples?|samples?|benchmarks?)\//.test(file)));
  const hasProgram = manifests.some(isProgram);
  for (const one of manifests) one.isPublished = !isProgram(one) && (publishes(one) || !hasProgram);
}
