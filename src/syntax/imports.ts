import type { Export, Import, ImportKind } from "./facts.js";
import { addModule, addTree, scopesOf } from "./import-paths.js";
import { type Kind, kinds, newlines, type Parts, type Statement, statementAt } from "./import-statement.js";
import type { Capture, Match } from "./match.js";

/*
 * The captures of grammars/<language>/imports.scm, the same in every language. KIND is one of `kinds` below and becomes the
 * kind of the import. All matches whose KIND.specifier is the same node make one import, so a query names one thing a pattern.
 *
 *   @KIND.specifier   what is imported, without quotes
 *   @KIND.name        a name taken from it, with @KIND.alias when it is bound under another
 *   @KIND.default     the name its default is bound to; of a reexport, what stands for passing it on
 *   @KIND.namespace   the name all of it is bound to (the text after the last slash)
 *   @KIND.wildcard    all its names, unbound
 *   @KIND.taken       a name taken from it that is bound to nothing, `import("a").then((m) => m.name)`
 *   @KIND.loaded      what is given to a loader, `() => import("a")`: the default is taken
 *   @KIND.type        present when the whole statement is erased at run time; @KIND.name-type when that is true of the name
 *   @KIND.tree        several specifiers with their names in braces, `a::{b, c as d, e::*}`
 *   @KIND.comment     a doc comment that holds `import("x").Y` or `@import {Y} from "x"`
 *   @KIND.module      a child module that has its own file; with @KIND.path when the source says which
 *   @scope.name, @scope.body   a module inside the file: `self` and `super` within count from it
 *
 *   @export.name      a name of this file; @export.alias the name others see, alone when the value has no name
 *   @export.default   present for the default export; @export.name then is its local name
 *   @export.type      present when the export is erased at run time
 *   @_anything        for predicates only
 */

/**
 * What a file imports and exports, in the order of the source, from the matches of its language's queries; captures of other
 * queries are skipped. A dynamic import or require whose result is bound to no name has no names: anything of it may be used.
 */
export function importsOf(matches: Match[], source: string): { imports: Import[]; exports: Export[] } {
  const statements = new Map<number, Statement>();
  const exports = new Map<number, Export>();
  const defaultNames = new Set<number>();
  const scopes = scopesOf(matches);
  for (const { captures } of matches) {
    const parts = byName(captures);
    if (parts === null) continue;
    for (const kind of kinds) {
      if (parts.has(`${kind}.specifier`)) addStatement(statements, kind, parts);
      else if (parts.has(`${kind}.tree`)) addTree(statements, kind, parts.get(`${kind}.tree`)!, scopes, source);
      else if (parts.has(`${kind}.comment`)) addComment(statements, kind, parts.get(`${kind}.comment`)!);
      else if (parts.has(`${kind}.module`)) addModule(statements, kind, parts, scopes);
    }
    if (parts.has("export.name") || parts.has("export.alias") || parts.has("export.default"))
      addExport(exports, defaultNames, parts);
  }
  for (const index of defaultNames) if (exports.get(index)?.name !== "default") exports.delete(index);
  const ordered = [...statements.values()].sort((a, b) => a.index - b.index);
  return { imports: ordered.map(toImport), exports: withReexports(exports, ordered) };
}

/** The captures of a match that belong here, by name; null when there is none. */
function byName(captures: Capture[]): Parts | null {
  let parts: Parts | null = null;
  for (const capture of captures) {
    const head = capture.name.slice(0, capture.name.indexOf("."));
    if (head === "export" || (kinds as readonly string[]).includes(head)) {
      parts ??= new Map();
      parts.set(capture.name, capture);
    }
  }
  return parts;
}

function addStatement(statements: Map<number, Statement>, kind: Kind, parts: Parts): void {
  const specifier = parts.get(`${kind}.specifier`)!;
  const statement = statementAt(statements, kind, specifier, specifier.text, specifier.startIndex);
  if (parts.has(`${kind}.type`)) statement.isType = true;
  const add = (at: Capture, imported: string, local: string) => {
    const isType = parts.has(`${kind}.name-type`) || statement.names.get(at.startIndex)?.isType === true;
    const known = statement.names.get(at.startIndex);
    // The pattern that marks a type sees the name without its alias.
    if (known) known.isType = isType;
    else statement.names.set(at.startIndex, { imported, local, isType });
  };
  const name = parts.get(`${kind}.name`);
  if (name) add(name, unquoted(name.text), unquoted((parts.get(`${kind}.alias`) ?? name).text));
  const byDefault = parts.get(`${kind}.default`);
  if (byDefault) add(byDefault, "default", kind === "reexport" ? "default" : byDefault.text);
  const namespace = parts.get(`${kind}.namespace`);
  if (namespace) add(namespace, "*", unquoted(namespace.text.slice(namespace.text.lastIndexOf("/") + 1)));
  const taken = parts.get(`${kind}.taken`);
  if (taken) add(taken, unquoted(taken.text), "");
  const loaded = parts.get(`${kind}.loaded`);
  if (loaded) add(loaded, "default", "");
  const wildcard = parts.get(`${kind}.wildcard`);
  if (wildcard) add(wildcard, "*", "*");
}

/** The compiler reads types out of doc comments in JavaScript, where there is no other place for them. */
function addComment(statements: Map<number, Statement>, kind: Kind, comment: Capture): void {
  const pattern = /\bimport\(\s*(["'])([^"'\n]+)\1\s*\)(?:\.(\w+))?|@import\s([^@]*?)\bfrom\s+(["'])([^"'\n]+)\5/g;
  for (const match of comment.text.matchAll(pattern)) {
    const index = comment.startIndex + match.index;
    const line = comment.startLine + newlines(comment.text, 0, match.index);
    const statement = statementAt(statements, kind, { ...comment, startLine: line }, match[2] ?? match[6]!, index);
    if (match[3]) statement.names.set(index, { imported: match[3], local: match[3], isType: true });
    for (const [i, name] of namesOfTag(match[4] ?? "").entries())
      statement.names.set(index + i, { ...name, isType: true });
  }
}

/** The clause of `@import Default, { a, b as c } from "x"`, which may go over lines that begin with a star. */
function namesOfTag(clause: string): { imported: string; local: string }[] {
  const bare = clause.replace(/\n\s*\*/g, " ");
  const braces = /\{([^}]*)\}/.exec(bare);
  const names = (braces?.[1] ?? "").split(",").flatMap((part) => {
    const [, imported, local] = /^\s*([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(part) ?? [];
    return imported ? [{ imported, local: local ?? imported }] : [];
  });
  const whole = /\*\s*as\s+([\w$]+)/.exec(bare)?.[1];
  const byDefault = /^\s*([\w$]+)\s*(?:,|$)/.exec(braces ? bare.slice(0, braces.index) : bare)?.[1];
  if (whole) names.push({ imported: "*", local: whole });
  if (byDefault) names.push({ imported: "default", local: byDefault });
  return names;
}

function addExport(exports: Map<number, Export>, defaultNames: Set<number>, parts: Parts): void {
  const name = parts.get("export.name");
  const alias = parts.get("export.alias");
  const byDefault = parts.get("export.default");
  const at = byDefault ?? alias ?? name!;
  if (byDefault && name) defaultNames.add(name.startIndex);
  const known = exports.get(at.startIndex);
  if (known) {
    known.local ??= name ? unquoted(name.text) : null;
    known.isType ||= parts.has("export.type");
    return;
  }
  exports.set(at.startIndex, {
    name: byDefault ? "default" : unquoted(at.text),
    local: name ? unquoted(name.text) : null,
    from: null,
    line: at.startLine,
    isType: parts.has("export.type"),
  });
}

function toImport(statement: Statement): Import {
  const names = [...statement.names.values()];
  const erased = statement.isType || (names.length > 0 && names.every((name) => name.isType));
  const kind: ImportKind = erased
    ? "type"
    : statement.kind === "import" && names.length === 0
      ? "side-effect"
      : statement.kind;
  return {
    specifier: statement.specifier,
    line: statement.line,
    kind,
    names: names.map(({ imported, local }) => ({ imported, local })),
  };
}

/** One row a name: overloads, and a value and a type that share a name, are one export, and it is a type only if all are. */
function withReexports(exports: Map<number, Export>, statements: Statement[]): Export[] {
  const rows = [...exports].map(([index, row]) => ({ index, row }));
  for (const { names, isType, kind, line, specifier } of statements) {
    if (kind !== "reexport") continue;
    for (const [index, name] of names) {
      const everything = name.imported === "*" && name.local === "*";
      const local = everything ? null : name.imported;
      rows.push({ index, row: { name: name.local, local, from: specifier, line, isType: isType || name.isType } });
    }
  }
  const byKey = new Map<string, Export>();
  for (const { row } of rows.sort((a, b) => a.index - b.index)) {
    const key = row.name === "*" ? `* ${row.from}` : row.name;
    const known = byKey.get(key);
    // `module.exports = require("a")` is a value without a name only at first sight.
    if (!known || (known.local === null && known.from === null && row.from !== null)) byKey.set(key, row);
    else known.isType &&= row.isType;
  }
  return [...byKey.values()];
}

const unquoted = (text: string): string => (/^["']/.test(text) ? text.slice(1, -1) : text);
