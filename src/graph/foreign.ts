import { op } from "../syntax/names.js";
import { listAt } from "./code.js";
import type { Evaluator } from "./evaluator.js";
import { codeMap, type LinkedFile, signatureAt } from "./linked-file.js";
import { memberAt } from "./member-at.js";
import { signaturesOf } from "./signatures.js";
import { bindingTarget, freeTarget } from "./targets.js";

/** Expressions inside each other. */
const deepest = 16;

const answersOf = new WeakMap<LinkedFile, Map<number, boolean>>();

/**
 * Whether an expression or type begins with something that the repository does not declare: an import that leads out of it, a name of
 * the language. What follows from it has no members here, whatever their names.
 */
export function isForeign(evaluator: Evaluator, file: LinkedFile, offset: number, depth = 0): boolean {
  if (offset <= 0 || depth > deepest) return false;
  let answers = answersOf.get(file);
  if (!answers) {
    answers = new Map();
    answersOf.set(file, answers);
  }
  const known = answers.get(offset);
  if (known !== undefined) return known;
  // What depends on itself comes from nowhere.
  answers.set(offset, false);
  const answer = evaluate(evaluator, file, offset, depth);
  answers.set(offset, answer);
  return answer;
}

function evaluate(evaluator: Evaluator, file: LinkedFile, offset: number, depth: number): boolean {
  const { code } = file.names;
  const next = (at: number) => isForeign(evaluator, file, at, depth + 1);
  switch (code[offset]) {
    case op.name:
    case op.typeName:
      return isForeignName(evaluator, file, code[offset + 1]!, depth);
    case op.member:
      return memberIsForeign(evaluator, file, offset, depth);
    case op.call:
      return callIsForeign(evaluator, file, offset, -1, depth);
    case op.item: {
      const of = code[offset + 1]!;
      return code[of] === op.call ? callIsForeign(evaluator, file, of, code[offset + 2]!, depth) : next(of);
    }
    case op.part:
    case op.typeMember:
    case op.new:
    case op.apply:
    case op.await:
    case op.index:
    case op.indexedType:
    case op.each:
    case op.enter:
    case op.cast:
    case op.typeOf:
    case op.yield:
      return next(code[offset + 1]!);
    case op.seenAs:
      return next(code[offset + 2]!);
    case op.either:
    case op.tuple:
    case op.union: {
      const known = [...listAt(code, offset + 1)].filter((part) => part > 0);
      return known.length > 0 && known.every(next);
    }
    case op.contextual: {
      // A function that is passed to foreign code is given what that code has.
      const position = codeMap(file).positions.get(code[offset + 1]!);
      return position?.kind === "argument" && next(code[position.of + 1]!);
    }
    case op.literal:
    case op.list:
    case op.listType:
      return true;
    default:
      return false;
  }
}

/** A member that the repository declares is what it is declared as, whatever it was found in. */
function memberIsForeign(evaluator: Evaluator, file: LinkedFile, offset: number, depth: number): boolean {
  const member = memberAt(evaluator, file, offset);
  const number = member?.place.definitions[0];
  if (!member || number === undefined) return isForeign(evaluator, file, file.names.code[offset + 1]!, depth + 1);
  const { file: of } = member.place;
  if (of.isLibrary) return true;
  const { type, value } = of.names.definitions[number] ?? { type: 0, value: 0 };
  return isForeign(evaluator, of, type > 0 ? type : value, depth + 1);
}

/** What a call gives is what the function says, or what its values are; `item` is the place in a list of results. */
function callIsForeign(evaluator: Evaluator, file: LinkedFile, offset: number, item: number, depth: number): boolean {
  const callee = file.names.code[offset + 1]!;
  const signatures = signaturesOf(evaluator, evaluator.value(file, callee));
  if (signatures.length === 0) return isForeign(evaluator, file, callee, depth + 1);
  return signatures.every(({ file: of, offset: at }) => {
    const { returnType, values } = signatureAt(of, at);
    const given = returnType > 0 ? [returnType] : [...values];
    return given.length > 0 && given.every((one) => isForeign(evaluator, of, itemOf(of, one, item), depth + 1));
  });
}

function itemOf({ names: { code } }: LinkedFile, offset: number, item: number): number {
  return item < 0 || code[offset] !== op.tuple ? offset : (listAt(code, offset + 1)[item] ?? 0);
}

function isForeignName(evaluator: Evaluator, file: LinkedFile, binding: number, depth: number): boolean {
  if (binding < 0) return freeTarget(evaluator, file, file.names.strings[-1 - binding] ?? "") === null;
  const { kind, type, value } = file.names.bindings[binding]!;
  switch (kind) {
    case "import":
      return bindingTarget(evaluator, file, binding) === null;
    case "typeParameter":
      return false;
    default:
      return isForeign(evaluator, file, type > 0 ? type : value, depth + 1);
  }
}
