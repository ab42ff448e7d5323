import { folderOf, join, objectOf, type Tree, textOf, textsOf } from "../graph/resolve-tree.js";
import { lineOf, type Sources } from "./ecosystem.js";
import type { DeclaredDependency, Manifest, Role } from "./project.js";

/** A manifest of a Python project, and the functions that it names as commands or plug-ins: `module:function`. */
export interface PythonManifest extends Manifest {
  scripts: { target: string; why: string }[];
  /** Modules and packages that it names to be installed. */
  modules: string[];
}

type Problems = { file: string; line: number; message: string }[];

/** pyproject.toml in the forms of PEP 621, Poetry, PDM and dependency groups; setup.py, setup.cfg, Pipfile and requirement files. */
export function pythonManifests(sources: Sources, problems: Problems): PythonManifest[] {
  const { tree } = sources;
  const manifests: PythonManifest[] = [];
  for (const path of tree.named("pyproject.toml")) {
    const value = objectOf(sources.config(path));
    const text = tree.read(path) ?? "";
    if (value) manifests.push(fromProject(path, value, text));
    else if (text.trim() !== "") problems.push({ file: path, line: 1, message: "not TOML that can be read" });
  }
  for (const path of tree.named("setup.py")) manifests.push(fromSetup(path, tree.read(path) ?? ""));
  for (const path of tree.named("setup.cfg")) {
    const found = fromSetupConfig(path, tree.read(path) ?? "");
    if (found) manifests.push(found);
  }
  for (const path of tree.named("Pipfile")) {
    const value = tomlOf(sources, path);
    if (value) manifests.push(fromPipfile(path, value, tree.read(path) ?? ""));
  }
  for (const path of tree.all())
    if (isRequirements.test(path)) manifests.push(fromRequirements(path, tree.read(path) ?? ""));
  joinIncludes(manifests, tree);
  return manifests;
}

const isRequirements =
  /(^|\/)(requirements[\w.-]*\.(txt|in)|requirements\/[\w.-]+\.(txt|in)|[\w-]+[-_]requirements\.(txt|in))$/;

function tomlOf(sources: Sources, path: string): Record<string, unknown> | null {
  return objectOf(sources.config(path));
}

const nameIn = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;@,( ]|$)/;

/** `name` of `Name[extra]>=1; marker`. */
function distributionOf(requirement: string): string | null {
  return nameIn.exec(requirement)?.[1] ?? null;
}

/** By the name of the group alone: every section is called after its tool and "dependencies". */
function roleOfSection(section: string): Role {
  const group = section.replace(/^tool\.(poetry|pdm|uv)\./, "").replace(/dependencies/g, "");
  if (/test/i.test(group)) return "test";
  return /dependency-groups|dev|doc|lint|typ|tool|build|\bci\b/i.test(group) ? "tooling" : "production";
}

function dependency(
  name: string,
  section: string,
  text: string,
  from: number,
  isOptional: boolean,
  role: Role = roleOfSection(section),
): DeclaredDependency {
  return { name, section, line: lineOf(text, name, Math.max(0, from)), role, isOptional };
}

function listed(list: unknown, section: string, text: string, from: number, isOptional = false): DeclaredDependency[] {
  return textsOf(list).flatMap((one) => {
    const name = distributionOf(one);
    return name === null ? [] : [dependency(name, section, text, from, isOptional)];
  });
}

/** `{ name: "1.2", python: "^3" }` of Poetry. */
function keyed(table: unknown, section: string, text: string, from: number): DeclaredDependency[] {
  return Object.entries(objectOf(table) ?? {}).flatMap(([name, value]) =>
    name === "python" ? [] : [dependency(name, section, text, from, objectOf(value)?.optional === true)],
  );
}

function fromProject(path: string, value: Record<string, unknown>, text: string): PythonManifest {
  const project = objectOf(value.project) ?? {};
  const tool = objectOf(value.tool) ?? {};
  const poetry = objectOf(tool.poetry) ?? {};
  const setuptools = objectOf(tool.setuptools) ?? {};
  const at = (heading: string) => text.indexOf(heading);
  const dependencies = [
    ...listed(project.dependencies, "project.dependencies", text, at("dependencies"), false),
    ...Object.entries(objectOf(project["optional-dependencies"]) ?? {}).flatMap(([group, list]) =>
      listed(list, `project.optional-dependencies.${group}`, text, at("optional-dependencies"), true),
    ),
    ...Object.entries(objectOf(value["dependency-groups"]) ?? {}).flatMap(([group, list]) =>
      listed(list, `dependency-groups.${group}`, text, at("[dependency-groups]")),
    ),
    ...keyed(poetry.dependencies, "tool.poetry.dependencies", text, at("[tool.poetry.dependencies]")),
    ...keyed(poetry["dev-dependencies"], "tool.poetry.dev-dependencies", text, at("[tool.poetry.dev-dependencies]")),
    ...Object.entries(objectOf(poetry.group) ?? {}).flatMap(([group, row]) =>
      keyed(objectOf(row)?.dependencies, `tool.poetry.group.${group}.dependencies`, text, at(`group.${group}.`)),
    ),
    ...Object.entries(objectOf(objectOf(tool.pdm)?.["dev-dependencies"]) ?? {}).flatMap(([group, list]) =>
      listed(list, `tool.pdm.dev-dependencies.${group}`, text, at("[tool.pdm.dev-dependencies]")),
    ),
    ...listed(objectOf(tool.uv)?.["dev-dependencies"], "tool.uv.dev-dependencies", text, at("[tool.uv")),
    ...listed(objectOf(value["build-system"])?.requires, "build-system.requires", text, at("[build-system]"), true),
  ];
  const scripts = [
    ...commands(project.scripts, "script", path),
    ...commands(project["gui-scripts"], "gui-script", path),
    ...Object.entries(objectOf(project["entry-points"]) ?? {}).flatMap(([group, table]) =>
      commands(table, `entry point of ${group}:`, path),
    ),
    ...commands(poetry.scripts, "script", path),
    ...Object.entries(objectOf(poetry.plugins) ?? {}).flatMap(([group, table]) =>
      commands(table, `entry point of ${group}:`, path),
    ),
  ];
  const name = textOf(project.name) ?? textOf(poetry.name);
  const isPrivate =
    textsOf(project.classifiers).some((one) => one.startsWith("Private")) ||
    poetry["package-mode"] === false ||
    objectOf(tool.uv)?.package === false;
  return {
    path,
    folder: folderOf(path),
    ecosystem: "python",
    name,
    isPublished: name !== null && objectOf(value["build-system"]) !== null && !isPrivate,
    dependencies,
    scripts,
    modules: [...textsOf(setuptools["py-modules"]), ...textsOf(setuptools.packages)],
  };
}

function commands(table: unknown, what: string, path: string): { target: string; why: string }[] {
  return Object.entries(objectOf(table) ?? {}).flatMap(([name, value]) => {
    const target = textOf(value) ?? textOf(objectOf(value)?.callable) ?? textOf(objectOf(value)?.reference);
    return target === null ? [] : [{ target, why: `${what} ${name} of ${path}` }];
  });
}

const texts = /(["'])((?:(?!\1)[^\\\n]){1,200})\1/g;

/** What can be read of a program: the lists that are written out. */
function fromSetup(path: string, text: string): PythonManifest {
  const listBehind = (key: string): { value: string; from: number }[] => {
    const match = new RegExp(`\\b${key}\\s*=\\s*(\\[[^\\]]*\\]|\\{[^}]*\\})`).exec(text);
    if (!match) return [];
    return [...match[1]!.matchAll(texts)].map((one) => ({ value: one[2]!, from: match.index }));
  };
  const dependencies = ["install_requires", "tests_require", "setup_requires", "extras_require"].flatMap((key) =>
    listBehind(key).flatMap(({ value, from }) => {
      const name = distributionOf(value);
      const isExtra = key === "extras_require" && new RegExp(`["']${value}["']\\s*:`).test(text);
      return name === null || isExtra ? [] : [dependency(name, key, text, from, key !== "install_requires")];
    }),
  );
  const scripts = [...text.matchAll(/["']\s*([\w.-]+)\s*=\s*([\w.]+:[\w.]+)\s*(?:\[[^\]]*\])?\s*["']/g)].map(
    (match) => ({
      target: match[2]!,
      why: `entry point ${match[1]} of ${path}`,
    }),
  );
  const isSetup = /\bsetup\s*\(/.test(text);
  return {
    path,
    folder: folderOf(path),
    ecosystem: "python",
    name: /\bname\s*=\s*["']([^"']+)["']/.exec(text)?.[1] ?? null,
    isPublished: isSetup && !/Private ::/.test(text),
    dependencies,
    scripts,
    modules: listBehind("py_modules").map(({ value }) => value),
  };
}

/** Keys of the sections of an ini file; a value may go on in indented lines. */
export function iniOf(text: string): Map<string, Map<string, { value: string; line: number }>> {
  const sections = new Map<string, Map<string, { value: string; line: number }>>();
  let section = new Map<string, { value: string; line: number }>();
  let key = "";
  text.split("\n").forEach((line, i) => {
    const heading = /^\[([^\]]+)\]/.exec(line);
    const pair = /^([\w.:-]+)\s*[=:]\s*(.*)$/.exec(line);
    if (heading) {
      section = new Map();
      sections.set(heading[1]!.trim(), section);
    } else if (/^\s*[#;]/.test(line)) return;
    else if (pair) {
      key = pair[1]!;
      section.set(key, { value: pair[2]!, line: i + 1 });
    } else if (/^\s+\S/.test(line) && section.has(key)) section.get(key)!.value += `\n${line.trim()}`;
  });
  return sections;
}

function fromSetupConfig(path: string, text: string): PythonManifest | null {
  const ini = iniOf(text);
  const metadata = ini.get("metadata");
  const options = ini.get("options");
  if (!metadata && !options) return null;
  const requirements = (section: string, value: string | undefined, line: number, isOptional: boolean) =>
    (value ?? "").split("\n").flatMap((one, i) => {
      const name = distributionOf(one);
      return name === null ? [] : [{ name, section, line: line + i, role: roleOfSection(section), isOptional }];
    });
  const required = options?.get("install_requires");
  const scripts = [...(ini.get("options.entry_points") ?? [])].flatMap(([group, { value }]) =>
    value.split("\n").flatMap((line) => {
      const [, name, target] = /^([\w.-]+)\s*=\s*([\w.]+:[\w.]+)/.exec(line) ?? [];
      return target === undefined ? [] : [{ target, why: `entry point ${name} of ${group} of ${path}` }];
    }),
  );
  return {
    path,
    folder: folderOf(path),
    ecosystem: "python",
    name: metadata?.get("name")?.value ?? null,
    isPublished: metadata?.has("name") === true && !/Private ::/.test(text),
    dependencies: [
      ...requirements("install_requires", required?.value, required?.line ?? 1, false),
      ...[...(ini.get("options.extras_require") ?? [])].flatMap(([group, { value, line }]) =>
        requirements(`extras_require.${group}`, value, line, true),
      ),
    ],
    scripts,
    modules: (options?.get("py_modules")?.value ?? "").split("\n").filter(Boolean),
  };
}

function fromPipfile(path: string, value: Record<string, unknown>, text: string): PythonManifest {
  return plain(path, [
    ...keyed(value.packages, "packages", text, text.indexOf("[packages]")),
    ...keyed(value["dev-packages"], "dev-packages", text, text.indexOf("[dev-packages]")),
  ]);
}

function fromRequirements(path: string, text: string): PythonManifest {
  // A list that a tool wrote out, with everything that is needed for what is needed, declares nothing.
  const isFrozen = /^# (This file is|This file was) autogenerated|pip-compile|uv pip compile/m.test(text);
  const section = path.slice(path.lastIndexOf("/") + 1);
  return plain(
    path,
    isFrozen
      ? []
      : text.split("\n").flatMap((line, i) => {
          const name = /^\s*(#|-)/.test(line) ? null : distributionOf(line.replace(/#.*$/, ""));
          return name === null ? [] : [{ name, section, line: i + 1, role: roleOfSection(path), isOptional: false }];
        }),
  );
}

function plain(path: string, dependencies: DeclaredDependency[]): PythonManifest {
  const folder = folderOf(path);
  // requirements/base.txt speaks for the project that the folder stands in.
  const home = folder.endsWith("requirements") ? folderOf(folder) : folder;
  return {
    path,
    folder: home,
    ecosystem: "python",
    name: null,
    isPublished: false,
    dependencies,
    scripts: [],
    modules: [],
  };
}

/** `-r base.txt`: what a file includes is declared there, for the folder of the file that includes it. */
function joinIncludes(manifests: readonly PythonManifest[], tree: Tree): void {
  for (const { path, folder } of manifests) {
    if (!isRequirements.test(path)) continue;
    for (const match of (tree.read(path) ?? "").matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[ =]*(\S+)/gm)) {
      const target = join(folderOf(path), match[1]!);
      const other = manifests.find((one) => one.path === target);
      if (other?.folder.startsWith(folder) && other.folder !== folder) other.folder = folder;
    }
  }
}
