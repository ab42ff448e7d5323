import type { Definition, FileFacts } from "../syntax/facts.js";
import { type FileNames, functionFlag, op, space } from "../syntax/names.js";
import type { ClassShape } from "./class-shape.js";
import { type CodeMap, listAt, mapCode } from "./code.js";
import type { Place } from "./member-of.js";
import type { Target } from "./targets.js";
import type { Value } from "./values.js";

/** A file as linking sees it: its facts and names, tables over them, and what was found out so far. */
export interface LinkedFile {
  number: number;
  path: string;
  facts: FileFacts;
  names: FileNames;
  language: string;
  isLibrary: boolean;
  /** Numbers of definitions by container ("" at the top level) and name, in the order of the source. */
  byName: Map<string, Map<string, number[]>>;
  /** Answers so far; an offset that is being evaluated has `pending`. */
  values: Map<number, Value>;
  types: Map<number, Value>;
  bound: Map<number, Value>;
  targets: (Target | null | undefined)[];
  shapes: Map<number, ClassShape>;
  signatures: Map<number, Signature>;
  returned: Map<number, Value>;
  entries: Map<number, Map<string, Place>>;
  expected: Map<number, Value>;
  map: CodeMap | null;
  /** Offset of a `function` or `class` -> the definition that it is. */
  defined: Map<number, number> | null;
}

/** A `function` or `functionType`, taken apart. Numbers of bindings and offsets. */
export interface Signature {
  flags: number;
  parameters: Int32Array;
  returnType: number;
  values: Int32Array;
  typeParameters: Int32Array;
  /** How many arguments it must have, and the most it can have. */
  fewest: number;
  most: number;
}

export function linkedFile(
  number: number,
  path: string,
  facts: FileFacts,
  names: FileNames,
  isLibrary: boolean,
): LinkedFile {
  return {
    number,
    path,
    facts,
    names,
    language: facts.language ?? "",
    isLibrary,
    byName: byContainer(facts.definitions),
    values: new Map(),
    types: new Map(),
    bound: new Map(),
    targets: [],
    shapes: new Map(),
    signatures: new Map(),
    returned: new Map(),
    entries: new Map(),
    expected: new Map(),
    map: null,
    defined: null,
  };
}

function byContainer(definitions: readonly Definition[]): LinkedFile["byName"] {
  const containers: LinkedFile["byName"] = new Map();
  for (let number = 0; number < definitions.length; number++) {
    const { container, name } = definitions[number]!;
    let names = containers.get(container);
    if (!names) {
      names = new Map();
      containers.set(container, names);
    }
    const known = names.get(name);
    if (known) known.push(number);
    else names.set(name, [number]);
  }
  return containers;
}

/** The dotted name of a definition, `Session.open`. */
export function symbolOf(file: LinkedFile, definition: number): string {
  const { container, name } = file.facts.definitions[definition]!;
  return container === "" ? name : `${container}.${name}`;
}

/** What a definition can be used as, from its kind. */
export function spacesOf(kind: Definition["kind"]): number {
  if (kind === "interface" || kind === "type") return space.type;
  return kind === "class" || kind === "enum" || kind === "namespace" ? space.both : space.value;
}

/** The first definition of that name in a container that can be used so; any, when none can. -1 when there is none. */
export function definitionNamed(file: LinkedFile, container: string, name: string, wanted: number): number {
  const numbers = file.byName.get(container)?.get(name);
  if (!numbers) return -1;
  for (const number of numbers) if ((spacesOf(file.facts.definitions[number]!.kind) & wanted) !== 0) return number;
  return numbers[0]!;
}

/**
 * The definitions that are one with a function: its overloads, which stand one right after the other. Functions of one name further
 * apart are of different scopes.
 */
export function overloadsOf(file: LinkedFile, number: number): readonly number[] {
  const { definitions } = file.facts;
  const { name, container, kind } = definitions[number]!;
  const isNext = (a: number, b: number): boolean => {
    const [first, second] = [definitions[a], definitions[b]];
    return (
      first?.name === name &&
      second?.name === name &&
      first.container === container &&
      second.container === container &&
      first.kind === kind &&
      second.kind === kind &&
      second.startLine - first.endLine <= farthestOverload
    );
  };
  if (!isNext(number - 1, number) && !isNext(number, number + 1)) return [number];
  let first = number;
  let last = number;
  while (isNext(first - 1, first)) first--;
  while (isNext(last, last + 1)) last++;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Lines from the end of a signature to the doc comment or head of the next. */
const farthestOverload = 2;

export function codeMap(file: LinkedFile): CodeMap {
  file.map ??= mapCode(file.names);
  return file.map;
}

export function signatureAt(file: LinkedFile, offset: number): Signature {
  let signature = file.signatures.get(offset);
  if (!signature) {
    signature = read(file.names, offset);
    file.signatures.set(offset, signature);
  }
  return signature;
}

const none = new Int32Array(0);

function read({ code, bindings }: FileNames, offset: number): Signature {
  const isFunction = code[offset] === op.function;
  const parameters = listAt(code, offset + (isFunction ? 4 : 1));
  const returnAt = offset + (isFunction ? 5 : 2) + parameters.length;
  const values = isFunction ? listAt(code, returnAt + 1) : none;
  const typeParameters = listAt(code, returnAt + 1 + (isFunction ? values.length + 1 : 0));
  let fewest = 0;
  let most = 0;
  for (let i = 0; i < parameters.length; i++) {
    const parameter = bindings[parameters[i]!];
    if (parameter?.form === "rest") {
      // `...handlers: [First, Second]` takes two.
      const items = code[parameter.type] === op.tuple ? listAt(code, parameter.type + 1) : none;
      most += items.length > 0 && !items.includes(0) ? items.length : Number.POSITIVE_INFINITY;
      break;
    }
    most++;
    if (parameter?.form !== "optional" && !(parameter?.value && isFunction && code[parameter.value] !== op.contextual))
      fewest = most;
  }
  const flags = isFunction ? code[offset + 1]! : 0;
  return { flags, parameters, returnType: code[returnAt] ?? 0, values, typeParameters, fewest, most };
}

/** The definition that a `function` or `class` is, or whose value it is; -1 for none. */
export function definitionAt(file: LinkedFile, offset: number): number {
  if (!file.defined) {
    file.defined = new Map();
    file.names.definitions.forEach(({ value }, number) => {
      file.defined!.set(value, number);
    });
    file.names.definitions.forEach(({ type }, number) => {
      file.defined!.set(type, number);
    });
    file.defined.delete(0);
  }
  return file.defined.get(offset) ?? -1;
}

/** A property in the clothes of a function. */
export function isGetter(file: LinkedFile, offset: number): boolean {
  return file.names.code[offset] === op.function && (file.names.code[offset + 1]! & functionFlag.getter) !== 0;
}
