import { lengthAt } from "../../graph/code.js";
import type { Evaluator } from "../../graph/evaluator.js";
import { type LinkedFile, symbolOf } from "../../graph/linked-file.js";
import { memberOf } from "../../graph/member-of.js";
import type { Instance } from "../../graph/values.js";
import { languages, type StructRules } from "../../syntax/languages.js";
import { op } from "../../syntax/names.js";
import { nearNames } from "../near-names.js";
import { listBehind, type Texts } from "./argument-list.js";
import { isOnly } from "./only-definition.js";
import type { ApiProblem } from "./problem.js";

/** Struct literals of one file with fields that their type does not have, or without some that it has to be given. */
export function wrongStructLiterals(evaluator: Evaluator, file: LinkedFile, texts: Texts): ApiProblem[] {
  const rules = languages.get(file.language)?.structs;
  if (!rules) return [];
  const { code, places } = file.names;
  const problems: ApiProblem[] = [];
  for (let offset = 0; offset < code.length; ) {
    const length = lengthAt(code, offset);
    if (length === 0) break;
    const type = code[offset] === op.cast ? code[offset + 1]! : 0;
    if (type > 0 && (code[type] === op.typeName || code[type] === op.typeMember)) {
      evaluator.steps = 0;
      const value = evaluator.type(file, type);
      const at = code[type + (code[type] === op.typeName ? 2 : 3)]! * 2;
      const place = { line: places[at]!, column: places[at + 1]! };
      const { code: text, lines } = texts(file.path);
      const name = (lines[place.line - 1] ?? text.length) + place.column - 1;
      // `[4]Config{a, b}` lists what has the type, not what it has.
      const isOfList = /[\]*]\s*[\p{L}\p{N}_.]*$/u.test(text.slice(Math.max(0, name - 100), name));
      const given =
        value.kind === "instance" && !isOfList && isStruct(evaluator, value, file) ? listBehind(text, name, "{") : null;
      if (given && value.kind === "instance")
        for (const wrong of misfits(evaluator, value, given, rules, texts)) {
          const { shape } = value;
          problems.push({
            ...wrong,
            file: file.path,
            ...place,
            symbol: symbolOf(shape.file, shape.definition),
            declaration: { file: shape.file.path, line: shape.file.facts.definitions[shape.definition]!.line },
            verdict: "certain",
          });
        }
    }
    offset += length;
  }
  return problems;
}

/** A type of the repository with fields, declared once: files for other systems may declare it again. */
function isStruct(evaluator: Evaluator, { shape, inferred }: Instance, { language }: LinkedFile): boolean {
  const { file, definition } = shape;
  if (inferred || file.isLibrary || definition < 0 || file.language !== language) return false;
  const { name, container, kind, signature } = file.facts.definitions[definition]!;
  return (
    kind === "class" &&
    file.facts.problems.length === 0 &&
    isOnly(evaluator, file, container, name) &&
    new RegExp(languages.get(language)!.structs!.head).test(signature)
  );
}

type Misfit = Pick<ApiProblem, "kind" | "message">;

function misfits(
  evaluator: Evaluator,
  value: Instance,
  given: readonly string[],
  rules: StructRules,
  texts: Texts,
): Misfit[] {
  const { file, definition } = value.shape;
  const symbol = symbolOf(file, definition);
  const fields = fieldsOf(file, symbol);
  // Fields that a macro makes, or that are there under a condition only, stand in no list.
  const { startLine, endLine } = file.facts.definitions[definition]!;
  const { code, lines } = texts(file.path);
  if (fields.length === 0 || new RegExp(rules.open).test(code.slice(lines[startLine - 1], lines[endLine]))) return [];
  const names: string[] = [];
  let rest = false;
  let unnamed = 0;
  for (const text of given) {
    const name = new RegExp(rules.named, "u").exec(text)?.[1];
    if (text.startsWith(rules.rest)) rest = true;
    else if (name === undefined) unnamed++;
    else names.push(name);
  }
  if (unnamed > 0) {
    if (names.length > 0 || rest || unnamed === fields.length) return [];
    return [
      {
        kind: "missing-property",
        message: `${symbol} has ${fields.length} fields, and is given ${unnamed} without names`,
      },
    ];
  }
  const found: Misfit[] = [];
  for (const name of names) {
    if (fields.includes(name) || memberOf(evaluator, value, name)) continue;
    const [near] = nearNames(name, fields);
    found.push({
      kind: "unknown-member",
      message: `${symbol} has no field ${name}${near === undefined ? "" : `; did you mean ${near}?`}`,
    });
  }
  const missing = rules.complete && !rest ? fields.filter((name) => !names.includes(name)) : [];
  if (missing.length > 0) found.push({ kind: "missing-property", message: `${symbol} lacks ${missing.join(", ")}` });
  return found;
}

const fieldsOf = (file: LinkedFile, symbol: string): string[] =>
  [...(file.byName.get(symbol) ?? [])].flatMap(([name, numbers]) =>
    numbers.some((number) => file.facts.definitions[number]!.kind === "field") ? [name] : [],
  );
