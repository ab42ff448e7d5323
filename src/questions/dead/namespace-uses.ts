import { lengthAt, listAt } from "../../graph/code.js";
import { type FileNames, op } from "../../syntax/names.js";

/** How a file uses a module that a name stands for: the members it takes, and whether the module itself goes elsewhere. */
export interface NamespaceUses {
  /** Offsets of the operations that take a member, with its name. */
  members: { name: string; offset: number }[];
  /** It is passed on, listed or exported as a whole, so any member may be used. */
  escapes: boolean;
  isUsed: boolean;
}

/** Answers for one file: the uses of a binding, and the members taken of an operation (`a.b` of `a`). */
export interface NamespaceReader {
  binding(number: number): NamespaceUses;
  operation(offset: number): NamespaceUses;
}

/** Where the value of an operation goes: into a variable, an entry of an object, one of several values. */
interface Goal {
  kind: "binding" | "entry" | "spread" | "same";
  /** Number of the binding, or offset of the operation. */
  at: number;
  name: string;
}

/** A variable that holds the variable that holds the module … */
const farthest = 8;

/**
 * Follows a module through variables, entries of objects, spreads and choices of the file, `const all = { a: module }; all.a.member`.
 * `exported` are the names that others
 * see: what they hold goes elsewhere. `isIdle` says of a place that nothing but the name stands there as a statement.
 */
export function namespaceReader(
  names: FileNames,
  exported: ReadonlySet<string>,
  isIdle: (line: number, column: number) => boolean,
): NamespaceReader {
  const { code, members, strings, bindings, places } = names;
  const taken = new Map<number, { name: string; offset: number }[]>();
  for (const offset of members) {
    const name = strings[code[offset + 2]!];
    if (name !== undefined) push(taken, behind(code, code[offset + 1]!), { name, offset });
  }
  const { named, goals, asType } = placesOf(names);
  bindings.forEach(({ value, kind, name }, at) => {
    const isHeld = kind === "local" || (kind === "definition" && !exported.has(name));
    if (value > 0 && isHeld) push(goals, behind(code, value), { kind: "binding", at, name: "" });
  });

  function follow(offset: number, path: readonly string[], found: NamespaceUses, depth: number): void {
    const own = taken.get(offset) ?? [];
    for (const { name, offset: member } of own) {
      if (path.length === 0) found.members.push({ name, offset: member });
      else if (name === path[0]) follow(member, path.slice(1), found, depth + 1);
    }
    if (own.length > 0 || asType.has(offset)) return;
    const next = goals.get(offset);
    if (!next || depth > farthest) {
      const at = code[offset] === op.name ? code[offset + 2]! * 2 : -1;
      if (at < 0 || !isIdle(places[at]!, places[at + 1]!)) found.escapes = true;
      return;
    }
    for (const { kind, at, name } of next) {
      if (kind === "binding") followBinding(at, path, found, depth + 1);
      else follow(at, kind === "entry" ? [name, ...path] : path, found, depth + 1);
    }
  }

  function followBinding(number: number, path: readonly string[], found: NamespaceUses, depth: number): void {
    const own = named.get(number) ?? [];
    // What is kept and never looked at may be kept for something that does not show.
    if (depth > 0 && own.length === 0) found.escapes = true;
    for (const offset of own) {
      found.isUsed = true;
      follow(offset, path, found, depth);
    }
    if (hasRest(bindings, number)) found.escapes = true;
  }

  return {
    binding(number) {
      const found: NamespaceUses = { members: [], escapes: false, isUsed: false };
      followBinding(number, [], found, 0);
      return found;
    },
    operation(offset) {
      const found: NamespaceUses = { members: [], escapes: false, isUsed: true };
      follow(offset, [], found, 0);
      return found;
    },
  };
}

/** `const { a, ...others } = module`: the pattern has a binding without a name, and right behind it those of its parts. */
function hasRest(bindings: FileNames["bindings"], number: number): boolean {
  if (bindings[number]!.name !== "") return false;
  for (let at = number + 1; at < bindings.length; at++) {
    const { kind, name, value } = bindings[at]!;
    if (kind !== "local" || name === "") return false;
    if (value === 0) return true;
  }
  return false;
}

interface Places {
  /** Binding -> the operations that name it. */
  named: Map<number, number[]>;
  goals: Map<number, Goal[]>;
  /** Operations that stand in `typeof`: they take nothing out at run time. */
  asType: Set<number>;
}

function placesOf({ code, strings }: FileNames): Places {
  const named = new Map<number, number[]>();
  const goals = new Map<number, Goal[]>();
  const asType = new Set<number>();
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    switch (code[offset]) {
      case op.name:
      case op.typeName:
        if (code[offset + 1]! >= 0) push(named, code[offset + 1]!, offset);
        if (code[offset] === op.typeName) asType.add(offset);
        break;
      case op.typeOf:
        asType.add(code[offset + 1]!);
        break;
      case op.object:
        for (let at = offset + 2; at < offset + length; at += 3) {
          const name = code[at]! < 0 ? null : (strings[code[at]!] ?? "");
          const goal: Goal = { kind: name === null ? "spread" : "entry", at: offset, name: name ?? "" };
          push(goals, behind(code, code[at + 2]!), goal);
        }
        break;
      case op.either:
        for (const value of listAt(code, offset + 1))
          push(goals, behind(code, value), { kind: "same", at: offset, name: "" });
    }
    offset += length;
  }
  return { named, goals, asType };
}

/** `(await ns).a` takes a member of what is awaited. */
function behind(code: Int32Array, offset: number): number {
  let at = offset;
  while (code[at] === op.await) at = code[at + 1]!;
  return at;
}

function push<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
