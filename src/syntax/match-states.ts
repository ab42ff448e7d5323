import { anyType, errorType } from "./query-parse.js";
import { done, type Entry, type Step } from "./query-steps.js";
import { flag, type SyntaxTree } from "./tree.js";

/** How far an attempt to match has come. */
interface State {
  step: number;
  /** Captures and nodes in turn, in the order they were met. */
  captures: number[];
  /** The next step must match the very next node. */
  seeking: boolean;
  /** Another state has at least these captures and may yet become the longer match. */
  waiting: boolean;
  /** The pattern's root may be any node and is not captured yet. */
  rootless: boolean;
}

export interface StatesInput {
  tree: SyntaxTree;
  /** The number that stands for all types of a name, by type. */
  canonical: Uint16Array;
  steps: Step[];
  /** Called with the captures of each match; the array is used again afterwards. */
  found(captures: number[]): void;
}

/*
 * The algorithm of tree-sitter's query.c (ts_query_cursor__advance), for one pattern at one place of the tree instead of all
 * patterns over all of it: states of different patterns, or of roots that are no siblings, never touch each other there either.
 * It is the general way, for repetitions and patterns of several siblings; patterns without them are matched directly.
 */

/** Matches a pattern that is one node, with `root` as that node. */
export function matchAtRoot(input: StatesInput, entries: Entry[], root: number): void {
  const states: State[] = [];
  visit(input, states, entries, root, 0);
  finish(input, states);
}

/** Matches a pattern of several siblings among the children of `parent`; -1 is the parent of the tree's root. */
export function matchAmongChildren(input: StatesInput, entries: Entry[], parent: number): void {
  const states: State[] = [];
  const { after } = input.tree;
  const usable = usableUnder(input, entries, parent);
  for (let child = parent + 1, end = parent < 0 ? 1 : after[parent]!; child < end; child = after[child]!) {
    visit(input, states, usable, child, 0);
  }
  finish(input, states);
}

const usableUnder = ({ tree }: StatesInput, entries: Entry[], parent: number): Entry[] =>
  parent >= 0 && tree.type[parent] === errorType ? entries.filter((entry) => entry.underError) : entries;

function finish({ steps, found }: StatesInput, states: State[]): void {
  for (const state of states) if (steps[state.step]!.depth === done) found(state.captures);
}

/** One node at the given depth of the pattern, and what is below it as far as a state waits for that. */
function visit(input: StatesInput, states: State[], entries: Entry[], node: number, depth: number): void {
  const { tree, steps } = input;
  begin(input, states, entries, node, depth);
  advance(input, states, node, depth);
  dropShorter(input, states);
  const below = depth === 0 ? entries.filter((entry) => entry.depth === 1) : [];
  if (below.length > 0 || states.some(({ step }) => steps[step]!.depth !== done && steps[step]!.depth > depth)) {
    const usable = below.length > 0 ? usableUnder(input, below, node) : below;
    for (let child = node + 1; child < tree.after[node]!; child = tree.after[child]!) {
      if (usable.length === 0 && states.length === 0) break;
      visit(input, states, usable, child, depth + 1);
    }
  }
  let kept = 0;
  for (const state of states) {
    const at = steps[state.step]!.depth;
    if (at === done || at <= depth) states[kept++] = state;
  }
  states.length = kept;
}

function begin(input: StatesInput, states: State[], entries: Entry[], node: number, depth: number): void {
  const { tree, canonical, steps } = input;
  const type = canonical[tree.type[node]!]!;
  for (const { step, depth: entryDepth } of entries) {
    if (entryDepth !== depth) continue;
    const { type: wanted, field } = steps[step]!;
    if (wanted === anyType ? type === errorType : wanted !== type) continue;
    if ((field && field !== tree.field[node]) || states.at(-1)?.step === step) continue;
    states.push({ step, captures: [], seeking: true, waiting: false, rootless: depth > 0 });
  }
}

function advance(input: StatesInput, states: State[], node: number, depth: number): void {
  const { tree, steps } = input;
  const isNamed = (tree.flags[node]! & flag.named) !== 0;
  const hasLater = node > 0 && tree.after[node]! < tree.after[tree.parent[node]!]!;
  for (let j = 0; j < states.length; j++) {
    let state = states[j]!;
    const step = steps[state.step]!;
    state.waiting = false;
    if (step.depth !== depth) continue;
    const laterCanMatch = hasLater && !(step.immediate && isNamed) && !state.seeking;
    if (!nodeMatches(input, step, node)) {
      if (!laterCanMatch) states.splice(j--, 1);
      continue;
    }
    let copies = 0;
    if (laterCanMatch && step.splits) {
      states.splice(j + 1, 0, { ...state, captures: [...state.captures] });
      copies++;
    }
    if (state.rootless) captureAnyRoot(steps, state, tree.parent[node]!);
    for (const capture of step.captures) state.captures.push(capture, node);
    state.step++;
    state.seeking = step.type === anyType && !step.named && steps[state.step]!.immediate;
    for (let k = j, end = j + 1; k < end; k++) {
      state = states[k]!;
      const next = steps[state.step]!;
      if (next.alternative < 0) continue;
      if (next.deadEnd) {
        state.step = next.alternative;
        k--;
        continue;
      }
      if (next.passThrough) state.step++;
      const seeking = next.alternativeImmediate || state.seeking;
      states.splice(k + 1, 0, { ...state, captures: [...state.captures], step: next.alternative, seeking });
      if (next.passThrough) k--;
      end++;
      copies++;
    }
    j += copies;
  }
}

/** What a root that may be any node captures goes to the parent of the first child. */
function captureAnyRoot(steps: Step[], state: State, parent: number): void {
  state.rootless = false;
  let root = state.step;
  while (steps[root]!.depth > 0 || steps[root]!.deadEnd || steps[root]!.passThrough) root--;
  for (const capture of steps[root]!.captures) state.captures.push(capture, parent);
}

function nodeMatches({ tree, canonical }: StatesInput, step: Step, node: number): boolean {
  const type = canonical[tree.type[node]!]!;
  const flags = tree.flags[node]!;
  if (step.missing && (flags & flag.missing) === 0) return false;
  if (step.type !== anyType) {
    if (type !== step.type) return false;
  } else if (!step.missing && (type === errorType || (step.named && (flags & flag.named) === 0))) return false;
  if (step.field && step.field !== tree.field[node]) return false;
  if (step.lastChild && hasLaterNamed(tree, node)) return false;
  for (const field of step.negated) if (hasField(tree, node, field)) return false;
  return true;
}

export function hasLaterNamed(tree: SyntaxTree, node: number): boolean {
  if (node === 0) return false;
  const end = tree.after[tree.parent[node]!]!;
  for (let sibling = tree.after[node]!; sibling < end; sibling = tree.after[sibling]!) {
    if (tree.flags[sibling]! & flag.named) return true;
  }
  return false;
}

export function hasField(tree: SyntaxTree, node: number, field: number): boolean {
  const end = tree.after[node]!;
  for (let child = node + 1; child < end; child = tree.after[child]!) if (tree.field[child] === field) return true;
  return false;
}

/** Of states at the same step only those stay whose captures no other has too; those at their end are reported when none can outgrow them. */
function dropShorter({ tree, steps, found }: StatesInput, states: State[]): void {
  for (let j = 0; j < states.length; j++) {
    const state = states[j]!;
    let dropped = false;
    for (let k = j + 1; k < states.length; k++) {
      const other = states[k]!;
      if (contains(tree, state.captures, other.captures)) {
        if (state.step === other.step) {
          states.splice(k--, 1);
          continue;
        }
        other.waiting = true;
      }
      if (contains(tree, other.captures, state.captures)) {
        if (state.step === other.step) {
          states.splice(j--, 1);
          dropped = true;
          break;
        }
        state.waiting = true;
      }
    }
    if (dropped || steps[state.step]!.depth !== done || state.waiting) continue;
    found(state.captures);
    states.splice(j--, 1);
  }
}

/** Whether the captures on the left include those on the right, compared the way tree-sitter does it. */
export function contains(tree: SyntaxTree, left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  let i = 0;
  let j = 0;
  while (j < right.length) {
    if (i >= left.length) return false;
    const one = left[i + 1]!;
    const other = right[j + 1]!;
    if (one === other && left[i] === right[j]) {
      i += 2;
      j += 2;
    } else {
      const order = one === other ? 0 : tree.start[one]! - tree.start[other]! || tree.end[other]! - tree.end[one]!;
      if (order >= 0) return false;
      i += 2;
    }
  }
  return true;
}
