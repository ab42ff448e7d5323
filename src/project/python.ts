import { folderOf, inFolder, join } from "../graph/resolve-tree.js";
import { conventionalEntries } from "./convention.js";
import { emptyPart, type Part, type Sources } from "./ecosystem.js";
import type { Entry } from "./project.js";
import { iniOf, type PythonManifest, pythonManifests } from "./python-manifest.js";
import { commandEntries } from "./text-entries.js";

/** What the manifests, tools and conventions of Python say. */
export function pythonProject(sources: Sources): Part {
  const part = emptyPart();
  const { graph } = sources;
  if (![...graph.files.values()].some(({ language }) => language === "python")) return part;
  const manifests = pythonManifests(sources, part.problems);
  for (const { scripts, modules: _modules, ...plain } of manifests) {
    part.manifests.push(plain);
    for (const { target, why } of scripts) {
      const [module, name] = target.replace(/\s*\[.*$/, "").split(":");
      const file = moduleFile(module!.trim(), plain.folder, sources);
      if (file === null) part.missing.push({ manifest: plain.path, line: 1, path: target, why });
      else part.entries.push({ file, why, role: "production", ...(name ? { symbols: [name.trim()] } : {}) });
    }
  }
  const used = new Set(manifests.flatMap(({ dependencies }) => dependencies.map(({ name }) => name.toLowerCase())));
  for (const { specifier, to, from } of graph.imports)
    if (to === null && graph.files.get(from)?.language === "python") used.add(specifier.split(".")[0]!);
  part.entries.push(
    ...publicModules(manifests, sources),
    ...conventionalEntries("python", used, sources),
    ...testFiles(sources),
    ...commandEntries(sources, {
      file: /(?:^|[\s"'=/(:,[])((?:[\w.-]+\/)*[\w.-]+\.py)\b/g,
      module:
        /(?:python[\d.]*\s+(?:-[A-Za-z]\s+)*-m|--app|-A|FLASK_APP\s*=|DJANGO_SETTINGS_MODULE["'\s]*[=:,]|["']-m["']\s*,)\s*["']?([A-Za-z_][\w.]*)/g,
      fileOf: (module, folder) => moduleFile(module, folder, sources),
    }),
  );
  return part;
}

/** The file of a dotted module, below one of the folders that modules are looked for in. */
function moduleFile(module: string, folder: string, { tree }: Sources): string | null {
  const path = module.split(".").join("/");
  for (const root of [folder, join(folder, "src")!, "", "src"])
    for (const ending of ["/__main__.py", ".py", "/__init__.py"]) {
      const file = join(root, path + ending);
      if (file !== null && tree.has(file)) return file;
    }
  return null;
}

/** Folders beside a package that are not installed with it. */
const notInstalled = /^(tests?|testing|docs?|examples?|samples?|scripts?|tools?|benchmarks?|bench|ci|build|dist|demo)$/;

/** The modules of packages that are published: who installs one can import them, unless an underscore hides them. */
function publicModules(manifests: readonly PythonManifest[], { tree, graph }: Sources): Entry[] {
  const entries: Entry[] = [];
  const inits = tree.named("__init__.py");
  for (const { isPublished, folder, path, name, modules } of manifests) {
    if (!isPublished) continue;
    const why = `others can import it: ${name ?? path} is published`;
    for (const init of inits) {
      const home = folderOf(init);
      const above = folderOf(home);
      if (!inFolder(init, folder) || tree.has(join(above, "__init__.py")!) || home === folder) continue;
      const inside = home.slice(folder === "" ? 0 : folder.length + 1).split("/");
      if (inside.some((part) => notInstalled.test(part) || part.startsWith("."))) continue;
      for (const [file, { language }] of graph.files) {
        if (language !== "python" || !inFolder(file, home)) continue;
        const parts = file
          .slice(above === "" ? 0 : above.length + 1)
          .replace(/\.pyi?$/, "")
          .split("/");
        if (!parts.some((part) => part.startsWith("_") && part !== "__init__"))
          entries.push({ file, why, role: "production" });
      }
    }
    const single = [...modules, (name ?? "").replace(/[-.]/g, "_").toLowerCase()];
    for (const module of single)
      for (const root of [folder, join(folder, "src")!]) {
        const file = join(root, `${module}.py`);
        if (module !== "" && file !== null && graph.files.has(file)) entries.push({ file, why, role: "production" });
      }
  }
  return entries;
}

/** Files that pytest is told to read by its settings. */
function testFiles(sources: Sources): Entry[] {
  const { tree, graph } = sources;
  const entries: Entry[] = [];
  const add = (path: string, files: string[], paths: string[]) => {
    if (files.length === 0) return;
    const folder = folderOf(path);
    const patterns = files.map(
      (glob) => new RegExp(`^${glob.replace(/\./g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".")}$`),
    );
    const roots = paths.length === 0 ? [folder] : paths.map((one) => join(folder, one) ?? folder);
    for (const [file, { language, definitions }] of graph.files) {
      if (language !== "python" || !roots.some((root) => inFolder(file, root) || file === root)) continue;
      if (!patterns.some((pattern) => pattern.test(file.slice(file.lastIndexOf("/") + 1)))) continue;
      const symbols = definitions.flatMap(({ container, name, signature }) =>
        container === "" && (/^(test|Test)/.test(name) || /TestCase/.test(signature)) ? [name] : [],
      );
      entries.push({ file, why: `${path} has pytest run it`, role: "test", symbols });
    }
  };
  const split = (text: string | undefined) => (text ?? "").split(/\s+/).filter(Boolean);
  for (const path of tree.named("pyproject.toml")) {
    const value = sources.config(path) as { tool?: { pytest?: { ini_options?: Record<string, unknown> } } } | null;
    const options = value?.tool?.pytest?.ini_options;
    if (typeof options !== "object" || options === null) continue;
    const list = (one: unknown) => (Array.isArray(one) ? one.map(String) : split(typeof one === "string" ? one : ""));
    add(path, list(options.python_files), list(options.testpaths));
  }
  for (const [name, section] of [
    ["pytest.ini", "pytest"],
    ["tox.ini", "pytest"],
    ["setup.cfg", "tool:pytest"],
  ] as const)
    for (const path of tree.named(name)) {
      const options = iniOf(tree.read(path) ?? "").get(section);
      add(path, split(options?.get("python_files")?.value), split(options?.get("testpaths")?.value));
    }
  return entries;
}
