import { op, space } from "../syntax/names.js";
import type { Evaluator } from "./evaluator.js";
import { definitionNamed, type LinkedFile } from "./linked-file.js";
import { libraryTarget, namespaceMember, type Target } from "./targets.js";

/** What `A.B` leads to. */
export function typeMemberTarget(evaluator: Evaluator, file: LinkedFile, offset: number): Target | null {
  const { code, strings } = file.names;
  const around = evaluator.value(file, code[offset + 1]!);
  const name = strings[code[offset + 2]!]!;
  if (around.kind === "unknown") return libraryTarget(evaluator, file, pathOf(file, code[offset + 1]!), name);
  switch (around.kind) {
    case "namespace":
      return namespaceMember(evaluator, around, name, space.type);
    case "enum":
    case "class": {
      const holder = around.kind === "enum" ? around : around.shape;
      if (holder.definition < 0) return null;
      const { container, name: own } = holder.file.facts.definitions[holder.definition]!;
      const dotted = container === "" ? own : `${container}.${own}`;
      const number = definitionNamed(holder.file, dotted, name, space.type);
      return number < 0 ? null : { kind: "definition", file: holder.file, number };
    }
    case "function":
    case "overloads": {
      // A namespace that shares the name of a function.
      const { file: of, offset: at } = around.kind === "function" ? around : around.of[0]!;
      const number = of.names.definitions.findIndex(({ type }) => type === at);
      const own = of.facts.definitions[number];
      if (own === undefined || own.container !== "") return null;
      const inner = definitionNamed(of, own.name, name, space.type);
      return inner < 0 ? null : { kind: "definition", file: of, number: inner };
    }
    default:
      return null;
  }
}

const longestPath = 32;

/** The names of a path `a::b`, as a specifier; "" when it is none. */
function pathOf(file: LinkedFile, offset: number, depth = 0): string {
  const { code, strings } = file.names;
  if (depth > longestPath) return "";
  switch (code[offset]) {
    case op.name:
    case op.typeName:
      return code[offset + 1]! < 0 ? (strings[-1 - code[offset + 1]!] ?? "") : "";
    case op.member:
    case op.typeMember: {
      const before = pathOf(file, code[offset + 1]!, depth + 1);
      return before === "" ? "" : `${before}::${strings[code[offset + 2]!]}`;
    }
    default:
      return "";
  }
}
