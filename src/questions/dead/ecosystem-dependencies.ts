import type { Graph } from "../../graph/graph.js";
import {
  distributionFor,
  isLoaded,
  isOfModule,
  isStandardModule,
  javaPackagesOf,
  modulesOf,
  plainName,
} from "../../project/package-modules.js";
import type { DeclaredDependency, Manifest, Project } from "../../project/project.js";
import { isTest, languages } from "../../syntax/languages.js";
import type { Unlisted, UnusedDependency, Verdict } from "./findings.js";
import { mayUse } from "./package-uses.js";
import { type Reached, roleBit } from "./reach.js";

interface EcosystemQuestion {
  graph: Graph;
  project: Project;
  /** The files that live, of languages without export statements. */
  reached: ReadonlyMap<string, Reached>;
  counted: number;
  read(path: string): string | null;
}

/** One import of something outside of the repository. */
interface Use {
  file: string;
  line: number;
  specifier: string;
  /** It leads to nothing in the repository. */
  isOutside: boolean;
}

const languageOf: Record<Exclude<Manifest["ecosystem"], "npm">, string> = {
  python: "python",
  go: "go",
  cargo: "rust",
  maven: "java",
};

/** Packages that Python, Go, Rust and Java projects declare and do not use, and packages that they use and do not declare. */
export function ecosystemDependencies(question: EcosystemQuestion): {
  dependencies: UnusedDependency[];
  unlisted: Unlisted[];
} {
  const { project, graph } = question;
  const dependencies: UnusedDependency[] = [];
  const unlisted: Unlisted[] = [];
  for (const ecosystem of ["python", "go", "cargo", "maven"] as const) {
    const manifests = project.manifests.filter((one) => one.ecosystem === ecosystem);
    if (manifests.length === 0) continue;
    const uses = usesOf(languageOf[ecosystem], question);
    const sources = [...graph.files].flatMap(([file, facts]) =>
      facts.language === languageOf[ecosystem] ? [file] : [],
    );
    for (const manifest of manifests) {
      const own = ownUses(uses, manifest);
      // Without code there is nothing to ask: a list for people, a sample.
      if (!sources.some((file) => file.startsWith(manifest.folder === "" ? "" : `${manifest.folder}/`))) continue;
      for (const dependency of manifest.dependencies) {
        const row = judge(dependency, manifest, own, question);
        if (row) dependencies.push(row);
      }
    }
    if (ecosystem === "python" || ecosystem === "go") unlisted.push(...unlistedOf(manifests, uses, question));
  }
  return { dependencies, unlisted };
}

/** Imports of files, whether the files live or not: what a dead file imports is still asked for. */
function usesOf(language: string, { graph }: EcosystemQuestion): Use[] {
  const uses: Use[] = [];
  for (const { from, to, specifier, line } of graph.imports)
    if (graph.files.get(from)?.language === language)
      uses.push({ file: from, line, specifier, isOutside: to === null });
  return uses;
}

function ownUses(uses: readonly Use[], { folder }: Manifest): Use[] {
  return folder === "" ? [...uses] : uses.filter(({ file }) => file.startsWith(`${folder}/`));
}

function judge(
  dependency: DeclaredDependency,
  manifest: Manifest,
  uses: readonly Use[],
  question: EcosystemQuestion,
): UnusedDependency | null {
  const { name, section, line, isOptional, role } = dependency;
  if (isOptional) return null;
  const row = (verdict: Verdict, why: string): UnusedDependency => ({
    name,
    manifest: manifest.path,
    section,
    line,
    verdict,
    evidence: [why],
  });
  switch (manifest.ecosystem) {
    case "python": {
      // Tools are run, and plug-ins of tools are found by them.
      if (role !== "production" || isLoaded(name)) return null;
      const modules = modulesOf(name);
      if (uses.some(({ specifier }) => modules.some((module) => isOfModule(specifier, module)))) return null;
      if (isSpelled([name, ...modules], manifest, "python", question)) return null;
      return row("likely", `no file imports ${modules[0]}`);
    }
    case "go":
      if (uses.some(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`))) return null;
      if (isSpelled([name], manifest, "go", question)) return null;
      return row("certain", "no file imports a package of this module");
    case "cargo": {
      const crate = name.replaceAll("-", "_");
      if (isSpelled([crate], manifest, "rust", question)) return null;
      if (/[-_](src|sys)$/.test(name)) return row("possible", "no file names it, but it may be there to be linked");
      return row("certain", `no file of the crate names ${crate}`);
    }
    default: {
      const packages = role === "production" ? javaPackagesOf(name) : null;
      if (packages === null || uses.some(({ specifier }) => packages.some((one) => isOfModule(specifier, one))))
        return null;
      return row("possible", `no file imports ${packages[0]}`);
    }
  }
}

const forPeople =
  /\.(md|mdx|rst|adoc|html?|lock|sum)$|(^|\/)(requirements[^/]*\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|go\.(mod|sum|work)|Cargo\.toml|Pipfile|CHANGE[^/]*|LICENSE[^/]*)$/i;

/** Whether a text below the manifest spells a name: code in whatever way, or a setting. Features of a crate count as well. */
function isSpelled(
  names: readonly string[],
  manifest: Manifest,
  language: string,
  { graph, read, project }: EcosystemQuestion,
): boolean {
  const start = manifest.folder === "" ? "" : `${manifest.folder}/`;
  const inside = project.manifests.flatMap(({ ecosystem, folder }) =>
    ecosystem === manifest.ecosystem && folder !== manifest.folder && folder.startsWith(start) ? [`${folder}/`] : [],
  );
  const pattern = new RegExp(
    `(?<![\\w-])(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?![\\w-])`,
    "i",
  );
  if (manifest.ecosystem === "cargo" && isFeature(names[0]!, read(manifest.path) ?? "")) return true;
  for (const [file, facts] of graph.files) {
    if (!file.startsWith(start) || forPeople.test(file)) continue;
    if (facts.language === language ? inside.some((folder) => file.startsWith(folder)) : facts.language !== null)
      continue;
    // Go names a module in import paths alone, and in the commands of `go generate`.
    if (facts.language === null && language === "rust") continue;
    const text = withoutComments(read(file) ?? "", facts.language, language === "python");
    if (pattern.test(text)) return true;
  }
  return false;
}

function withoutComments(text: string, language: string | null, isNeeded: boolean): string {
  const comment = isNeeded && language !== null ? languages.get(language)?.dead?.comment : undefined;
  return comment === undefined ? text : text.replace(new RegExp(comment, "gm"), "");
}

/** `serde = ["dep:serde"]`, `full = ["serde/derive"]`. */
function isFeature(crate: string, text: string): boolean {
  const features = /^\[features\]([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(text)?.[1] ?? "";
  return new RegExp(`"(dep:)?${crate.replaceAll("_", "[-_]")}(\\?)?(/[^"]*)?"`).test(features);
}

const isBeside = /(^|\/)(tests?|docs?|examples?|benchmarks?|extras|scripts|tools|ci)\//;

/** Modules that code which is shipped imports, and that no manifest for it declares. */
function unlistedOf(manifests: readonly Manifest[], uses: readonly Use[], question: EcosystemQuestion): Unlisted[] {
  const { reached, graph, read } = question;
  const isGo = manifests[0]!.ecosystem === "go";
  const rows: Unlisted[] = [];
  const seen = new Set<string>();
  for (const { file, line, specifier, isOutside } of uses) {
    if (!isOutside || isTest(file) || isBeside.test(file)) continue;
    if (((reached.get(file)?.roles ?? 0) & roleBit.production) === 0) continue;
    const manifest = manifests
      .filter(({ folder }) => folder === "" || file.startsWith(`${folder}/`))
      .sort((a, b) => b.folder.length - a.folder.length || b.dependencies.length - a.dependencies.length)[0];
    if (!manifest) continue;
    const declared = manifests.filter((one) => mayUse(manifest, one));
    const name = isGo
      ? moduleFor(specifier, declared)
      : distributionMissing(specifier, declared, isGuarded(read(file) ?? "", line) || isOwnModule(specifier, graph));
    if (name === null || seen.has(`${file} ${name}`)) continue;
    seen.add(`${file} ${name}`);
    rows.push({
      name,
      file,
      line,
      manifest: manifest.path,
      verdict: isGo ? "certain" : "likely",
      evidence: [`${file}:${line} imports ${specifier}`, `${manifest.path} does not declare it`],
    });
  }
  return rows;
}

/** The module of an import path that no `require` answers to; those of the language have no dot in their first part. */
function moduleFor(specifier: string, manifests: readonly Manifest[]): string | null {
  if (!specifier.split("/")[0]!.includes(".")) return null;
  const known = manifests.flatMap(({ name, dependencies }) => [
    ...(name ? [name] : []),
    ...dependencies.map((one) => one.name),
  ]);
  return known.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ? null : specifier;
}

function distributionMissing(specifier: string, manifests: readonly Manifest[], isExcused: boolean): string | null {
  const module = specifier.split(".")[0]!;
  if (module.startsWith("_") || module === "" || isExcused || isStandardModule(module)) return null;
  // Where nothing is declared at all, something that v4 does not read declares it.
  const declared = manifests.flatMap(({ dependencies }) => dependencies.map(({ name }) => name));
  if (declared.length === 0) return null;
  const isDeclared = declared.some((name) =>
    modulesOf(name).some((one) => one.split(".")[0]!.toLowerCase() === module.toLowerCase()),
  );
  const own = manifests.some(({ name }) => name !== null && plainName(name) === plainName(module));
  return isDeclared || own ? null : distributionFor(module);
}

/** A module of the repository that the resolution did not find is no package. */
function isOwnModule(specifier: string, graph: Graph): boolean {
  const first = specifier.split(".")[0]!;
  for (const file of graph.files.keys())
    if (
      file.startsWith(`${first}/`) ||
      file.includes(`/${first}/`) ||
      file === `${first}.py` ||
      file.endsWith(`/${first}.py`)
    )
      return true;
  return false;
}

/** `try: import fast` and `if TYPE_CHECKING:` can do without it. */
function isGuarded(text: string, line: number): boolean {
  const lines = text.split("\n");
  return /^\s/.test(lines[line - 1] ?? "");
}
