import { flag, type SyntaxTree } from "./tree.js";

/** What an expression is, as far as it can be told without running it. `undefined` is what cannot be told. */
export type StaticValue = string | number | boolean | null | undefined | StaticValue[] | { [key: string]: StaticValue };

/**
 * The value that a configuration file of JavaScript or TypeScript exports: object and array literals, strings, spreads and names of constants
 * of the file, calls that wrap an object (`defineConfig({…})`), functions that return one, paths put together from `__dirname`. What is
 * not static is undefined where it stands; the rest is there all the same.
 */
export function exportedValue(tree: SyntaxTree, source: string): StaticValue {
  const reader = readerOf(tree, source);
  let found: StaticValue;
  for (let node = 1; node < tree.count; node++) {
    const type = reader.type(node);
    if (type === "export_statement" && reader.children(node).some((child) => reader.text(child) === "default")) {
      const value = reader.field(node, "value") ?? reader.field(node, "declaration");
      if (value !== null) found = reader.value(value, 0);
    } else if (
      type === "assignment_expression" &&
      /^(module\.)?exports(\.default)?$/.test(reader.text(reader.field(node, "left")!))
    ) {
      found = reader.value(reader.field(node, "right")!, 0);
    } else if (type === "export_statement" && reader.children(node).some((child) => reader.text(child) === "=")) {
      const last = reader
        .children(node)
        .filter((child) => reader.isNamed(child))
        .at(-1);
      if (last !== undefined) found = reader.value(last, 0);
    }
  }
  return found;
}

/** Names of constants that stand for each other in a circle end here. */
const deepest = 40;

function readerOf(tree: SyntaxTree, source: string) {
  const { grammar } = tree;
  const type = (node: number) => grammar.types[tree.type[node]!]!;
  const text = (node: number) => source.slice(tree.start[node], tree.end[node]);
  const isNamed = (node: number) => (tree.flags[node]! & flag.named) !== 0;
  const children = (node: number): number[] => {
    const found: number[] = [];
    for (let child = node + 1; child < tree.after[node]!; child = tree.after[child]!) found.push(child);
    return found;
  };
  const named = (node: number) => children(node).filter((child) => isNamed(child) && type(child) !== "comment");
  const field = (node: number, name: string): number | null =>
    children(node).find((child) => grammar.fields[tree.field[child]!] === name) ?? null;
  let constants: Map<string, number> | null = null;

  function constant(name: string): number | undefined {
    if (!constants) {
      constants = new Map();
      for (let node = 1; node < tree.count; node++) {
        if (type(node) === "variable_declarator") {
          const value = field(node, "value");
          if (value !== null) constants.set(text(field(node, "name")!), value);
        } else if (type(node) === "function_declaration") constants.set(text(field(node, "name")!), node);
      }
    }
    return constants.get(name);
  }

  function value(node: number, depth: number): StaticValue {
    if (depth > deepest) return undefined;
    const inner = (child: number | null | undefined) => (child == null ? undefined : value(child, depth + 1));
    switch (type(node)) {
      case "string":
        return unescaped(text(node).slice(1, -1));
      case "template_string":
        return templateOf(node, depth);
      case "number":
        return Number(text(node));
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      case "array":
        return named(node).flatMap((child) => {
          if (type(child) !== "spread_element") return [inner(child)];
          const spread = inner(named(child)[0]);
          return Array.isArray(spread) ? spread : [];
        });
      case "object":
        return objectOf(node, depth);
      case "identifier": {
        const name = text(node);
        if (name === "__dirname") return ".";
        return inner(constant(name));
      }
      case "call_expression":
        return called(node, depth);
      case "new_expression": {
        // new URL("./a", import.meta.url)
        const [first] = named(field(node, "arguments") ?? node);
        return text(field(node, "constructor")!) === "URL" ? inner(first) : undefined;
      }
      case "member_expression": {
        const whole = text(node);
        if (/^import\.meta\.dirname$/.test(whole)) return ".";
        const object = inner(field(node, "object"));
        const property = text(field(node, "property")!);
        if (typeof object === "string") return property === "pathname" || property === "href" ? object : undefined;
        return isRecord(object) ? object[property] : undefined;
      }
      case "arrow_function":
      case "function_expression":
      case "function_declaration":
      case "method_definition":
        return returned(field(node, "body"), depth);
      case "ternary_expression":
        return inner(field(node, "consequence")) ?? inner(field(node, "alternative"));
      case "binary_expression": {
        const [left, right] = [inner(field(node, "left")), inner(field(node, "right"))];
        const operator = text(field(node, "operator")!);
        if (operator === "+") return typeof left === "string" && typeof right === "string" ? left + right : undefined;
        return operator === "&&" ? right : (left ?? right);
      }
      case "await_expression":
      case "parenthesized_expression":
      case "as_expression":
      case "satisfies_expression":
      case "non_null_expression":
      case "expression_statement":
        return inner(named(node)[0]);
      default:
        return undefined;
    }
  }

  function objectOf(node: number, depth: number): StaticValue {
    const result: { [key: string]: StaticValue } = {};
    for (const child of named(node)) {
      switch (type(child)) {
        case "pair": {
          const key = field(child, "key")!;
          const name = type(key) === "computed_property_name" ? value(named(key)[0]!, depth + 1) : keyOf(key);
          if (typeof name === "string") result[name] = value(field(child, "value")!, depth + 1);
          break;
        }
        case "shorthand_property_identifier":
          result[text(child)] = value2(text(child), depth);
          break;
        case "method_definition":
          result[text(field(child, "name")!)] = value(child, depth + 1);
          break;
        case "spread_element": {
          const spread = value(named(child)[0]!, depth + 1);
          if (isRecord(spread)) Object.assign(result, spread);
        }
      }
    }
    return result;
  }

  const value2 = (name: string, depth: number): StaticValue => {
    const node = constant(name);
    return node === undefined ? undefined : value(node, depth + 1);
  };

  const keyOf = (key: number) => (type(key) === "string" ? unescaped(text(key).slice(1, -1)) : text(key));

  function templateOf(node: number, depth: number): StaticValue {
    let result = "";
    let last = tree.start[node]! + 1;
    for (const child of children(node)) {
      if (type(child) !== "template_substitution") continue;
      const hole = value(named(child)[0]!, depth + 1);
      if (typeof hole !== "string" && typeof hole !== "number") return undefined;
      result += unescaped(source.slice(last, tree.start[child])) + hole;
      last = tree.end[child]!;
    }
    return result + unescaped(source.slice(last, tree.end[node]! - 1));
  }

  function called(node: number, depth: number): StaticValue {
    const callee = text(field(node, "function")!);
    const args = named(field(node, "arguments") ?? node);
    const values = () => args.map((arg) => value(arg, depth + 1));
    if (/(^|\.)(join|resolve)$/.test(callee) && !/require/.test(callee)) {
      const parts = values();
      return parts.every((part) => typeof part === "string") ? parts.join("/") : undefined;
    }
    if (/(^|\.)(fileURLToPath|resolve|require|dirname|normalize)$/.test(callee)) {
      const [first] = values();
      if (/^require$/.test(callee) && typeof first === "string") return first;
      return first;
    }
    if (/\.concat$/.test(callee)) return values().flat();
    // What wraps a configuration hands it on: the objects it is given, the later over the earlier.
    const objects = values().filter(isRecord);
    if (objects.length > 0) return Object.assign({}, ...objects);
    return values().find((one) => Array.isArray(one));
  }

  function returned(body: number | null, depth: number): StaticValue {
    if (body === null) return undefined;
    if (type(body) !== "statement_block") return value(body, depth + 1);
    let found: StaticValue;
    for (let node = body + 1; node < tree.after[body]!; node++) {
      if (/function|method_definition/.test(type(node))) {
        node = tree.after[node]! - 1;
        continue;
      }
      if (type(node) === "return_statement") {
        const [first] = named(node);
        if (first !== undefined) found = value(first, depth + 1) ?? found;
      }
    }
    return found;
  }

  return { type, text, isNamed, children, field, value };
}

function isRecord(value: StaticValue): value is { [key: string]: StaticValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unescaped(text: string): string {
  return text.replace(/\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, code: string) => {
    if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.replace(/[ux{}]/g, ""), 16));
    return ({ n: "\n", t: "\t", r: "\r" } as Record<string, string>)[code] ?? code;
  });
}
