import { lengthAt } from "../../graph/code.js";
import { type FileNames, op } from "../../syntax/names.js";

/** How a file uses what a name is bound to, when that is a module: the members it takes, and whether the module itself goes elsewhere. */
export interface NamespaceUses {
  /** Offsets of the operations that take a member, with its name. */
  members: { name: string; offset: number }[];
  /** It is passed on, spread, indexed or exported as a whole, so any member may be used. */
  escapes: boolean;
  /** Whether it is used at all. */
  isUsed: boolean;
}

/** Answers for one file: the uses of a binding, and the members taken of an operation (`a.b` of `a`). */
export interface NamespaceReader {
  binding(number: number): NamespaceUses;
  operation(offset: number): NamespaceUses;
}

export function namespaceReader({ code, uses, members, strings }: FileNames): NamespaceReader {
  const taken = new Map<number, { name: string; offset: number }[]>();
  for (const offset of members) {
    const name = strings[code[offset + 2]!];
    const object = behind(code, code[offset + 1]!);
    if (name === undefined) continue;
    const list = taken.get(object);
    if (list) list.push({ name, offset });
    else taken.set(object, [{ name, offset }]);
  }
  const byBinding = new Map<number, number[]>();
  for (const offset of uses) {
    const list = byBinding.get(code[offset + 1]!);
    if (list) list.push(offset);
    else byBinding.set(code[offset + 1]!, [offset]);
  }
  // What only names it for the types, `typeof ns`, takes nothing out of it.
  const named = new Set<number>();
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.typeOf) named.add(code[offset + 1]!);
    offset += length;
  }
  return {
    binding(number) {
      const result: NamespaceUses = { members: [], escapes: false, isUsed: false };
      for (const offset of byBinding.get(number) ?? []) {
        result.isUsed = true;
        const own = taken.get(offset);
        if (own) result.members.push(...own);
        else if (!named.has(offset)) result.escapes = true;
      }
      return result;
    },
    operation(offset) {
      const own = taken.get(offset) ?? [];
      return { members: own, escapes: own.length === 0, isUsed: true };
    },
  };
}

/** `(await ns).a` takes a member of what is awaited. */
function behind(code: Int32Array, offset: number): number {
  let at = offset;
  while (code[at] === op.await) at = code[at + 1]!;
  return at;
}
