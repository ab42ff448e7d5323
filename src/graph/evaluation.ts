import type { FileFacts } from "../syntax/facts.js";
import type { FileNames } from "../syntax/names.js";
import { returned } from "./calls.js";
import { type Evaluator, kept } from "./evaluator.js";
import { expectedAt } from "./expected.js";
import type { Graph } from "./graph.js";
import { linkedFiles } from "./linked-files.js";
import { openFiles } from "./open-types.js";
import { settled } from "./settle.js";
import { typeAt } from "./type-at.js";
import { targetValue, valueAt } from "./value-at.js";
import { unknown } from "./values.js";

export interface LinkInput {
  graph: Graph;
  names(file: string): FileNames | null;
  /** The declarations that a language brings along: what an array has, what a promise gives. */
  library?(language: string): { file: string; facts: FileFacts; names: FileNames } | null;
}

/** An evaluator over the files of a graph. Offset 0 is what nothing is known of. */
export function evaluatorOf(input: LinkInput): Evaluator {
  const evaluator: Evaluator = {
    ...linkedFiles(input.graph, input.names, input.library),
    siblings: (file, type) => openFiles(evaluator, file, type),
    graph: input.graph,
    cuts: 0,
    depth: 0,
    steps: 0,
    value: (file, offset) => (offset > 0 ? kept(evaluator, file.values, offset, valueAt, file) : unknown),
    type: (file, offset) => (offset > 0 ? kept(evaluator, file.types, offset, typeAt, file) : unknown),
    expected: (file, offset) => expectedAt(evaluator, file, offset),
    settled: (value) => settled(evaluator, value),
    target: (target) => targetValue(evaluator, target),
    returned: (called) => returned(evaluator, called),
  };
  return evaluator;
}
