import type { Outline, Rule } from "./bind-scopes.js";
import { part, partsNamed } from "./bind-scopes.js";
import { type LineTable, lineAt } from "./lines.js";
import { functionFlag, op } from "./names.js";
import { flag, type SyntaxTree } from "./tree.js";

/** Expressions deeper than this are unknown: source may nest without limit, the call stack does not. */
const deepest = 400;

/** What building needs of the bindings: the number that a name at a node means, and numbers of the bindings that parameters made. */
export interface Lookup {
  /** Binding of the name that stands at `node`, or -1 - string for a name that is bound nowhere in the file. */
  bindingOf(node: number): number;
  /** The binding that stands for a parameter or type parameter, by its rule. */
  bindingFor(rule: Rule): number;
  /** The number of the definition whose name stands at `node`, -1 for none. */
  definitionAt(node: number): number;
  /** Numbers of the definitions that are members of the class at `node`. */
  membersOf(node: number): number[];
}

/** Writes operations for nodes, each node once. */
export interface CodeWriter {
  code: number[];
  strings: string[];
  places: number[];
  /** The offset of a node's operation; 0 where nothing is known of it. */
  build(node: number): number;
  string(text: string): number;
  place(node: number): number;
  /** The same for any offset in the text. */
  placeAt(at: number): number;
  textOf(node: number): string;
  emit(...operands: number[]): number;
}

export function codeWriter(
  tree: SyntaxTree,
  text: string,
  table: LineTable,
  outline: Outline,
  lookup: Lookup,
): CodeWriter {
  const { rules, owned, classOf } = outline;
  const { start, end, after, flags } = tree;
  const code: number[] = [op.unknown];
  const strings: string[] = [];
  const stringNumbers = new Map<string, number>();
  const places: number[] = [];
  // By node, 0 where there is none yet.
  const placeOf = new Int32Array(tree.count);
  const made = new Int32Array(tree.count);
  let depth = 0;

  const textOf = (node: number) => text.slice(start[node], end[node]);
  const string = (value: string): number => {
    let number = stringNumbers.get(value);
    if (number === undefined) {
      number = strings.length;
      strings.push(value);
      stringNumbers.set(value, number);
    }
    return number;
  };
  const placeAt = (at: number): number => {
    const line = lineAt(table, at);
    places.push(line, at - table[line - 1]! + 1);
    return places.length / 2 - 1;
  };
  const place = (node: number): number => {
    if (placeOf[node] === 0) placeOf[node] = placeAt(start[node]!) + 1;
    return placeOf[node]! - 1;
  };
  const emit = (...operands: number[]): number => {
    const offset = code.length;
    for (const operand of operands) code.push(operand);
    return offset;
  };
  /** Takes room for an operation now and remembers it, so that what is inside may point back at it. */
  const reserve = (node: number, length: number): number => {
    const offset = code.length;
    for (let i = 0; i < length; i++) code.push(0);
    made[node] = offset;
    return offset;
  };
  const namedChildren = (node: number): number[] => {
    const children: number[] = [];
    if (node < 0) return children;
    for (let child = node + 1; child < after[node]!; child = after[child]!)
      if ((flags[child]! & (flag.named | flag.extra)) === flag.named) children.push(child);
    return children;
  };

  const build = (node: number): number => {
    if (node < 0) return 0;
    if (made[node] !== 0) return made[node]!;
    const rule = rules.get(node);
    if (!rule || depth > deepest) return 0;
    depth++;
    const offset = buildRule(node, rule);
    depth--;
    made[node] ||= offset;
    return offset;
  };
  /** An operation and a counted list of the operations of some nodes. */
  const list = (node: number, head: number[], children: number[]): number => {
    const offset = reserve(node, head.length + 1 + children.length);
    head.forEach((operand, i) => {
      code[offset + i] = operand;
    });
    code[offset + head.length] = children.length;
    children.forEach((child, i) => {
      code[offset + head.length + 1 + i] = build(child);
    });
    return offset;
  };
  const unquoted = (value: string) => value.replace(/^(["'`])(.*)\1$/s, "$2");

  const buildRule = (node: number, rule: Rule): number => {
    switch (rule.role) {
      case "name":
      case "shorthand":
        return emit(op.name, lookup.bindingOf(node), place(node));
      case "typeName":
        return emit(op.typeName, lookup.bindingOf(node), place(node), 0);
      case "generic":
        return generic(node, rule);
      case "member": {
        const name = part(rule, "name");
        const offset = reserve(node, 5);
        code[offset] = op.member;
        code[offset + 2] = string(textOf(name));
        code[offset + 3] = place(name);
        code[offset + 1] = build(part(rule, "object"));
        return offset;
      }
      case "typeMember": {
        const name = part(rule, "name");
        const object = build(part(rule, "object"));
        return emit(op.typeMember, object, string(textOf(name)), place(name), 0);
      }
      case "call":
      case "new":
        return call(node, rule);
      case "self":
        return emit(op.self, classCode(node));
      case "super":
        return emit(op.super, classCode(node));
      case "selfClass":
        return classCode(node);
      case "module":
        return emit(op.module, moduleUp(node, rule.argument));
      case "item":
        return emit(op.item, build(part(rule, "value")), Number(textOf(part(rule, "number"))));
      case "selfType":
        return emit(op.selfType, classCode(node));
      case "literal":
        return emit(op.literal, string(rule.argument));
      case "list":
        return list(node, [op.list, string(rule.argument)], namedChildren(node));
      case "listType":
        return list(node, [op.listType, string(rule.argument)], namedChildren(node));
      case "object":
        return object(node);
      case "function":
        return functionCode(node, rule);
      case "class":
        return classDefinition(node, rule);
      case "await":
        return emit(op.await, build(part(rule, "value")));
      case "yield":
        return 0;
      // `[...a]` holds what `a` holds.
      case "spread":
      case "each":
        return emit(op.each, build(part(rule, "value")));
      case "index": {
        const value = build(part(rule, "object"));
        const keys = partsNamed(rule, "key").map(build);
        return emit(op.index, value, keys.length < 2 ? (keys[0] ?? 0) : emit(op.tuple, keys.length, ...keys));
      }
      case "enter":
        return emit(op.enter, build(part(rule, "value")));
      case "field":
        return build(part(rule, "value"));
      case "either":
        return list(node, [op.either], partsNamed(rule, "value"));
      case "cast":
        return emit(op.cast, build(part(rule, "type")));
      case "same":
        return build(part(rule, "value"));
      case "union":
        return list(node, [op.union], rule.parts.length > 0 ? partsNamed(rule, "of") : namedChildren(node));
      case "intersection":
        return list(node, [op.intersection], namedChildren(node));
      case "tuple":
        return list(node, [op.tuple], rule.parts.length > 0 ? partsNamed(rule, "of") : namedChildren(node));
      case "objectType":
        return objectType(node);
      case "functionType":
        return functionType(node, rule);
      case "typeOf":
        return emit(op.typeOf, build(part(rule, "value")));
      case "indexedType": {
        const type = build(part(rule, "type"));
        return emit(op.indexedType, type, build(part(rule, "key")));
      }
      case "stringType":
        return emit(op.stringType, string(unquoted(textOf(node))));
      case "mapped":
        return mapped(node, rule);
      case "keyOf":
        return emit(op.keyOf, build(part(rule, "type")));
      case "alias": {
        const type = build(part(rule, "type"));
        const parameters = (owned.get(node)?.typeParameters ?? []).map(lookup.bindingFor);
        return emit(op.alias, type, parameters.length, ...parameters);
      }
      default:
        return 0;
    }
  };

  /** A module inside the file has that of the file around it, which is where its parent's names are. */
  const moduleUp = (node: number, which: string): number =>
    which === "root" ? -1 : which === "parent" && (outline.depthOf.get(node) ?? 0) === 0 ? 1 : 0;

  /** A type with arguments is its name's operation once more, with them. */
  const generic = (node: number, rule: Rule): number => {
    const name = part(rule, "name");
    const types = namedChildren(part(rule, "arguments"));
    const of = rules.get(name);
    if (of?.role === "typeMember") {
      const object = build(part(of, "object"));
      const last = part(of, "name");
      return list(node, [op.typeMember, object, string(textOf(last)), place(last)], types);
    }
    if (of?.role !== "typeName" && of?.role !== "name") return build(name);
    return list(node, [op.typeName, lookup.bindingOf(name), place(name)], types);
  };

  const call = (node: number, rule: Rule): number => {
    const isNew = rule.role === "new";
    const callee = part(rule, isNew ? "class" : "function");
    const passed = namedChildren(part(rule, "arguments"));
    const offset = reserve(node, 5 + passed.length);
    code[offset] = isNew ? op.new : op.call;
    // A template that is passed to a function gives it one argument for each hole, and one more.
    const isCounted = part(rule, "template") < 0 && !passed.some((argument) => rules.get(argument)?.role === "spread");
    code[offset + 2] = isCounted ? 0 : 1;
    code[offset + 3] = passed.length;
    code[offset + 4 + passed.length] = place(
      rules.get(callee)?.role === "member" ? part(rules.get(callee)!, "name") : callee < 0 ? node : callee,
    );
    const types = namedChildren(part(rule, "types"));
    code[offset + 1] = build(callee);
    if (rules.get(callee)?.role === "member" && code[offset + 1] !== 0) code[code[offset + 1]! + 4] = 1;
    if (types.length > 0) {
      const arguments_ = types.map(build);
      code[offset + 1] = emit(op.apply, code[offset + 1]!, types.length, ...arguments_);
    }
    passed.forEach((argument, i) => {
      code[offset + 4 + i] = build(argument);
    });
    return offset;
  };

  const object = (node: number): number => {
    const entries: [name: number, at: number, value: number][] = [];
    for (const child of namedChildren(node)) {
      const rule = rules.get(child);
      if (rule?.role === "entry") {
        const key = part(rule, "key");
        entries.push([string(unquoted(textOf(key))), key, part(rule, "value")]);
      } else if (rule?.role === "shorthand") entries.push([string(textOf(child)), child, child]);
      else if (rule?.role === "spread") entries.push([-1, child, part(rule, "value")]);
      else if (rule?.role === "function" && part(rule, "name") >= 0)
        entries.push([string(unquoted(textOf(part(rule, "name")))), part(rule, "name"), child]);
    }
    const offset = reserve(node, 2 + entries.length * 3);
    code[offset] = op.object;
    code[offset + 1] = entries.length;
    entries.forEach(([name, at, value], i) => {
      code[offset + 2 + i * 3] = name;
      code[offset + 3 + i * 3] = place(at);
      code[offset + 4 + i * 3] = build(value);
    });
    return offset;
  };

  const objectType = (node: number): number => {
    const entries: [name: number, at: number, type: number][] = [];
    for (const child of namedChildren(node)) {
      const rule = rules.get(child);
      if (rule?.role === "typeEntry") {
        const key = part(rule, "key");
        entries.push([
          key < 0 ? nameless.index : string(unquoted(textOf(key))),
          key < 0 ? child : key,
          part(rule, "type"),
        ]);
      } else if (rule?.role === "function" || rule?.role === "field") {
        const name = part(rule, "name");
        const type = rule.role === "function" ? child : part(rule, "type");
        entries.push([name < 0 ? nameless.call : string(unquoted(textOf(name))), name < 0 ? child : name, type]);
      } else if (rule?.role === "functionType") entries.push([nameless.construct, child, child]);
    }
    const offset = reserve(node, 2 + entries.length * 3);
    code[offset] = op.objectType;
    code[offset + 1] = entries.length;
    entries.forEach(([name, at, type], i) => {
      code[offset + 2 + i * 3] = name;
      code[offset + 3 + i * 3] = place(at);
      code[offset + 4 + i * 3] = build(type);
    });
    return offset;
  };

  const mapped = (node: number, rule: Rule): number => {
    const key = (owned.get(node)?.typeParameters ?? [])[0];
    const offset = reserve(node, 4);
    code[offset] = op.mapped;
    code[offset + 3] = key ? lookup.bindingFor(key) : -1;
    code[offset + 1] = build(part(rule, "type"));
    code[offset + 2] = build(part(rule, "keys"));
    return offset;
  };

  const functionType = (node: number, rule: Rule): number => {
    const { parameters, typeParameters } = owned.get(node) ?? { parameters: [], typeParameters: [] };
    const offset = reserve(node, 4 + parameters.length + typeParameters.length);
    code[offset] = op.functionType;
    code[offset + 1] = parameters.length;
    parameters.forEach((parameter, i) => {
      code[offset + 2 + i] = lookup.bindingFor(parameter);
    });
    code[offset + 3 + parameters.length] = typeParameters.length;
    typeParameters.forEach((parameter, i) => {
      code[offset + 4 + parameters.length + i] = lookup.bindingFor(parameter);
    });
    code[offset + 2 + parameters.length] = build(part(rule, "return"));
    return offset;
  };

  const functionCode = (node: number, rule: Rule): number => {
    const { parameters, typeParameters, returns, yields } = owned.get(node) ?? none;
    const body = part(rule, "body");
    const values = rules.has(body) && !returns.includes(body) ? [...returns, body] : returns;
    const offset = reserve(node, 8 + parameters.length + values.length + yields.length + typeParameters.length);
    code[offset] = op.function;
    code[offset + 1] =
      (part(rule, "async") >= 0 ? functionFlag.async : 0) |
      (part(rule, "generator") >= 0 || yields.length > 0 ? functionFlag.generator : 0) |
      (part(rule, "static") >= 0 ? functionFlag.static : 0) |
      (part(rule, "getter") >= 0 ? functionFlag.getter : 0);
    let at = offset + 4;
    code[at++] = parameters.length;
    for (const parameter of parameters) code[at++] = lookup.bindingFor(parameter);
    const returnAt = at++;
    code[at++] = values.length + yields.length;
    const valuesAt = at;
    at += values.length + yields.length;
    code[at++] = typeParameters.length;
    for (const parameter of typeParameters) code[at++] = lookup.bindingFor(parameter);
    code[returnAt] = build(part(rule, "return"));
    values.forEach((value, i) => {
      code[valuesAt + i] = build(value);
    });
    yields.forEach((value, i) => {
      const built = build(value);
      code[valuesAt + values.length + i] = emit(op.yield, built);
    });
    return offset;
  };

  const classCode = (node: number): number => {
    const around = classOf.get(node) ?? -1;
    return around < 0 ? 0 : build(around);
  };

  const classDefinition = (node: number, rule: Rule): number => {
    const typeParameters = owned.get(node)?.typeParameters ?? [];
    const inside = part(rule, "inside") >= 0 ? (classOf.get(node) ?? -1) : -1;
    const supers = [...partsNamed(rule, "extends"), ...(inside >= 0 ? [inside] : [])];
    const interfaces = partsNamed(rule, "implements");
    const members = lookup.membersOf(node);
    const length = 6 + typeParameters.length + supers.length + interfaces.length + members.length;
    const offset = reserve(node, length);
    code[offset] = op.class;
    code[offset + 1] = lookup.definitionAt(part(rule, "name"));
    let at = offset + 2;
    code[at++] = typeParameters.length;
    for (const parameter of typeParameters) code[at++] = lookup.bindingFor(parameter);
    for (const nodes of [supers, interfaces]) {
      code[at++] = nodes.length;
      for (const type of nodes) {
        const slot = at++;
        code[slot] = build(type);
      }
    }
    code[at++] = members.length;
    for (const member of members) code[at++] = member;
    return offset;
  };

  return { code, strings, places, build, string, place, placeAt, textOf, emit };
}

/** Names of an object type's entries that have none. */
const nameless = { call: -1, construct: -2, index: -3 };

const none = { parameters: [], typeParameters: [], returns: [], yields: [] };
