import { type FileNames, op } from "../syntax/names.js";

/**
 * The length of the operation at an offset, 0 when there is none: how code is walked from its start to its end.
 * The table of operations is in src/syntax/names.ts.
 */
export function lengthAt(code: Int32Array, offset: number): number {
  const count = (at: number) => Math.max(0, code[offset + at] ?? 0);
  switch (code[offset]) {
    case op.unknown:
      return 1;
    case op.self:
    case op.super:
    case op.literal:
    case op.await:
    case op.each:
    case op.enter:
    case op.module:
    case op.cast:
    case op.yield:
    case op.typeOf:
    case op.stringType:
    case op.selfType:
    case op.keyOf:
      return 2;
    case op.name:
    case op.index:
    case op.seenAs:
    case op.item:
    case op.contextual:
    case op.indexedType:
      return 3;
    case op.part:
    case op.mapped:
      return 4;
    case op.member:
      return 5;
    case op.call:
    case op.new:
      return 5 + count(3);
    case op.list:
    case op.listType:
    case op.apply:
    case op.alias:
      return 3 + count(2);
    case op.object:
    case op.objectType:
      return 2 + 3 * count(1);
    case op.either:
    case op.union:
    case op.intersection:
    case op.tuple:
      return 2 + count(1);
    case op.function: {
      const values = 4 + count(4) + 2;
      const parameters = values + count(values) + 1;
      return parameters + 1 + count(parameters);
    }
    case op.class: {
      let at = 2;
      for (let list = 0; list < 4; list++) at += 1 + count(at);
      return at;
    }
    case op.typeName:
      return 4 + count(3);
    case op.typeMember:
      return 5 + count(4);
    case op.functionType: {
      const parameters = 2 + count(1) + 1;
      return parameters + 1 + count(parameters);
    }
    default:
      return 0;
  }
}

/** The numbers of a counted list whose count stands at `at`. */
export function listAt(code: Int32Array, at: number): Int32Array {
  return code.subarray(at + 1, at + 1 + Math.max(0, code[at] ?? 0));
}

/** Where an expression stands, as far as that says what is expected of it: argument `index` of a call, an entry of an object … */
export interface Position {
  /** `argument` of a call or `new` at `of`; `declared` with the type at `of`; `entry` named `index` of an object; `element` of a list; `returned` by a function; `branch` of an either. */
  kind: "argument" | "declared" | "entry" | "element" | "returned" | "branch";
  of: number;
  index: number;
}

/** What one walk over the code of a file finds. */
export interface CodeMap {
  /** Callee -> its call or new. */
  calls: Map<number, number>;
  /** Functions, objects, lists and choices -> where they stand. */
  positions: Map<number, Position>;
}

export function mapCode({ code, bindings, definitions }: FileNames): CodeMap {
  const calls = new Map<number, number>();
  const positions = new Map<number, Position>();
  const put = (value: number, kind: Position["kind"], of: number, index: number) => {
    const what = code[value];
    const isCall = what === op.call || what === op.new;
    if (what !== op.function && what !== op.object && what !== op.list && what !== op.either && !isCall) return;
    // Of a call only this says what it must give, and not what is expected of something around it.
    if (isCall && kind !== "declared" && kind !== "returned") return;
    if (!positions.has(value)) positions.set(value, { kind, of, index });
  };
  for (const { type, value } of bindings) if (type > 0 && value > 0) put(value, "declared", type, -1);
  for (const { type, value } of definitions) if (type > 0 && value > 0) put(value, "declared", type, -1);
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    switch (code[offset]) {
      case op.call:
      case op.new: {
        const callee = code[offset + 1]!;
        if (callee > 0) {
          calls.set(callee, offset);
          // Type arguments stand between a call and its function.
          if (code[callee] === op.apply) calls.set(code[callee + 1]!, offset);
        }
        listAt(code, offset + 3).forEach((argument, i) => {
          put(argument, "argument", offset, i);
        });
        break;
      }
      case op.object:
        for (let i = offset + 2; i < offset + length; i += 3) put(code[i + 2]!, "entry", offset, code[i]!);
        break;
      case op.list:
        for (const element of listAt(code, offset + 2)) put(element, "element", offset, 0);
        break;
      case op.either:
        for (const value of listAt(code, offset + 1)) put(value, "branch", offset, 0);
        break;
      case op.function:
        for (const value of listAt(code, offset + 6 + Math.max(0, code[offset + 4]!)))
          put(value, "returned", offset, 0);
    }
    offset += length;
  }
  return { calls, positions };
}
