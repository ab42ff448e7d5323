/**
 * What one file says with names: its bindings, and those expressions and types that decide what a name means, in a form that knows no
 * language. Linking evaluates them across files; nothing here has looked beyond the file.
 *
 * Expressions and types stand in one run of integers, `code`: an operation (`op`) and its operands, see the table. Its offset is the
 * expression's number; 0 is "unknown". Inside, `name` is an index into `strings`, `at` into `places` (a line and a column for each).
 */
export interface FileNames {
  strings: string[];
  /** Line and column in turn: place p is at 2p and 2p + 1. */
  places: Int32Array;
  code: Int32Array;
  bindings: Binding[];
  /** Every use of a name as a value or a type, in the order of the source: offsets of `name` and `typeName` operations. */
  uses: Int32Array;
  /** Every member that is used: offsets of `member`, `typeMember` and `part` operations. */
  members: Int32Array;
  /** What is known of each definition of the file's facts, by its number; members of classes are found here. */
  definitions: DefinitionNames[];
  /** Offset of the nameless value that is the default export; absent or 0 when there is none. */
  exported?: number;
}

/** Bit set: what a name can be used as. A TypeScript interface is a type only; a class is both. */
export const space = { value: 1, type: 2, both: 3 } as const;

export interface Binding {
  name: string;
  /** `definition`: at the top level of the file or a namespace, number into the facts' definitions. `import`: number into the facts' imports. */
  kind: "definition" | "import" | "local" | "parameter" | "typeParameter";
  /** Definition or import number, -1 for the others. */
  number: number;
  /** For an import: what is imported ("default", "*", or the name). */
  imported: string;
  spaces: number;
  /** Where the name stands, into `places`; -1 when it stands nowhere (a wildcard import). */
  at: number;
  /** Offset of the declared type, or of the constraint of a type parameter; 0 when there is none. */
  type: number;
  /** Offset of the value it starts with, or of the default of a type parameter; 0 when there is none. */
  value: number;
  /** Of a parameter: whether it may be left out, or takes all that follow. */
  form?: "optional" | "rest";
}

export interface DefinitionNames {
  /** Offset of a `function`, `class` or `alias`, of the declared type or 0. */
  type: number;
  /** Offset of the first value; 0 when there is none. */
  value: number;
  isStatic: boolean;
}

/*
 * n(x) stands for a count and that many operands.
 *
 * Expressions
 *   name          binding at                   binding >= 0; a name bound nowhere in the file is -1 - (index into strings)
 *   member        object name at isCalled      a.b
 *   call          function spread n(argument) at     spread is 1 when an argument hides how many there are; 0 for unknown arguments
 *   new           class spread n(argument) at
 *   self          class                        `this`; class is the offset of the `class` around, 0 when there is none
 *   super         class
 *   literal       name                         an instance of the library's type of that name (String, Number, list, str …)
 *   list          name n(element)              an instance of the library's collection of that name with such elements
 *   object        n(name at value)             {a: 1}; name -1 for a spread of `value`
 *   function      flags context index n(parameter binding) return n(returned value) n(type parameter binding)
 *                                              context: see below; return: offset of the declared type or 0
 *   class         definition n(type parameter binding) n(extends) n(implements) n(member definition)
 *                                              definition -1 for a class expression without a name; extends are expressions or types
 *   await         value
 *   index         object key                   a[b]; key is an expression, a `tuple` of several, or 0
 *   enter         value                        what a statement that opens a value and closes it again binds, `with a as b`
 *   either        n(value)                     a ? b : c, a || b
 *   cast          type                         a as T; also to a class given as a value, where `instanceof` has shown it
 *   each          value                        an element of what is iterated
 *   item          value number                 the element at a place of a list or tuple
 *   part          value name at                a property taken out by a pattern: {a} of a value
 *   contextual    function number              a parameter without a type: what the function's context passes at that number
 *   seenAs        value type                   what a pattern has shown a value to be, `Some(x)`: of the type, with the value's arguments
 *   module        up                           a module by its place: 0 that of the file, 1 the one around it, -1 the outermost
 *   yield         value                        a generator's function returns these wrapped
 *   apply         value n(type)                a generic function or class with its type arguments; operand of a call or new
 *
 * Types
 *   typeName      binding at n(argument)       binding as in `name`
 *   typeMember    object name at n(argument)   A.B, a::b::C; object is a `name`, `member` or `typeMember`
 *   listType      name n(type)                 T[] is an instance of the library's collection of that name
 *   union         n(type)
 *   intersection  n(type)
 *   tuple         n(type)
 *   functionType  n(parameter binding) return n(type parameter binding)
 *   objectType    n(name at type)              name -1 for a call signature's `type`, -2 for a construct
 *                                              signature's, -3 for an index signature's. An interface has such signatures as an
 *                                              `objectType` among what it extends
 *   typeOf        value                        typeof a
 *   indexedType   type key                     T["a"]
 *   stringType    name                         "a" as a type
 *   selfType      class                        `this` or `Self` as a type
 *   alias         type n(type parameter binding)
 *   mapped        type keys binding            {[K in keys]: V}: the type V, and the binding of K
 *   keyOf         type                         keyof T
 *
 * The context of a function, in `context` and `index`: the offset of the `call` or `new` whose argument number `index` it is;
 * or of a type that is declared for it (index -1); or of the `object` whose property it is (index = its name).
 */
export const op = {
  unknown: 0,
  name: 1,
  member: 2,
  call: 3,
  new: 4,
  self: 5,
  super: 6,
  literal: 7,
  list: 8,
  object: 9,
  function: 10,
  class: 11,
  await: 12,
  index: 13,
  either: 14,
  cast: 15,
  each: 16,
  item: 17,
  part: 18,
  contextual: 19,
  yield: 20,
  apply: 21,
  enter: 22,
  seenAs: 23,
  module: 24,
  typeName: 32,
  typeMember: 33,
  listType: 34,
  union: 35,
  intersection: 36,
  tuple: 37,
  functionType: 38,
  objectType: 39,
  typeOf: 40,
  indexedType: 41,
  stringType: 42,
  selfType: 43,
  alias: 44,
  mapped: 45,
  keyOf: 46,
} as const;

/** Flags of a `function`. A getter is used as what it returns. */
export const functionFlag = { async: 1, generator: 2, static: 4, getter: 8, setter: 16 } as const;
