import picomatch from "picomatch";
import { folderOf, join } from "../graph/resolve-tree.js";
import { lineOf, type Sources } from "./ecosystem.js";
import { filesBelow, type SourceFinder } from "./npm-entries.js";
import type { NpmManifest } from "./npm-manifest.js";
import { type Run, type Started, startedBy } from "./scripts.js";
import { brings, type Tool, tools } from "./tool.js";
import { hasSetting, packageMeant, roleOf, type Said, saidBy, settingsAt } from "./tool-settings.js";

/** One package, as its tools see it. */
export interface PackageView {
  manifest: NpmManifest;
  sources: Sources;
  find: SourceFinder;
  /** The packages that it may use. */
  declared: ReadonlySet<string>;
  /** Its files, without the packages inside it. */
  files: readonly string[];
  /** What its scripts start; what is found in settings is added. */
  started: Started;
}

/** The settings of a tool that were found: in a file of their own, or in package.json. */
interface Found {
  file: string;
  value: unknown;
}

/** Adds what the tools of one package start, read and need. */
export function addTools(view: PackageView): void {
  const { manifest, declared, started, files } = view;
  for (const tool of tools) {
    const own = [...declared].filter((name) => brings(tool, name));
    const runs = started.runs.filter((run) => run.tool === tool);
    const configs = configsOf(tool, view, runs);
    if (own.length === 0 && configs.length === 0 && runs.length === 0) continue;
    for (const found of configs) {
      if (found.file !== manifest.path) {
        started.entries.push({ file: found.file, why: `${tool.name} reads it`, role: "tooling" });
        addNamed(tool, found.file, view);
      }
      if (tool.isScript) addScript(tool, found.file, view);
      addSaid(tool, found, view);
    }
    addUsual(tool, configs, runs, own.length > 0, view);
    // A tool that is configured here is used here, by people if by nobody else.
    const isAtWork = configs.length > 0 || matched(tool.worksOn ?? [], manifest.folder, files).length > 0;
    const exact = own.filter((name) => tool.packages.includes(name));
    if (isAtWork) addUses(started, exact, manifest, `${tool.name} is configured here, or reads files here`);
    if (own.length > 0 || configs.length > 0) started.provided.push(...(tool.provides ?? []));
    if (own.length > 0) {
      const implied = (tool.uses ?? []).filter((name) => declared.has(name));
      addUses(started, implied, manifest, `${tool.name} uses it`);
    }
  }
}

/** What a tool finds by itself, where no setting says otherwise. */
function addUsual(
  tool: Tool,
  configs: readonly Found[],
  runs: readonly Run[],
  isDeclared: boolean,
  view: PackageView,
): void {
  for (const { files: globs, role, unless, flag } of tool.entries ?? []) {
    const isWanted = flag === undefined ? isDeclared : runs.some(({ args }) => args.includes(flag));
    if (!isWanted || unless?.some((path) => configs.some(({ value }) => hasSetting(value, path)))) continue;
    const why = `${tool.name} ${role === "test" ? "runs" : "finds"} it by its name`;
    for (const file of matched(globs, view.manifest.folder, view.files)) view.started.entries.push({ file, why, role });
  }
}

/** Settings in files of the usual names, in package.json, and in files that a command line names. */
function configsOf(tool: Tool, { manifest, sources, files }: PackageView, runs: readonly Run[]): Found[] {
  const { config, tree } = sources;
  const paths = new Set(matched(tool.configs ?? [], manifest.folder, files));
  for (const { args, folder } of runs) {
    for (const [i, arg] of args.entries()) {
      const given = /^(?:-c|--config)(?:=(.+))?$/.exec(arg);
      const path = given ? join(folder, given[1] ?? args[i + 1] ?? "") : null;
      if (path !== null && tree.has(path)) paths.add(path);
    }
  }
  const found: Found[] = [...paths].map((file) => ({ file, value: config(file) }));
  const inManifest = tool.key === undefined ? undefined : manifest.json[tool.key];
  if (inManifest !== undefined) found.push({ file: manifest.path, value: inManifest });
  return found;
}

function matched(globs: readonly string[], folder: string, files: readonly string[]): string[] {
  const own = globs.filter((glob) => !glob.startsWith("!"));
  if (own.length === 0) return [];
  const ignore = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isMatch = picomatch(own, { ignore, dot: true });
  const start = folder === "" ? 0 : folder.length + 1;
  return files.filter((file) => isMatch(file.slice(start)));
}

function addUses({ uses }: Started, names: readonly string[], { path }: NpmManifest, why: string): void {
  for (const name of names) uses.push({ kind: "package", name, file: path, line: 1, why, role: "tooling" });
}

/** A configuration that is a shell script, as git hooks are. */
function addScript(tool: Tool, file: string, { manifest, sources, find, declared, started }: PackageView): void {
  const text = sources.read(file);
  if (text === null || text.length > longestScript) return;
  const place = { file, line: 1, why: `${tool.name} runs ${file}`, role: "tooling" as const, isOptional: true };
  const commands = text.replace(/^\s*#.*$/gm, "");
  startedBy(commands, manifest.folder, place, { tree: sources.tree, find, declared }, started);
}

/** Longer than what a person writes as a hook. */
const longestScript = 20_000;

/** What the settings name: files, globs, packages and commands. */
function addSaid(tool: Tool, { file, value }: Found, view: PackageView): void {
  const { manifest, sources, find, declared, started } = view;
  const { tree } = sources;
  const folder = folderOf(file);
  const text = sources.read(file) ?? "";
  const why = `${tool.name} is told of it by ${file}`;
  const roots = [folder, ...rootsOf(tool, value, folder), manifest.folder];
  const all = saidBy(tool, value);
  const not = all.flatMap((one) => (one.setting.is === "globs" && one.text.startsWith("!") ? [one.text.slice(1)] : []));
  for (const said of all) {
    const line = lineOf(text, said.text);
    const role = roleOf(said.setting);
    if (said.setting.is === "commands") {
      startedBy(
        said.text,
        manifest.folder,
        { file, line, why, role, isOptional: file !== manifest.path },
        { tree, find, declared },
        started,
      );
      continue;
    }
    if (said.setting.is === "globs") {
      if (said.text.startsWith("!")) continue;
      for (const to of globsOf(said.text, not, roots, sources)) started.entries.push({ file: to, why, role });
      continue;
    }
    const path = pathOf(said, roots, manifest.folder, tree.has, find);
    if (path !== null) started.entries.push({ file: path, why, role });
    else {
      const name = packageMeant(said, declared);
      if (name !== null) started.uses.push({ kind: "package", name, file, line, why, role });
    }
  }
}

/** Folders that settings name as the one to count from. */
function rootsOf(tool: Tool, value: unknown, folder: string): string[] {
  return (tool.roots ?? []).flatMap((path) =>
    settingsAt(value, path).flatMap((root) => (typeof root === "string" ? (join(folder, root) ?? []) : [])),
  );
}

function pathOf(
  { text, setting }: Said,
  roots: readonly string[],
  home: string,
  has: (path: string) => boolean,
  find: SourceFinder,
): string | null {
  if (setting.is === "globs" || text === "") return null;
  const bare = text.replace(/^(<rootDir>|\$\{configDir\})\/?/, "").replace(/^\//, "");
  const isPath = /^[./<$]/.test(text) || (setting.is === "files" && /\.[cm]?[jt]sx?$/.test(text));
  for (const from of roots) {
    const path = join(from, bare);
    if (path === null || path === from) continue;
    if (has(path)) return path;
    const found = isPath ? find(path, home) : null;
    if (found !== null) return found;
  }
  return null;
}

/** The files of a glob, or below a folder, counted from the first root where there are any; of a build output the sources. */
function globsOf(text: string, not: readonly string[], roots: readonly string[], { tree }: Sources): string[] {
  const bare = text.replace(/^(<rootDir>|\$\{configDir\}|\.)\//, "").replace(/^\//, "");
  for (const glob of [bare, ...sourcesOf(bare)]) {
    for (const root of roots) {
      const path = join(root, glob);
      if (path === null || path === "") continue;
      const isMatch = picomatch([path, `${path}/**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}`], {
        ignore: ["**/node_modules/**", ...not.flatMap((one) => join(root, one.replace(/^\.\//, "")) ?? [])],
      });
      const found = filesBelow(tree, path.startsWith(root) ? root : "").filter((file) => isMatch(file));
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** `build/compiled/test/*.js` as globs of what is built into it: `compiled/test/*.{js,ts}`, `test/*.{js,ts}`. */
function sourcesOf(glob: string): string[] {
  const parts = glob.replace(/\.([cm]?)js$/, ".{$1js,$1ts,tsx}").split("/");
  const globs: string[] = [];
  while (parts.length > 1 && /^(build|compiled|dist|js|lib|out|output|target|\.?tmp)$/.test(parts[0]!)) {
    parts.shift();
    globs.push(parts.join("/"));
  }
  return globs;
}

/** Any declared package, and any file, that a configuration spells as a string, for whatever reason. */
function addNamed(tool: Tool, file: string, { sources, declared, started, manifest }: PackageView): void {
  const text = sources.read(file);
  if (text === null) return;
  const why = `${file} of ${tool.name} names it`;
  for (const match of text.matchAll(/(["'`])([.@\w][\w./@-]*)\1|^\s*-\s+([@\w][\w./@-]*)\s*$/gm)) {
    const spelled = match[2] ?? match[3]!;
    const name = /^(@[^/]+\/[^/]+|[^@/.][^/]*)/.exec(spelled)?.[0];
    if (name !== undefined && declared.has(name)) {
      const line = lineOf(text, match[0]);
      started.uses.push({ kind: "package", name, file, line, why, role: "tooling" });
    } else if (/\.[cm]?[jt]sx?$/.test(spelled)) {
      const path = [folderOf(file), manifest.folder]
        .map((from) => join(from, spelled))
        .find((at) => at !== null && sources.tree.has(at));
      if (path) started.entries.push({ file: path, why, role: "tooling" });
    }
  }
}
