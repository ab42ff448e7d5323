import { op } from "../syntax/names.js";
import { listAt } from "./code.js";
import type { Evaluator } from "./evaluator.js";
import { codeMap, type LinkedFile } from "./linked-file.js";
import { bindingTarget, freeTarget } from "./targets.js";

/** Expressions inside each other. */
const deepest = 16;

/**
 * Whether an expression or type begins with something that the repository does not declare: an import that leads out of it, a name of
 * the language. What follows from it has no members here, whatever their names.
 */
export function isForeign(evaluator: Evaluator, file: LinkedFile, offset: number, depth = 0): boolean {
  if (offset <= 0 || depth > deepest) return false;
  const { code } = file.names;
  const next = (at: number) => isForeign(evaluator, file, at, depth + 1);
  switch (code[offset]) {
    case op.name:
    case op.typeName:
      return isForeignName(evaluator, file, code[offset + 1]!, depth);
    case op.member:
    case op.part:
    case op.typeMember:
    case op.call:
    case op.new:
    case op.apply:
    case op.await:
    case op.index:
    case op.indexedType:
    case op.each:
    case op.item:
    case op.enter:
    case op.cast:
    case op.typeOf:
    case op.yield:
      return next(code[offset + 1]!);
    case op.either:
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
