import { packageFile } from "../places.js";

/** Names of Python's own modules, modules by distribution where the names differ, distributions that are used without an import. */
interface PythonPackages {
  standard: string[];
  loaded: string[];
  modules: Record<string, string>;
}

const python = JSON.parse(packageFile("src/project/python-packages.json")) as PythonPackages;
const java = JSON.parse(packageFile("src/project/java-packages.json")) as {
  loaded: string;
  packages: Record<string, string>;
};
const standard = new Set(python.standard);
const loaded = new Set(python.loaded.map(plainName));
const modules = new Map(Object.entries(python.modules).map(([name, list]) => [plainName(name), list.split(" ")]));
const distributions = new Map(
  Object.entries(python.modules).flatMap(([name, list]) => list.split(" ").map((one) => [one, name])),
);

/** Distributions are called the same whatever their case and separators. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

export function isStandardModule(module: string): boolean {
  return standard.has(module.split(".")[0]!);
}

/** A program, a driver, a plug-in: something else than an import uses it. */
export function isLoaded(distribution: string): boolean {
  return loaded.has(plainName(distribution));
}

/** The modules that a distribution brings, as far as its name or the table tells. */
export function modulesOf(distribution: string): string[] {
  const plain = plainName(distribution);
  const known = modules.get(plain);
  if (known) return known;
  const bare = plain.replace(/^python-|-python$|^py-/, "");
  return [
    ...new Set([
      plain.replaceAll("-", "_"),
      plain.replaceAll("-", "."),
      bare.replaceAll("-", "_"),
      plain.replaceAll("-", ""),
    ]),
  ];
}

/** What to install for a module. */
export function distributionFor(module: string): string {
  return distributions.get(module) ?? module;
}

/** Whether an import of a module is one of another module or of something in it. */
export function isOfModule(specifier: string, module: string): boolean {
  return (
    specifier.toLowerCase() === module.toLowerCase() || specifier.toLowerCase().startsWith(`${module.toLowerCase()}.`)
  );
}

/** Packages that an artifact of Java brings, as far as its group or the table tells; null where code need not import it. */
export function javaPackagesOf(name: string): string[] | null {
  const [group, artifact] = name.split(":") as [string, string];
  if (new RegExp(java.loaded).test(name)) return null;
  const known = java.packages[group];
  if (known !== undefined) return known.split(" ");
  const parts = group.split(".");
  return [...new Set([group, parts.slice(0, 2).join("."), parts[0] === artifact ? artifact : group])];
}
