import { languages } from "../syntax/languages.js";
import { space } from "../syntax/names.js";
import { type Evaluator, libraryRoles } from "./evaluator.js";
import { exportTable, targetsOf } from "./export-tables.js";
import { type Declaration, exportedBy, importedBy } from "./exported-by.js";
import type { SymbolPlace } from "./graph.js";
import { definitionNamed, type LinkedFile, overloadsOf, spacesOf, symbolOf } from "./linked-file.js";
import { sharedScope } from "./shared-scope.js";
import type { Namespace } from "./values.js";

/** What a name leads to across files. */
export type Target =
  | { kind: "definition"; file: LinkedFile; number: number }
  /** A name that a pattern binds, `export const { a } = …`. */
  | { kind: "binding"; file: LinkedFile; binding: number }
  /** A nameless default export. */
  | { kind: "exported"; file: LinkedFile; line: number }
  | { kind: "namespace"; value: Namespace };

/** What a binding of a file leads to; null for locals, and for what is declared outside the repository. */
export function bindingTarget(evaluator: Evaluator, file: LinkedFile, binding: number): Target | null {
  const known = file.targets[binding];
  if (known !== undefined) return known;
  const { kind, number, imported, name } = file.names.bindings[binding]!;
  let target: Target | null = null;
  if (kind === "definition") target = number < 0 ? { kind: "binding", file, binding } : { kind, file, number };
  else if (kind === "import") {
    const of = file.facts.imports[number];
    const found = of ? importedBy(evaluator.graph, file.path, of.specifier, imported) : null;
    target = declared(evaluator, found);
    if (of && target === null) target = memberTarget(evaluator, file, of.specifier, imported);
    if (of && target === null) target = libraryTarget(evaluator, file, of.specifier, imported);
    else if (of && target?.kind === "namespace" && imported === "*" && languages.get(file.language)?.specifierIsType)
      target = namedType(target.value, of.specifier);
    else if (of && target?.kind === "namespace" && imported === "*")
      target = wholePackage(evaluator, file, of.specifier);
    if (of && target?.kind === "namespace" && of.specifier.startsWith(`${name}.`))
      target = outermost(evaluator, file, target.value, of.specifier);
  }
  file.targets[binding] = target;
  return target;
}

/** A name that is a member of what the specifier ends in: a variant of an enum, a static method of a class. */
function memberTarget(evaluator: Evaluator, file: LinkedFile, specifier: string, name: string): Target | null {
  const container = /\w+$/.exec(specifier)?.[0];
  if (container === undefined || exportTable(evaluator.graph, file.path)?.byStatement !== false) return null;
  for (const path of targetsOf(evaluator.graph, file.path, specifier)) {
    const found = declared(evaluator, exportedBy(evaluator.graph, path, container));
    if (found?.kind !== "definition") continue;
    const number = definitionNamed(found.file, symbolOf(found.file, found.number), name, space.both);
    if (number >= 0) return { kind: "definition", file: found.file, number };
  }
  return null;
}

/** A name of a module that the language brings along. */
export function libraryTarget(evaluator: Evaluator, file: LinkedFile, specifier: string, name: string): Target | null {
  const library = evaluator.library(file.language);
  const { modules } = libraryRoles(library);
  if (!library || modules === undefined || !new RegExp(modules).test(specifier)) return null;
  if (name === "*") return { kind: "namespace", value: moduleOf(library) };
  const number = definitionNamed(library, "", name, space.both);
  return number < 0 ? null : { kind: "definition", file: library, number };
}

/** The type that a specifier ends in; those around it, from the one that the file is named after, are its container. */
function namedType({ files }: Namespace, specifier: string): Target | null {
  const file = files[0]!;
  const stem = /([^/]*)\.\w+$/.exec(file.path)![1]!;
  const parts = specifier.split(".").map((part) => part.trim());
  const number = definitionNamed(file, parts.slice(parts.indexOf(stem), -1).join("."), parts.at(-1)!, space.both);
  return number < 0 ? null : { kind: "definition", file, number };
}

/** An import of all that a specifier leads to: a package may be several files. */
function wholePackage(evaluator: Evaluator, file: LinkedFile, specifier: string): Target {
  const files = targetsOf(evaluator.graph, file.path, specifier).flatMap((path) => evaluator.file(path) ?? []);
  return { kind: "namespace", value: { kind: "namespace", inferred: false, files, container: "" } };
}

/** `import a.b` binds `a`: as many folders up as the specifier has parts behind the first. */
function outermost(
  evaluator: Evaluator,
  { language }: LinkedFile,
  { files }: Namespace,
  specifier: string,
): Target | null {
  const { packageFile } = languages.get(language)!;
  const [, folder, stem, extension] = /^((?:.*\/)?)([^/]*)(\.\w+)$/.exec(files[0]!.path) ?? [];
  if (packageFile === undefined || folder === undefined || extension === undefined) return null;
  const inside = stem === packageFile ? folder : `${folder}${stem}/`;
  const up = inside.split("/").slice(0, -specifier.split(".").length).join("/");
  const file = evaluator.file(`${up === "" ? "" : `${up}/`}${packageFile}${extension}`);
  return file && { kind: "namespace", value: moduleOf(file) };
}

/** A module beside the file that stands for their folder. */
function submodule(evaluator: Evaluator, { path, language }: LinkedFile, name: string): Target | null {
  const row = languages.get(language);
  const [, folder, extension] = row?.packageFile
    ? (new RegExp(`^((?:.*/)?)${row.packageFile}(\\.\\w+)$`).exec(path) ?? [])
    : [];
  if (folder === undefined) return null;
  const found =
    evaluator.file(`${folder}${name}/${row!.packageFile}${extension}`) ??
    evaluator.file(`${folder}${name}${extension}`);
  return found && { kind: "namespace", value: moduleOf(found) };
}

/** What `require` gives of a file that exports one value: that value; the names that the file exports besides are its members. */
export function requiredTarget(evaluator: Evaluator, file: LinkedFile, binding: number): Target | null {
  const { kind, number, imported } = file.names.bindings[binding]!;
  const of = kind === "import" ? file.facts.imports[number] : undefined;
  if (of?.kind !== "require" || imported !== "*") return null;
  return declared(evaluator, importedBy(evaluator.graph, file.path, of.specifier, "default"));
}

/** A name of a namespace: of a module what it exports, of a namespace or class what is declared in it. */
export function namespaceMember(
  evaluator: Evaluator,
  { files, container }: Namespace,
  name: string,
  wanted: number,
): Target | null {
  for (const file of files) {
    if (container === "" && !file.isLibrary) {
      const found =
        declared(evaluator, exportedBy(evaluator.graph, file.path, name)) ?? submodule(evaluator, file, name);
      if (found) return found;
    } else {
      const number = definitionNamed(file, container, name, wanted);
      if (number >= 0) return { kind: "definition", file, number };
    }
  }
  return null;
}

/** A name that is bound nowhere in its file, but in the files that share its scope, or in what it imports all names of. */
export function scopeTarget(evaluator: Evaluator, file: LinkedFile, name: string): Target | null {
  if (file.isLibrary) return null;
  const shared = sharedScope(evaluator.graph, file.path)?.names.get(name);
  const at = shared && evaluator.file(shared.path);
  if (at) return { kind: "definition", file: at, number: shared.number };
  const table = exportTable(evaluator.graph, file.path);
  if (!table || table.byStatement || table.wildcards.length === 0) return null;
  const exported = declared(evaluator, exportedBy(evaluator.graph, file.path, name));
  if (exported) return exported;
  for (const { specifier } of table.wildcards) {
    const member = memberTarget(evaluator, file, specifier, name);
    if (member) return member;
  }
  return null;
}

/** The same, or else a name of a script, which all files of its language see. */
export function freeTarget(evaluator: Evaluator, file: LinkedFile, name: string): Target | null {
  const near = scopeTarget(evaluator, file, name);
  if (near) return near;
  const found = evaluator.globals(file.language).get(name);
  return found && found.number >= 0 ? { kind: "definition", file: found.file, number: found.number } : null;
}

function declared(evaluator: Evaluator, found: Declaration | null): Target | null {
  const file = found && evaluator.file(found.file);
  if (!file) return null;
  if (found.isModule) return { kind: "namespace", value: moduleOf(file) };
  if (found.number >= 0) return { kind: "definition", file, number: found.number };
  if (found.local !== null) {
    const binding = file.names.bindings.findIndex(({ name, at }) => name === found.local && at >= 0);
    return binding < 0 ? null : { kind: "binding", file, binding };
  }
  const row = file.facts.exports.find(({ name }) => name === "default");
  return row ? { kind: "exported", file, line: row.line } : null;
}

export function moduleOf(file: LinkedFile): Namespace {
  return { kind: "namespace", inferred: false, files: [file], container: "" };
}

/**
 * The definition a name leads to can share its name with others: a value and a type, overloads, parts of an interface. The first one
 * that can be used as it is used.
 */
export function fitting(file: LinkedFile, number: number, wanted: number): number {
  const { container, name, kind, exported } = file.facts.definitions[number]!;
  const numbers = file.byName.get(container)?.get(name);
  if (!numbers || numbers.length === 1) return number;
  const fits = spacesOf(kind) & wanted;
  if (fits !== 0 && (kind === "function" || kind === "method")) return overloadsOf(file, number)[0]!;
  for (const other of numbers) {
    const definition = file.facts.definitions[other]!;
    if (definition.exported !== exported || (spacesOf(definition.kind) & wanted) === 0) continue;
    // Two classes, or two variables, of one name are of two scopes: then the binding knows better.
    if (fits === 0 || other === number || isMergeable(definition.kind, kind)) return other;
  }
  return number;
}

function isMergeable(a: string, b: string): boolean {
  if (a === "interface" || b === "interface") return a !== "type" && b !== "type";
  return a === "namespace" && b === "namespace";
}

/** Where a target is declared, as others point at it; null for a module. */
export function placeOf(target: Target, wanted: number): SymbolPlace | null {
  switch (target.kind) {
    case "definition": {
      const number = fitting(target.file, target.number, wanted);
      const { line } = target.file.facts.definitions[number]!;
      return { file: target.file.path, symbol: symbolOf(target.file, number), line };
    }
    case "binding": {
      const { at, name } = target.file.names.bindings[target.binding]!;
      return at < 0 ? null : { file: target.file.path, symbol: name, line: target.file.names.places[at * 2]! };
    }
    case "exported":
      return { file: target.file.path, symbol: "default", line: target.line };
    case "namespace":
      return null;
  }
}
