import type { ClassShape } from "../../graph/class-shape.js";
import { shapeAt } from "../../graph/class-shape.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import { supersOf } from "../../graph/supers.js";
import type { Instance, Value } from "../../graph/values.js";
import { op } from "../../syntax/names.js";
import { nearNames } from "../near-names.js";
import type { ApiProblem } from "./problem.js";

/** A member that a type wants, and where. */
export interface Wanted {
  name: string;
  owner: string;
  file: string;
  line: number;
}

/** Classes that lack a member of what they implement, or of an abstract class that they extend. */
export function missingMembers(evaluator: Evaluator, file: LinkedFile): ApiProblem[] {
  const problems: ApiProblem[] = [];
  file.facts.definitions.forEach((definition, number) => {
    if (definition.kind !== "class" || isAbstract(definition)) return;
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
        message: `${symbolOf(file, number)} lacks ${one.name} of ${one.owner}${likely(evaluator, shape, one.name)}`,
        verdict: "certain",
      });
    }
  });
  return problems;
}

/** A member of much the same name that nothing above the class knows: one side was renamed. */
function likely(evaluator: Evaluator, shape: ClassShape, lacking: string): string {
  const supers = supersOf(evaluator, shape);
  const own = [...shape.members.keys()].filter((name) => supers.every((above) => !memberOf(evaluator, above, name)));
  const words = new Set(wordsIn(lacking));
  const [near] = [...nearNames(lacking, own), ...own.filter((name) => wordsIn(name).some((word) => words.has(word)))];
  return near === undefined ? "" : `; was ${near} meant, or renamed on one side?`;
}

/** Parts of a name that say something: `fetchAll` and `loadAll` share one. */
const wordsIn = (name: string): string[] =>
  name.split(/(?<=[a-z0-9])(?=[A-Z])|_+/).flatMap((word) => (word.length > 2 ? [word.toLowerCase()] : []));

/** Whether the class itself, or a class it extends, has the member; that of an interface is only a promise. */
function isProvided(evaluator: Evaluator, own: Value, name: string): boolean {
  const place = memberOf(evaluator, own, name)?.place;
  if (!place) return false;
  if (place.definitions.length === 0) return true;
  return place.definitions.some((number) => {
    const definition = place.file.facts.definitions[number]!;
    const { container } = definition;
    const owner = place.file.facts.definitions.find((one) => nameOf(one) === container && one.kind !== "namespace");
    if (owner?.kind === "interface") {
      // A class and an interface of one name are one.
      return (
        own.kind === "instance" &&
        own.shape.file === place.file &&
        nameOf(owner) === symbolOf(own.shape.file, own.shape.definition)
      );
    }
    return !isAbstract(definition);
  });
}

const nameOf = ({ container, name }: { container: string; name: string }) =>
  container === "" ? name : `${container}.${name}`;

/** What stands before its name, back to the end of what comes before it on the line. */
function isAbstract({ signature, name }: { signature: string; name: string }): boolean {
  const before = signature.slice(0, Math.max(0, indexOfWord(signature, name)));
  return /\babstract\b/.test(before.slice(Math.max(...[...";{}"].map((mark) => before.lastIndexOf(mark))) + 1));
}

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

const demanded = new WeakMap<ClassShape, readonly Wanted[]>();

/** The members that a type demands of who implements it, with those of the types above it. */
export function wantedBy(evaluator: Evaluator, { shape }: Instance, depth: number): readonly Wanted[] {
  if (depth > 8 || shape.definition < 0 || shape.file.isLibrary) return [];
  const known = demanded.get(shape);
  if (known) return known;
  const wanted = [...ownDemands(shape)];
  for (const above of supersOf(evaluator, shape)) {
    if (above.kind !== "instance") continue;
    for (const one of wantedBy(evaluator, above, depth + 1)) if (!shape.members.has(one.name)) wanted.push(one);
  }
  demanded.set(shape, wanted);
  return wanted;
}

function* ownDemands(shape: ClassShape): Generator<Wanted> {
  const { file } = shape;
  const owner = symbolOf(file, shape.definition);
  const isInterface = file.facts.definitions[shape.definition]!.kind === "interface";
  for (const [name, place] of shape.members) {
    const number = place.definitions[0];
    const definition = number === undefined ? undefined : place.file.facts.definitions[number];
    // What an object type inside a member holds is not the interface's own.
    if (definition?.container !== owner || !isDemanded(definition, name, isInterface)) continue;
    yield { name, owner, file: place.file.path, line: definition.line };
  }
}

/** An interface demands all that is not optional; a class only what it calls abstract. */
function isDemanded(definition: { signature: string; name: string }, name: string, isInterface: boolean): boolean {
  if (!/^[\w$]+$/.test(name) || name === "constructor") return false;
  const { signature } = definition;
  const own = signature.slice(Math.max(0, indexOfWord(signature, name)));
  return !own.startsWith(`${name}?`) && (isInterface || isAbstract(definition));
}

const indexOfWord = (text: string, word: string): number =>
  text.search(new RegExp(`(?<![\\w$])${word.replace(/\$/g, "\\$")}(?![\\w$])`));
