import { isBuiltin } from "node:module";
import type { Graph } from "../../graph/graph.js";
import { commandsThatNeedNoPackage, packageOfCommand } from "../../project/commands.js";
import type { DeclaredDependency, Manifest, Project } from "../../project/project.js";
import type { Unlisted, UnusedDependency } from "./findings.js";
import { mentions } from "./mentions.js";
import { manifestFinder, mayUse, packageUses, type UsePlace } from "./package-uses.js";
import { type Reached, roleBit } from "./reach.js";

export interface DependencyQuestion {
  graph: Graph;
  project: Project;
  reached: ReadonlyMap<string, Reached>;
  counted: number;
  read(path: string): string | null;
  /** package.json of an installed package, as seen from a folder; null where nothing is installed. */
  installed?(name: string, folder: string): Record<string, unknown> | null;
}

export interface DependencyFindings {
  dependencies: UnusedDependency[];
  unlisted: Unlisted[];
  binaries: Unlisted[];
}

/** Sections whose packages have to be used by somebody. Peers are there for others. */
const sections = new Set(["dependencies", "devDependencies", "optionalDependencies"]);

/** Packages of package.json that nothing uses, and what is used and declared nowhere. */
export function npmDependencies(question: DependencyQuestion): DependencyFindings {
  const { project } = question;
  const manifests = project.manifests.filter(({ ecosystem }) => ecosystem === "npm");
  if (manifests.length === 0) return { dependencies: [], unlisted: [], binaries: [] };
  const manifestOf = manifestFinder(manifests, "npm");
  const byManifest = new Map<Manifest, UsePlace[]>();
  for (const use of packageUses(question)) {
    const manifest = manifestOf(use.file);
    if (!manifest) continue;
    const list = byManifest.get(manifest);
    if (list) list.push(use);
    else byManifest.set(manifest, [use]);
  }
  const patterns = project.aliases.map((alias) => alias.split("*"));
  const isAlias = (name: string) =>
    patterns.some(([start, ...end]) =>
      end.length > 0 ? start !== "" && `${name}/`.startsWith(start!) : name === start,
    );
  const provided = project.provided.map((pattern) => new RegExp(pattern));
  const isProvided = (name: string) => provided.some((pattern) => pattern.test(name));
  const commands = commandUses(question, manifests, manifestOf, byManifest);
  return {
    dependencies: manifests.flatMap((manifest) => unused(manifest, manifests, byManifest, question)),
    unlisted: manifests.flatMap((manifest) =>
      unlisted(manifest, manifests, byManifest.get(manifest) ?? [], isAlias, isProvided),
    ),
    binaries: commands,
  };
}

/** Commands of scripts become uses of the packages that bring them; those that no package brings are rows. */
function commandUses(
  { project, counted, installed }: DependencyQuestion,
  manifests: readonly Manifest[],
  manifestOf: (file: string) => Manifest | null,
  byManifest: Map<Manifest, UsePlace[]>,
): Unlisted[] {
  const rows: Unlisted[] = [];
  const seen = new Set<string>();
  for (const { kind, name, file, line, why, isOptional } of project.uses) {
    if (kind !== "binary") continue;
    const manifest = manifestOf(file);
    if (!manifest) continue;
    const declared = manifests.flatMap((other) => (mayUse(manifest, other) ? other.dependencies : []));
    const found = packageOfCommand(
      name,
      declared.map((one) => one.name),
      (one) => installed?.(one, manifest.folder) ?? null,
    );
    if (found !== null) {
      const use: UsePlace = { name: found, file, line, why: `${why} runs ${name}`, roles: counted, isType: false };
      const list = byManifest.get(manifest);
      if (list) list.push(use);
      else byManifest.set(manifest, [use]);
    } else if (!isOptional && !commandsThatNeedNoPackage.has(name) && !seen.has(`${file} ${name}`)) {
      seen.add(`${file} ${name}`);
      rows.push({
        name,
        file,
        line,
        manifest: manifest.path,
        verdict: "likely",
        evidence: [why, "no declared package brings this command"],
      });
    }
  }
  return rows;
}

function unused(
  manifest: Manifest,
  manifests: readonly Manifest[],
  byManifest: ReadonlyMap<Manifest, UsePlace[]>,
  question: DependencyQuestion,
): UnusedDependency[] {
  const below = manifests.filter((other) => mayUse(other, manifest));
  const used = new Set(below.flatMap((other) => (byManifest.get(other) ?? []).map(({ name }) => name)));
  const own = manifest.dependencies.filter(
    ({ section, role }) => sections.has(section) && (roleBit[role] & question.counted) !== 0,
  );
  for (const name of wantedByOthers(manifest, own, used, question)) used.add(name);
  const rows = own.filter(({ name }) => !used.has(name) && !isUsedBySight(name, used, below));
  return rows.map(({ name, section, line }) => {
    const mention = mentioned(name, manifest, question);
    return {
      name,
      manifest: manifest.path,
      section,
      line,
      verdict: mention ? "likely" : "certain",
      evidence: [
        `no file of ${below.length === 1 ? "this package" : `these ${below.length} packages`} imports it, no script runs it, no tool is told of it`,
        ...(mention ? [`${mention} spells its name`] : []),
      ],
    };
  });
}

/** What is used without anybody naming it: types for packages that are used, the compiler where there is something to compile. */
function isUsedBySight(name: string, used: ReadonlySet<string>, manifests: readonly Manifest[]): boolean {
  if (name.startsWith("@types/")) {
    const bare = name.slice("@types/".length);
    const of = bare.includes("__") ? `@${bare.replace("__", "/")}` : bare;
    if (of === "node" || of === "bun") return true;
    const isDeclared = manifests.some(({ dependencies }) => dependencies.some((one) => one.name === of));
    return used.has(of) || (isBuiltin(of) && isDeclared);
  }
  return name === "typescript";
}

/** Peers of packages that are declared and used: `react` for `react-dom`. Known where the packages are installed. */
function wantedByOthers(
  manifest: Manifest,
  own: readonly DeclaredDependency[],
  used: ReadonlySet<string>,
  { installed }: DependencyQuestion,
): string[] {
  if (!installed) return [];
  return own.flatMap(({ name }) => {
    if (!used.has(name)) return [];
    const peers = installed(name, manifest.folder)?.peerDependencies;
    return typeof peers === "object" && peers !== null ? Object.keys(peers) : [];
  });
}

/**
 * A file that spells the name though nothing in it counts as a use: what v4 does not know of may read it, or code that loads a package by
 * its name, `load("pg")`.
 */
function mentioned(name: string, manifest: Manifest, { graph, read, reached }: DependencyQuestion): string | null {
  const start = manifest.folder === "" ? "" : `${manifest.folder}/`;
  const inCode = mentions(
    new Map([[name, new Set()]]),
    [...reached.keys()].filter((file) => file.startsWith(start) && !isNoEvidence.test(file)),
    read,
    "name",
  ).get(name);
  if (inCode) return `${inCode.file}:${inCode.line}`;
  const byPath = [...reached.keys()].find(
    (file) => file.startsWith(start) && read(file)?.includes(`node_modules/${name}/`),
  );
  if (byPath !== undefined) return byPath;
  for (const [file, { language }] of graph.files) {
    if (!file.startsWith(start) || language !== null || isNoEvidence.test(file)) continue;
    const text = read(file);
    if (
      text?.includes(name) &&
      new RegExp(`(^|node_modules/|[^\\w@/-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}($|[^\\w-])`, "m").test(text)
    )
      return file;
  }
  return null;
}

/** Texts for people, manifests themselves. */
const isNoEvidence = /(^|\/)(package\.json|.*\.(md|mdx|txt|rst|adoc)|LICENSE[^/]*|CHANGELOG[^/]*)$/i;

function unlisted(
  manifest: Manifest,
  manifests: readonly Manifest[],
  uses: readonly UsePlace[],
  isAlias: (name: string) => boolean,
  isProvided: (name: string) => boolean,
): Unlisted[] {
  const declared = new Set(
    manifests.flatMap((other) => (mayUse(manifest, other) ? other.dependencies.map(({ name }) => name) : [])),
  );
  const seen = new Set<string>();
  const rows: Unlisted[] = [];
  for (const { name, file, line, why, isType, isHint, roles } of uses) {
    if (isHint || isProvided(name) || declared.has(name) || name === manifest.name || seen.has(`${file} ${name}`))
      continue;
    const types = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
    if (isType && declared.has(types)) continue;
    // An alias of the repository will do where nobody else installs the code: in tests, tools and what is not published.
    if (isAlias(name) && (!manifest.isPublished || (roles & roleBit.production) === 0)) continue;
    seen.add(`${file} ${name}`);
    rows.push({
      name,
      file,
      line,
      manifest: manifest.path,
      verdict: "certain",
      evidence: [why, `${manifest.path} does not declare it`],
    });
  }
  return rows;
}
