import { languages } from "../syntax/languages.js";
import { op, space } from "../syntax/names.js";
import { builtIn } from "./built-in-types.js";
import { byDefault, constructed } from "./calls.js";
import { shapeAt } from "./class-shape.js";
import { listAt } from "./code.js";
import { type Evaluator, libraryRoles } from "./evaluator.js";
import { elementOf, indexed } from "./iterate.js";
import { collection, libraryInstance } from "./library.js";
import { definitionNamed, type LinkedFile } from "./linked-file.js";
import { substitute } from "./substitute.js";
import { bindingTarget, fitting, freeTarget, scopeTarget, type Target } from "./targets.js";
import { typeMemberTarget } from "./type-member.js";
import { intersectionOf, parameterKey, unionOf, unknown, type Value } from "./values.js";

/** The value that a type describes, an instance of it; type parameters in it are left as they are. */
export function typeAt(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const { code, strings } = file.names;
  const types = (at: number) => [...listAt(code, at)].map((type) => evaluator.type(file, type));
  switch (code[offset]) {
    case op.typeName:
      return named(evaluator, file, code[offset + 1]!, types(offset + 3));
    case op.typeMember: {
      const target = typeMemberTarget(evaluator, file, offset);
      return target ? typeOfTarget(evaluator, target, types(offset + 4)) : unknown;
    }
    case op.listType: {
      const of = types(offset + 2);
      const name = strings[code[offset + 1]!]!;
      return of.length === 1 ? collection(evaluator, file, name, of[0]!) : libraryInstance(evaluator, file, name, of);
    }
    case op.literal:
      return libraryInstance(evaluator, file, strings[code[offset + 1]!]!, []);
    case op.union:
      return unionOf(types(offset + 1));
    case op.intersection:
      return intersectionOf(types(offset + 1));
    case op.tuple:
      return { kind: "tuple", of: types(offset + 1), file, inferred: false };
    case op.functionType:
    case op.function:
      return { kind: "function", file, offset, env: null, inferred: false };
    case op.objectType:
      return { kind: "object", file, offset, env: null, inferred: false };
    case op.class: {
      const shape = shapeAt(evaluator, file, offset);
      return { kind: "instance", shape, args: [], inferred: false };
    }
    case op.typeOf:
      return evaluator.value(file, code[offset + 1]!);
    case op.indexedType:
      return indexedType(evaluator, evaluator.type(file, code[offset + 1]!), file, code[offset + 2]!);
    case op.stringType:
      return { kind: "text", text: strings[code[offset + 1]!] ?? "", file, inferred: false };
    case op.selfType: {
      const around = code[offset + 1]!;
      return around === 0 ? unknown : { kind: "self", shape: shapeAt(evaluator, file, around), inferred: false };
    }
    case op.alias:
      return evaluator.type(file, code[offset + 1]!);
    case op.mapped:
      return { kind: "mapped", file, offset, env: null, inferred: false };
    case op.keyOf:
      return unknown;
    case op.name:
    case op.member: {
      // `extends Base`: an expression whose class is meant. In languages without types of their own every type is written so.
      const value = evaluator.value(file, offset);
      const made = instanceOf(evaluator, file, value);
      return made.kind === "unknown" && code[offset] === op.name ? named(evaluator, file, code[offset + 1]!, []) : made;
    }
    case op.index:
      return indexedName(evaluator, file, offset);
    case op.list:
      // `isinstance(a, (A, B))`: any of them.
      return unionOf(types(offset + 2));
    case op.apply: {
      const made = instanceOf(evaluator, file, evaluator.value(file, code[offset + 1]!));
      return made.kind === "instance" ? { ...made, args: types(offset + 2) } : made;
    }
    default:
      return instanceOf(evaluator, file, evaluator.value(file, offset));
  }
}

/** `Dict[str, int]`, where a type is written as an expression. */
function indexedName(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const { code } = file.names;
  const of = code[offset + 1]!;
  const key = code[offset + 2]!;
  const args = key === 0 ? [] : code[key] === op.tuple ? [...listAt(code, key + 1)] : [key];
  const types = args.map((type) => evaluator.type(file, type));
  if (code[of] === op.name) return named(evaluator, file, code[of + 1]!, types);
  if (code[of] !== op.member) return unknown;
  const target = typeMemberTarget(evaluator, file, of);
  return target ? typeOfTarget(evaluator, target, types) : unknown;
}

const noArguments = new Int32Array(0);

function instanceOf(evaluator: Evaluator, file: LinkedFile, value: Value): Value {
  if (value.kind === "class") return { ...value, kind: "instance" };
  if (value.kind === "enum" || value.kind === "unknown") return unknown;
  return constructed(evaluator, value, { file, offset: 0, arguments: noArguments, spread: true });
}

/** A name that stands for a type, with its arguments. */
function named(evaluator: Evaluator, file: LinkedFile, binding: number, args: readonly Value[]): Value {
  if (binding >= 0) {
    const { kind, value, type } = file.names.bindings[binding]!;
    if (kind === "typeParameter") return { kind: "typeParameter", file, binding, inferred: false };
    if (kind === "local" || kind === "parameter") {
      const around = value > 0 ? value : type;
      return around > 0 && file.names.code[around] === op.class
        ? instanceOf(evaluator, file, evaluator.value(file, around))
        : unknown;
    }
    const target = bindingTarget(evaluator, file, binding);
    return target ? typeOfTarget(evaluator, target, args) : unknown;
  }
  const name = file.names.strings[-1 - binding];
  if (name === undefined) return unknown;
  const near = scopeTarget(evaluator, file, name);
  if (near) return typeOfTarget(evaluator, near, args);
  const library = file.isLibrary ? file : evaluator.library(file.language);
  const inLibrary = library ? definitionNamed(library, "", name, space.type) : -1;
  if (library && inLibrary >= 0) {
    const special = builtIn(evaluator, name, args);
    return special ?? typeOfTarget(evaluator, { kind: "definition", file: library, number: inLibrary }, args);
  }
  const target = freeTarget(evaluator, file, name);
  return target ? typeOfTarget(evaluator, target, args) : unknown;
}

/** What a declaration means as a type. */
function typeOfTarget(evaluator: Evaluator, target: Target, args: readonly Value[]): Value {
  if (target.kind === "binding") {
    const { value } = target.file.names.bindings[target.binding]!;
    return value > 0 ? instanceOf(evaluator, target.file, evaluator.value(target.file, value)) : unknown;
  }
  if (target.kind === "namespace") return target.value;
  if (target.kind === "exported") return instanceOf(evaluator, target.file, evaluator.target(target));
  const { file } = target;
  const number = fitting(file, target.number, space.type);
  const { kind } = file.facts.definitions[number]!;
  const type = file.names.definitions[number]?.type ?? 0;
  if (kind === "enum" && !languages.get(file.language)?.oneSpace) return unknown;
  switch (file.names.code[type]) {
    case op.class:
      return (
        ofLibrary(file, number, args) ?? {
          kind: "instance",
          shape: shapeAt(evaluator, file, type),
          args,
          inferred: false,
        }
      );
    case op.alias:
      return aliased(evaluator, file, type, args);
    default: {
      const made = instanceOf(evaluator, file, evaluator.target(target));
      if (made.kind !== "unknown") return made;
      // `Name = Union[A, B]`: an alias without saying so.
      const { value } = file.names.definitions[number] ?? { value: 0 };
      return value > 0 ? evaluator.type(file, value) : unknown;
    }
  }
}

/** Types of the library that mean something else than their instances. */
function ofLibrary(file: LinkedFile, number: number, args: readonly Value[]): Value | null {
  if (!file.isLibrary || args.length === 0) return null;
  const { tuples, classes } = libraryRoles(file);
  const { name } = file.facts.definitions[number]!;
  if (classes?.includes(name)) return args[0]!.kind === "instance" ? { ...args[0], kind: "class" } : unknown;
  // `tuple[A, ...]` has any number of elements.
  if (!tuples?.includes(name) || (args.length === 2 && args[1]!.kind === "unknown")) return null;
  return { kind: "tuple", of: args, file, inferred: false };
}

function aliased(evaluator: Evaluator, file: LinkedFile, offset: number, args: readonly Value[]): Value {
  const value = evaluator.type(file, file.names.code[offset + 1]!);
  const parameters = listAt(file.names.code, offset + 2);
  if (parameters.length === 0) return value;
  const keys: number[] = [];
  const values: Value[] = [];
  parameters.forEach((binding, i) => {
    const arg = args[i] ?? byDefault(evaluator, file, binding);
    if (arg.kind === "typeParameter" && arg.file === file && arg.binding === binding) return;
    keys.push(parameterKey(file, binding));
    values.push(arg);
  });
  return keys.length === 0 ? value : substitute(value, { keys, values, self: null });
}

/** `T["a"]`, `T[number]`; with a symbol in it, it waits until that is known. */
function indexedType(evaluator: Evaluator, value: Value, file: LinkedFile, key: number): Value {
  const by = key > 0 ? evaluator.type(file, key) : unknown;
  if (isSymbol(value) || isSymbol(by)) return { kind: "access", object: value, key: by, inferred: false };
  const found = indexed(evaluator, value, by);
  return found.kind === "unknown" && by.kind !== "text" ? elementOf(evaluator, value) : found;
}

function isSymbol({ kind }: Value): boolean {
  return kind === "typeParameter" || kind === "self" || kind === "access";
}
