import type { ClassShape } from "../../graph/class-shape.js";
import { shapeAt } from "../../graph/class-shape.js";
import { lengthAt, listAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { codeMap, type LinkedFile, signatureAt, symbolOf } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import { callAt } from "../../graph/signatures.js";
import { supersOf } from "../../graph/supers.js";
import { bindingTarget, fitting } from "../../graph/targets.js";
import type { Instance, Value } from "../../graph/values.js";
import { op, space } from "../../syntax/names.js";
import type { ApiProblem } from "./problem.js";

/** A member that a type wants, and where. */
interface Wanted {
  name: string;
  owner: string;
  file: string;
  line: number;
}

/** Classes that lack a member of what they implement, or of an abstract class that they extend. */
export function missingMembers(evaluator: Evaluator, file: LinkedFile): ApiProblem[] {
  const problems: ApiProblem[] = [];
  file.facts.definitions.forEach((definition, number) => {
    if (definition.kind !== "class" || isAbstract(definition.signature)) return;
    const offset = file.names.definitions[number]?.type ?? 0;
    if (file.names.code[offset] !== op.class) return;
    evaluator.steps = 0;
    const shape = shapeAt(evaluator, file, offset);
    const own: Value = { kind: "instance", shape, args: [], inferred: false };
    const wanted = new Map<string, Wanted>();
    // A base that is not in sight may bring any member.
    if (!basesAreKnown(evaluator, shape, 0)) return;
    for (const above of supersOf(evaluator, shape)) {
      if (above.kind !== "instance") continue;
      for (const one of wantedBy(evaluator, above, 0)) if (!wanted.has(one.name)) wanted.set(one.name, one);
    }
    for (const one of wanted.values()) {
      if (isProvided(evaluator, own, one.name)) continue;
      problems.push({
        kind: "missing-member",
        file: file.path,
        line: definition.line,
        column: definition.column,
        symbol: symbolOf(file, number),
        declaration: { file: one.file, line: one.line },
        message: `${symbolOf(file, number)} lacks ${one.name} of ${one.owner}`,
        verdict: "certain",
      });
    }
  });
  return problems;
}

/** Whether the class itself, or a class it extends, has the member; that of an interface is only a promise. */
function isProvided(evaluator: Evaluator, own: Value, name: string): boolean {
  const place = memberOf(evaluator, own, name)?.place;
  if (!place) return false;
  if (place.definitions.length === 0) return true;
  return place.definitions.some((number) => {
    const { container, signature } = place.file.facts.definitions[number]!;
    const owner = place.file.facts.definitions.find((one) => nameOf(one) === container && one.kind !== "namespace");
    if (owner?.kind === "interface") {
      // A class and an interface of one name are one.
      return (
        own.kind === "instance" &&
        own.shape.file === place.file &&
        nameOf(owner) === symbolOf(own.shape.file, own.shape.definition)
      );
    }
    return !isAbstract(signature);
  });
}

const nameOf = ({ container, name }: { container: string; name: string }) =>
  container === "" ? name : `${container}.${name}`;
const isAbstract = (signature: string) => /\babstract\b/.test(signature.slice(signature.lastIndexOf("{") + 1));

function basesAreKnown(evaluator: Evaluator, shape: ClassShape, depth: number): boolean {
  if (depth > 12) return false;
  const classes = shape.declarations.reduce((count, { extends: above }) => count + above.length, 0);
  const promised = shape.declarations.reduce((count, one) => count + one.implements.length, 0);
  const supers = supersOf(evaluator, shape);
  // Without a class above nothing but the class itself can have a member: what is promised by types out of sight does not matter.
  if (classes === 0) return true;
  if (supers.length < classes + promised) return false;
  return supers.every(
    (one) => one.kind === "instance" && !one.shape.file.isLibrary && basesAreKnown(evaluator, one.shape, depth + 1),
  );
}

/** The members that a type demands of who implements it, with those of the types above it. */
export function wantedBy(evaluator: Evaluator, { shape }: Instance, depth: number): Wanted[] {
  if (depth > 8 || shape.definition < 0 || shape.file.isLibrary) return [];
  const { file } = shape;
  const owner = file.facts.definitions[shape.definition]!;
  const isInterface = owner.kind === "interface";
  const wanted: Wanted[] = [];
  for (const [name, place] of shape.members) {
    const number = place.definitions[0];
    const definition = number === undefined ? undefined : place.file.facts.definitions[number];
    // What an object type inside a member holds is not the interface's own.
    if (
      definition?.container !== symbolOf(file, shape.definition) ||
      !isDemanded(definition.signature, name, isInterface)
    )
      continue;
    wanted.push({ name, owner: symbolOf(file, shape.definition), file: place.file.path, line: definition.line });
  }
  for (const above of supersOf(evaluator, shape)) {
    if (above.kind !== "instance") continue;
    for (const one of wantedBy(evaluator, above, depth + 1)) if (!shape.members.has(one.name)) wanted.push(one);
  }
  return wanted;
}

/** An interface demands all that is not optional; a class only what it calls abstract. */
function isDemanded(signature: string, name: string, isInterface: boolean): boolean {
  if (!/^[\w$]+$/.test(name) || name === "constructor") return false;
  const own = signature.slice(Math.max(0, lastIndexOfWord(signature, name)));
  const isOptional = own.startsWith(`${name}?`);
  return isInterface
    ? !isOptional
    : /\babstract\b/.test(signature.slice(signature.lastIndexOf("{") + 1)) && !isOptional;
}

function lastIndexOfWord(text: string, word: string): number {
  const pattern = new RegExp(`(?<![\\w$])${word.replace(/\$/g, "\\$")}(?![\\w$])`, "g");
  let last = -1;
  for (const match of text.matchAll(pattern)) {
    last = match.index;
    break;
  }
  return last;
}

/** Object literals, declared to be of a type of the repository, that lack one of its members. */
export function missingProperties(
  evaluator: Evaluator,
  file: LinkedFile,
  read: (path: string) => string | null,
): ApiProblem[] {
  const { code, strings, bindings, places } = file.names;
  if (file.language === "javascript") return [];
  const problems: ApiProblem[] = [];
  let lines: string[] | null = null;
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.object) {
      evaluator.steps = 0;
      const demands = demandsAt(evaluator, file, offset, 0);
      const given = new Set<string>();
      let hasSpread = false;
      for (let at = offset + 2; at < offset + length; at += 3) {
        if (code[at]! < 0) hasSpread = true;
        else given.add(strings[code[at]!] ?? "");
      }
      if (demands && !hasSpread) {
        const missing = demands.filter(({ name }) => !given.has(name));
        if (missing.length > 0) {
          lines ??= (read(file.path) ?? "").split("\n");
          const place = placeOf(file, offset, lines, { code, places, bindings });
          const [first] = missing;
          if (place && first)
            problems.push({
              kind: "missing-property",
              file: file.path,
              ...place,
              symbol: first.owner,
              declaration: { file: first.file, line: first.line },
              message: `an object of type ${first.owner} lacks ${missing.map(({ name }) => name).join(", ")}`,
              verdict: "certain",
            });
        }
      }
    }
    offset += length;
  }
  return problems;
}

/** What an object must have where it stands; null where that cannot be told. */
type Demands = readonly Wanted[] | null;

/**
 * The members that an object is plainly declared to have: those of an interface that is named where the object stands, or of several in an
 * intersection. What goes through `Partial<T>`, a union or a type parameter may want less, and gives null.
 */
function demandsAt(evaluator: Evaluator, file: LinkedFile, offset: number, depth: number): Demands {
  const position = codeMap(file).positions.get(offset);
  if (!position || depth > 12) return null;
  const { kind, of, index } = position;
  const { code } = file.names;
  switch (kind) {
    case "declared":
      return demandsOf(evaluator, file, of, 0);
    case "branch":
      return demandsAt(evaluator, file, of, depth + 1);
    case "entry": {
      const name = index < 0 ? undefined : file.names.strings[index];
      const around = name === undefined ? null : typeAround(evaluator, file, of);
      const place = around && memberOf(evaluator, around, name!)?.place;
      const number = place?.definitions.length === 1 ? place.definitions[0]! : -1;
      return number < 0 ? null : demandsOf(evaluator, place!.file, place!.file.names.definitions[number]?.type ?? 0, 0);
    }
    case "returned": {
      const { returnType, flags } = signatureAt(file, of);
      return returnType > 0 && code[of] === op.function && flags === 0
        ? demandsOf(evaluator, file, returnType, 0)
        : null;
    }
    case "argument": {
      const callee = evaluator.value(file, code[of + 1]!);
      if (callee.kind !== "function" || callee.inferred || callAt(file, of).spread) return null;
      const { parameters } = signatureAt(callee.file, callee.offset);
      const parameter = parameters[index] === undefined ? undefined : callee.file.names.bindings[parameters[index]!];
      return !parameter || parameter.form === "rest" ? null : demandsOf(evaluator, callee.file, parameter.type, 0);
    }
    default:
      return null;
  }
}

/** The interface that the object around an entry is declared to be. */
function typeAround(evaluator: Evaluator, file: LinkedFile, object: number): Instance | null {
  const found = evaluator.expected(file, object);
  return found.kind === "instance" && !found.inferred && !found.shape.file.isLibrary ? found : null;
}

function demandsOf(evaluator: Evaluator, file: LinkedFile, offset: number, depth: number): Demands {
  const { code } = file.names;
  if (file.isLibrary || depth > 8) return null;
  if (code[offset] === op.intersection) {
    // Each part is wanted, whatever the others are.
    const parts = [...listAt(code, offset + 1)].map((part) => demandsOf(evaluator, file, part, depth + 1));
    return parts.flatMap((part) => part ?? []);
  }
  if (code[offset] !== op.typeName || code[offset + 1]! < 0) return null;
  const target = bindingTarget(evaluator, file, code[offset + 1]!);
  if (target?.kind !== "definition" || target.file.isLibrary) return null;
  const number = fitting(target.file, target.number, space.type);
  const type = target.file.names.definitions[number]?.type ?? 0;
  if (target.file.names.code[type] === op.alias)
    return demandsOf(evaluator, target.file, target.file.names.code[type + 1]!, depth + 1);
  if (target.file.facts.definitions[number]!.kind !== "interface") return null;
  const instance = evaluator.type(file, offset);
  return instance.kind === "instance" ? wantedBy(evaluator, instance, 0) : null;
}

/** Where the compiler says it: at the variable that is declared; else where the object begins. */
function placeOf(
  file: LinkedFile,
  offset: number,
  lines: readonly string[],
  { code, places, bindings }: Pick<LinkedFile["names"], "code" | "places" | "bindings">,
): { line: number; column: number } | null {
  const position = codeMap(file).positions.get(offset);
  if (position?.kind === "declared") {
    const binding = bindings.find(({ value, at }) => value === offset && at >= 0);
    if (binding) return { line: places[binding.at * 2]!, column: places[binding.at * 2 + 1]! };
    const number = file.names.definitions.findIndex(({ value }) => value === offset);
    const definition = file.facts.definitions[number];
    if (definition) return { line: definition.line, column: definition.column };
  }
  if (code[offset + 1]! > 0) return openedAt(lines, places[code[offset + 3]! * 2]!, places[code[offset + 3]! * 2 + 1]!);
  if (position?.kind === "argument") {
    const at = code[position.of + lengthAt(code, position.of) - 1]! * 2;
    return { line: places[at]!, column: places[at + 1]! };
  }
  return null;
}

/** The brace that opens before the first entry. */
function openedAt(lines: readonly string[], line: number, column: number): { line: number; column: number } {
  for (let at = line, end = column - 1; at > 0 && at > line - 20; at--) {
    const text = (lines[at - 1] ?? "").slice(0, at === line ? end : undefined);
    const brace = text.lastIndexOf("{");
    if (brace >= 0) return { line: at, column: brace + 1 };
    end = Number.POSITIVE_INFINITY;
  }
  return { line, column };
}
