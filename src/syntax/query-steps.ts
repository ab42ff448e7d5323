import { anyType, type Child, maxCaptures, type Pattern, queryError } from "./query-parse.js";

/*
 * Patterns as tree-sitter's own engine keeps them: one list of steps in preorder, a node of the pattern each, that a state walks
 * through as nodes of the tree match. Alternatives and repetitions are jumps. A pattern ends with a step at depth `done`.
 */
export interface Step {
  type: number;
  named: boolean;
  missing: boolean;
  field: number;
  negated: number[];
  captures: number[];
  /** Below the pattern's root, which has 0. */
  depth: number;
  /** Another step that a state may take instead; -1 for none. */
  alternative: number;
  /** No named node may stand between the one matched before and this one. */
  immediate: boolean;
  /** No named sibling may follow. */
  lastChild: boolean;
  /** Matches nothing: a state goes on to the next step, and a copy to the alternative. */
  passThrough: boolean;
  /** Matches nothing: a state jumps to the alternative. */
  deadEnd: boolean;
  alternativeImmediate: boolean;
  /** Whether a node that matches is also skipped, to try its later siblings. */
  splits: boolean;
}

export const done = 0xffff;

/** A step at which a pattern may begin. At depth 1 it is the child of a root that may be any node. */
export interface Entry {
  step: number;
  depth: 0 | 1;
  /** The pattern goes on with siblings of its first node. */
  isGroup: boolean;
  /** tree-sitter begins such a pattern under an ERROR node too. */
  underError: boolean;
}

/** Appends the steps of a pattern and tells where it may begin. */
export function addSteps(steps: Step[], pattern: Pattern, source: string): Entry[] {
  const first = steps.length;
  emit(steps, pattern, 0, false);
  steps.push({ ...step(0, false), depth: done });
  for (let i = first; i < steps.length - 1; i++) {
    const { depth } = steps[i]!;
    let captures = steps[i]!.captures.length > 0;
    for (let j = i + 1; steps[j]!.depth !== done && steps[j]!.depth > depth; j++) {
      captures ||= steps[j]!.captures.length > 0;
    }
    const next = steps[i + 1]!;
    steps[i]!.splits = captures || (next.depth !== done && next.depth > depth);
  }
  return entriesOf(steps, first, () => queryError(source, pattern.at, "the root of a pattern must not be optional"));
}

function step(depth: number, immediate: boolean): Step {
  return {
    type: anyType,
    named: false,
    missing: false,
    field: 0,
    negated: [],
    captures: [],
    depth,
    alternative: -1,
    immediate,
    lastChild: false,
    passThrough: false,
    deadEnd: false,
    alternativeImmediate: false,
    splits: false,
  };
}

function emit(steps: Step[], pattern: Pattern, depth: number, immediate: boolean): void {
  const first = steps.length;
  if (pattern.kind === "choice") {
    const starts: number[] = [];
    for (const branch of pattern.branches) {
      if (starts.length > 0) steps.push(step(depth, false));
      starts.push(steps.length);
      emit(steps, branch, depth, immediate);
    }
    for (let i = 0; i + 1 < starts.length; i++) {
      const next = starts[i + 1]!;
      steps[starts[i]!]!.alternative = next;
      steps[next - 1]!.alternative = steps.length;
      steps[next - 1]!.deadEnd = true;
    }
  } else if (pattern.kind === "group") {
    emitChildren(steps, pattern.children, depth, immediate);
  } else {
    const made = step(depth, immediate);
    steps.push(made);
    made.type = pattern.type;
    made.named = pattern.named && pattern.type === anyType;
    made.missing = pattern.missing;
    made.negated = pattern.negated;
    const last = emitChildren(steps, pattern.children, depth + 1, false);
    if (pattern.closed) {
      for (let i = last; i >= 0 && i < steps.length; i = steps[i]!.alternative) steps[i]!.lastChild = true;
    }
  }
  if (pattern.field) for (const one of alternatives(steps, first)) one.field = pattern.field;
  for (const quantifier of pattern.quantifiers) {
    if (quantifier !== "?") {
      const again = { ...step(depth, false), alternative: first, passThrough: true, alternativeImmediate: true };
      steps.push(again);
    }
    if (quantifier !== "+") {
      const end = quantifier === "*" ? steps.length - 1 : steps.length;
      let last = steps[first]!;
      while (last.alternative >= 0 && last.alternative < end) last = steps[last.alternative]!;
      last.alternative = steps.length;
    }
  }
  for (const capture of pattern.captures) {
    for (const one of alternatives(steps, first)) one.captures = [...one.captures, capture].slice(0, maxCaptures);
  }
}

/** The first step of the last child. */
function emitChildren(steps: Step[], children: Child[], depth: number, immediate: boolean): number {
  let last = -1;
  children.forEach((child, i) => {
    last = steps.length;
    emit(steps, child.pattern, depth, child.immediate || (i === 0 && immediate));
  });
  return last;
}

/** A step and those that may stand in for it, as far as they are written. */
function* alternatives(steps: Step[], first: number): Iterable<Step> {
  let at = first;
  for (;;) {
    const one = steps[at]!;
    yield one;
    if (one.alternative <= at || one.alternative >= steps.length) return;
    at = one.alternative;
  }
}

function entriesOf(steps: Step[], first: number, optional: () => Error): Entry[] {
  const entries: Entry[] = [];
  const end = steps.length - 1;
  let start = first;
  let instead = -1;
  for (;;) {
    if (start === end) throw optional();
    let one = steps[start]!;
    if (one.type === anyType && one.depth === 0 && !one.field) {
      const second = steps[start + 1]!;
      // Looking for the child is cheaper than looking at the children of every node. Not where the child may be absent.
      if (second.type !== anyType && second.depth === 1 && !second.immediate && !mayEnd(steps, start + 1)) {
        instead = one.alternative;
        one = second;
        start++;
      }
    }
    const { depth } = one as { depth: 0 | 1 };
    const rest = steps.slice(start + 1, end);
    const untilBranch = (isEnd: (step: Step) => boolean) => {
      const branch = rest.findIndex(isEnd);
      return branch < 0 ? rest : rest.slice(0, branch);
    };
    const isGroup = untilBranch((step) => step.deadEnd && step.depth === 0).some((step) => step.depth === 0);
    const underError = depth === 0 && untilBranch((step) => step.deadEnd).every((step) => step.depth > 0);
    entries.push({ step: start, depth, isGroup, underError });
    if (one.alternative >= 0) start = one.alternative;
    else if (instead >= 0) {
      start = instead;
      instead = -1;
    } else return entries;
  }
}

function mayEnd(steps: Step[], first: number): boolean {
  for (let at = first; at >= 0; at = steps[at]!.alternative) if (steps[at]!.depth === done) return true;
  return false;
}
