import { type CodeWriter, codeWriter, type Lookup } from "./bind-code.js";
import { type CaptureRole, captureRoles } from "./bind-roles.js";
import { type Declared, type Outline, outlineOf, part, type Rule } from "./bind-scopes.js";
import type { Definition, Import } from "./facts.js";
import { lineTable } from "./lines.js";
import { type Binding, type DefinitionNames, type FileNames, op, space } from "./names.js";
import type { Query } from "./query.js";
import { type MatchStream, runQuery } from "./run-query.js";
import { flag, type SyntaxTree } from "./tree.js";

export interface BindOptions {
  /** A name is known only behind its declaration, and a later one of the same name hides it: Rust, Go. */
  sequential: boolean;
}

const rolesOf = new WeakMap<Query, (CaptureRole | null)[]>();
let stream: MatchStream | undefined;

/**
 * The names of a file: a language's names.scm (see bind-roles.ts) run over its tree, its scopes resolved. `definitions` and `imports`
 * are the file's facts, which bindings point into.
 */
export function bindNames(
  query: Query,
  tree: SyntaxTree,
  text: string,
  facts: { definitions: Definition[]; imports: Import[] },
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
  readonly #partsTaken: number[] = [];
  readonly #writer: CodeWriter;

  constructor(
    private readonly tree: SyntaxTree,
    text: string,
    private readonly outline: Outline,
    private readonly facts: { definitions: Definition[]; imports: Import[] },
    private readonly options: BindOptions,
  ) {
    const table = lineTable(text);
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
    const members = this.outline.members.map((node) => this.#writer.build(node)).filter((offset) => offset > 0);
    for (const { binding, type, value } of this.#pending) {
      binding.type = type < 0 ? 0 : this.#writer.build(type);
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

  #definitionAt(node: number): number {
    return node < 0 ? -1 : (this.#definitionByStart.get(this.tree.start[node]!) ?? -1);
  }

  #bindImports(): void {
    this.facts.imports.forEach((imported, number) => {
      // A re-export binds nothing here.
      if (imported.kind === "reexport" && !this.options.sequential) return;
      for (const { imported: name, local } of imported.names) {
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
        if (imported.kind === "require" || imported.kind === "dynamic")
          this.#importedAt.set(`${imported.line} ${local}`, binding);
      }
    });
  }

  /** Definitions of the file that no pattern of names.scm binds: they are seen in the whole file. */
  #bindTopLevel(): void {
    const names = this.outline.scopes[0]!.names;
    this.facts.definitions.forEach((definition, number) => {
      if (definition.container !== "" || definition.kind === "method" || definition.kind === "field") return;
      const bound = names.get(definition.name)?.some((b) => this.#bindings[b]!.number === number);
      if (bound || this.#importedAt.has(`${definition.line} ${definition.name}`)) return;
      const isType = definition.kind === "interface" || definition.kind === "type";
      this.#add(0, {
        name: definition.name,
        kind: "definition",
        number,
        imported: "",
        spaces: isType
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

  #declare({ rule, scope }: Declared): void {
    const { role } = rule;
    const name = part(rule, "name");
    const kind =
      role === "parameter" || role === "self-parameter"
        ? "parameter"
        : role === "typeParameter"
          ? "typeParameter"
          : "local";
    const type = part(rule, role === "typeParameter" ? "constraint" : "type");
    const value = part(rule, role === "typeParameter" ? "default" : "value");
    const form = part(rule, "rest") >= 0 ? "rest" : part(rule, "optional") >= 0 ? "optional" : undefined;
    const each = part(rule, "each");
    const spaces =
      role === "bindType" || role === "typeParameter" ? space.type : role === "bind" ? space.both : space.value;
    const visibleFrom =
      this.options.sequential && (role === "variable" || role === "hoisted") ? this.tree.after[rule.node]! : 0;
    const source = (): number => {
      const own = each >= 0 ? this.#writer.emit(op.each, this.#writer.build(each)) : this.#writer.build(value);
      if (role === "self-parameter") return this.#writer.emit(op.self, this.#classCode(rule.node));
      // Nothing is written at a parameter: what it is called with says what it is.
      if (role === "parameter" && type < 0 && own === 0) return this.#contextual(rule);
      return own;
    };
    const inner = name < 0 ? undefined : this.outline.rules.get(name)?.role;
    if (name < 0 || inner === "pattern" || inner === "listPattern") {
      const whole = this.#add(scope, { name: "", kind, number: -1, imported: "", spaces, at: -1, type: 0, value: 0 });
      if (form) this.#bindings[whole]!.form = form;
      this.#byRule.set(rule, whole);
      this.#pending.push({ binding: this.#bindings[whole]!, type, value: source });
      if (name >= 0) this.#unpack(name, scope, kind, visibleFrom, () => this.#writer.emit(op.name, whole, 0));
      return;
    }
    const binding = this.#bindName(name, scope, kind, spaces, visibleFrom);
    if (form) this.#bindings[binding]!.form = form;
    this.#byRule.set(rule, binding);
    this.#pending.push({ binding: this.#bindings[binding]!, type, value: source });
  }

  #bindName(node: number, scope: number, kind: Binding["kind"], spaces: number, visibleFrom: number): number {
    this.#bound.add(node);
    const at = this.#writer.place(node);
    const imported = this.#importedAt.get(`${this.#writer.places[at * 2]} ${this.#writer.textOf(node)}`);
    if (imported !== undefined) {
      if (scope !== 0) this.#name(scope, this.#bindings[imported]!.name, imported);
      return imported;
    }
    const definition = this.#definitionAt(node);
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

  /** Binds the names in a pattern, each to a part of what the pattern is given. */
  #unpack(pattern: number, scope: number, kind: Binding["kind"], visibleFrom: number, given: () => number): void {
    const { rules } = this.outline;
    const { after, flags } = this.tree;
    let made = 0;
    const source = () => {
      if (made === 0) made = given();
      return made;
    };
    const isList = rules.get(pattern)?.role === "listPattern";
    let index = -1;
    for (let child = pattern + 1; child < after[pattern]!; child = after[child]!) {
      if ((flags[child]! & (flag.named | flag.extra)) !== flag.named) continue;
      index++;
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
      const nested = rules.get(target)?.role;
      // `{a = 1}` and `[a = 1]` with a default.
      const assigned = nested === "part" ? part(rules.get(target)!, "name") : target;
      const role = rules.get(assigned)?.role;
      if (role === "pattern" || role === "listPattern") this.#unpack(assigned, scope, kind, visibleFrom, value);
      else {
        const binding = this.#bindName(
          assigned,
          scope,
          kind === "parameter" ? "local" : kind,
          space.value,
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

  #contextual(rule: Rule): number {
    for (const [owner, { parameters }] of this.outline.owned) {
      const index = parameters.indexOf(rule);
      if (index < 0) continue;
      if (this.outline.rules.get(owner)?.role !== "function") return 0;
      return this.#writer.emit(op.contextual, this.#writer.build(owner), index);
    }
    return 0;
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
        if (candidates) {
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

  /** What the definitions of the file are, by their numbers; fills the members of classes first, which classes are written from. */
  #definitions(): DefinitionNames[] {
    const { outline } = this;
    const ruleOf = new Map<number, Rule>();
    for (const rule of outline.named) {
      const number = this.#definitionAt(part(rule, "name"));
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
        return { type, value: this.#writer.build(part(rule, "value")), isStatic: part(rule, "static") >= 0 };
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

  #isMember(number: number): boolean {
    return this.facts.definitions[number]!.container !== "";
  }

  #addMember(around: number, number: number): void {
    const members = this.#members.get(around);
    if (members) members.push(number);
    else this.#members.set(around, [number]);
  }
}
