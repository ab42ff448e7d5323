import { exportTable, targetsOf } from "../../graph/export-tables.js";
import { exportedBy } from "../../graph/exported-by.js";
import type { Graph } from "../../graph/graph.js";
import { nearNames } from "../near-names.js";
import type { ApiProblem } from "./problem.js";

/** Names that are imported, or passed on, from a file of the repository that does not export them; of some files, or of all. */
export function missingExports(
  graph: Graph,
  read: (path: string) => string | null,
  files: Iterable<string> = graph.files.keys(),
): ApiProblem[] {
  const problems: ApiProblem[] = [];
  for (const file of files) {
    const facts = graph.files.get(file);
    if (!facts || !exportTable(graph, file)?.byStatement) continue;
    for (const { specifier, line, kind, names } of facts.imports) {
      // What a require or a dynamic import gives is an object: what is not there is undefined, and often asked for on purpose.
      if (kind === "require" || kind === "dynamic" || /[?!]/.test(specifier)) continue;
      const targets = targetsOf(graph, file, specifier);
      if (targets.length === 0) continue;
      for (const { imported } of names) {
        // A bundler and node make a default of what a JavaScript file gets from CommonJS.
        if (imported === "*" || (imported === "default" && facts.language === "javascript")) continue;
        if (targets.some((to) => mayExport(graph, to, imported, new Set()))) continue;
        problems.push(
          problemOf(graph, { file, specifier, imported, to: targets[0]! }, placeOf(read(file), line, imported)),
        );
      }
    }
  }
  return problems;
}

/** Whether a file exports a name, or passes on all of something that cannot be looked into. */
function mayExport(graph: Graph, file: string, name: string, seen: Set<string>): boolean {
  const facts = graph.files.get(file);
  const table = exportTable(graph, file);
  if (!facts || !table || seen.has(file)) return false;
  seen.add(file);
  // Text, styles and files of other languages are what a loader makes of them; half-read files may say more.
  if (!table.byStatement || facts.problems.length > 0 || facts.lines === 0) return true;
  if (table.rows.has(name) || exportedBy(graph, file, name)) return true;
  // `export =` and `module.exports` have members that no row names; a declaration file may declare modules.
  const whole = table.rows.get("default");
  if (whole && (whole.local === null || name !== "default") && isWhole(graph, file)) return true;
  if (name === "default" && facts.exports.length === 0 && facts.imports.length === 0) return true;
  // Declarations say `export =` where a default is imported, or declare modules of other names.
  if (/\.d\.[cm]?ts$/.test(file) && (name === "default" || facts.exports.length === 0)) return true;
  return table.stars.some((star) => {
    const targets = targetsOf(graph, file, star);
    return targets.length === 0 || (name !== "default" && targets.some((to) => mayExport(graph, to, name, seen)));
  });
}

/** A file of CommonJS, or with `export =`: any member of what it exports can be imported by name. */
function isWhole(graph: Graph, file: string): boolean {
  const { exports, definitions, language } = graph.files.get(file)!;
  const row = exports.find(({ name }) => name === "default")!;
  if (language === "javascript" && !/\.mjs$/.test(file))
    return exports.length === 1 || exports.some((one) => one !== row && one.line === row.line);
  const local = definitions.filter(({ name, container }) => container === "" && name === row.local);
  return local.some(({ kind }) => kind === "namespace");
}

/** Where a statement spells a name; `line` is that of its specifier, at its end. */
function placeOf(text: string | null, line: number, name: string): { line: number; column: number } {
  const lines = text?.split("\n") ?? [];
  const word = new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`);
  for (let at = line; at > Math.max(0, line - longestStatement); at--) {
    const found = word.exec(lines[at - 1] ?? "");
    if (found) return { line: at, column: found.index + 1 };
    if (/^\s*(import|export)\b/.test(lines[at - 1] ?? "")) break;
  }
  return { line, column: 1 };
}

const longestStatement = 400;

function problemOf(
  graph: Graph,
  { file, specifier, imported, to }: { file: string; specifier: string; imported: string; to: string },
  place: { line: number; column: number },
): ApiProblem {
  const exported = graph.files.get(to)!.exports.map(({ name }) => name);
  const [near] = nearNames(
    imported,
    exported.filter((name) => name !== "*"),
  );
  return {
    kind: "missing-export",
    file,
    ...place,
    symbol: imported,
    declaration: { file: to, line: 1 },
    message: `"${specifier}" exports no ${imported}${near ? `; did you mean ${near}?` : ""}`,
    verdict: "certain",
  };
}
