import type { Evaluator } from "../../graph/evaluator.js";
import { type ExportedShape, exportedShapes, type Parameter } from "./exported-shapes.js";

type ChangeKind =
  | "export-removed"
  | "export-renamed"
  | "export-added"
  | "parameter-added"
  | "parameter-removed"
  | "parameter-renamed"
  | "parameters-reordered"
  | "parameter-made-required"
  | "parameter-made-optional"
  | "return-type-changed"
  | "member-removed"
  | "member-added";

/** One way in which an export is not what it was. */
export interface ApiChange {
  kind: ChangeKind;
  file: string;
  symbol: string;
  /** Where it is declared now; for what is gone, where it was. */
  line: number;
  /** Whether a caller, or an implementation, that was right may be wrong now. */
  breaks: boolean;
  message: string;
  /** What to do at each use, where that is mechanical. */
  edit: string | null;
}

/** How the exports of some files changed between two states of a repository. `read` gives the texts of the old and the new. */
export function apiChanges(
  before: { evaluator: Evaluator; read(path: string): string | null },
  after: { evaluator: Evaluator; read(path: string): string | null },
  paths: readonly string[],
): ApiChange[] {
  return paths.flatMap((file) => {
    const old = exportedShapes(before.evaluator, file);
    const now = exportedShapes(after.evaluator, file);
    const changes: ApiChange[] = [];
    const renamed = renamedOnes(file, old, now, before.read, after.read);
    for (const [symbol, shape] of old) {
      const next = now.get(symbol);
      if (next) changes.push(...differences(file, shape, next));
      else if (!isBelowMissing(symbol, old, now)) changes.push(gone(file, shape, renamed.get(symbol)));
    }
    const taken = new Set(renamed.values());
    for (const [symbol, shape] of now)
      if (!old.has(symbol) && !taken.has(symbol) && !isBelowMissing(symbol, now, old)) changes.push(added(file, shape));
    return changes;
  });
}

/** A member of what is itself gone, or new, is no change of its own. */
function isBelowMissing(
  symbol: string,
  here: ReadonlyMap<string, ExportedShape>,
  there: ReadonlyMap<string, ExportedShape>,
): boolean {
  const owner = symbol.slice(0, Math.max(0, symbol.lastIndexOf(".")));
  return owner !== "" && here.has(owner) && !there.has(owner);
}

function gone(file: string, { symbol, definition }: ExportedShape, next: string | undefined): ApiChange {
  const isMember = symbol.includes(".");
  const common = { file, symbol, line: definition.line, breaks: true };
  if (next !== undefined)
    return {
      ...common,
      kind: "export-renamed",
      message: `${symbol} is ${next} now`,
      edit: `${lastOf(symbol)} → ${lastOf(next)}`,
    };
  return { ...common, kind: isMember ? "member-removed" : "export-removed", message: `${symbol} is gone`, edit: null };
}

function added(file: string, { symbol, definition, isDemanded }: ExportedShape): ApiChange {
  const isMember = symbol.includes(".");
  return {
    kind: isMember ? "member-added" : "export-added",
    file,
    symbol,
    line: definition.line,
    breaks: isMember && isDemanded,
    message: isMember && isDemanded ? `${symbol} is new, and who implements it must have it` : `${symbol} is new`,
    edit: null,
  };
}

const lastOf = (symbol: string) => symbol.slice(symbol.lastIndexOf(".") + 1);

function differences(file: string, old: ExportedShape, now: ExportedShape): ApiChange[] {
  const { symbol } = now;
  const changes: ApiChange[] = [];
  const add = (kind: ChangeKind, breaks: boolean, message: string, edit: string | null = null) =>
    changes.push({ kind, file, symbol, line: now.definition.line, breaks, message, edit });
  if (old.parameters && now.parameters) compareParameters(symbol, old.parameters, now.parameters, add);
  if (old.returns !== null && now.returns !== null && old.returns !== now.returns)
    add("return-type-changed", true, `${symbol} returns ${now.returns}, and no longer ${old.returns}`);
  return changes;
}

function compareParameters(
  symbol: string,
  old: readonly Parameter[],
  now: readonly Parameter[],
  add: (kind: ChangeKind, breaks: boolean, message: string, edit?: string | null) => void,
): void {
  const oldNames = old.map(({ name }) => name);
  const newNames = now.map(({ name }) => name);
  const kept = newNames.filter((name) => oldNames.includes(name));
  const keptBefore = oldNames.filter((name) => newNames.includes(name));
  if (kept.length > 1 && kept.join() !== keptBefore.join())
    add(
      "parameters-reordered",
      true,
      `${symbol} takes (${newNames.join(", ")}), and no longer (${oldNames.join(", ")})`,
      `put the arguments in the order ${newNames.join(", ")}`,
    );
  now.forEach((parameter, at) => {
    const before = old.find(({ name }) => name === parameter.name);
    if (before) {
      if (parameter.isRequired && !before.isRequired)
        add(
          "parameter-made-required",
          true,
          `${symbol} requires ${parameter.name} now`,
          `give argument ${at + 1}: undefined /* ${parameter.name} */`,
        );
      if (!parameter.isRequired && before.isRequired)
        add("parameter-made-optional", false, `${symbol} no longer requires ${parameter.name}`);
      return;
    }
    const replaced = old[at];
    if (replaced && old.length === now.length && !newNames.includes(replaced.name)) {
      add("parameter-renamed", false, `${replaced.name} of ${symbol} is called ${parameter.name}`);
      return;
    }
    const isLast = now.slice(at).every((one) => !oldNames.includes(one.name));
    const breaks = !parameter.isRest && (parameter.isRequired || !isLast);
    add(
      "parameter-added",
      breaks,
      `${symbol} takes ${parameter.isRequired ? "" : "an optional "}${parameter.name}${isLast ? "" : `, as argument ${at + 1}`} too`,
      breaks ? `add argument ${at + 1}: undefined /* ${parameter.name} */` : null,
    );
  });
  old.forEach((parameter, at) => {
    const isReplaced = old.length === now.length && now[at] && !oldNames.includes(now[at].name);
    if (newNames.includes(parameter.name) || isReplaced) return;
    add("parameter-removed", true, `${symbol} no longer takes ${parameter.name}`, `drop argument ${at + 1}`);
  });
}

/** Old symbol -> new symbol, where a definition that is gone and one that is new have the same text but for the name. */
function renamedOnes(
  file: string,
  old: ReadonlyMap<string, ExportedShape>,
  now: ReadonlyMap<string, ExportedShape>,
  readOld: (path: string) => string | null,
  readNew: (path: string) => string | null,
): Map<string, string> {
  const renamed = new Map<string, string>();
  const bodies = new Map<string, string[]>();
  const textOf = (read: (path: string) => string | null, { definition }: ExportedShape) =>
    (read(file) ?? "")
      .split("\n")
      .slice(definition.line - 1, definition.endLine)
      .join("\n")
      .replace(new RegExp(`(?<![\\w$])${definition.name.replace(/\W/g, "\\$&")}(?![\\w$])`, "g"), "\u0000");
  for (const [symbol, shape] of now) {
    if (old.has(symbol)) continue;
    const key = `${shape.definition.container} ${textOf(readNew, shape)}`;
    bodies.set(key, [...(bodies.get(key) ?? []), symbol]);
  }
  for (const [symbol, shape] of old) {
    if (now.has(symbol)) continue;
    const [only, other] = bodies.get(`${shape.definition.container} ${textOf(readOld, shape)}`) ?? [];
    if (only !== undefined && other === undefined) renamed.set(symbol, only);
  }
  return renamed;
}
