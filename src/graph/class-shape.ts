import { functionFlag, op } from "../syntax/names.js";
import { listAt } from "./code.js";
import type { Evaluator } from "./evaluator.js";
import { type LinkedFile, symbolOf } from "./linked-file.js";
import type { Place } from "./member-of.js";
import { type Env, parameterKey, type Value } from "./values.js";

/** A class or interface with all its declarations; its own members by name. What it extends is evaluated when it is asked for. */
export interface ClassShape {
  file: LinkedFile;
  /** Number of its definition, -1 for a class expression without a name. */
  definition: number;
  declarations: Declared[];
  /** Type parameters of the first declaration, as values. */
  parameters: Value[];
  /** `parameterKey` of those of every declaration, and the position each has. */
  keys: number[];
  positions: number[];
  members: Map<string, Place>;
  statics: Map<string, Place>;
  /** Instances of what it extends and implements; null until they are asked for. */
  supers: readonly Value[] | null;
  /** Class sides of what it extends. */
  superClasses: readonly Value[] | null;
  /** Answers of `memberOf`, by name. */
  found: Map<string, Place | null>;
  foundStatic: Map<string, Place | null>;
}

export interface Declared {
  file: LinkedFile;
  /** Offset of its `class`. */
  offset: number;
  extends: Int32Array;
  implements: Int32Array;
}

export function shapeAt(evaluator: Evaluator, file: LinkedFile, offset: number): ClassShape {
  let shape = file.shapes.get(offset);
  if (!shape) {
    shape = extended(evaluator, file, offset) ?? made(evaluator, file, offset);
    file.shapes.set(offset, shape);
  }
  return shape;
}

/** The shape of the type that a block of members stands for, which has no type of its own. */
function extended(evaluator: Evaluator, file: LinkedFile, offset: number): ClassShape | null {
  if (!isBlock(file, offset)) return null;
  const { code } = file.names;
  const of = listAt(code, offset + 3 + code[offset + 2]!)[0];
  const type = of === undefined ? null : evaluator.type(file, of);
  return type?.kind === "instance" ? type.shape : null;
}

function isBlock(file: LinkedFile, offset: number): boolean {
  return file.facts.definitions[file.names.code[offset + 1]!]?.kind === "namespace";
}

function made(evaluator: Evaluator, file: LinkedFile, offset: number): ClassShape {
  const definition = file.names.code[offset + 1]!;
  const shape: ClassShape = {
    file,
    definition,
    declarations: [],
    parameters: [],
    keys: [],
    positions: [],
    members: new Map(),
    statics: new Map(),
    supers: null,
    superClasses: null,
    found: new Map(),
    foundStatic: new Map(),
  };
  declare(shape, file, offset);
  for (const other of mergedWith(file, definition)) {
    const type = file.names.definitions[other]?.type ?? 0;
    if (type > 0 && type !== offset && file.names.code[type] === op.class) declare(shape, file, type);
  }
  if (definition < 0) return shape;
  // Members that stand outside the class: in an `impl`, as a function with a receiver.
  const { container, name } = file.facts.definitions[definition]!;
  for (const around of evaluator.siblings(file, symbolOf(file, definition))) {
    for (const other of around.byName.get(container)?.get(name) ?? []) {
      const type = around.names.definitions[other]?.type ?? 0;
      if (around.names.code[type] === op.class && isBlock(around, type)) declare(shape, around, type);
    }
    for (const numbers of around.byName.get(symbolOf(file, definition))?.values() ?? [])
      for (const number of numbers) addMember(shape, around, number);
  }
  return shape;
}

function declare(shape: ClassShape, file: LinkedFile, offset: number): void {
  const { code } = file.names;
  const typeParameters = listAt(code, offset + 2);
  const supersAt = offset + 3 + typeParameters.length;
  const supers = listAt(code, supersAt);
  const interfaces = listAt(code, supersAt + 1 + supers.length);
  const members = listAt(code, supersAt + 2 + supers.length + interfaces.length);
  // A block of members names its type where a class names what it extends.
  const above = isBlock(file, offset) ? supers.subarray(0, 0) : supers;
  shape.declarations.push({ file, offset, extends: above, implements: interfaces });
  typeParameters.forEach((binding, i) => {
    if (shape.declarations.length === 1)
      shape.parameters.push({ kind: "typeParameter", inferred: false, file, binding });
    shape.keys.push(parameterKey(file, binding));
    shape.positions.push(i);
  });
  for (const number of members) addMember(shape, file, number);
}

function addMember(shape: ClassShape, file: LinkedFile, number: number): void {
  const definition = file.facts.definitions[number];
  if (!definition) return;
  const names = file.names.definitions[number];
  const { code } = file.names;
  const isStatic =
    names !== undefined &&
    (names.isStatic || (code[names.type] === op.function && (code[names.type + 1]! & functionFlag.static) !== 0));
  const table = isStatic ? shape.statics : shape.members;
  const known = table.get(definition.name);
  if (!known) table.set(definition.name, { file, definitions: [number], entry: 0, target: null, holder: null });
  else if (known.file === file && !known.definitions.includes(number)) known.definitions.push(number);
}

/** Interfaces of one name are one, and a class and an interface of one name; two classes of one name are not. */
function mergedWith(file: LinkedFile, definition: number): number[] {
  const own = file.facts.definitions[definition];
  const numbers = own && file.byName.get(own.container)?.get(own.name);
  if (!own || !numbers || numbers.length < 2) return [];
  return numbers.filter((number) => {
    const other = file.facts.definitions[number]!;
    if (number === definition || (other.kind !== "interface" && other.kind !== "class")) return false;
    // Interfaces of one name in two functions of a test have the same container, "", but seldom stand alike.
    return (other.kind === "interface" || own.kind === "interface") && other.exported === own.exported;
  });
}

/** What the type parameters of a shape stand for in an instance with these arguments. */
export function shapeEnv(shape: ClassShape, args: readonly Value[], self: Value | null): Env | null {
  if (args.length === 0 && self === null) return null;
  if (args.length === 0) return { keys: [], values: [], self };
  const keys: number[] = [];
  const values: Value[] = [];
  for (let i = 0; i < shape.keys.length; i++) {
    const value = args[shape.positions[i]!];
    if (value === undefined) continue;
    keys.push(shape.keys[i]!);
    values.push(value);
  }
  return { keys, values, self };
}

/** The name of the type of a value, as a receiver is shown; undefined when it has none. */
export function typeName(value: Value): string | undefined {
  switch (value.kind) {
    case "instance":
    case "class":
      return value.shape.definition < 0 ? undefined : symbolOf(value.shape.file, value.shape.definition);
    case "enum":
      return symbolOf(value.file, value.definition);
    case "union":
    case "intersection":
      for (const part of value.of) {
        const name = typeName(part);
        if (name !== undefined) return name;
      }
      return undefined;
    default:
      return undefined;
  }
}
