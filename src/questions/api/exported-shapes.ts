import type { Evaluator } from "../../graph/evaluator.js";
import { exportTable } from "../../graph/export-tables.js";
import { type LinkedFile, signatureAt, symbolOf } from "../../graph/linked-file.js";
import type { Definition } from "../../syntax/facts.js";
import { op } from "../../syntax/names.js";

export interface Parameter {
  name: string;
  isRequired: boolean;
  isRest: boolean;
}

/** What callers of an export rely on, as it can be compared with what it was. */
export interface ExportedShape {
  /** The dotted name inside the file, `Store.open`; members of exported classes and interfaces are shapes of their own. */
  symbol: string;
  definition: Definition;
  /** Null for what is no function. */
  parameters: Parameter[] | null;
  /** As written behind the parameters; null where nothing is declared. */
  returns: string | null;
  /** A member that those who implement its type must have. */
  isDemanded: boolean;
}

/** The shapes of everything that a file exports by name, by symbol; members are below their owner. */
export function exportedShapes(evaluator: Evaluator, path: string): Map<string, ExportedShape> {
  const shapes = new Map<string, ExportedShape>();
  const file = evaluator.file(path);
  const table = exportTable(evaluator.graph, path);
  if (!file || !table?.byStatement) return shapes;
  const exported = new Set(
    file.facts.exports.flatMap(({ from, local }) => (from === null && local !== null ? [local] : [])),
  );
  file.facts.definitions.forEach((definition, number) => {
    const symbol = symbolOf(file, number);
    if (!exported.has(symbol.split(".", 1)[0]!) || shapes.has(symbol) || isPrivate(definition)) return;
    shapes.set(symbol, {
      symbol,
      definition,
      parameters: parametersOf(file, number),
      returns: returnsOf(definition),
      isDemanded: isDemanded(file, definition),
    });
  });
  return shapes;
}

function isPrivate({ signature, name }: Definition): boolean {
  return name.startsWith("#") || /^(private|protected)\b/.test(signature);
}

function isDemanded(file: LinkedFile, { container, name, signature }: Definition): boolean {
  const owner = file.facts.definitions.find((one) => one.name === container && one.container === "");
  if (owner?.kind === "interface") return !new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\?`).test(signature);
  return /^(public |protected )?abstract\b/.test(signature);
}

function parametersOf(file: LinkedFile, number: number): Parameter[] | null {
  const { code, bindings, definitions } = file.names;
  const { type, value } = definitions[number] ?? { type: 0, value: 0 };
  const offset = [type, value].find((one) => code[one] === op.function || code[one] === op.functionType);
  if (offset === undefined) return null;
  return [...signatureAt(file, offset).parameters].map((binding, i) => {
    const { name, form } = bindings[binding]!;
    return { name: name === "" ? `argument ${i + 1}` : name, isRequired: form === undefined, isRest: form === "rest" };
  });
}

/** The text behind the parameters' closing parenthesis. */
function returnsOf({ signature }: Definition): string | null {
  const close = signature.lastIndexOf(")");
  return /^\)\s*:\s*(.+?)\s*(?:=>|=|\{|;)?\s*$/.exec(signature.slice(Math.max(0, close)))?.[1] ?? null;
}
