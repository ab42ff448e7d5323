import { op, space } from "../syntax/names.js";
import { applied, callAt, called, constructed } from "./calls.js";
import { shapeAt } from "./class-shape.js";
import { listAt } from "./code.js";
import { enclosingMember } from "./enclosing.js";
import { type Evaluator, kept, libraryRoles } from "./evaluator.js";
import { parameterOf } from "./expected.js";
import { awaited, elementOf, entered, indexed, listElement, property } from "./iterate.js";
import { collection, libraryInstance } from "./library.js";
import { definitionNamed, type LinkedFile } from "./linked-file.js";
import { definedValue, isEvident, type Member, memberOf, memberValue, selfInstance } from "./member-of.js";
import { superClassesOf, supersOf } from "./supers.js";
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
      return called(evaluator, value(offset + 1), callAt(file, offset));
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

/** The member that a `member` or `part` means. */
export function memberAt(evaluator: Evaluator, file: LinkedFile, offset: number): Member | null {
  const { code, strings } = file.names;
  const object = code[offset + 1]!;
  if (object === 0) return null;
  const name = strings[code[offset + 2]!];
  if (name === undefined) return null;
  const value = evaluator.value(file, object);
  if (value.kind === "unknown") return null;
  const found = memberOf(evaluator, value, name);
  if (found || code[object] !== op.super) return found;
  // `super` in a static method.
  for (const above of superClassesOf(evaluator, shapeAt(evaluator, file, code[object + 1]!))) {
    const member = memberOf(evaluator, above, name);
    if (member) return member;
  }
  return null;
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
  return target ? targetValue(evaluator, target) : unknown;
}

/** What a name is bound to. */
function bindingValue(evaluator: Evaluator, file: LinkedFile, binding: number): Value {
  const known = file.names.bindings[binding]!;
  switch (known.kind) {
    case "definition":
    case "import": {
      const target = bindingTarget(evaluator, file, binding);
      if (!target) return unknown;
      if (target.kind !== "binding" || target.file !== file || target.binding !== binding)
        return targetValue(evaluator, target);
      return kept(evaluator, file.bound, binding, localValue, file);
    }
    case "typeParameter":
      return unknown;
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
      return definedValue(evaluator, file, sameFunction(file, number));
    }
  }
}

/** Overloads of a function stand one after the other. */
function sameFunction(file: LinkedFile, number: number): readonly number[] {
      const required = target.kind === "namespace" ? requiredTarget(evaluator, file, binding) : null;
      if (required) return intersectionOf([targetValue(evaluator, target), targetValue(evaluator, required)]);
  const { definitions } = file.facts;
  const { kind, container, name } = definitions[number]!;
  const numbers = file.byName.get(container)?.get(name);
  if (kind !== "function" || !numbers || numbers.length === 1) return [number];
  return numbers.filter((other) => definitions[other]!.kind === "function");
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
