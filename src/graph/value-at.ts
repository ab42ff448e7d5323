import { languages } from "../syntax/languages.js";
import { op, space } from "../syntax/names.js";
import { applied, called, constructed } from "./calls.js";
import { shapeAt } from "./class-shape.js";
import { listAt } from "./code.js";
import { enclosingMember } from "./enclosing.js";
import { type Evaluator, kept, libraryRoles } from "./evaluator.js";
import { parameterOf } from "./expected.js";
import { inferFrom } from "./infer.js";
import { awaited, elementOf, entered, indexed, listElement, property } from "./iterate.js";
import { collection, libraryInstance } from "./library.js";
import { definitionNamed, type LinkedFile, overloadsOf } from "./linked-file.js";
import { memberAt } from "./member-at.js";
import { selfInstance } from "./member-of.js";
import { definedValue, isEvident, memberValue } from "./member-value.js";
import { moduleAt, packageNamed } from "./module-tree.js";
import { callAt } from "./signatures.js";
import { supersOf } from "./supers.js";
import { bindingTarget, fitting, freeTarget, requiredTarget, scopeTarget, type Target } from "./targets.js";
import { asInferred, intersectionOf, unionOf, unknown, type Value } from "./values.js";

/** What an expression is; type parameters in it are left as they are. */
export function valueAt(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const { code, strings } = file.names;
  const value = (at: number) => evaluator.value(file, code[at]!);
  switch (code[offset]) {
    case op.name:
      return nameValue(evaluator, file, code[offset + 1]!, code[offset + 2]!);
    case op.member:
    case op.part:
      return memberRead(evaluator, file, offset);
    case op.call: {
      const callee = code[offset + 1]!;
      if (code[callee] === op.super) return unknown;
      const given = called(evaluator, value(offset + 1), callAt(file, offset));
      return given.kind === "unknown" && code[callee] === op.member ? undeclared(evaluator, file, callee) : given;
    }
    case op.new: {
      const made = code[offset + 1]!;
      if ((code[made] ?? 0) >= op.typeName) return evaluator.type(file, made);
      return constructed(evaluator, value(offset + 1), callAt(file, offset));
    }
    case op.self:
      return code[offset + 1] === 0 ? unknown : selfInstance(shapeAt(evaluator, file, code[offset + 1]!), false);
    case op.super:
      return code[offset + 1] === 0
        ? unknown
        : intersectionOf(supersOf(evaluator, shapeAt(evaluator, file, code[offset + 1]!)));
    case op.literal:
      return libraryInstance(evaluator, file, strings[code[offset + 1]!]!, []);
    case op.stringType:
      return { kind: "text", text: strings[code[offset + 1]!] ?? "", file, inferred: false };
    case op.tuple:
      return {
        kind: "tuple",
        of: [...listAt(code, offset + 1)].map((one) => evaluator.value(file, one)),
        file,
        inferred: false,
      };
    case op.list:
      return listValue(evaluator, file, offset);
    case op.object:
      return { kind: "object", file, offset, env: null, inferred: false };
    case op.function:
    case op.functionType:
      return { kind: "function", file, offset, env: null, inferred: false };
    case op.class:
      return { kind: "class", shape: shapeAt(evaluator, file, offset), args: [], inferred: false };
    case op.await:
      return awaited(evaluator, value(offset + 1));
    case op.index: {
      const key = code[offset + 2]!;
      return indexed(evaluator, value(offset + 1), key > 0 ? evaluator.value(file, key) : unknown);
    }
    case op.either:
      return unionOf([...listAt(code, offset + 1)].map((one) => evaluator.value(file, one)));
    case op.cast:
      return evaluator.type(file, code[offset + 1]!);
    case op.module:
      return moduleAt(evaluator, file, code[offset + 1]!);
    case op.seenAs:
      return seenIn(evaluator, value(offset + 1), evaluator.type(file, code[offset + 2]!));
    case op.typeName:
    case op.typeMember: {
      // `Vec::<T>::new`: the class itself.
      const made = evaluator.type(file, offset);
      return made.kind === "instance" ? { ...made, kind: "class" } : unknown;
    }
    case op.enter:
      return entered(evaluator, value(offset + 1));
    case op.each:
      return elementOf(evaluator, value(offset + 1));
    case op.item:
      return listElement(evaluator, value(offset + 1), code[offset + 2]!);
    case op.contextual:
      return asInferred(parameterOf(evaluator, file, code[offset + 1]!, code[offset + 2]!));
    case op.yield:
      return value(offset + 1);
    case op.apply: {
      const types = [...listAt(code, offset + 2)].map((type) => evaluator.type(file, type));
      return applied(evaluator, value(offset + 1), types);
    }
    default:
      return unknown;
  }
}

function memberRead(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const { code, strings } = file.names;
  const name = strings[code[offset + 2]!];
  const object = code[offset + 1]!;
  if (object === 0 || name === undefined) return unknown;
  if (code[object] === op.super) {
    const member = memberAt(evaluator, file, offset);
    return member ? memberValue(evaluator, member) : unknown;
  }
  const value = evaluator.value(file, object);
  const { prototype } = libraryRoles(evaluator.library(file.language));
  if (value.kind === "class" && name === prototype) return { ...value, kind: "instance" };
  return value.kind === "unknown" ? unknown : property(evaluator, value, name);
}

/** What a method gives that is not written out: one that the compiler makes for a type, `Default::default`, `clone`. */
function undeclared(evaluator: Evaluator, file: LinkedFile, callee: number): Value {
  const { made, passed } = libraryRoles(evaluator.library(file.language));
  if (!made || !passed) return unknown;
  const name = file.names.strings[file.names.code[callee + 2]!]!;
  const object = evaluator.value(file, file.names.code[callee + 1]!);
  if (memberAt(evaluator, file, callee)) return unknown;
  if (object.kind === "class" && made.includes(name)) return { ...object, kind: "instance" };
  return object.kind === "instance" && passed.includes(name) ? object : unknown;
}

/** What a pattern has shown a value to be: its arguments are those of the value, as far as what it extends says them. */
function seenIn(evaluator: Evaluator, value: Value, type: Value): Value {
  if (type.kind !== "instance") return value;
  const { shape } = type;
  if (shape.parameters.length === 0) return type;
  const known = new Map<number, Value>();
  for (const above of supersOf(evaluator, shape)) inferFrom(evaluator, above, value, new Set(shape.keys), known);
  return { ...type, args: shape.parameters.map((parameter, i) => known.get(shape.keys[i]!) ?? parameter) };
}

function nameValue(evaluator: Evaluator, file: LinkedFile, binding: number, place: number): Value {
  if (binding >= 0) return bindingValue(evaluator, file, binding);
  const name = file.names.strings[-1 - binding];
  if (name === undefined) return unknown;
  const around = enclosingMember(evaluator, file, place, name);
  if (around) return memberValue(evaluator, around);
  const near = scopeTarget(evaluator, file, name);
  if (near) return targetValue(evaluator, near);
  const library = file.isLibrary ? file : evaluator.library(file.language);
  const number = library ? definitionNamed(library, "", name, space.value) : -1;
  if (library && number >= 0) return targetValue(evaluator, { kind: "definition", file: library, number });
  const target = freeTarget(evaluator, file, name);
  return target ? targetValue(evaluator, target) : (packageNamed(evaluator, file, name) ?? unknown);
}

/** What a name is bound to. */
function bindingValue(evaluator: Evaluator, file: LinkedFile, binding: number): Value {
  const known = file.names.bindings[binding]!;
  switch (known.kind) {
    case "definition":
    case "import": {
      const target = bindingTarget(evaluator, file, binding);
      if (!target) return unknown;
      const required = target.kind === "namespace" ? requiredTarget(evaluator, file, binding) : null;
      if (required) return intersectionOf([targetValue(evaluator, target), targetValue(evaluator, required)]);
      if (target.kind !== "binding" || target.file !== file || target.binding !== binding)
        return targetValue(evaluator, target);
      return kept(evaluator, file.bound, binding, localValue, file);
    }
    case "typeParameter": {
      // `T::Item`: of what T must be.
      const must = languages.get(file.language)?.oneSpace ? evaluator.type(file, known.type) : unknown;
      return must.kind === "instance" ? { ...must, kind: "class" } : unknown;
    }
    default:
      return kept(evaluator, file.bound, binding, localValue, file);
  }
}

function localValue(evaluator: Evaluator, file: LinkedFile, binding: number): Value {
  const { type, value, form, kind } = file.names.bindings[binding]!;
  if (type > 0) {
    const declared = evaluator.type(file, type);
    if (declared.kind !== "unknown" || value === 0) return declared;
  }
  if (value === 0) return unknown;
  const found = evaluator.value(file, value);
  if (kind === "parameter" && form === "rest" && found.kind !== "unknown")
    return asInferred({ kind: "tuple", of: [found], file, inferred: true });
  return isEvident(file, value) ? found : asInferred(found);
}

/** What a declaration is as a value. */
export function targetValue(evaluator: Evaluator, target: Target): Value {
  switch (target.kind) {
    case "namespace":
      return target.value;
    case "binding":
      return kept(evaluator, target.file.bound, target.binding, localValue, target.file);
    case "exported": {
      const { file } = target;
      return file.names.exported ? evaluator.value(file, file.names.exported) : unknown;
    }
    case "definition": {
      const { file } = target;
      const number = fitting(file, target.number, space.value);
      return definedValue(
        evaluator,
        file,
        file.facts.definitions[number]!.kind === "function" ? overloadsOf(file, number) : [number],
      );
    }
  }
}

function listValue(evaluator: Evaluator, file: LinkedFile, offset: number): Value {
  const { code, strings } = file.names;
  const elements = listAt(code, offset + 2);
  const of: Value[] = [];
  // The first elements tell what the others are.
  for (let i = 0; i < Math.min(elements.length, 8); i++) of.push(evaluator.value(file, elements[i]!));
  const union = unionOf(of);
  if (union.kind === "union" && elements.length <= 8) return { kind: "tuple", of, file, inferred: union.inferred };
  return collection(evaluator, file, strings[code[offset + 1]!]!, union);
}
