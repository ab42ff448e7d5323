import { type Kind, newlines, type Parts, type Statement, statementAt } from "./import-statement.js";
import type { Capture, Match } from "./match.js";

/** Takes `a::{b::{self, C as D}, e::*}` apart into one import a module: `a::b` (itself, and its C as D) and `a::e` (everything). */
export function addTree(
  statements: Map<number, Statement>,
  kind: Kind,
  tree: Capture,
  scopes: Scope[],
  source: string,
): void {
  const walk = (prefix: string[], start: number, end: number): void => {
    let depth = 0;
    let from = start;
    for (let at = start; at <= end; at++) {
      const char = at < end ? source[at] : ",";
      if (char === "{") depth++;
      else if (char === "}") depth--;
      else if (char === "," && depth === 0) {
        if (source.slice(from, at).trim()) branch(prefix, from, at);
        from = at + 1;
      }
    }
  };
  const branch = (prefix: string[], start: number, end: number): void => {
    const text = source.slice(start, end);
    const brace = text.indexOf("{");
    if (brace >= 0) {
      walk([...prefix, ...segments(text.slice(0, brace))], start + brace + 1, start + text.lastIndexOf("}"));
      return;
    }
    const [path, alias] = text.split(/\sas\s/) as [string, string?];
    const full = [...prefix, ...segments(path)];
    const last = full.at(-1)!;
    const itself = last === "self" && full.length > 1;
    const module = full.length > 1 ? full.slice(0, -1) : full;
    const specifier = fromFile(module, start, scopes).join("::");
    const index = start + (text.length - text.trimStart().length);
    const line = tree.startLine + newlines(source, tree.startIndex, index);
    const at = { ...tree, startLine: line };
    const statement = statementAt(statements, kind, at, specifier, index);
    const whole = itself || last === "*" || full.length === 1;
    const local = (alias ?? (itself ? module.at(-1)! : last)).trim();
    statement.names.set(index, { imported: whole ? "*" : last, local, isType: false });
  };
  walk([], tree.startIndex, tree.endIndex);
}

export function addModule(statements: Map<number, Statement>, kind: Kind, parts: Parts, scopes: Scope[]): void {
  const module = parts.get(`${kind}.module`)!;
  const path = parts.get(`${kind}.path`);
  const inFile = fromFile(["self", module.text], module.startIndex, scopes).join("::");
  const statement = statementAt(statements, kind, module, inFile, module.startIndex);
  if (path) statement.specifier = `./${path.text}`;
  statement.names.set(module.startIndex, { imported: "*", local: module.text, isType: false });
}

export interface Scope {
  name: string;
  start: number;
  end: number;
}

export function scopesOf(matches: Match[]): Scope[] {
  const scopes: Scope[] = [];
  for (const { captures } of matches) {
    const body = captures.find((capture) => capture.name === "scope.body");
    const name = captures.find((capture) => capture.name === "scope.name");
    if (body && name) scopes.push({ name: name.text, start: body.startIndex, end: body.endIndex });
  }
  return scopes.sort((a, b) => a.start - b.start);
}

/** Rewrites a path that starts with `self` or `super` inside modules of the file to one that counts from the file's own module. */
function fromFile(path: string[], index: number, scopes: Scope[]): string[] {
  const inside = scopes.filter((scope) => scope.start <= index && index < scope.end).map((scope) => scope.name);
  if (inside.length === 0 || (path[0] !== "self" && path[0] !== "super")) return path;
  let rest = path;
  while (rest[0] === "super" && inside.length > 0) {
    inside.pop();
    rest = rest.slice(1);
  }
  if (rest[0] === "super") return rest;
  return ["self", ...inside, ...(rest[0] === "self" ? rest.slice(1) : rest)];
}

const segments = (path: string): string[] =>
  path
    .split("::")
    .map((part) => part.trim())
    .filter(Boolean);
