import { type Env, type FunctionValue, type Instance, parameterKey, unionOf, type Value, via } from "./values.js";

/** Deeper than this a type parameter stays what it is. */
const deepest = 8;
/** Builders put the type of each step into the next: one substitution looks at no more parts than this. */
const mostSteps = 400;
let steps = 0;

/** The value with type parameters replaced by what they stand for; the same value when nothing in it is replaced. */
export function substitute(value: Value, env: Env | null, depth = 0): Value {
  if (env === null || depth > deepest) return value;
  if (depth === 0) steps = 0;
  if (++steps > mostSteps) return value;
  switch (value.kind) {
    case "typeParameter": {
      const at = env.keys.indexOf(parameterKey(value.file, value.binding));
      return at < 0 ? value : via(env.values[at]!, value);
    }
    case "self":
      return env.self === null ? value : via(env.self, value);
    case "instance":
    case "class": {
      const args = all(value.args, env, depth);
      return args === value.args ? value : ({ ...value, args } as Instance);
    }
    case "tuple": {
      const of = all(value.of, env, depth);
      return of === value.of ? value : { ...value, of };
    }
    case "union":
    case "intersection": {
      const of = all(value.of, env, depth);
      if (of === value.of) return value;
      return value.kind === "union" ? via(unionOf(of), value) : { ...value, of };
    }
    case "function":
    case "object":
    case "mapped":
      return { ...value, env: compose(value.env, env, depth) };
    case "access": {
      const object = substitute(value.object, env, depth + 1);
      const key = substitute(value.key, env, depth + 1);
      return object === value.object && key === value.key ? value : { ...value, object, key };
    }
    case "overloads":
      return { ...value, of: value.of.map((one) => substitute(one, env, depth) as FunctionValue) };
    default:
      return value;
  }
}

function all(values: readonly Value[], env: Env, depth: number): readonly Value[] {
  let changed: Value[] | null = null;
  for (let i = 0; i < values.length; i++) {
    const before = values[i]!;
    const after = substitute(before, env, depth + 1);
    if (after !== before && changed === null) changed = values.slice(0, i);
    changed?.push(after);
  }
  return changed ?? values;
}

/** First what `inner` says, with `outer` in it; then what only `outer` says. */
export function compose(inner: Env | null, outer: Env | null, depth = 0): Env | null {
  if (inner === null) return outer;
  if (outer === null) return inner;
  const values = all(inner.values, outer, depth);
  const self = inner.self === null ? outer.self : substitute(inner.self, outer, depth + 1);
  let keys: number[] | null = null;
  let added: Value[] | null = null;
  for (let i = 0; i < outer.keys.length; i++) {
    if (inner.keys.includes(outer.keys[i]!)) continue;
    keys ??= [...inner.keys];
    added ??= [...values];
    keys.push(outer.keys[i]!);
    added.push(outer.values[i]!);
  }
  if (keys === null && values === inner.values && self === inner.self) return inner;
  return { keys: keys ?? inner.keys, values: added ?? values, self };
}
