import { lengthAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { definitionAt, type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import { languages } from "../../syntax/languages.js";
import { op } from "../../syntax/names.js";
import { listBehind, type Texts } from "./argument-list.js";
import { isOnly } from "./only-definition.js";
import type { ApiProblem } from "./problem.js";

/**
 * Calls of one file with another number of arguments than the function's parameters, in languages without optional ones. Both are counted in
 * the text: what is read off for linking leaves out parameters and arguments that lead nowhere.
 */
export function wrongCounts(evaluator: Evaluator, file: LinkedFile, texts: Texts): ApiProblem[] {
  if (!languages.get(file.language)?.counted) return [];
  const { code, places } = file.names;
  const problems: ApiProblem[] = [];
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    if (code[offset] === op.call && code[offset + 1] !== 0) {
      const at = code[offset + length - 1]! * 2;
      const place = { line: places[at]!, column: places[at + 1]! };
      evaluator.steps = 0;
      const wrong = wrongCall(evaluator, file, code[offset + 1]!, place, texts);
      if (wrong) problems.push({ ...wrong, file: file.path, ...place });
    }
    offset += length;
  }
  return problems;
}

function wrongCall(
  evaluator: Evaluator,
  file: LinkedFile,
  callee: number,
  place: { line: number; column: number },
  texts: Texts,
): Omit<ApiProblem, "file" | "line" | "column"> | null {
  const value = evaluator.value(file, callee);
  if (value.kind !== "function" || value.file.isLibrary || value.file.language !== file.language) return null;
  const { file: declared } = value;
  const number = definitionAt(declared, value.offset);
  const definition = declared.facts.definitions[number];
  if (!definition || declared.facts.problems.length > 0) return null;
  if (!isOnly(evaluator, declared, definition.container, definition.name)) return null;
  const rules = languages.get(file.language)!.counted!;
  const taken = listAt(texts, declared.path, definition, true);
  const given = listAt(texts, file.path, place, false);
  if (!taken || !given || taken.some((text) => new RegExp(rules.rest).test(text))) return null;
  // One call may stand for all arguments, where functions give several values.
  if (given.some((text) => new RegExp(rules.unclear).test(text)) || (given.length === 1 && given[0]!.endsWith(")")))
    return null;
  const hasReceiver = new RegExp(rules.receiver).test(taken[0] ?? "-");
  const count = taken.length - (hasReceiver ? 1 : 0);
  // A method that is named by its type is given the value as its first argument.
  const isByType = hasReceiver && given.length === count + 1;
  if (given.length === count || isByType) return null;
  const symbol = symbolOf(declared, number);
  return {
    kind: given.length < count ? "too-few-arguments" : "too-many-arguments",
    symbol,
    declaration: { file: declared.path, line: definition.line },
    message: `${symbol} takes ${count} argument${count === 1 ? "" : "s"}, and is given ${given.length}`,
    verdict: value.inferred ? "likely" : "certain",
  };
}

function listAt(
  texts: Texts,
  path: string,
  { line, column }: { line: number; column: number },
  ofTypes: boolean,
): string[] | null {
  const { code, lines } = texts(path);
  return listBehind(code, (lines[line - 1] ?? code.length) + column - 1, "(", ofTypes);
}
