import { type Env, type FunctionValue, type Instance, parameterKey, unionOf, type Value, via } from "./values.js";

/** Deeper than this a type parameter stays what it is. */
const deepest = 12;
/** Builders put the type of each step into the next: one substitution looks at no more parts than this. */
const mostSteps = 400;
/** Environments behind each other; what lies further out is forgotten. */
const longestChain = 32;
let steps = 0;

/** The value with type parameters replaced by what they stand for; the same value when nothing in it is replaced. */
export function substitute(value: Value, env: Env | null, depth = 0): Value {
  if (env === null || depth > deepest || isGround(value)) return value;
  if (depth === 0) steps = 0;
  if (++steps > mostSteps) return value;
  switch (value.kind) {
    case "typeParameter": {
      const key = parameterKey(value.file, value.binding);
      for (let at: Env | null = env; at; at = at.outer ?? null) {
        const position = at.keys.indexOf(key);
        if (position >= 0) return via(substitute(at.values[position]!, at.outer ?? null, depth + 1), value);
      }
      return value;
    }
    case "self":
      for (let at: Env | null = env; at; at = at.outer ?? null)
        if (at.self !== null) return via(substitute(at.self, at.outer ?? null, depth + 1), value);
      return value;
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
      return { ...value, env: compose(value.env, env) };
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

const grounds = new WeakMap<Value, boolean>();

/** Whether nothing in a value can be replaced; remembered, because the same values are substituted again and again. */
function isGround(value: Value): boolean {
  const known = "args" in value || "of" in value ? grounds.get(value) : undefined;
  if (known !== undefined) return known;
  let ground: boolean;
  switch (value.kind) {
    case "instance":
    case "class":
      if (value.args.length === 0) return true;
      ground = value.args.every(isGround);
      break;
    case "tuple":
    case "union":
    case "intersection":
      ground = value.of.every(isGround);
      break;
    case "function":
    case "object":
    case "mapped":
    case "overloads":
    case "typeParameter":
    case "self":
    case "access":
      return false;
    default:
      return true;
  }
  grounds.set(value, ground);
  return ground;
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

/** First what `inner` says, in terms of `outer`; then what only `outer` says. Nothing is substituted until it is looked up. */
export function compose(inner: Env | null, outer: Env | null): Env | null {
  if (inner === null) return outer;
  if (outer === null) return inner;
  if ((inner.length ?? 1) >= longestChain) return inner;
  const behind = compose(inner.outer ?? null, outer)!;
  return { ...inner, outer: behind, length: 1 + (behind.length ?? 1) };
}

/** Whether an environment says what a type parameter stands for. */
export function knows(env: Env | null, key: number): boolean {
  for (let at = env; at; at = at.outer ?? null) if (at.keys.includes(key)) return true;
  return false;
}
