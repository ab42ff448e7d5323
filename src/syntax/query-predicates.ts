import { type PredicateSource, queryError } from "./query-parse.js";
import type { SyntaxTree } from "./tree.js";

/** What a predicate asks of the nodes under one capture name. */
export type Predicate =
  | { kind: "equals"; capture: number; positive: boolean; value: string }
  | { kind: "same"; capture: number; positive: boolean; other: number }
  | { kind: "matches"; capture: number; positive: boolean; pattern: RegExp }
  | { kind: "among"; capture: number; positive: boolean; values: Set<string> };

const kinds: Record<string, { kind: "eq" | "match" | "any-of"; positive: boolean }> = {
  "eq?": { kind: "eq", positive: true },
  "not-eq?": { kind: "eq", positive: false },
  "match?": { kind: "match", positive: true },
  "not-match?": { kind: "match", positive: false },
  "any-of?": { kind: "any-of", positive: true },
  "not-any-of?": { kind: "any-of", positive: false },
};

/** Throws an Error with the place when a predicate is unknown or has arguments of another kind. */
export function compilePredicate({ name, args, at }: PredicateSource, source: string): Predicate {
  const fail = (what: string): never => {
    throw queryError(source, at, `#${name} ${what}`);
  };
  const { kind, positive } = kinds[name] ?? fail(`is unknown; there are #${Object.keys(kinds).join(", #")}`);
  const [first, second] = args;
  if (!first || !("capture" in first)) return fail("needs a capture first");
  const { capture } = first;
  if (kind === "any-of") {
    const values = args
      .slice(1)
      .map((arg) => ("string" in arg ? arg.string : fail("takes only strings after the capture")));
    return { kind: "among", capture, positive, values: new Set(values) };
  }
  if (!second || args.length > 2) return fail("needs two arguments");
  if (kind === "match") {
    if (!("string" in second)) return fail("needs a regular expression as its second argument");
    try {
      return { kind: "matches", capture, positive, pattern: new RegExp(second.string) };
    } catch (error) {
      return fail(`has no valid regular expression: ${String(error)}`);
    }
  }
  return "string" in second
    ? { kind: "equals", capture, positive, value: second.string }
    : { kind: "same", capture, positive, other: second.capture };
}

/** Whether the text from `start` to `end` passes a predicate that asks about one node alone. */
export function passes(
  predicate: Exclude<Predicate, { kind: "same" }>,
  text: string,
  start: number,
  end: number,
): boolean {
  switch (predicate.kind) {
    case "equals": {
      const { value } = predicate;
      return (end - start === value.length && text.startsWith(value, start)) === predicate.positive;
    }
    case "matches":
      return predicate.pattern.test(text.slice(start, end)) === predicate.positive;
    case "among":
      return predicate.values.has(text.slice(start, end)) === predicate.positive;
  }
}

/** Whether a whole match, captures and nodes in turn, passes a predicate. A name may have been captured several times, or never. */
export function holds(
  predicate: Predicate,
  captures: ArrayLike<number>,
  length: number,
  tree: SyntaxTree,
  text: string,
): boolean {
  const nodes = nodesOf(captures, length, predicate.capture);
  const textOf = (node: number) => text.slice(tree.start[node], tree.end[node]);
  if (predicate.kind === "same") {
    const others = nodesOf(captures, length, predicate.other).map(textOf);
    return nodes.every((node) => others.some((other) => (other === textOf(node)) === predicate.positive));
  }
  if (nodes.length === 0) return predicate.kind === "equals" || !predicate.positive;
  if (predicate.kind === "among" && !predicate.positive) {
    return nodes.some((node) => passes(predicate, text, tree.start[node]!, tree.end[node]!));
  }
  return nodes.every((node) => passes(predicate, text, tree.start[node]!, tree.end[node]!));
}

function nodesOf(captures: ArrayLike<number>, length: number, capture: number): number[] {
  const nodes: number[] = [];
  for (let i = 0; i < length; i += 2) if (captures[i] === capture) nodes.push(captures[i + 1]!);
  return nodes;
}
