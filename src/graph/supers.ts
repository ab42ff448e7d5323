import { op } from "../syntax/names.js";
import { type ClassShape, shapeEnv } from "./class-shape.js";
import { type Evaluator, isTired } from "./evaluator.js";
import { substitute } from "./substitute.js";
import type { Instance, Value } from "./values.js";

/** Instances of what a class extends and implements, in terms of its own type parameters. */
export function supersOf(evaluator: Evaluator, shape: ClassShape): readonly Value[] {
  if (shape.supers) return shape.supers;
  const { cuts } = evaluator;
  const supers: Value[] = [];
  // A class that extends itself has no supers while they are looked for.
  shape.supers = supers;
  for (const { file, extends: above, implements: promised } of shape.declarations) {
    for (const offset of above) add(supers, evaluator.type(file, offset));
    for (const offset of promised) add(supers, evaluator.type(file, offset));
  }
  if (evaluator.cuts !== cuts && evaluator.depth > 0) shape.supers = null;
  return supers;
}

/** The classes themselves, for static members. */
export function superClassesOf(evaluator: Evaluator, shape: ClassShape): readonly Value[] {
  if (shape.superClasses) return shape.superClasses;
  const { cuts } = evaluator;
  const classes: Value[] = [];
  shape.superClasses = classes;
  for (const { file, extends: above } of shape.declarations) {
    for (const offset of above) {
      const { code } = file.names;
      if (code[offset] === op.objectType) continue;
      if (code[offset]! < op.typeName) add(classes, evaluator.value(file, offset));
      else {
        const instance = evaluator.type(file, offset);
        if (instance.kind === "instance") classes.push({ ...instance, kind: "class" });
      }
    }
  }
  if (evaluator.cuts !== cuts && evaluator.depth > 0) shape.superClasses = null;
  return classes;
}

function add(values: Value[], value: Value): void {
  if (value.kind !== "unknown") values.push(value);
}

/** An instance seen as one of the type it extends, so that its arguments say what that type's are; null when it is none. */
export function seenAs(
  evaluator: Evaluator,
  value: Value,
  wanted: (shape: ClassShape) => boolean,
  depth = 0,
): Instance | null {
  if (depth > 12 || isTired(evaluator)) return null;
  if (value.kind === "union" || value.kind === "intersection") {
    for (const part of value.of) {
      const found = seenAs(evaluator, part, wanted, depth + 1);
      if (found) return found;
    }
    return null;
  }
  if (value.kind !== "instance") return null;
  if (wanted(value.shape)) return value;
  for (const above of supersOf(evaluator, value.shape)) {
    const found = seenAs(evaluator, above, wanted, depth + 1);
    if (found) {
      const seen = substitute(found, shapeEnv(value.shape, value.args, null)) as Instance;
      return value.inferred && !seen.inferred ? { ...seen, inferred: true } : seen;
    }
  }
  return null;
}
