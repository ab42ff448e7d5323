import type { Evaluator } from "./evaluator.js";
import { indexed } from "./iterate.js";
import { unknown, type Value, via } from "./values.js";

/** Accesses inside each other: `T["a"]["b"]`. */
const deepest = 24;
let depth = 0;

/** What stands behind a symbol: the constraint of a type parameter, an instance of the class for its `Self`, the member that is meant by `T["a"]`. */
export function settled(evaluator: Evaluator, value: Value): Value {
  switch (value.kind) {
    case "typeParameter":
      return via(evaluator.type(value.file, value.file.names.bindings[value.binding]!.type), value);
    case "self":
      return { kind: "instance", shape: value.shape, args: [], inferred: value.inferred };
    case "access": {
      if (depth >= deepest) {
        evaluator.cuts++;
        return unknown;
      }
      depth++;
      const found = indexed(evaluator, value.object, value.key);
      depth--;
      return found.kind === "access" && found.object === value.object ? unknown : via(found, value);
    }
    default:
      return value;
  }
}
