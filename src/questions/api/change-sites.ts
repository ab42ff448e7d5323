import { exportTable, targetsOf } from "../../graph/export-tables.js";
import { exportedBy } from "../../graph/exported-by.js";
import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { Entry } from "../../project/project.js";
import type { ApiChange } from "./changes.js";
import { missingExports } from "./missing-exports.js";

/** A place that has to be looked at because of a change. */
export interface ChangeSite {
  file: string;
  line: number;
  column: number;
}

interface State {
  graph: Graph;
  references: readonly Reference[];
  types: readonly TypeEdge[];
}

/**
 * Where each change is felt: calls for parameters, implementations for members that types demand; for what is gone the imports that ask for it
 * in vain, and the uses of before in files that did not change since.
 */
export function changeSites(
  changes: readonly ApiChange[],
  before: State,
  after: State & { read(path: string): string | null },
  changed: ReadonlySet<string>,
): Map<ApiChange, ChangeSite[]> {
  const sites = new Map<ApiChange, ChangeSite[]>();
  const usesNow = bySymbol(after.references);
  const usesBefore = bySymbol(before.references.filter(({ from }) => !changed.has(from.file)));
  const inVain = missingExports(after.graph, after.read);
  for (const change of changes) {
    const key = `${change.file} ${change.symbol}`;
    switch (change.kind) {
      case "export-removed":
      case "export-renamed":
      case "member-removed":
        sites.set(change, [
          ...(usesBefore.get(key) ?? []).map(({ from }) => from),
          ...inVain.filter(({ symbol, declaration }) => declaration.file === change.file && symbol === change.symbol),
        ]);
        break;
      case "member-added": {
        const owner = change.symbol.slice(0, change.symbol.lastIndexOf("."));
        const derived = after.types.filter(
          ({ to, kind }) =>
            change.breaks &&
            to.file === change.file &&
            to.symbol === owner &&
            (kind === "implements" || kind === "extends"),
        );
        sites.set(
          change,
          derived.map(({ from }) => ({ file: from.file, line: from.line, column: 1 })),
        );
        break;
      }
      case "export-added":
        sites.set(change, []);
        break;
      default:
        sites.set(
          change,
          (usesNow.get(key) ?? []).flatMap((one) =>
            change.kind === "return-type-changed" || one.arguments !== undefined ? [one.from] : [],
          ),
        );
    }
  }
  return sites;
}

function bySymbol(references: readonly Reference[]): Map<string, Reference[]> {
  const found = new Map<string, Reference[]>();
  for (const reference of references) {
    if (reference.how === "name") continue;
    const key = `${reference.to.file} ${reference.to.symbol}`;
    const list = found.get(key);
    if (list) list.push(reference);
    else found.set(key, [reference]);
  }
  return found;
}

/** `${file} ${name}` of what entries hand out; null where no entry was found, and everything that is exported counts. */
export function publicSymbols(graph: Graph, entries: readonly Entry[]): Set<string> | null {
  const files = entries.flatMap(({ file, role }) => (role === "production" && graph.files.has(file) ? [file] : []));
  if (files.length === 0) return null;
  const found = new Set<string>();
  for (const file of files)
    for (const name of namesOf(graph, file, new Set())) {
      const declared = exportedBy(graph, file, name);
      if (declared) found.add(`${declared.file} ${declared.definition?.name ?? declared.local ?? name}`);
    }
  return found;
}

function namesOf(graph: Graph, file: string, seen: Set<string>): string[] {
  const table = exportTable(graph, file);
  if (!table || seen.has(file)) return [];
  seen.add(file);
  const own = [...table.rows.keys()].filter((name) => name !== "*");
  return [
    ...own,
    ...table.stars.flatMap((star) => targetsOf(graph, file, star).flatMap((to) => namesOf(graph, to, seen))),
  ];
}
