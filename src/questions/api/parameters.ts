import type { LinkedFile } from "../../graph/linked-file.js";
import type { ArgumentRules } from "../../syntax/languages.js";
import { listBehind, type Texts } from "./argument-list.js";

/** What a function takes, in a language where arguments can be given by name. */
export interface Parameters {
  /** Those that can be given by place, in order, and those that can be given by name. */
  placed: string[];
  named: Set<string>;
  required: Set<string>;
  /** Takes any more by place, by name. */
  rest: boolean;
  namedRest: boolean;
}

/**
 * What the parenthesis behind a function's name says it takes, without what stands before the dot of a call; null when a decorator may have
 * changed that, and for a method of instances that is called without one (`hasReceiver`): `Class.method(instance)` passes it by place.
 */
export function parametersAt(
  file: LinkedFile,
  number: number,
  hasReceiver: boolean,
  texts: Texts,
  rules: ArgumentRules,
): Parameters | null {
  const definition = file.facts.definitions[number]!;
  const { code, lines } = texts(file.path);
  const marks = marksOf(file, number, texts, rules);
  if (!marks.every((mark) => new RegExp(rules.keepingMarks).test(mark))) return null;
  const isStatic = definition.name === rules.maker || marks.some((mark) => new RegExp(rules.staticMarks).test(mark));
  const isOfClass = marks.some((mark) => new RegExp(rules.classMarks).test(mark));
  if (definition.kind === "method" && !hasReceiver && !isStatic && !isOfClass) return null;
  const list = listBehind(code, lines[definition.line - 1]! + definition.column - 1, "(");
  if (!list) return null;
  const parameters = parsed(list, rules);
  if (definition.kind === "method" && !isStatic) {
    const receiver = parameters.placed.shift();
    if (receiver === undefined) return null;
    parameters.named.delete(receiver);
    parameters.required.delete(receiver);
  }
  return parameters;
}

function parsed(list: readonly string[], rules: ArgumentRules): Parameters {
  const found: Parameters = {
    placed: [],
    named: new Set(),
    required: new Set(),
    rest: false,
    namedRest: false,
  };
  let isNamedOnly = false;
  for (const text of list) {
    if (text === rules.placedOnly) found.named.clear();
    else if (text.startsWith(rules.namedRest)) found.namedRest = true;
    else if (text.startsWith(rules.rest)) {
      isNamedOnly = true;
      if (text !== rules.rest) found.rest = true;
    } else {
      const name = /^[\p{L}\p{N}_]+/u.exec(text)?.[0] ?? "";
      if (!isNamedOnly) found.placed.push(name);
      found.named.add(name);
      if (!text.includes("=")) found.required.add(name);
    }
  }
  return found;
}

/** Names of the decorators that stand above a definition. */
export function marksOf(file: LinkedFile, number: number, texts: Texts, rules: ArgumentRules): string[] {
  const { startLine, line } = file.facts.definitions[number]!;
  const { code, lines } = texts(file.path);
  const head = code.slice(lines[startLine - 1], lines[line - 1]);
  return [...head.matchAll(new RegExp(rules.mark, "gm"))].map((match) => match[1]!);
}
