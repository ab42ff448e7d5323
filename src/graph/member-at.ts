import { op } from "../syntax/names.js";
import { shapeAt } from "./class-shape.js";
import type { Evaluator } from "./evaluator.js";
import type { LinkedFile } from "./linked-file.js";
import { type Member, memberOf } from "./member-of.js";
import { calledOne } from "./overloads.js";
import { superClassesOf } from "./supers.js";

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
  if (found)
    return calledOne(evaluator, file, offset, asUsed(found, code[offset] === op.member && code[offset + 4] === 1));
  if (code[object] !== op.super) return found;
  // `super` in a static method.
  for (const above of superClassesOf(evaluator, shapeAt(evaluator, file, code[object + 1]!))) {
    const member = memberOf(evaluator, above, name);
    if (member) return member;
  }
  return null;
}

/** A field and a method may share a name: the one is read, the other is called. */
function asUsed(member: Member, isCalled: boolean): Member {
  const { file, definitions } = member.place;
  if (definitions.length < 2) return member;
  const fitting = definitions.filter((number) => (file.facts.definitions[number]!.kind === "method") === isCalled);
  if (fitting.length === 0 || fitting.length === definitions.length) return member;
  return { ...member, place: { ...member.place, definitions: fitting } };
}
