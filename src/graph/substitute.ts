import { type Env, type FunctionValue, parameterKey, unionOf, type Value, via } from "./values.js";

/** Deeper than this a type parameter stays what it is. */
const deepest = 12;
/** Builders put the type of each step into the next: one substitution looks at no more parts than this. */
const mostSteps = 400;
/** Environments put together; of more, the larger part is kept alone. */
const largest = 48;
let steps = 0;

/** The value with type parameters replaced by what they stand for; the same value when nothing in it is replaced. */
export function substitute(value: Value, env: Env | null, depth = 0): Value {
  if (env === null || depth > deepest || isGround(value)) return value;
  if (depth === 0) steps = 0;
  if (++steps > mostSteps) return value;
  switch (value.kind) {
    case "typeParameter": {
      const found = lookUp(env, parameterKey(value.file, value.binding), depth + 1);
      return found ? via(found, value) : value;
    }
    case "self": {
      const found = lookUp(env, self, depth + 1);
      return found ? via(found, value) : value;
    }
    case "instance":
    case "class": {
      const args = all(value.args, env, depth);
      return args === value.args ? value : { kind: value.kind, inferred: value.inferred, shape: value.shape, args };
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
      // Written out: a spread of so many values took longer than all the rest.
      return {
        kind: value.kind,
        inferred: value.inferred,
        file: value.file,
        offset: value.offset,
        env: compose(value.env, env),
      };
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

/** Whether nothing in a value can be replaced; remembered, because the same values are substituted again and again. */
function isGround(value: Value): boolean {
  switch (value.kind) {
    case "instance":
    case "class":
      return value.args.length === 0 || areGround(value.args);
    case "tuple":
    case "union":
    case "intersection":
      return areGround(value.of);
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
}

const grounds = new WeakMap<readonly Value[], boolean>();

function areGround(values: readonly Value[]): boolean {
  let ground = grounds.get(values);
  if (ground === undefined) {
    ground = values.every(isGround);
    grounds.set(values, ground);
  }
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
  if (inner === null || inner === outer) return outer;
  if (outer === null) return inner;
  const size = sizeOf(inner) + sizeOf(outer);
  if (size > largest) return sizeOf(outer) < sizeOf(inner) ? inner : outer;
  return { keys: none, values: none, self: null, inner, outer, size };
}

const none: never[] = [];
const sizeOf = (env: Env): number => env.size ?? 1;

/** The key of what `Self` stands for. */
const self = -1;

/** What stands for a key, with what stands for the type parameters in it; null when the environment does not say. */
function lookUp(env: Env, key: number, depth: number): Value | null {
  if (env.inner && env.outer) {
    const found = lookUp(env.inner, key, depth);
    return found ? substitute(found, env.outer, depth) : lookUp(env.outer, key, depth);
  }
  if (key === self) return env.self;
  const position = env.keys.indexOf(key);
  return position < 0 ? null : env.values[position]!;
}

/** Whether an environment says what a type parameter stands for. */
export function knows(env: Env | null, key: number): boolean {
  if (env === null) return false;
  if (env.inner && env.outer) return knows(env.inner, key) || knows(env.outer, key);
  return env.keys.includes(key);
}
