import picomatch from "picomatch";
import { folderOf, join } from "../graph/resolve-tree.js";
import { lineOf, type Sources } from "./ecosystem.js";
import { filesBelow, type SourceFinder } from "./npm-entries.js";
import type { NpmManifest } from "./npm-manifest.js";
import type { Entry, PackageUse } from "./project.js";
import { startedBy } from "./scripts.js";
import { brings, type Tool, tools } from "./tool.js";
import { hasSetting, packageMeant, roleOf, type Said, saidBy } from "./tool-settings.js";

export interface Used {
  entries: Entry[];
  uses: PackageUse[];
}

/** The settings of a tool that were found: in a file of their own, or in package.json. */
interface Found {
  file: string;
  value: unknown;
}

/**
 * What the tools of one package start, read and need. `files` are those of the package, without the packages inside it; `declared` are the
 * packages that it may use.
 */
export function toolsOf(
  manifest: NpmManifest,
  sources: Sources,
  find: SourceFinder,
  declared: ReadonlySet<string>,
  files: readonly string[],
): Used {
  const used: Used = { entries: [], uses: [] };
  for (const tool of tools) {
    const own = [...declared].filter((name) => brings(tool, name));
    const isDeclared = own.length > 0;
    const configs = configsOf(tool, manifest, sources, files);
    if (!isDeclared && configs.length === 0) continue;
    for (const { file } of configs)
      if (file !== manifest.path) used.entries.push({ file, why: `${tool.name} reads it`, role: "tooling" });
    const about = { tool, manifest, sources, find, declared, used };
    for (const found of configs) {
      if (tool.isScript) addScript(about, found.file);
      addSaid(about, found);
      if (found.file !== manifest.path) addNamed(tool, found.file, sources, declared, used);
    }
    if (!isDeclared) continue;
    const isAtWork = configs.length > 0 || matched(tool.worksOn ?? [], manifest.folder, files).length > 0;
    // A tool that is configured here is used here, by people if by nobody else.
    const exact = own.filter((name) => tool.packages.includes(name));
    if (isAtWork) addUses(used, exact, manifest, `${tool.name} is configured here, or reads files here`);
    for (const { files: globs, role, unless } of tool.entries ?? []) {
      if (unless?.some((path) => configs.some(({ value }) => hasSetting(value, path)))) continue;
      const why = `${tool.name} ${role === "test" ? "runs" : "finds"} it by its name`;
      for (const file of matched(globs, manifest.folder, files)) used.entries.push({ file, why, role });
    }
    const implied = (tool.uses ?? []).filter((name) => declared.has(name));
    addUses(used, implied, manifest, `${tool.name} uses it`);
  }
  return used;
}

function configsOf(tool: Tool, manifest: NpmManifest, { config }: Sources, files: readonly string[]): Found[] {
  const found: Found[] = matched(tool.configs ?? [], manifest.folder, files).map((file) => ({
    file,
    value: config(file),
  }));
  const inManifest = tool.key === undefined ? undefined : manifest.json[tool.key];
  if (inManifest !== undefined) found.push({ file: manifest.path, value: inManifest });
  return found;
}

export function matched(globs: readonly string[], folder: string, files: readonly string[]): string[] {
  const own = globs.filter((glob) => !glob.startsWith("!"));
  if (own.length === 0) return [];
  const ignore = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isMatch = picomatch(own, { ignore, dot: true });
  const start = folder === "" ? 0 : folder.length + 1;
  return files.filter((file) => isMatch(file.slice(start)));
}

function addUses(used: Used, names: readonly string[], { path }: NpmManifest, why: string): void {
  for (const name of names) used.uses.push({ kind: "package", name, file: path, line: 1, why, role: "tooling" });
}

interface About {
  tool: Tool;
  manifest: NpmManifest;
  sources: Sources;
  find: SourceFinder;
  declared: ReadonlySet<string>;
  used: Used;
}

/** A configuration that is a shell script, as git hooks are. */
function addScript({ tool, manifest, sources, find, declared, used }: About, file: string): void {
  const text = sources.read(file);
  if (text === null || text.length > longestScript) return;
  const place = { file, line: 1, why: `${tool.name} runs ${file}`, role: "tooling" as const };
  const commands = text.replace(/^\s*#.*$/gm, "");
  startedBy(commands, manifest.folder, place, { tree: sources.tree, find, declared }, used);
}

/** Longer than what a person writes as a hook. */
const longestScript = 20_000;

/** What the settings name: files, globs, packages and commands. */
function addSaid({ tool, manifest, sources, find, declared, used }: About, { file, value }: Found): void {
  const { tree } = sources;
  const folder = folderOf(file);
  const text = sources.read(file) ?? "";
  const why = `${tool.name} is told of it by ${file}`;
  for (const said of saidBy(tool, value)) {
    const line = lineOf(text, said.text);
    const role = roleOf(said.setting);
    if (said.setting.is === "commands") {
      startedBy(said.text, manifest.folder, { file, line, why, role }, { tree, find, declared }, used);
      continue;
    }
    if (said.setting.is === "globs") {
      for (const to of globsOf(said.text, folder, sources)) used.entries.push({ file: to, why, role });
      continue;
    }
    const path = pathOf(said, folder, manifest.folder, tree.has, find);
    if (path !== null) used.entries.push({ file: path, why, role });
    else {
      const name = packageMeant(said, declared);
      if (name !== null) used.uses.push({ kind: "package", name, file, line, why, role });
    }
  }
}

function pathOf(
  { text, setting }: Said,
  folder: string,
  home: string,
  has: (path: string) => boolean,
  find: SourceFinder,
): string | null {
  if (setting.is === "globs" || text === "") return null;
  const bare = text.replace(/^(<rootDir>|\$\{configDir\})\/?/, "").replace(/^\//, "");
  const isPath = /^[./<$]/.test(text) || (setting.is === "files" && /\.[cm]?[jt]sx?$/.test(text));
  for (const from of [folder, home]) {
    const path = join(from, bare);
    if (path === null || path === from) continue;
    if (has(path)) return path;
    const found = isPath ? find(path, home) : null;
    if (found !== null) return found;
  }
  return null;
}

function globsOf(text: string, folder: string, { tree }: Sources): string[] {
  const path = join(folder, text.replace(/^(<rootDir>|\$\{configDir\}|\.)\//, "").replace(/^\//, ""));
  if (path === null || path === "") return [];
  const isMatch = picomatch([path, `${path}/**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}`], { ignore: "**/node_modules/**" });
  const found = filesBelow(tree, folder).filter((file) => isMatch(file));
  if (found.length > 0 || text.startsWith("/") || text.startsWith("..")) return found;
  // Relative to a folder that another setting names.
  const anywhere = picomatch(join(folder, `**/${text.replace(/^(<rootDir>|\.)\//, "")}`)!, {
    ignore: "**/node_modules/**",
  });
  return filesBelow(tree, folder).filter((file) => anywhere(file));
}

/** Any declared package that a configuration spells as a string, for whatever reason. */
function addNamed(tool: Tool, file: string, { read }: Sources, declared: ReadonlySet<string>, used: Used): void {
  const text = read(file);
  if (text === null) return;
  for (const match of text.matchAll(/(["'`])([@\w][\w./@-]*)\1|^\s*-\s+([@\w][\w./@-]*)\s*$/gm)) {
    const spelled = match[2] ?? match[3]!;
    const name = /^(@[^/]+\/[^/]+|[^@/][^/]*)/.exec(spelled)?.[0];
    if (name !== undefined && declared.has(name))
      used.uses.push({
        kind: "package",
        name,
        file,
        line: lineOf(text, match[0]),
        why: `${file} of ${tool.name} names it`,
        role: "tooling",
      });
  }
}
