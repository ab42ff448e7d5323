import { shapeAt } from "../../graph/class-shape.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import { type Member, memberOf, type Place } from "../../graph/member-of.js";
import { memberValue } from "../../graph/member-value.js";
import { signaturesOf } from "../../graph/signatures.js";
import { supersOf } from "../../graph/supers.js";
import type { Instance, Value } from "../../graph/values.js";
import { languages } from "../../syntax/languages.js";
import { op } from "../../syntax/names.js";
import type { Texts } from "./argument-list.js";
import { arityOf } from "./arity.js";
import { parametersAt } from "./parameters.js";
import type { ApiProblem } from "./problem.js";

/** Methods of one file that need more than those they stand in for are given: of a class above, or of an interface. */
export function driftedOverrides(evaluator: Evaluator, file: LinkedFile, texts: Texts): ApiProblem[] {
  // Where methods of one name are told apart by what they take, another number of parameters makes another method.
  if (languages.get(file.language)?.overloads) return [];
  const problems: ApiProblem[] = [];
  file.facts.definitions.forEach((definition, number) => {
    const offset = file.names.definitions[number]?.type ?? 0;
    if (definition.kind !== "class" || file.names.code[offset] !== op.class) return;
    evaluator.steps = 0;
    const shape = shapeAt(evaluator, file, offset);
    const supers = supersOf(evaluator, shape).filter((one) => one.kind === "instance");
    if (supers.length === 0) return;
    const own: Instance = { kind: "instance", shape, args: [], inferred: false };
    for (const [name, place] of shape.members) {
      // Whoever makes an instance names the class.
      if (name === "constructor") continue;
      const found = supers.map((above) => memberOf(evaluator, above, name)).find((member) => member !== null);
      if (!found || found.place.file.isLibrary || place.file !== file || place.definitions.length === 0) continue;
      const isNamed = languages.get(file.language)?.arguments !== undefined;
      const drift = isNamed
        ? driftByName(place, found.place, texts)
        : driftByPlace(evaluator, { place, receiver: own }, found);
      if (drift === null) continue;
      const { line, column } = file.facts.definitions[place.definitions[0]!]!;
      const symbol = symbolOf(file, place.definitions[0]!);
      const base = found.place.definitions[0];
      const above = found.place.file.facts.definitions[base ?? -1];
      problems.push({
        kind: "drifted-override",
        file: file.path,
        line,
        column,
        symbol,
        declaration: { file: found.place.file.path, line: above?.line ?? 1 },
        message: `${symbol} needs ${drift.needs}, and ${base === undefined ? "what it implements" : symbolOf(found.place.file, base)} ${drift.takes}`,
        verdict: isNamed || file.language === "javascript" ? "likely" : "certain",
      });
    }
  });
  return problems;
}

/** What a method needs, and what the one above it has instead, as ends of sentences. */
interface Drift {
  needs: string;
  takes: string;
}

/** By the number of arguments: who calls the one above gives at most so many. */
function driftByPlace(evaluator: Evaluator, own: Member, above: Member): Drift | null {
  const [mine, theirs] = [own, above].map((member) => {
    const value: Value = memberValue(evaluator, member);
    return "inferred" in value && value.inferred
      ? []
      : signaturesOf(evaluator, value).map((one) => arityOf(evaluator, one));
  });
  if (mine!.length === 0 || theirs!.length === 0) return null;
  const fewest = Math.min(...mine!.map((one) => one.fewest));
  const most = Math.max(...theirs!.map((one) => one.most));
  if (fewest <= most) return null;
  return {
    needs: `${fewest} argument${fewest === 1 ? "" : "s"}`,
    takes: `takes ${most === 0 ? "none" : `${most} at most`}`,
  };
}

/** By name: a parameter without a default that the one above does not have. */
function driftByName(own: Place, above: Place, texts: Texts): Drift | null {
  const base = above.definitions.length === 1 ? above.definitions[0]! : -1;
  if (own.definitions.length !== 1 || base < 0) return null;
  const { name, kind } = own.file.facts.definitions[own.definitions[0]!]!;
  const rules = languages.get(own.file.language)!.arguments!;
  if (name === rules.constructor || name === rules.maker) return null;
  if (kind !== "method" || above.file.facts.definitions[base]!.kind !== "method") return null;
  const mine = parametersAt(own.file, own.definitions[0]!, true, texts, rules);
  const theirs = parametersAt(above.file, base, true, texts, rules);
  if (!mine || !theirs || theirs.rest || theirs.namedRest) return null;
  const extra = [...mine.required].filter((one, i) => !theirs.named.has(one) && i >= theirs.placed.length);
  return extra.length === 0 ? null : { needs: extra.join(", "), takes: "has no such parameter" };
}
