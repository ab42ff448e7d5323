import type { ClassShape } from "./class-shape.js";
import type { LinkedFile } from "./linked-file.js";

/*
 * What linking knows of an expression. A value in which a type was read off an expression carries `inferred`, and so does everything
 * that is found through it. Type parameters stay symbols until someone asks for what they stand for: an offset is evaluated once, and
 * each use of a generic declaration substitutes its own arguments in the result.
 */

export type Value =
  | Unknown
  | Instance
  | ClassSide
  | EnumSide
  | FunctionValue
  | Overloads
  | ObjectValue
  | MappedValue
  | Access
  | Namespace
  | Parts
  | Tuple
  | TypeParameter
  | Self
  | Text;

interface Of<Kind extends string> {
  kind: Kind;
  inferred: boolean;
  /** The same value, inferred; kept because most values are asked for again and again. */
  twin?: { of: Value; inferred: Value };
}

export type Unknown = Of<"unknown">;

export interface Instance extends Of<"instance"> {
  shape: ClassShape;
  /** For the type parameters of the shape, in order; those that are missing are the parameters themselves. */
  args: readonly Value[];
}

/** A class itself: its static members, and what `new` makes instances of. */
export interface ClassSide extends Of<"class"> {
  shape: ClassShape;
  args: readonly Value[];
}

export interface EnumSide extends Of<"enum"> {
  file: LinkedFile;
  definition: number;
}

/** Offset of a `function` or `functionType`. */
export interface FunctionValue extends Of<"function"> {
  file: LinkedFile;
  offset: number;
  env: Env | null;
}

export interface Overloads extends Of<"overloads"> {
  of: readonly FunctionValue[];
}

/** Offset of an `object` or `objectType`. */
export interface ObjectValue extends Of<"object"> {
  file: LinkedFile;
  offset: number;
  env: Env | null;
}

/** Offset of a `mapped`: the members of another type, with a type of their own. */
export interface MappedValue extends Of<"mapped"> {
  file: LinkedFile;
  offset: number;
  env: Env | null;
}

/** `T["a"]`, as long as `T` or the key is a symbol. */
export interface Access extends Of<"access"> {
  object: Value;
  key: Value;
}

/** What files declare at their top level, or in a namespace or another definition (its dotted name). */
export interface Namespace extends Of<"namespace"> {
  files: readonly LinkedFile[];
  container: string;
}

interface Parts extends Of<"union" | "intersection"> {
  of: readonly Value[];
}

export interface Tuple extends Of<"tuple"> {
  of: readonly Value[];
  file: LinkedFile;
}

export interface TypeParameter extends Of<"typeParameter"> {
  file: LinkedFile;
  binding: number;
}

/** `this` or `Self` as a type, until the receiver is known. */
interface Self extends Of<"self"> {
  shape: ClassShape;
}

/** A string as a type. */
export interface Text extends Of<"text"> {
  text: string;
  file: LinkedFile;
}

/** What type parameters stand for, by `parameterKey`; `self` is the receiver of a method. */
export interface Env {
  keys: readonly number[];
  values: readonly Value[];
  self: Value | null;
  /** Two environments put together, instead of keys of its own: what `inner` says is told in terms of `outer`. */
  inner?: Env;
  outer?: Env;
  size?: number;
}

export const unknown: Unknown = { kind: "unknown", inferred: false };

const bindingsOfAFile = 1 << 22;

/** One number for a type parameter of the repository. */
export function parameterKey(file: LinkedFile, binding: number): number {
  return file.number * bindingsOfAFile + binding;
}

export function asInferred(value: Value): Value {
  if (value.inferred || value.kind === "unknown") return value;
  // A copy of a value has the twin of the value it was copied from.
  if (value.twin?.of !== value) value.twin = { of: value, inferred: { ...value, inferred: true } };
  return value.twin.inferred;
}

/** `asInferred` when the way to the value was inferred. */
export function via(value: Value, way: { inferred: boolean }): Value {
  return way.inferred ? asInferred(value) : value;
}

/** A union without what is unknown; the value itself when one part is left. Long unions are cut: a member is found in the first parts or not. */
export function unionOf(values: readonly Value[]): Value {
  return joined("union", values);
}

export function intersectionOf(values: readonly Value[]): Value {
  return joined("intersection", values);
}

const mostParts = 32;

function joined(kind: "union" | "intersection", values: readonly Value[]): Value {
  const of: Value[] = [];
  for (const value of values) {
    if (value.kind === kind) for (const inner of value.of) add(of, inner);
    else add(of, value);
  }
  if (of.length === 0) return unknown;
  if (of.length === 1) return of[0]!;
  return { kind, of, inferred: of.some((part) => part.inferred) };
}

function add(of: Value[], value: Value): void {
  if (value.kind === "unknown" || of.length >= mostParts) return;
  for (const known of of) if (isSame(known, value)) return;
  of.push(value);
}

/** Whether two values are plainly the same; arguments are compared one level deep. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "instance":
    case "class": {
      const { shape, args } = b as Instance;
      return a.shape === shape && a.args.length === args.length && a.args.every((arg, i) => arg === args[i]);
    }
    case "function":
    case "object":
    case "mapped": {
      const { file, offset, env } = b as ObjectValue;
      return a.file === file && a.offset === offset && a.env === env;
    }
    case "text":
      return a.text === (b as Text).text;
    case "typeParameter":
      return a.file === (b as TypeParameter).file && a.binding === (b as TypeParameter).binding;
    default:
      return false;
  }
}
