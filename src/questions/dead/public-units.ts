import { importedBy } from "../../graph/exported-by.js";
import type { Entry } from "../../project/project.js";
import { pattern } from "./pattern.js";
import type { UseQuestion } from "./unit-uses.js";
import type { Unit, Units } from "./units.js";

/** Whether the name or head of a definition lets other packages use it. */
export function isPublicName({ language, head, definition }: Unit): boolean {
  const { publicHead, publicName } = language.dead;
  if (publicName !== undefined) return pattern(publicName, "u").test(definition!.name);
  return publicHead === undefined || pattern(publicHead).test(head);
}

/** Everything that others can use of the files that are open to them, through whatever these pass on. */
export function publicUnits(question: UseQuestion, units: Units, entries: readonly Entry[]): Set<number> {
  const { graph, types } = question;
  const found = new Set<number>();
  const add = (unit: Unit | null | undefined) => {
    if (!unit?.definition || found.has(unit.number)) return;
    found.add(unit.number);
    for (const member of units.members(unit)) if (isPublicMember(member, units)) add(member);
  };
  const addFile = (file: string, seen: Set<string>): void => {
    const own = units.ofFile.get(file);
    if (!own || seen.has(file)) return;
    seen.add(file);
    for (const unit of topLevel(units, own)) if (isPublicName(unit)) add(unit);
    const facts = graph.files.get(file)!;
    const passed = facts.imports.filter(({ kind }) => kind === "reexport" || own.language.packageFile !== undefined);
    for (const { specifier, names } of passed) {
      for (const { imported, local } of names) {
        if (imported === "*") continue;
        if (local.startsWith("_") && own.language.packageFile !== undefined) continue;
        const declared = importedBy(graph, file, specifier, imported);
        if (declared?.definition)
          add(units.named({ file: declared.file, symbol: declared.definition.name, line: declared.definition.line }));
      }
      if (names.length > 0 && !names.some(({ imported }) => imported === "*")) continue;
      for (const { from, to, specifier: written } of graph.imports)
        if (from === file && written === specifier && to !== null) addFile(to, seen);
    }
  };
  const seen = new Set<string>();
  for (const { file, symbols } of entries) if (!symbols) addFile(file, seen);
  // What a public type is made of, takes and gives can be used through it.
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { from, to, kind } of types) {
      const [unit, other] = [units.named(from), units.named(to)];
      if (!unit || !other || !(found.has(unit.number) || (unit.isBlock && found.has(ownerOfBlock(unit, units)))))
        continue;
      if (kind === "implements" && unit.isBlock) continue;
      add(other);
    }
  }
  return found;
}

function ownerOfBlock(unit: Unit, units: Units): number {
  return units.byName.get(unit.definition!.name)?.find(({ file }) => file === unit.file)?.number ?? -1;
}

/** Members of what can only be implemented are as visible as it is. */
function isPublicMember(member: Unit, { all }: Units): boolean {
  const kind = all[member.owner]?.definition?.kind;
  return kind === "interface" || (kind === "enum" && member.definition!.kind !== "method") || isPublicName(member);
}

export function topLevel(units: Units, file: Unit): Unit[] {
  const found: Unit[] = [];
  for (let at = file.number + 1; units.all[at]?.file === file.file; at++)
    if (units.all[at]!.parent === file.number && !units.all[at]!.isBlock) found.push(units.all[at]!);
  return found;
}
