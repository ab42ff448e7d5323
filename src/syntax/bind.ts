import { type CodeWriter, codeWriter, type Lookup } from "./bind-code.js";
import { type CaptureRole, captureRoles } from "./bind-roles.js";
import { type Declared, type Outline, outlineOf, part, partsNamed, type Rule } from "./bind-scopes.js";
import type { LooseUse } from "./embedded.js";
import type { Definition, Import } from "./facts.js";
import { type LineTable, lineAt, lineTable } from "./lines.js";
import { type Binding, type DefinitionNames, type FileNames, op, space } from "./names.js";
import type { Query } from "./query.js";
import { type MatchStream, runQuery } from "./run-query.js";
import { flag, type SyntaxTree } from "./tree.js";

export interface BindOptions {
  /** A name is known only behind its declaration, and a later one of the same name hides it: Rust, Go. */
  sequential: boolean;
  /** Functions and classes are the only scopes, and the last binding of a name before its use holds: Python. */
  assigned?: boolean;
  oneSpace?: boolean;
  /** Names in patterns that are constants, and so are not bound by them. */
  constants?: RegExp;
  /** Heads of definitions that declare no name. */
  openBlock?: RegExp;
  /** Name of the library's collection that a rest parameter is. */
  list?: string;
}

const rolesOf = new WeakMap<Query, (CaptureRole | null)[]>();
let stream: MatchStream | undefined;

/** What is known of a file besides its tree: facts that bindings point into, and uses of its names outside of the code. */
export interface BoundFacts {
  definitions: Definition[];
  imports: Import[];
  uses?: LooseUse[] | undefined;
}

/** The names of a file: a language's names.scm (see bind-roles.ts) run over its tree, its scopes resolved. */
export function bindNames(
  query: Query,
  tree: SyntaxTree,
  text: string,
  facts: BoundFacts,
  options: BindOptions,
): FileNames {
  let roles = rolesOf.get(query);
  if (!roles) {
    roles = captureRoles(query);
    rolesOf.set(query, roles);
  }
  stream = runQuery(query, tree, text, stream);
  const outline = outlineOf(stream, roles, tree);
  return new Binder(tree, text, outline, facts, options).bind();
}

/** A binding whose type and value are written later, when all names are known. */
interface Pending {
  binding: Binding;
  type: number;
  value: () => number;
  /** The node of the type of each of what a rest parameter takes. */
  element?: number;
}

/** Lives as long as one file is bound: scopes fill first, then names are looked up while code is written. */
class Binder {
  readonly #bindings: Binding[] = [];
  /** For a name that is known only behind its declaration: from which node on. */
  readonly #visibleFrom: number[] = [];
  readonly #pending: Pending[] = [];
  readonly #bound = new Set<number>();
  readonly #byRule = new Map<Rule, number>();
  readonly #scopeOfUse = new Map<number, number>();
  readonly #definitionByStart = new Map<number, number>();
  readonly #members = new Map<number, number[]>();
  /** `const a = require("b")` is a variable to the grammar and an import to the reader. By line and name. */
  readonly #importedAt = new Map<string, number>();
  /** Bindings of imports by name, where statements say in which scope they bind. */
  readonly #importsNamed = new Map<string, number[]>();
  /** Fields without a definition of their own, because a class makes them in several places, by class and name. */
  readonly #again = new Map<string, Rule[]>();
  /** Scope -> names that are bound in another one: `global a`. */
  readonly #movedFrom = new Map<number, Map<string, number>>();
  readonly #boundDefinitions = new Set<number>();
  readonly #partsTaken: number[] = [];
  readonly #table: LineTable;
  readonly #writer: CodeWriter;

  constructor(
    private readonly tree: SyntaxTree,
    text: string,
    private readonly outline: Outline,
    private readonly facts: BoundFacts,
    private readonly options: BindOptions,
  ) {
    const table = lineTable(text);
    this.#table = table;
    facts.definitions.forEach(({ line, column }, number) => {
      this.#definitionByStart.set(table[line - 1]! + column - 1, number);
    });
    const lookup: Lookup = {
      bindingOf: (node) => this.#bindingOf(node),
      bindingFor: (rule) => this.#byRule.get(rule) ?? -1,
      definitionAt: (node) => this.#definitionAt(node),
      membersOf: (node) => this.#members.get(node) ?? [],
    };
    this.#writer = codeWriter(tree, text, table, outline, lookup);
  }

  bind(): FileNames {
    for (const { node, scope } of this.outline.uses) this.#scopeOfUse.set(node, scope);
    this.#bindImports();
    for (const { rule, scope } of this.outline.placed) this.#placeNames(rule, scope);
    for (const declared of this.outline.declared) this.#declare(declared);
    this.#bindTopLevel();
    for (const { rule, scope } of this.outline.narrowed) this.#narrow(rule, scope);
    const uses: number[] = [];
    const definitions = this.#definitions();
    for (const { node } of this.outline.uses) {
      if (this.#bound.has(node)) continue;
      const binding = this.#bindingOf(node);
      if (binding >= 0) {
        const { kind } = this.#bindings[binding]!;
        if (kind !== "definition" && kind !== "import") continue;
      }
      uses.push(this.#writer.build(node));
    }
    // A call that is a statement gives nothing on, but says what the functions passed to it are called with.
    for (const rule of this.outline.rules.values())
      if (rule.role === "call" || rule.role === "new") this.#writer.build(rule.node);
    const members = this.outline.members.map((node) => this.#writer.build(node)).filter((offset) => offset > 0);
    this.#addLooseUses(uses, members);
    for (const { binding, type, value, element } of this.#pending) {
      binding.type = type < 0 ? 0 : this.#writer.build(type);
      if (element !== undefined) binding.type = this.#listOf(element);
      binding.value = value();
    }
    const exported = this.#writer.build(this.outline.exported);
    const { code, strings, places } = this.#writer;
    return {
      strings,
      places: Int32Array.from(places),
      code: Int32Array.from(code),
      bindings: this.#bindings,
      uses: Int32Array.from(uses),
      ...(exported > 0 ? { exported } : {}),
      members: Int32Array.from([...members, ...this.#partsTaken]),
      definitions,
    };
  }

  /** Names that are used outside of the code are those at the top of the file; what else they may be (a part of the page) is nobody's. */
  #addLooseUses(uses: number[], members: number[]): void {
    const { code, places } = this.#writer;
    const loose = this.facts.uses ?? [];
    for (const { names, at, members: taken } of loose) {
      const binding = names.reduce((found, name) => (found >= 0 ? found : this.#atTop(name)), -1);
      if (binding < 0) continue;
      let value = this.#writer.emit(op.name, binding, this.#writer.placeAt(at));
      const { kind } = this.#bindings[binding]!;
      if (kind === "definition" || kind === "import") uses.push(value);
      for (const { name, at } of taken) {
        value = this.#writer.emit(op.member, value, this.#writer.string(name), this.#writer.placeAt(at), 0);
        members.push(value);
      }
    }
    const placeOf = (use: number) => [places[code[use + 2]! * 2]!, places[code[use + 2]! * 2 + 1]!] as const;
    if (loose.length > 0) uses.sort((a, b) => placeOf(a)[0] - placeOf(b)[0] || placeOf(a)[1] - placeOf(b)[1]);
  }

  #atTop(name: string): number {
    return this.#find(0, name, space.value, this.tree.count);
  }

  #definitionAt(node: number): number {
    return node < 0 ? -1 : (this.#definitionByStart.get(this.tree.start[node]!) ?? -1);
  }

  #bindImports(): void {
    this.facts.imports.forEach((imported, number) => {
      // A re-export binds nothing here.
      if (imported.kind === "reexport" && !this.options.sequential) return;
      for (const { imported: name, local } of imported.names) {
        // Taken without a name to find it by.
        if (local === "") continue;
        const binding = this.#add(0, {
          name: local,
          kind: "import",
          number,
          imported: name,
          spaces: space.both,
          at: -1,
          type: 0,
          value: 0,
        });
        if (this.outline.placed.length > 0) push(this.#importsNamed, local, binding);
        if (imported.kind === "require" || imported.kind === "dynamic")
          this.#importedAt.set(`${imported.line} ${local}`, binding);
      }
    });
  }

  /** An import inside a function binds there and nowhere else; an assignment to a `global` name binds outside. */
  #placeNames(rule: Rule, scope: number): void {
    const { tree } = this;
    const at = this.#scopeFor(scope);
    if (rule.role === "import" && part(rule, "name") < 0) this.#placeImports(rule, at);
    for (const node of partsNamed(rule, "name")) {
      this.#bound.add(node);
      const name = this.#writer.textOf(node);
      if (rule.role !== "import") {
        const outer = rule.role === "global" ? 0 : this.#around(at);
        const moved = this.#movedFrom.get(at);
        if (moved) moved.set(name, outer);
        else this.#movedFrom.set(at, new Map([[name, outer]]));
        continue;
      }
      const first = lineAt(this.#table, tree.start[rule.node]!);
      const last = lineAt(this.#table, tree.end[rule.node]!);
      const binding = this.#importsNamed.get(name)?.find((one) => {
        const { line } = this.facts.imports[this.#bindings[one]!.number]!;
        return first <= line && line <= last;
      });
      if (binding === undefined) continue;
      if (this.options.assigned) this.#visibleFrom[binding] = tree.after[rule.node]!;
      this.#moveImport(binding, at);
    }
  }

  /** All that a statement imports. */
  #placeImports(rule: Rule, scope: number): void {
    if (scope === 0) return;
    const first = lineAt(this.#table, this.tree.start[rule.node]!);
    const last = lineAt(this.#table, this.tree.end[rule.node]!);
    for (const binding of [...this.#importsNamed.values()].flat()) {
      const { line } = this.facts.imports[this.#bindings[binding]!.number]!;
      if (first <= line && line <= last) this.#moveImport(binding, scope);
    }
  }

  #moveImport(binding: number, scope: number): void {
    if (scope === 0) return;
    const { name } = this.#bindings[binding]!;
    const atTop = this.outline.scopes[0]!.names.get(name)!;
    const place = atTop.indexOf(binding);
    if (place >= 0) atTop.splice(place, 1);
    this.#name(scope, name, binding);
  }

  /** Where a name that is declared in a scope is bound: without blocks of its own a language binds in the function around. */
  #scopeFor(from: number): number {
    const { scopes } = this.outline;
    let scope = from;
    if (this.options.assigned) while (scopes[scope]!.role === "scope") scope = scopes[scope]!.parent;
    return scope;
  }

  /** The function scope outside of a scope. */
  #around(from: number): number {
    const { scopes } = this.outline;
    let scope = scopes[from]!.parent;
    while (scope > 0 && scopes[scope]!.role !== "functionScope") scope = scopes[scope]!.parent;
    return Math.max(0, scope);
  }

  /** Definitions of the file that no pattern of names.scm binds: they are seen in the whole file. */
  #bindTopLevel(): void {
    const fields = new Set(
      this.outline.named.flatMap((rule) => (rule.role === "field" ? this.#definitionAt(part(rule, "name")) : [])),
    );
    this.facts.definitions.forEach((definition, number) => {
      if (definition.container !== "" || definition.kind === "method" || definition.kind === "field") return;
      if (fields.has(number) || this.options.openBlock?.test(definition.signature)) return;
      if (this.#boundDefinitions.has(number) || this.#importedAt.has(`${definition.line} ${definition.name}`)) return;
      const isType = definition.kind === "interface" || definition.kind === "type";
      this.#add(0, {
        name: definition.name,
        kind: "definition",
        number,
        imported: "",
        spaces: this.options.oneSpace
          ? space.both
          : isType
            ? space.type
            : definition.kind === "function" || definition.kind === "variable" || definition.kind === "constant"
              ? space.value
              : space.both,
        at: -1,
        type: 0,
        value: 0,
      });
    });
  }

  #add(scope: number, binding: Binding, visibleFrom = 0): number {
    const number = this.#bindings.length;
    this.#bindings.push(binding);
    this.#visibleFrom.push(visibleFrom);
    if (binding.name !== "") this.#name(scope, binding.name, number);
    return number;
  }

  #name(scope: number, name: string, binding: number): void {
    const { names } = this.outline.scopes[scope]!;
    const known = names.get(name);
    if (known) known.push(binding);
    else names.set(name, [binding]);
  }

  #declare({ rule, scope: around, owner }: Declared): void {
    const { role } = rule;
    const name = this.#withoutMarks(part(rule, "name"));
    const scope = role.startsWith("bind") ? this.#scopeFor(around) : around;
    const kind =
      role === "parameter" || role === "self-parameter"
        ? "parameter"
        : role === "typeParameter"
          ? "typeParameter"
          : "local";
    const type = part(rule, role === "typeParameter" ? "constraint" : "type");
    const value = part(rule, role === "typeParameter" ? "default" : "value");
    const isOptional = part(rule, "optional") >= 0 || (role === "parameter" && value >= 0);
    const form = part(rule, "rest") >= 0 ? "rest" : isOptional ? "optional" : undefined;
    const each = part(rule, "each");
    const spaces = this.options.oneSpace
      ? space.both
      : role === "bindType" || role === "typeParameter"
        ? space.type
        : role === "bind"
          ? space.both
          : space.value;
    const visibleFrom = this.#declaredAt(rule, scope, owner);
    const source = (): number => {
      const own = each >= 0 ? this.#writer.emit(op.each, this.#writer.build(each)) : this.#writer.build(value);
      if (role === "self-parameter") return this.#receiver(rule, owner);
      // Nothing is written at a parameter: what it is called with says what it is.
      if (role === "parameter" && type < 0 && own === 0) return this.#contextual(rule, owner);
      return own;
    };
    const inner = name < 0 ? undefined : this.outline.rules.get(name)?.role;
    if (name < 0 || isPattern(inner)) {
      const whole = this.#add(scope, { name: "", kind, number: -1, imported: "", spaces, at: -1, type: 0, value: 0 });
      if (form) this.#bindings[whole]!.form = form;
      this.#byRule.set(rule, whole);
      this.#pending.push({ binding: this.#bindings[whole]!, type, value: source });
      if (name >= 0) this.#unpack(name, scope, kind, visibleFrom, () => this.#writer.emit(op.name, whole, 0));
      return;
    }
    // A constant in the place of a pattern.
    if (role === "variable" && this.options.constants && !this.#isBindable(name)) return;
    const before = this.options.assigned && role === "hoisted" ? this.#lastOf(scope, name) : -1;
    const binding = this.#bindName(name, scope, kind, spaces, visibleFrom);
    if (form) this.#bindings[binding]!.form = form;
    this.#byRule.set(rule, binding);
    // What a name was bound to before may still be what it is.
    const withEarlier = () => {
      const own = source();
      const earlier = this.#writer.emit(op.name, before, 0);
      return own === 0 ? earlier : this.#writer.emit(op.either, 2, own, earlier);
    };
    const element = part(rule, "element");
    this.#pending.push({
      binding: this.#bindings[binding]!,
      type,
      value: before >= 0 ? withEarlier : source,
      ...(element >= 0 ? { element } : {}),
    });
  }

  #lastOf(scope: number, name: number): number {
    const text = this.#writer.textOf(name);
    const moved = this.#movedFrom.get(scope)?.get(text) ?? scope;
    return this.outline.scopes[moved]!.names.get(text)?.at(-1) ?? -1;
  }

  /** From which node on a name is known: behind its declaration, where the order of declarations counts. */
  #declaredAt({ role, parts, node }: Rule, scope: number, owner: number): number {
    const { sequential, assigned, oneSpace } = this.options;
    // Among the parameters, `size size` names a type of the same name.
    if (role === "parameter" && sequential && oneSpace && owner >= 0) {
      const { parts } = this.outline.owned.get(owner)!.parameters.at(-1)!;
      return this.tree.after[parts.at(-1) as number]!;
    }
    const isOrdered = role === "variable" || role === "hoisted" || (assigned === true && role.startsWith("bind"));
    if (!isOrdered || !(assigned || (sequential && scope > 0))) return 0;
    if (role.startsWith("bind")) return node;
    let behind = node;
    for (let i = 1; i < parts.length; i += 2) behind = Math.max(behind, this.tree.after[parts[i] as number]!);
    return behind;
  }

  /** A method is called on an instance; where it says so, on the class itself. */
  #receiver(rule: Rule, owner: number): number {
    const called = this.outline.rules.get(owner);
    const around = this.#classCode(rule.node);
    return called && part(called, "ofClass") >= 0 ? around : this.#writer.emit(op.self, around);
  }

  #bindName(node: number, from: number, kind: Binding["kind"], spaces: number, visibleFrom: number): number {
    this.#bound.add(node);
    const scope = this.#movedFrom.get(from)?.get(this.#writer.textOf(node)) ?? from;
    const at = this.#writer.place(node);
    const imported = this.#importedAt.get(`${this.#writer.places[at * 2]} ${this.#writer.textOf(node)}`);
    if (imported !== undefined) {
      if (scope !== 0) this.#name(scope, this.#bindings[imported]!.name, imported);
      return imported;
    }
    const known =
      scope === from ? -1 : (this.outline.scopes[scope]!.names.get(this.#writer.textOf(node))?.at(-1) ?? -1);
    // What `global a` assigns to is what the file defines under that name.
    const outer = known >= 0 && this.#bindings[known]!.kind === "definition" ? this.#bindings[known]!.number : -1;
    const definition = outer >= 0 ? outer : this.#definitionAt(node);
    if (definition >= 0) this.#boundDefinitions.add(definition);
    const isTop = definition >= 0 && this.facts.definitions[definition]!.container === "";
    return this.#add(
      scope,
      {
        name: this.#writer.textOf(node),
        kind: isTop || (definition >= 0 && kind === "local") ? "definition" : kind,
        number: definition,
        imported: "",
        spaces,
        at,
        type: 0,
        value: 0,
      },
      visibleFrom,
    );
  }

  /** `ref a`, `a = 1` in a pattern: the name or pattern that is marked so. */
  #withoutMarks(node: number): number {
    const { rules } = this.outline;
    let bare = node;
    for (let rule = rules.get(bare); rule?.role === "part" && part(rule, "name") >= 0; rule = rules.get(bare))
      bare = part(rule, "name");
    return bare;
  }

  /** Names of constants in patterns are used, not bound. */
  #isBindable(node: number): boolean {
    const role = this.outline.rules.get(node)?.role;
    if (role !== undefined && role !== "name" && role !== "typeName" && role !== "shorthand" && role !== "same")
      return false;
    const { constants } = this.options;
    return constants === undefined || !constants.test(this.#writer.textOf(node));
  }

  /** Binds the names in a pattern, each to a part of what the pattern is given. */
  #unpack(pattern: number, scope: number, kind: Binding["kind"], visibleFrom: number, given: () => number): void {
    const { rules } = this.outline;
    const { after, flags } = this.tree;
    let made = 0;
    const whole = rules.get(pattern)!;
    const type = part(whole, "type");
    const source = () => {
      if (made === 0) made = type < 0 ? given() : this.#writer.emit(op.seenAs, given(), this.#writer.build(type));
      return made;
    };
    const isList = whole.role === "listPattern";
    let index = -1;
    for (let child = pattern + 1; child < after[pattern]!; child = after[child]!) {
      if (child === type || (flags[child]! & flag.extra) !== 0) continue;
      if ((flags[child]! & flag.named) === 0) {
        // A placeholder stands for an item, too.
        if (this.#writer.textOf(child) === "_") index++;
        continue;
      }
      index++;
      if (whole.role === "alternatives") {
        if (isPattern(rules.get(child)?.role)) this.#unpack(child, scope, kind, visibleFrom, source);
        continue;
      }
      const rule = rules.get(child);
      let target = child;
      let value: () => number;
      if (rule?.role === "rest") {
        target = part(rule, "name");
        value = () => 0;
      } else if (isList) {
        const place = index;
        if (rule?.role === "part") target = part(rule, "name");
        value = () => this.#writer.emit(op.item, source(), place);
      } else {
        const key = rule?.role === "part" ? part(rule, "key") : -1;
        if (rule?.role === "part" && part(rule, "name") >= 0) target = part(rule, "name");
        const named = key >= 0 ? key : target;
        value = () => this.#part(source(), named);
      }
      if (target < 0) continue;
      // `{a = 1}` and `[a = 1]` with a default.
      const assigned = this.#withoutMarks(target);
      if (isPattern(rules.get(assigned)?.role)) this.#unpack(assigned, scope, kind, visibleFrom, value);
      else if (this.#isBindable(assigned)) {
        const binding = this.#bindName(
          assigned,
          scope,
          kind === "parameter" ? "local" : kind,
          this.options.oneSpace ? space.both : space.value,
          visibleFrom,
        );
        this.#pending.push({ binding: this.#bindings[binding]!, type: -1, value });
      }
    }
  }

  /** A property taken out by a pattern is used, like any other member. */
  #part(value: number, name: number): number {
    const offset = this.#writer.emit(
      op.part,
      value,
      this.#writer.string(this.#writer.textOf(name)),
      this.#writer.place(name),
    );
    this.#partsTaken.push(offset);
    return offset;
  }

  /** Inside a branch a local is known to be more than it was declared. */
  #narrow(rule: Rule, scope: number): void {
    const name = part(rule, "name");
    const inner = this.outline.scopes.findIndex(({ node }) => node === part(rule, "scope"));
    if (name < 0 || inner < 0) return;
    const declared = this.#find(scope, this.#writer.textOf(name), space.value, name);
    if (declared < 0) return;
    const { kind } = this.#bindings[declared]!;
    if (kind !== "local" && kind !== "parameter") return;
    const binding = this.#add(inner, { ...this.#bindings[declared]!, type: 0, value: 0 });
    const type = part(rule, "type");
    this.#pending.push({
      binding: this.#bindings[binding]!,
      type: -1,
      value: () => this.#writer.emit(op.cast, this.#writer.build(type)),
    });
  }

  #listOf(element: number): number {
    const list = this.#writer.string(this.options.list ?? "");
    return this.#writer.emit(op.listType, list, 1, this.#writer.build(element));
  }

  #contextual(rule: Rule, owner: number): number {
    if (this.outline.rules.get(owner)?.role !== "function") return 0;
    const index = this.outline.owned.get(owner)!.parameters.indexOf(rule);
    return this.#writer.emit(op.contextual, this.#writer.build(owner), index);
  }

  #classCode(node: number): number {
    const around = this.outline.classOf.get(node) ?? -1;
    return around < 0 ? 0 : this.#writer.build(around);
  }

  #bindingOf(node: number): number {
    const name = this.#writer.textOf(node);
    const role = this.outline.rules.get(node)?.role;
    const scope = this.#scopeOfUse.get(node) ?? 0;
    const found = this.#find(scope, name, role === "typeName" ? space.type : space.value, node);
    return found >= 0 ? found : -1 - this.#writer.string(name);
  }

  #find(from: number, name: string, wanted: number, node: number): number {
    const { scopes } = this.outline;
    let leftFunction = false;
    for (let scope = from; scope >= 0; scope = scopes[scope]!.parent) {
      const { names, role } = scopes[scope]!;
      if (!(role === "classScope" && leftFunction)) {
        const candidates = names.get(name);
        if (candidates && this.options.assigned) {
          const found = this.#latest(candidates, wanted, leftFunction ? this.tree.count : node);
          if (found >= 0) return found;
        } else if (candidates) {
          for (let i = candidates.length - 1; i >= 0; i--) {
            const number = candidates[i]!;
            if ((this.#bindings[number]!.spaces & wanted) !== 0 && this.#visibleFrom[number]! <= node) return number;
          }
        }
      }
      if (role === "functionScope") leftFunction = true;
    }
    return -1;
  }

  /** The last binding before a node; before the first one, the last of all: a loop comes round to it. */
  #latest(candidates: readonly number[], wanted: number, node: number): number {
    let latest = -1;
    let last = -1;
    for (const number of candidates) {
      if ((this.#bindings[number]!.spaces & wanted) === 0) continue;
      const from = this.#visibleFrom[number]!;
      if (last < 0 || from >= this.#visibleFrom[last]!) last = number;
      if (from <= node && (latest < 0 || from >= this.#visibleFrom[latest]!)) latest = number;
    }
    return latest >= 0 ? latest : last;
  }

  /** What the definitions of the file are, by their numbers; fills the members of classes first, which classes are written from. */
  #definitions(): DefinitionNames[] {
    const { outline } = this;
    const ruleOf = new Map<number, Rule>();
    for (const rule of outline.named) {
      const number = this.#definitionAt(part(rule, "name"));
      if (number < 0 && rule.role === "field") this.#madeAgain(rule);
      if (number < 0) continue;
      if (!ruleOf.has(number)) ruleOf.set(number, rule);
      const around = outline.classOf.get(rule.node) ?? -1;
      if (around >= 0 && around !== rule.node && this.#isMember(number)) this.#addMember(around, number);
    }
    const byDefinition = new Map<number, Pending>();
    for (const pending of this.#pending)
      if (pending.binding.kind === "definition") byDefinition.set(pending.binding.number, pending);
    const definitions = this.facts.definitions.map((_, number): DefinitionNames => {
      const rule = ruleOf.get(number);
      if (rule?.role === "field") {
        const type = this.#writer.build(part(rule, "type"));
        return { type, value: this.#fieldValue(rule, number), isStatic: part(rule, "static") >= 0 };
      }
      if (rule) return { type: this.#writer.build(rule.node), value: 0, isStatic: part(rule, "static") >= 0 };
      const pending = byDefinition.get(number);
      if (!pending) return { type: 0, value: 0, isStatic: false };
      pending.binding.type = pending.type < 0 ? 0 : this.#writer.build(pending.type);
      const value = pending.value();
      pending.value = () => value;
      return { type: pending.binding.type, value, isStatic: false };
    });
    return definitions;
  }

  /** A field that methods make in several places has the values of all. */
  #fieldValue(rule: Rule, number: number): number {
    const key = `${this.outline.classOf.get(rule.node)} ${this.facts.definitions[number]!.name}`;
    const values = [rule, ...(this.#again.get(key) ?? [])]
      .map((one) => this.#writer.build(part(one, "value")))
      .filter((value) => value > 0);
    return values.length < 2 ? (values[0] ?? 0) : this.#writer.emit(op.either, values.length, ...values);
  }

  #madeAgain(rule: Rule): void {
    push(this.#again, `${this.outline.classOf.get(rule.node)} ${this.#writer.textOf(part(rule, "name"))}`, rule);
  }

  #isMember(number: number): boolean {
    return this.facts.definitions[number]!.container !== "";
  }

  #addMember(around: number, number: number): void {
    const members = this.#members.get(around);
    if (members) members.push(number);
    else this.#members.set(around, [number]);
  }
}

function isPattern(role: string | undefined): boolean {
  return role === "pattern" || role === "listPattern" || role === "alternatives";
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
