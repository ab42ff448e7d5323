import { isTypeLike } from "../syntax/definitions.js";
import { languages } from "../syntax/languages.js";
import type { Evaluator } from "./evaluator.js";
import type { LinkedFile } from "./linked-file.js";
import { type Member, memberOf } from "./member-of.js";
import type { Value } from "./values.js";

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
    // Seen from inside, an instance: its own members come before those that its class inherits.
    const within: Value = around.kind === "class" ? { ...around, kind: "instance" } : around;
    const found = around.kind === "unknown" ? null : memberOf(evaluator, within, name);
    if (found && !isConstructor(found, name)) return found;
  }
  return null;
}

/** What has the name of the class that it stands in is called by that of the class. */
function isConstructor({ place }: Member, name: string): boolean {
  const container = place.file.facts.definitions[place.definitions[0] ?? -1]?.container;
  return container === name || container?.endsWith(`.${name}`) === true;
}
