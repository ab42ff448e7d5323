import type { Evaluator } from "../../graph/evaluator.js";
import { targetsOf } from "../../graph/export-tables.js";
import type { LinkedFile } from "../../graph/linked-file.js";
import { languages } from "../../syntax/languages.js";
import { op } from "../../syntax/names.js";
import { nearNames } from "../near-names.js";
import type { Texts } from "./argument-list.js";
import type { ApiProblem } from "./problem.js";

/**
 * Names that one file takes from a module of the repository in a language without export statements, where everything that a module binds can
 * be taken from it, and nothing in that module binds them: `from a import gone`, and `a.gone` behind `import a`.
 */
export function missingNames(evaluator: Evaluator, file: LinkedFile, texts: Texts): ApiProblem[] {
  const rules = languages.get(file.language)?.arguments;
  if (!rules) return [];
  const { graph } = evaluator;
  const problems: ApiProblem[] = [];
  const { code: text, lines } = texts(file.path);
  const report = (name: string, to: string, place: { line: number; column: number }, module: string) => {
    if (isGuarded(text, lines, place.line, rules.guarded)) return;
    const [near] = nearNames(name, topNames(evaluator, to));
    problems.push({
      kind: "missing-export",
      file: file.path,
      ...place,
      symbol: name,
      declaration: { file: to, line: 1 },
      message: `"${module}" has no ${name}${near ? `; did you mean ${near}?` : ""}`,
      verdict: "certain",
    });
  };
  for (const { specifier, line, names } of file.facts.imports) {
    const targets = targetsOf(graph, file.path, specifier);
    const module = targets.find((to) => !names.some(({ imported }) => stemOf(to) === imported));
    if (module === undefined) continue;
    for (const { imported } of names) {
      if (imported === "*" || targets.some((to) => stemOf(to) === imported || mayBind(evaluator, to, imported, texts)))
        continue;
      report(imported, module, placeOf(text, lines, line, imported), specifier);
    }
  }
  const { code, bindings, strings, places, members } = file.names;
  for (const offset of members) {
    const object = code[offset + 1]!;
    if (code[offset] !== op.member || code[object] !== op.name || code[object + 1]! < 0) continue;
    const binding = bindings[code[object + 1]!]!;
    if (binding.kind !== "import" || binding.imported !== "*") continue;
    if (bindings.filter(({ name }) => name === binding.name).length > 1) continue;
    const { specifier } = file.facts.imports[binding.number]!;
    const name = strings[code[offset + 2]!] ?? "";
    const targets = targetsOf(graph, file.path, specifier);
    // `import a.b` binds `a`: what is asked for then may be any module below it.
    if (targets.length !== 1 || specifier.includes(".")) continue;
    if (mayBind(evaluator, targets[0]!, name, texts) || isModuleBelow(evaluator, targets[0]!, name)) continue;
    const at = code[offset + 3]! * 2;
    report(name, targets[0]!, { line: places[at]!, column: places[at + 1]! }, specifier);
  }
  return problems;
}

/** The name that a file is imported by: that of its folder, for the file that stands for it. */
function stemOf(path: string): string {
  const parts = path.replace(/\.\w+$/, "").split("/");
  const last = parts.pop()!;
  return last === "__init__" ? (parts.pop() ?? "") : last;
}

function isModuleBelow({ graph }: Evaluator, module: string, name: string): boolean {
  const folder = module.slice(0, module.lastIndexOf("/") + 1);
  for (const path of graph.files.keys())
    if (path.startsWith(`${folder}${name}/`) || path.startsWith(`${folder}${name}.`)) return true;
  return false;
}

function mayBind(evaluator: Evaluator, path: string, name: string, texts: Texts, seen = new Set<string>()): boolean {
  if (/^__\w+__$/.test(name) || seen.has(path)) return /^__/.test(name);
  seen.add(path);
  const file = evaluator.file(path);
  const dead = file && languages.get(file.language)?.dead;
  if (!file || !dead || file.facts.problems.length > 0) return true;
  if (file.names.bindings.some((binding) => binding.name === name)) return true;
  if (dead.moduleReflection && new RegExp(dead.moduleReflection, "m").test(texts(path).code)) return true;
  for (const { specifier, names } of file.facts.imports) {
    if (!names.some(({ imported, local }) => imported === "*" && (local === "*" || local === ""))) continue;
    const targets = targetsOf(evaluator.graph, path, specifier);
    if (targets.length === 0 || targets.some((to) => mayBind(evaluator, to, name, texts, seen))) return true;
  }
  return false;
}

const topNames = (evaluator: Evaluator, path: string): string[] =>
  evaluator.file(path)?.facts.definitions.flatMap(({ container, name }) => (container === "" ? [name] : [])) ?? [];

/** Inside a block that expects that an import fails. */
function isGuarded(text: string, lines: readonly number[], line: number, guarded: string): boolean {
  const above = text.slice(lines[Math.max(0, line - linesAbove)], lines[line]).split("\n");
  const depth = /^\s*/.exec(above.at(-2) ?? "")![0].length;
  const opens = new RegExp(guarded);
  return depth > 0 && above.some((one) => opens.test(one) && /^\s*/.exec(one)![0].length < depth);
}

const linesAbove = 30;

/** Where a statement spells a name, from the line of its specifier on. */
function placeOf(text: string, lines: readonly number[], line: number, name: string): { line: number; column: number } {
  const found = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "gu");
  found.lastIndex = text.indexOf("import", lines[line - 1]!) + "import".length;
  const at = found.exec(text)?.index ?? lines[line - 1]!;
  let number = line;
  while ((lines[number] ?? text.length + 1) <= at) number++;
  return { line: number, column: at - lines[number - 1]! + 1 };
}
