import picomatch from "picomatch";
import { folderOf, join, objectOf, type Tree } from "../graph/resolve-tree.js";
import { type Command, commandsOf } from "./command-line.js";
import { lineOf } from "./ecosystem.js";
import { filesBelow, type SourceFinder } from "./npm-entries.js";
import type { NpmManifest } from "./npm-manifest.js";
import { packageName } from "./package-name.js";
import type { Entry, PackageUse, Role } from "./project.js";
import { brings, type Tool, tools } from "./tool.js";
import { packageMeant, roleOf } from "./tool-settings.js";

/** What command lines say: the files they start and the packages they need. */
export interface Started {
  entries: Entry[];
  uses: PackageUse[];
  /** What was run, by tool: with which arguments, in which folder. */
  runs: Run[];
  /** Names that tools make up. */
  provided: string[];
}

export interface Run {
  tool: Tool;
  args: string[];
  folder: string;
}

/** Options of node and of what stands for it, whose value is a module that is loaded first. */
const preloading = /^(-r|--require|--import|--loader|--experimental-loader|--preload)(?:=(.+))?$/;
const codeFile = /\.([cm]?[jt]sx?|vue|svelte|astro|py|rb|sh|bash|go|rs)$/;

/** Everything that the scripts of a package.json run. */
export function scriptsOf(
  manifest: NpmManifest,
  tree: Tree,
  find: SourceFinder,
  declared: ReadonlySet<string>,
): Started {
  const started: Started = { entries: [], uses: [], runs: [], provided: [] };
  const scripts = Object.entries(objectOf(manifest.json.scripts) ?? {});
  for (const [name, line] of scripts) {
    if (typeof line !== "string") continue;
    const from = Math.max(0, manifest.text.indexOf('"scripts"'));
    const place = {
      file: manifest.path,
      line: lineOf(manifest.text, `${JSON.stringify(name)}:`, from),
      why: `the script "${name}" of ${manifest.path}`,
      role: roleOfScript(name),
    };
    startedBy(line, manifest.folder, place, { tree, find, declared }, started);
  }
  return started;
}

function roleOfScript(name: string): Role {
  if (/^(test|e2e|spec)\b|[:-](test|e2e)\b/.test(name)) return "test";
  return /^(start|serve|prestart|poststart|preinstall|install|postinstall)(:prod(uction)?)?$/.test(name)
    ? "production"
    : "tooling";
}

export interface Place {
  file: string;
  line: number;
  why: string;
  role: Role;
  /** Its commands may come from the machine it runs on: nobody has to declare them. */
  isOptional?: boolean;
}

interface Around {
  tree: Tree;
  find: SourceFinder;
  declared: ReadonlySet<string>;
}

/** Adds what one command line starts. `folder` is where it runs. */
export function startedBy(line: string, folder: string, place: Place, around: Around, started: Started): void {
  let at = folder;
  for (const command of commandsOf(line)) {
    if (command.name === "cd" && command.args[0]) {
      at = join(at, command.args[0]) ?? at;
      continue;
    }
    addCommand(command, at, place, around, started);
  }
}

function addCommand(
  { name, args, isFetched }: Command,
  folder: string,
  place: Place,
  around: Around,
  started: Started,
): void {
  const { tree, find, declared } = around;
  const { file, line, why, role } = place;
  const addFile = (path: string) => started.entries.push({ file: path, why, role });
  if (/[/\\]/.test(name) && !name.startsWith("@")) {
    const inModules = /node_modules\/(?:\.bin\/([\w.-]+)|(@[^/]+\/[^/]+|[^/]+))/.exec(name);
    if (inModules?.[1]) started.uses.push({ kind: "binary", name: inModules[1], file, line, why, role });
    else if (inModules?.[2]) started.uses.push({ kind: "package", name: inModules[2], file, line, why, role });
    else {
      const path = fileOf(name, folder, tree, find);
      if (path !== null) addFile(path);
    }
  } else if (/^[\w.@-]+(\/[\w.-]+)?(@[\w.^~-]+)?$/.test(name)) {
    started.uses.push({
      kind: "binary",
      name: name.replace(/(?<=.)@.*$/, ""),
      file,
      line,
      why,
      role,
      isOptional: isFetched || place.isOptional === true,
    });
  }
  const running = tools.filter((one) => one.binaries?.includes(name) || brings(one, name));
  for (const tool of running) started.runs.push({ tool, args, folder });
  const [tool] = running;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const preload = preloading.exec(arg);
    if (preload) {
      const value = preload[2] ?? args[++i];
      if (value !== undefined) addModule(value, folder, place, around, started);
      continue;
    }
    const [, flag, inline] = /^(--?[\w.-]+)(?:=(.*))?$/.exec(arg) ?? [];
    const setting = flag === undefined ? tool?.options?.[""] : tool?.options?.[flag];
    if (tool && setting) {
      const text = flag === undefined ? arg : (inline ?? args[i + 1] ?? "");
      const meant = setting.is === "packages" ? packageMeant({ text, setting }, declared) : null;
      if (meant !== null) started.uses.push({ kind: "package", name: meant, file, line, why, role: roleOf(setting) });
    }
    if (setting?.is === "folders" && flag === undefined) {
      const below = join(folder, arg);
      if (below && tree.hasFolder(below))
        for (const path of filesBelow(tree, below)) if (codeFile.test(path)) addFile(path);
    }
    const written = flag === undefined ? arg : (inline ?? "");
    if (written === "" || /^https?:/.test(written)) continue;
    if (/[*{]/.test(written)) {
      if (!/\.[cm]?[jt]sx?\b|\{[^}]*[jt]s/.test(written)) continue;
      for (const path of globbed(written, folder, tree)) addFile(path);
      continue;
    }
    const path = fileOf(written, folder, tree, find);
    if (path !== null) addFile(path);
  }
}

/** A module that is loaded before the program: a file, or a package. */
function addModule(value: string, folder: string, place: Place, { tree, find }: Around, started: Started): void {
  const path = fileOf(value, folder, tree, find);
  const { file, line, why, role } = place;
  if (path !== null) {
    started.entries.push({ file: path, why, role });
    return;
  }
  const name = packageName(value);
  if (name !== null) started.uses.push({ kind: "package", name, file, line, why, role });
}

/** A file that is written as such: with a folder or an ending, or by its whole name. */
function fileOf(written: string, folder: string, tree: Tree, find: SourceFinder): string | null {
  const path = join(folder, written);
  if (path === null || path === folder) return null;
  if (tree.has(path)) return codeFile.test(path) ? path : null;
  if (!/[/.]/.test(written)) return null;
  const found =
    codeFile.test(written) || written.startsWith("./") || written.includes("/") ? find(path, homeOf(tree, path)) : null;
  return found !== null && codeFile.test(found) ? found : null;
}

function homeOf(tree: Tree, path: string): string {
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder))
    if (tree.has(`${folder}/package.json`)) return folder;
  return "";
}

function globbed(pattern: string, folder: string, tree: Tree): string[] {
  const path = join(folder, pattern.replace(/^\.\//, ""));
  if (path === null) return [];
  const isMatch = picomatch(path, { ignore: "**/node_modules/**" });
  return filesBelow(tree, folder).filter((file) => isMatch(file) && codeFile.test(file));
}
