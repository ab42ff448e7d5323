import type { Grammar } from "./tree.js";

/** Type number 0 stands for any node, as nothing visible has it; an ERROR node has the last number there is. */
export const anyType = 0;
export const errorType = 0xffff;
/** tree-sitter keeps three captures a node and forgets the rest. */
export const maxCaptures = 3;

export type Pattern = NodePattern | ChoicePattern | GroupPattern;

interface Common {
  field: number;
  captures: number[];
  quantifiers: ("?" | "*" | "+")[];
  /** Offset in the query. */
  at: number;
}
export interface NodePattern extends Common {
  kind: "node";
  type: number;
  /** Of a pattern for any type: whether only named nodes are meant, `(_)` and not `_`. */
  named: boolean;
  missing: boolean;
  /** Fields that must be absent. */
  negated: number[];
  children: Child[];
  /** An anchor stands behind the last child. */
  closed: boolean;
}
export interface ChoicePattern extends Common {
  kind: "choice";
  branches: Pattern[];
}
interface GroupPattern extends Common {
  kind: "group";
  children: Child[];
}
/** `immediate`: an anchor stands before it. */
export interface Child {
  pattern: Pattern;
  immediate: boolean;
}
export interface PredicateSource {
  name: string;
  args: ({ capture: number } | { string: string })[];
  at: number;
}
export interface ParsedQuery {
  patterns: { pattern: Pattern; predicates: PredicateSource[] }[];
  captureNames: string[];
}

/** Reads the S-expressions of a query. Throws an Error that says where and what is wrong, unknown types and fields included. */
export function parseQuery(source: string, grammar: Grammar): ParsedQuery {
  const fields = new Map(grammar.fields.map((name, number) => [name, number]));
  // Of several types with one name the first stands for all; hidden ones have no name.
  const types = new Map<string, number>();
  for (let type = grammar.types.length - 1; type > 0; type--) {
    if (grammar.types[type]) types.set(`${grammar.named[type]} ${grammar.types[type]}`, type);
  }
  const captureNames: string[] = [];
  const patterns: ParsedQuery["patterns"] = [];
  let predicates: PredicateSource[] = [];
  let at = 0;

  const space = /(?:\s|;[^\n]*)*/y;
  const name = /[\w-][\w.?!-]*/y;
  const predicateStart = /\(\s*#/y;
  const skipSpace = () => {
    space.lastIndex = at;
    at += space.exec(source)![0].length;
  };
  const fail = (what: string, where = at): never => {
    throw queryError(source, where, what);
  };
  /** A name at this place, or null. */
  const word = (): string | null => {
    name.lastIndex = at;
    const found = name.exec(source)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const isNext = (char: string): boolean => {
    if (source[at] !== char) return false;
    at++;
    skipSpace();
    return true;
  };

  const string = (): string => {
    const start = at++;
    let text = "";
    for (; source[at] !== '"'; at++) {
      if (at >= source.length || source[at] === "\n") fail("this string has no end", start);
      if (source[at] !== "\\") text += source[at];
      else text += escapes[source[++at]!] ?? source[at];
    }
    at++;
    return text;
  };
  const typeNumber = (typeName: string, named: boolean, where: number): number => {
    if (named && typeName === "ERROR") return errorType;
    return (
      types.get(`${named} ${typeName}`) ??
      fail(`the grammar has no node type ${named ? `(${typeName})` : JSON.stringify(typeName)}`, where)
    );
  };
  const fieldNumber = (fieldName: string, where: number): number =>
    fields.get(fieldName) ?? fail(`the grammar has no field "${fieldName}"`, where);
  const capture = (add: boolean): number => {
    const where = at++;
    const captureName = word() ?? fail("a capture's name must follow the @");
    const known = captureNames.indexOf(captureName);
    if (known >= 0) return known;
    if (!add) fail(`no node before this place is captured as @${captureName}`, where);
    return captureNames.push(captureName) - 1;
  };

  /** Whether a predicate begins here; then its `(#` is read. */
  const isPredicate = (): boolean => {
    predicateStart.lastIndex = at;
    const found = source[at] === "(" && predicateStart.test(source);
    if (found) at = predicateStart.lastIndex;
    return found;
  };
  const predicate = (): void => {
    const where = at;
    const predicateName = word() ?? fail("a predicate's name must follow the #");
    const args: PredicateSource["args"] = [];
    skipSpace();
    while (source[at] !== ")") {
      if (source[at] === "@") args.push({ capture: capture(false) });
      else if (source[at] === '"') args.push({ string: string() });
      else args.push({ string: word() ?? fail(`unexpected ${shown(source, at)} in a predicate`) });
      skipSpace();
    }
    at++;
    predicates.push({ name: predicateName, args, at: where });
  };

  /** Children up to the closing parenthesis, which is read too; predicates among them are put aside. */
  const childrenUntilClosed = (open: number, negated: number[] | null): { children: Child[]; closed: boolean } => {
    const children: Child[] = [];
    let immediate = false;
    for (;;) {
      skipSpace();
      if (at >= source.length) fail('this "(" is never closed', open);
      if (source[at] === ")") {
        if (immediate && children.length === 0) fail("an anchor needs a child to stand beside");
        at++;
        return { children, closed: immediate };
      }
      if (negated && isNext("!")) {
        const where = at;
        negated.push(fieldNumber(word() ?? fail("a field's name must follow the !"), where));
      } else if (isNext(".")) {
        immediate = true;
      } else if (isPredicate()) {
        if (immediate) fail("an anchor must stand between nodes, not before a predicate");
        predicate();
      } else {
        children.push({ pattern: pattern(), immediate });
        immediate = false;
      }
    }
  };

  const bare = { field: 0, named: true, missing: false, negated: [], children: [], closed: false };
  const parenthesized = (open: number): Pattern => {
    at++;
    skipSpace();
    const common = { field: 0, captures: [], quantifiers: [], at: open };
    if (source[at] === "(" || source[at] === '"' || source[at] === "[") {
      const { children, closed } = childrenUntilClosed(open, null);
      if (closed) fail("an anchor at the end of a group has no effect", at - 1);
      return { ...common, kind: "group", children };
    }
    const where = at;
    const typeName = word() ?? fail(`a node type must follow the "(", not ${shown(source, at)}`);
    const missing = typeName === "MISSING";
    let type = anyType;
    if (missing) {
      skipSpace();
      const missingAt = at;
      if (source[at] === '"') type = typeNumber(string(), false, missingAt);
      else if (source[at] !== ")")
        type = typeNumber(word() ?? fail("a node type must follow MISSING"), true, missingAt);
    } else if (typeName !== "_") type = typeNumber(typeName, true, where);
    const negated: number[] = [];
    const { children, closed } = childrenUntilClosed(open, negated);
    return { ...bare, ...common, kind: "node", type, missing, negated, children, closed };
  };

  const pattern = (): Pattern => {
    const start = at;
    let made: Pattern;
    if (source[at] === "(") made = parenthesized(start);
    else if (source[at] === "[") {
      at++;
      const branches: Pattern[] = [];
      for (skipSpace(); source[at] !== "]"; skipSpace()) {
        if (at >= source.length) fail('this "[" is never closed', start);
        branches.push(pattern());
      }
      if (branches.length === 0) fail("these brackets hold no alternative", start);
      at++;
      made = { kind: "choice", branches, field: 0, captures: [], quantifiers: [], at: start };
    } else if (source[at] === '"') {
      const type = typeNumber(string(), false, start);
      made = { ...bare, kind: "node", type, captures: [], quantifiers: [], at: start };
    } else if (source[at] === "_") {
      at++;
      made = { ...bare, kind: "node", type: anyType, named: false, captures: [], quantifiers: [], at: start };
    } else {
      const found = word() ?? fail(`unexpected ${shown(source, at)}`);
      skipSpace();
      if (!isNext(":")) fail(`"${found}" is neither a field, which has a colon, nor a node type in parentheses`, start);
      const field = fieldNumber(found, start);
      return { ...pattern(), field, at: start };
    }
    for (skipSpace(); ; skipSpace()) {
      const next = source[at];
      if (next === "?" || next === "*" || next === "+") {
        made.quantifiers.push(next);
        at++;
      } else if (next === "@") {
        made.captures.push(capture(true));
        if (made.captures.length > maxCaptures) fail(`a node takes at most ${maxCaptures} captures`, start);
      } else return made;
    }
  };

  for (skipSpace(); at < source.length; skipSpace()) {
    if (source[at] === ")" || source[at] === "]") fail(`this "${source[at]}" closes nothing`);
    predicates = [];
    const made = pattern();
    patterns.push({ pattern: made, predicates });
  }
  return { patterns, captureNames };
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", 0: "\0" };

/** An error that begins with the line and column, from 1, of an offset in a query. */
export function queryError(source: string, at: number, what: string): Error {
  const before = source.slice(0, at);
  const line = before.split("\n").length;
  return new Error(`line ${line}, column ${at - before.lastIndexOf("\n")} of the query: ${what}`);
}

function shown(source: string, at: number): string {
  return at < source.length ? JSON.stringify(String.fromCodePoint(source.codePointAt(at)!)) : "the end";
}
