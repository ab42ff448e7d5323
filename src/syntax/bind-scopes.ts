import type { CaptureRole, Role } from "./bind-roles.js";
import type { MatchStream } from "./run-query.js";
import type { SyntaxTree } from "./tree.js";

/** What the patterns say of one node. */
export interface Rule {
  role: Role;
  argument: string;
  node: number;
  /** Part names and nodes in turn, in the order of the source. */
  parts: (string | number)[];
}

export interface Scope {
  node: number;
  /** One past its last node. */
  end: number;
  parent: number;
  role: "scope" | "functionScope" | "classScope";
  /** Bindings by name, in the order they were made. */
  names: Map<string, number[]>;
}

/** A name or pattern that a declaration binds, with the scope it is bound in. */
export interface Declared {
  rule: Rule;
  scope: number;
  /** The innermost function, class or alias around, for parameters; -1 when there is none. */
  owner: number;
}

export interface UsedName {
  node: number;
  scope: number;
}

/** The stream of matches sorted into what binding needs. Node numbers everywhere. */
export interface Outline {
  rules: RulesByNode;
  scopes: Scope[];
  declared: Declared[];
  /** The value that is the default export, -1 for none. */
  exported: number;
  narrowed: { rule: Rule; scope: number }[];
  /** Statements that say where names are bound: `import`, `global` and `nonlocal`. */
  placed: { rule: Rule; scope: number }[];
  uses: UsedName[];
  members: number[];
  /** For each function: its parameters, type parameters, returned and yielded values, in order. */
  owned: Map<number, Owned>;
  /** The class around a node that asks for it: `this`, a function, a field. */
  classOf: Map<number, number>;
  /** How many @namespace stand around a @module. */
  depthOf: Map<number, number>;
  /** Functions and fields that name a definition, classes and aliases. */
  named: Rule[];
}

export interface Owned {
  parameters: Rule[];
  typeParameters: Rule[];
  returns: number[];
  yields: number[];
}

/** Of names, which have none. */
const noParts: never[] = [];

/** A map from nodes to rules. With arrays here and in bind-code.ts, and no Map, reading files off takes 5.7 s and not 6.5 s (the least of six runs). */
export class RulesByNode {
  readonly #rules: (Rule | undefined)[];

  constructor(nodes: number) {
    this.#rules = new Array(nodes);
  }

  get(node: number): Rule | undefined {
    return node < 0 ? undefined : this.#rules[node];
  }

  has(node: number): boolean {
    return this.get(node) !== undefined;
  }

  set(node: number, rule: Rule): void {
    this.#rules[node] = rule;
  }

  /** In the order of the nodes. */
  values(): Rule[] {
    return this.#rules.filter((rule) => rule !== undefined);
  }
}

const owners: ReadonlySet<Role> = new Set<Role>(["function", "functionType", "class", "alias", "mapped"]);

export function part(rule: Rule, name: string): number {
  const { parts } = rule;
  for (let i = 0; i < parts.length; i += 2) if (parts[i] === name) return parts[i + 1] as number;
  return -1;
}

export function partsNamed(rule: Rule, name: string): number[] {
  const found: number[] = [];
  for (let i = 0; i < rule.parts.length; i += 2) if (rule.parts[i] === name) found.push(rule.parts[i + 1] as number);
  return found;
}

/** One pass over the matches, which come in the order of the nodes where they begin. */
export function outlineOf(stream: MatchStream, roles: (CaptureRole | null)[], tree: SyntaxTree): Outline {
  const { after, count } = tree;
  const outline: Outline = {
    rules: new RulesByNode(count),
    scopes: [{ node: 0, end: count, parent: -1, role: "functionScope", names: new Map() }],
    declared: [],
    exported: -1,
    narrowed: [],
    placed: [],
    uses: [],
    members: [],
    owned: new Map(),
    classOf: new Map(),
    depthOf: new Map(),
    named: [],
  };
  const { rules, scopes, owned } = outline;
  const declaredAt = new Map<number, Rule>();
  const openScopes = [0];
  const openOwners: number[] = [];
  const openClasses: number[] = [];
  const openFunctions: number[] = [];
  const openMatches: number[] = [];
  const openNamespaces: number[] = [];
  let ignoredUntil = 0;
  /** Names that are no uses; they may be known before what stands in front of them. */
  const ignored = new Set<number>();
  const close = (open: number[], node: number, endOf: (entry: number) => number) => {
    while (open.length > 0 && endOf(open[open.length - 1]!) <= node) open.pop();
  };
  const ownedBy = (node: number): Owned => {
    let entry = owned.get(node);
    if (!entry) {
      entry = { parameters: [], typeParameters: [], returns: [], yields: [] };
      owned.set(node, entry);
    }
    return entry;
  };
  const scopeEnd = (scope: number) => scopes[scope]!.end;
  const nodeEnd = (node: number) => after[node]!;
  const innermost = (open: number[], node: number): number => {
    let i = open.length - 1;
    while (i >= 0 && open[i] === node) i--;
    return i < 0 ? -1 : open[i]!;
  };
  /** Whether the innermost function stands in a class itself, and is called on something. */
  const isReceiver = (): boolean => {
    const within = openFunctions[openFunctions.length - 1] ?? -1;
    const outside = openFunctions[openFunctions.length - 2] ?? -1;
    const around = openClasses[openClasses.length - 1] ?? -1;
    const called = rules.get(within);
    return around > outside && called !== undefined && part(called, "static") < 0;
  };
  const { data, length } = stream;
  for (let at = 0; at < length; ) {
    const captures = data[at + 1]!;
    const first = at + 2;
    at = first + captures * 2;
    let whole: CaptureRole | null = null;
    let node = -1;
    for (let i = first; i < at; i += 2) {
      const role = roles[data[i]!];
      if (role && role.part === "") {
        whole = role;
        node = data[i + 1]!;
        break;
      }
    }
    if (!whole) continue;
    close(openScopes, node, scopeEnd);
    close(openOwners, node, nodeEnd);
    close(openClasses, node, nodeEnd);
    close(openFunctions, node, nodeEnd);
    close(openMatches, node, nodeEnd);
    close(openNamespaces, node, nodeEnd);
    const { role } = whole;
    if (role === "scope" || role === "functionScope" || role === "classScope") {
      const top = openScopes[openScopes.length - 1]!;
      if (scopes[top]!.node === node && node !== 0) continue;
      scopes.push({ node, end: after[node]!, parent: top, role, names: new Map() });
      openScopes.push(scopes.length - 1);
      continue;
    }
    if (role === "namespace") {
      openNamespaces.push(node);
      continue;
    }
    if (role === "ignore") {
      if (after[node] === node + 1) ignored.add(node);
      else ignoredUntil = Math.max(ignoredUntil, after[node]!);
      continue;
    }
    if (role === "label") {
      rules.set(node, { role, argument: "", node, parts: noParts });
      continue;
    }
    if (role === "name" || role === "typeName" || role === "shorthand") {
      if (rules.has(node)) continue;
      rules.set(node, { role, argument: "", node, parts: noParts });
      if (node >= ignoredUntil && !ignored.has(node))
        outline.uses.push({ node, scope: openScopes[openScopes.length - 1]! });
      continue;
    }
    const isDeclaration =
      role === "variable" ||
      role === "hoisted" ||
      role === "parameter" ||
      role === "self-parameter" ||
      role === "typeParameter" ||
      role === "bind" ||
      role === "bindValue" ||
      role === "bindType";
    const isPlacing = role === "import" || role === "global" || role === "nonlocal";
    const known = isDeclaration || isPlacing ? declaredAt.get(node) : rules.get(node);
    if (known && known.role !== role) continue;
    const rule: Rule = known ?? { role, argument: whole.argument, node, parts: [] };
    for (let i = first; i < at; i += 2) {
      const captured = roles[data[i]!];
      if (!captured || captured.part === "" || captured.role !== role) continue;
      const partNode = data[i + 1]!;
      if (!has(rule, captured.part, partNode)) rule.parts.push(captured.part, partNode);
    }
    if (known) continue;
    if (isPlacing) {
      declaredAt.set(node, rule);
      outline.placed.push({ rule, scope: openScopes[openScopes.length - 1]! });
      continue;
    }
    if (role === "match") {
      openMatches.push(part(rule, "value"));
      continue;
    }
    if (isDeclaration && part(rule, "matched") >= 0 && openMatches.length > 0)
      rule.parts.push("value", openMatches[openMatches.length - 1]!);
    if (isDeclaration) {
      declaredAt.set(node, rule);
      if (role === "self-parameter" && !isReceiver()) rule.role = "parameter";
      let scope = openScopes[openScopes.length - 1]!;
      if (scopes[scope]!.node === node && scope !== 0) scope = scopes[scope]!.parent;
      if (role === "hoisted") while (scopes[scope]!.role === "scope") scope = scopes[scope]!.parent;
      const owner = innermost(openOwners, role === "typeParameter" ? -1 : node);
      outline.declared.push({ rule, scope, owner });
      if (owner >= 0 && rule.role === "parameter") ownedBy(owner).parameters.push(rule);
      if (owner >= 0 && role === "typeParameter") ownedBy(owner).typeParameters.push(rule);
      if (rule.role === "self-parameter") outline.classOf.set(node, openClasses[openClasses.length - 1] ?? -1);
      continue;
    }
    if (role === "narrow") {
      outline.narrowed.push({ rule, scope: openScopes[openScopes.length - 1]! });
      continue;
    }
    if (role === "exported") {
      outline.exported = part(rule, "value");
      continue;
    }
    if (role === "return" || role === "yield") {
      const around = innermost(openFunctions, node);
      const value = part(rule, "value");
      if (around >= 0 && value >= 0) (role === "return" ? ownedBy(around).returns : ownedBy(around).yields).push(value);
      // A returned value may stand for an expression of its own in languages where everything is one.
      continue;
    }
    rules.set(node, rule);
    const key = role === "entry" || role === "part" || role === "typeEntry" ? part(rule, "key") : -1;
    if (key >= 0 && !rules.has(key)) rules.set(key, { role: "same", argument: "", node: key, parts: [] });
    if (owners.has(role)) openOwners.push(node);
    if (role === "function") {
      outline.classOf.set(node, openClasses[openClasses.length - 1] ?? -1);
      openFunctions.push(node);
      outline.named.push(rule);
    } else if (role === "class") {
      outline.classOf.set(node, openClasses[openClasses.length - 1] ?? -1);
      openClasses.push(node);
      outline.named.push(rule);
    } else if (role === "field" || role === "alias") {
      outline.classOf.set(node, openClasses[openClasses.length - 1] ?? -1);
      outline.named.push(rule);
    } else if (role === "self" || role === "super" || role === "selfType" || role === "selfClass") {
      outline.classOf.set(node, openClasses[openClasses.length - 1] ?? -1);
    } else if (role === "module") {
      outline.depthOf.set(node, openNamespaces.length);
    } else if (role === "member" || role === "typeMember") {
      // The name of a member is no name by itself; in some grammars it looks like one.
      const name = part(rule, "name");
      if (name >= 0 && name !== node) rules.set(name, { role: "same", argument: "", node: name, parts: [] });
      if (node >= ignoredUntil) outline.members.push(node);
    }
  }
  for (const { parameters } of owned.values()) parameters.sort((a, b) => a.node - b.node);
  return outline;
}

function has(rule: Rule, name: string, node: number): boolean {
  for (let i = 0; i < rule.parts.length; i += 2) if (rule.parts[i] === name && rule.parts[i + 1] === node) return true;
  return false;
}
