import { isTypeLike } from "../syntax/definitions.js";
import { languages } from "../syntax/languages.js";
import type { Evaluator } from "./evaluator.js";
import type { LinkedFile } from "./linked-file.js";
import { type Member, memberOf } from "./member-of.js";

/**
 * A name that is bound nowhere, where the language lets it mean a member of what stands around it: of the innermost class first, with
 * all that it inherits, then of those further out, wherever their parts are written. `place` is where the name is used.
 */
export function enclosingMember(evaluator: Evaluator, file: LinkedFile, place: number, name: string): Member | null {
  if (languages.get(file.language)?.impliedMembers !== true) return null;
  const line = file.names.places[place * 2]!;
  const { definitions } = file.facts;
  for (let number = definitions.length - 1; number >= 0; number--) {
    const definition = definitions[number]!;
    // What stands in the head of a class is seen from outside.
    if (definition.line >= line || definition.endLine < line || !isTypeLike(definition.kind)) continue;
    const around = evaluator.target({ kind: "definition", file, number });
    const found = around.kind === "unknown" ? null : memberOf(evaluator, around, name);
    if (found) return found;
  }
  return null;
}
