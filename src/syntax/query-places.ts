import { anyType, type Child, maxCaptures, type NodePattern, type Pattern } from "./query-parse.js";
import type { Predicate } from "./query-predicates.js";

/*
 * A pattern without repetitions and groups, as a graph of places that is searched depth first:
 *
 *   (call function: [(identifier) @f (member property: (_) @f)] arguments: (args . (string) @s))
 *
 *   call ─> function: ┬ identifier ────────────────> arguments: ─> . string ─> match
 *                     └ member ─> property: _ ─────^
 *
 * A place is where one child of the node matched above is looked for, behind the sibling matched before; a branch is one kind of
 * node that may stand there.
 */
export interface Place {
  /** Of its nodes below the root of the pattern. */
  depth: number;
  /** No named node may be passed over on the way to it. */
  immediate: boolean;
  branches: Branch[];
  /** The first node that fits is enough. */
  once: boolean;
  /** Where to go on when the place is left empty; undefined where it must not be, null when the match is then complete. */
  otherwise: Place | null | undefined;
  /** No other place stands behind it among the same children. */
  isLast: boolean;
  /** What follows must stand right behind it, so that a match without it is none with it as well. */
  isAnchored: boolean;
}

export interface Branch {
  type: number;
  named: boolean;
  field: number;
  captures: number[];
  /** Where to go on; null when all of the pattern is matched. */
  next: Place | null;
  /** The first node that fits is enough for this branch; others may go on. */
  once: boolean;
  /** Whether any of the following restricts it too. */
  hasConditions: boolean;
  missing: boolean;
  lastChild: boolean;
  negated: number[];
  /** What must be found below it, without captures. */
  below: Place | null;
  /** Predicates that its own text decides. */
  predicates: TextPredicate[];
}
type TextPredicate = Exclude<Predicate, { kind: "same" }>;

export interface Places {
  roots: Branch[];
  /** Not so with a root that may be any node: it is found by its first child. */
  isFoundByRoot: boolean;
  /** Some of what the search finds may be part of another match, or found twice. */
  overlaps: boolean;
  /** Predicates that the search has not decided yet. */
  predicates: Predicate[];
}

const deepest = 60;
const mostBranches = 30;

interface Plan {
  predicates: Predicate[];
  decided: Set<Predicate>;
  /** How many nodes of the pattern carry a capture. */
  uses: Map<number, number>;
  overlaps: boolean;
  /** Some place may be left empty. */
  hasOptional: boolean;
  /** Something in the pattern needs the general way. */
  isGeneral: boolean;
}

/** The places of a pattern, or null when it needs the general way. */
export function placesOf(pattern: Pattern, predicates: Predicate[]): Places | null {
  const nodes = nodesOf(pattern);
  if (!nodes || nodes.length > mostBranches) return null;
  const hasOptional = nodes.some(hasQuantifier);
  const plan: Plan = {
    predicates,
    decided: new Set(),
    uses: new Map(),
    overlaps: false,
    hasOptional,
    isGeneral: false,
  };
  for (const node of nodes) {
    const captures = capturesOf(node);
    for (const capture of captures) plan.uses.set(capture, (plan.uses.get(capture) ?? 0) + 1);
    // With a name used twice, a match that leaves a place empty may capture elsewhere what another captures there.
    if (new Set(captures).size < captures.length && hasOptional) plan.overlaps = true;
  }
  // A root of any type is found by its first child, and tree-sitter then looks no more at the root itself.
  const isAny = nodes.some(({ type, children }) => type === anyType && children.length > 0);
  if (isAny && (nodes.length > 1 || nodes[0]!.negated.length > 0 || nodes[0]!.missing)) return null;
  const roots = nodes.map((node) => branchOf(plan, node, 0, null, false, nodes.length === 1));
  if (isAny && roots[0]!.next && beginsAmiss(roots[0]!.next)) return null;
  if (isAny && roots[0]!.below && beginsAmiss(roots[0]!.below)) return null;
  // Of overlapping matches it keeps those that were complete before the child was seen with which the others begin.
  if (plan.isGeneral || (isAny && plan.overlaps)) return null;
  return {
    roots,
    isFoundByRoot: !isAny,
    overlaps: plan.overlaps || mayFitOneNode(roots),
    predicates: predicates.filter((predicate) => !plan.decided.has(predicate)),
  };
}

/** The nodes that a pattern stands for: itself, its alternatives, or the only child of a group. Null for what is more than that. */
function nodesOf(pattern: Pattern, isOptional = false): NodePattern[] | null {
  if (pattern.quantifiers.length > (isOptional ? 1 : 0)) return null;
  if (pattern.kind === "node") return [pattern];
  const inner = pattern.kind === "choice" ? pattern.branches : pattern.children.map((child) => child.pattern);
  if (pattern.kind === "group" && inner.length > 1) return null;
  const nodes: NodePattern[] = [];
  for (const one of inner) {
    const found = nodesOf(one);
    if (!found) return null;
    for (const node of found) {
      const captures = [...node.captures, ...pattern.captures].slice(0, maxCaptures);
      nodes.push({ ...node, captures, field: pattern.field || node.field });
    }
  }
  return nodes;
}

const partsOf = (pattern: Pattern): Pattern[] =>
  pattern.kind === "choice" ? pattern.branches : pattern.children.map((child) => child.pattern);

const capturesIn = (pattern: Pattern): boolean => pattern.captures.length > 0 || partsOf(pattern).some(capturesIn);

const hasQuantifier = (pattern: Pattern): boolean =>
  pattern.quantifiers.length > 0 || partsOf(pattern).some(hasQuantifier);

function capturesOf(pattern: Pattern, into: number[] = []): number[] {
  into.push(...pattern.captures);
  for (const part of partsOf(pattern)) capturesOf(part, into);
  return into;
}

/** The first of the places for a list of children; `next` is where the search goes on behind them. */
function placesFor(plan: Plan, node: NodePattern, depth: number, next: Place | null, isSure: boolean): Place | null {
  let place = next;
  let following: Child | null = null;
  /** Whether the child behind, or one behind that if it may be absent, stands behind an anchor. */
  let followingMayBeAnchored = false;
  /** Whether all of them capture something. */
  let followingIsTold = true;
  if (depth > deepest) plan.isGeneral = true;
  for (const child of node.children.toReversed()) {
    const isOptional = child.pattern.quantifiers[0] === "?";
    const nodes = nodesOf(child.pattern, isOptional);
    if (!nodes || nodes.length > mostBranches) {
      plan.isGeneral = true;
      return null;
    }
    const anchored: boolean = following !== null && (following.immediate || followingMayBeAnchored);
    const only = nodes.length === 1 && !isOptional;
    const made: Place = {
      depth,
      immediate: child.immediate,
      branches: nodes.map((one) => branchOf(plan, one, depth, place, anchored, isSure && only)),
      // Where something may be absent, a branch found late makes a shorter match that tree-sitter tells as well.
      once: !anchored && !nodes.some(capturesIn) && (nodes.length === 1 || !plan.hasOptional),
      otherwise: isOptional ? place : undefined,
      isLast: following === null,
      isAnchored: anchored,
    };
    if (node.closed && following === null) for (const branch of made.branches) closeBranch(branch);
    const isCaptured = nodes.every(capturesIn);
    const isMixed = !isCaptured && (nodes.some(capturesIn) || (!made.once && !(only && made.branches[0]!.once)));
    // Left empty, a place finds what it would not find filled only where the next place is taken before it.
    const isTold = isCaptured && !anchored && (following === null || followingIsTold);
    if (isMixed || (isOptional && !isTold) || mayFitOneNode(made.branches)) plan.overlaps = true;
    followingIsTold = isCaptured && (followingIsTold || !isOptional);
    followingMayBeAnchored = isOptional && anchored;
    place = made;
    following = child;
  }
  return place;
}

function closeBranch(branch: Branch): void {
  branch.lastChild = true;
  branch.hasConditions = true;
}

function branchOf(
  plan: Plan,
  node: NodePattern,
  depth: number,
  next: Place | null,
  isAnchored: boolean,
  isSure: boolean,
): Branch {
  const { type, field, captures, missing, negated, children } = node;
  // tree-sitter then wants the very next node, whatever it is.
  if (type === anyType && !node.named && next?.immediate) plan.isGeneral = true;
  const isCaptured = children.some((child) => capturesIn(child.pattern));
  const predicates = isSure
    ? plan.predicates.filter(
        (predicate): predicate is TextPredicate =>
          predicate.kind !== "same" && captures.includes(predicate.capture) && plan.uses.get(predicate.capture) === 1,
      )
    : [];
  for (const predicate of predicates) plan.decided.add(predicate);
  // What is below decides only whether the node fits, so it must not count as an overlap.
  const { overlaps } = plan;
  const below = children.length > 0 && !isCaptured ? placesFor(plan, node, depth + 1, null, false) : null;
  plan.overlaps = overlaps;
  return {
    type,
    named: node.named,
    field,
    captures,
    next: isCaptured ? placesFor(plan, node, depth + 1, next, isSure) : next,
    once: captures.length === 0 && !isCaptured && (children.length === 0 || !isAnchored),
    hasConditions: missing || negated.length > 0 || below !== null || predicates.length > 0,
    missing,
    lastChild: false,
    negated,
    below,
    predicates,
  };
}

/** Whether a pattern found by its first child would be found at more of its children than the search tries. */
function beginsAmiss(first: Place): boolean {
  for (let place: Place | null | undefined = first; place; place = place.otherwise) {
    if (place.branches.some((branch) => branch.once && branch.next?.immediate)) return true;
  }
  return false;
}

function mayFitOneNode(branches: Branch[]): boolean {
  return branches.some((one, i) =>
    branches
      .slice(i + 1)
      .some(
        (other) =>
          (one.type === other.type || one.type === anyType || other.type === anyType) &&
          (one.field === other.field || one.field === 0 || other.field === 0),
      ),
  );
}
