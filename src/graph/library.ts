import { op, space } from "../syntax/names.js";
import { shapeAt } from "./class-shape.js";
import { type Evaluator, libraryRoles } from "./evaluator.js";
import { definitionNamed, type LinkedFile } from "./linked-file.js";
import { type Text, type Tuple, unionOf, unknown, type Value } from "./values.js";

/** An instance of a type that the language of a file brings along; unknown when its library does not have it. */
export function libraryInstance(evaluator: Evaluator, file: LinkedFile, name: string, args: readonly Value[]): Value {
  const library = file.isLibrary ? file : evaluator.library(file.language);
  if (!library) return unknown;
  const definition = definitionNamed(library, "", name, space.type);
  const offset = definition < 0 ? 0 : (library.names.definitions[definition]?.type ?? 0);
  if (library.names.code[offset] !== op.class) return unknown;
  return { kind: "instance", shape: shapeAt(evaluator, library, offset), args, inferred: false };
}

/** A collection of the library; without one, a tuple of one element does as well for all that is asked of it. */
export function collection(evaluator: Evaluator, file: LinkedFile, name: string, element: Value): Value {
  const instance = libraryInstance(evaluator, file, name, [element]);
  if (instance.kind !== "unknown") return instance;
  return element.kind === "unknown" ? unknown : { kind: "tuple", of: [element], file, inferred: false };
}

export function listOf(evaluator: Evaluator, { file, of, inferred }: Tuple): Value {
  const { list } = libraryRoles(evaluator.library(file.language));
  const instance = list ? libraryInstance(evaluator, file, list, [unionOf(of)]) : unknown;
  return instance.kind === "unknown" ? instance : { ...instance, inferred };
}

export function textOf(evaluator: Evaluator, { file, inferred }: Text): Value {
  const { text } = libraryRoles(evaluator.library(file.language));
  const instance = text ? libraryInstance(evaluator, file, text, []) : unknown;
  return instance.kind === "unknown" ? instance : { ...instance, inferred };
}
