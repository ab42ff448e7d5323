import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { packageFile, packageRoot } from "../places.js";
import type { Embedding } from "./embedded.js";

/** A row of data per language, grammars/NAME/language.json. The queries stand beside it. */
export interface Language {
  name: string;
  extensions: string[];
  /**
   * npm package of the grammar, the property of its module (when it holds several grammars), and its WebAssembly file. A language whose
   * files only hold code of others has none.
   */
  grammar?: { package: string; export?: string; wasm: string };
  /** Where the code of other languages stands in a file; see src/syntax/embedded.ts. */
  embedded?: Embedding;
  comments: { line: string[]; block: [string, string][] };
  /** A language whose query files hold for this one too: TSX is TypeScript and JSX. Its own files add to them. */
  queriesFrom?: string;
  /** Queries that are compiled and run only for files whose text contains a piece, because they are costly and seldom needed. */
  rareQueries?: { file: string; contains: string }[];
  /**
   * What the grammar does not understand though the language allows it, and what to read instead, filled up with blanks to the same
   * length. Tried only on files with errors; see src/syntax/repair.ts.
   */
  repairs?: { pattern: string; by: string }[];
  /** How specifiers lead to files; see src/graph/resolve.ts. */
  resolution:
    | "relative-path"
    | "dotted-module"
    | "package-path"
    | "directory-package"
    | "crate-tree"
    | "load-path"
    | "none";
  /** Names of the folders that the style load-path searches. */
  loadPath?: string[];
  /**
   * `sequential`: a name is known only behind its declaration, and a later one of the same name hides it. `assigned`: functions and
   * classes are the only scopes, a name may be bound many times, and the last binding before a use holds.
   */
  scoping?: "sequential" | "assigned";
  /** Names in patterns that mean constants, as a regular expression; all others are bound. */
  constants?: string;
  /** Types and values share their names: whatever binds a name hides both. */
  oneSpace?: boolean;
  /** Declarations that the language brings along, in a file beside its queries, and which of them do what; see src/graph/library.ts. */
  library?: {
    file: string;
    /** Specifiers of the modules whose names it declares, as a regular expression. */
    modules?: string;
    /** Types whose first argument is an element, and what waiting for one gives. */
    iterated: string[];
    awaited: string[];
    /** Types of literals. */
    primitive?: string[];
    /** What a list and a string are, what an async function and a generator return. */
    list?: string;
    text?: string;
    async?: string;
    generator?: string;
    /** The member of a class that stands for its instances. */
    prototype?: string;
    asyncGenerator?: string;
    /** Types whose arguments are the elements in order, and those that mean the class that is their argument. */
    tuples?: string[];
    classes?: string[];
    /** Methods that a type need not declare itself: those of a class that give an instance, and those of an instance that give it back. */
    made?: string[];
    passed?: string[];
    /** Methods behind a syntax: `a[b]`, an iteration, a statement that opens a value. */
    index?: string;
    iterate?: string[];
    enter?: string[];
  };
  /** Files of one folder see each other's names; `below` is what comes before the folder that counts (source and test roots). */
  sharedScope?: { below?: string };
  /** A specifier ends in the name of a type: what it binds is that type, and no module. */
  specifierIsType?: boolean;
  /** Methods of one name are different ones, told apart by what they are called with. */
  overloads?: boolean;
  /** A function stands for an interface with one method. */
  functionalTypes?: boolean;
  /** Members of a type may stand outside of it, in any file of its shared scope. */
  openTypes?: boolean;
  /** Head of a definition that only holds members of a type of its name, and declares nothing itself; a regular expression. */
  openBlock?: string;
  /** Stem of the file that other packages of the repository mean by a package's name. */
  rootFile?: string;
  /** A name that is bound nowhere may be a member of the classes and modules around it: no `this.` is written. */
  impliedMembers?: boolean;
  /** Stem of the file that stands for its folder: modules beside it are its members, and `import a.b` binds the outermost. */
  packageFile?: string;
  /** A member is what a class above declares with a type, rather than what the class itself assigns without one. */
  declaredFirst?: boolean;
  /** What makes a definition visible to other files: an export statement, its name, or its head. */
  visibility: { by: "exports" } | { by: "name" | "signature"; pattern: string };
  /** Manifest files that name packages of this language. */
  manifests: string[];
  /** File name patterns of tests, as regular expressions over the path. */
  tests: string[];
  /** How definitions that nothing uses are told; a language whose files say what they export needs none. */
  dead?: DeadRules;
  /** How arguments are given by name; needs `dead` too, which tells code from comments and strings. */
  arguments?: ArgumentRules;
  /** How a struct is written out with its fields; needs `dead` too. */
  structs?: StructRules;
  /** How arguments are counted where each function has one number of them; needs `dead` too. */
  counted?: CountingRules;
}

/** What src/questions/api/struct-literals.ts has to know of a language. Patterns are regular expressions. */
export interface StructRules {
  /** The head of a type with fields. */
  head: string;
  /** A field with its name, which is the group, and what stands for all others. */
  named: string;
  rest: string;
  /** Whether every field has to be given. */
  complete: boolean;
  /** What in the declaration says that its fields may be more or fewer than those that are written. */
  open: string;
}

/** What src/questions/api/counted-arguments.ts has to know of a language. Patterns are regular expressions. */
export interface CountingRules {
  /** An argument that does not say how many there are: a spread list, commas that stand in no bracket. */
  unclear: string;
  /** A parameter that is the value before the dot, and one that takes any number. */
  receiver: string;
  rest: string;
}

/** What src/questions/api/named-arguments.ts has to know of a language. Patterns are regular expressions. */
export interface ArgumentRules {
  /** An argument with a name, which is the group; how one begins that stands for any number; and any number with names. */
  named: string;
  rest: string;
  namedRest: string;
  /** What stands between parameters of which the ones before it have no name to be given by. */
  placedOnly: string;
  /** Methods that make an instance ready and that make it. */
  constructor: string;
  maker: string;
  /** A decorator, the group is its name; those that leave the signature as it is; those without and with the class as receiver. */
  mark: string;
  keepingMarks: string;
  staticMarks: string;
  classMarks: string;
  /** Decorators of what a class below has to have, and heads of classes in which they say so. */
  abstractMarks: string;
  abstractBases: string;
  /** Parameters that stand in no parenthesis, from what opens them to what ends them. */
  bare: string;
  /** What stands before a call of a class that is not the next above. */
  farSuper: string;
  /** What on the line of a call tells checkers to leave it alone, and what above it says that it has to fail. */
  silenced: string;
  failing: string;
  /** What opens a block in which an import may fail. */
  guarded: string;
}

/**
 * What src/questions/dead/definitions.ts has to know of a language. Every text is a regular expression. The head of a definition is its
 * source from the first decorator, annotation or attribute to the end of the line that has its name.
 */
export interface DeadRules {
  /** Pieces of source whose names are no uses: comments, strings and import statements, each from where it begins. */
  comment: string;
  string: string;
  import: string;
  /** A name within a string that is code all the same, as in `"{name}"`; tried on the string with the name between two NUL letters. */
  inString?: string;
  /** A decorator, annotation or attribute; the group is its name. */
  mark: string;
  /** Names of marks that hand the definition to nobody. */
  plainMarks: string;
  /** Marks of what a test runner starts, and heads of what is only there for it. */
  testMarks?: string;
  testBlock?: string;
  /** Names of methods that it starts in the types it finds. */
  testMembers?: string;
  /** Definitions with a mark are found without that anything leads to their file: class path scanning. */
  isScanned?: boolean;
  /** Heads that say that a definition is meant to be unused, or that it is used by something that is no code. */
  kept: string;
  /** Names of definitions that the language itself calls or reads as soon as what is around them lives. */
  called: string;
  /** Names that stand for nothing. */
  nameless: string;
  /** Heads of members that stand in for one of a base. */
  overriding?: string;
  /** Head of a block of members that stand in for those of a base: group 1 is the base, group 2 the type. */
  overridingBlock?: string;
  /** The bases in the head of a type, as a list. */
  bases?: string;
  /** Bases that call no member that is not listed under `called`. */
  plainBases?: string;
  /** Bases whose members can be listed at run time, and what lists them where it stands behind the name of the type. */
  listedBases?: string;
  listing?: string;
  /** What stands before a name that is only meant as a type. */
  typePlace?: string;
  /** Any type may be used as an interface that has its methods; these are methods of interfaces of the library. */
  implicitInterfaces?: string;
  /** Heads of types whose fields are read by something that does not name them. */
  fieldsRead?: string;
  /** Heads of enums whose members are made by something that does not name them. */
  variantsMade?: string;
  /** Heads of fields with a tag that others read them by. */
  fieldTag?: string;
  /** Methods by which a property is read or written; the groups are its name, from the first letter. */
  accessor?: string;
  /** Heads, or else names, of what other packages can use. */
  publicHead?: string;
  publicName?: string;
  /** Files that can see a definition, told by its head or its name; the first that matches. The default is the repository. */
  seenIn?: { head?: string; name?: string; within: "file" | "folder" | "tree" }[];
  /** Ways to reach members by names that are made at run time; the group, if it matches, is how such names begin. */
  reflection: string;
  /** Ways to reach definitions of a whole file by such names. */
  moduleReflection?: string;
  /** What keeps a row of some kinds, heads, names or paths from being certain, and why. */
  doubts?: {
    kinds?: string[];
    head?: string;
    name?: string;
    path?: string;
    verdict: "likely" | "possible";
    why: string;
  }[];
  /** What stands before a name that is a member of something, and behind one that names an argument. */
  member: string;
  argument?: string;
  /** Members are only reached through something, but for the body of their type. */
  membersNeedObject?: boolean;
  /** Files about which nothing is said, by their path or the beginning of their text: copies of other projects, code that a machine wrote. */
  leftAlone?: { path: string; text: string };
  /** Files that a build compiles, as far as something leads to them; what lies elsewhere is no source of it. */
  sources?: string;
  /** All files of a folder are one module. */
  isFolderModule?: boolean;
  /** A file lives because something in it is used: imports alone do nothing. */
  isFileOfTypes?: boolean;
  /** A definition may stand in several files of which a build takes one. */
  hasVariants?: boolean;
}

const folder = join(packageRoot, "grammars");

/** All languages by name. */
export const languages: ReadonlyMap<string, Language> = new Map(
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => [
      entry.name,
      { name: entry.name, ...JSON.parse(packageFile(`grammars/${entry.name}/language.json`)) } as Language,
    ]),
);

const byExtension = new Map(
  [...languages.values()].flatMap((language) => language.extensions.map((e) => [e, language])),
);

/** The language of a path by its extension, or null when it is only text. */
export function languageOf(path: string): Language | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? (byExtension.get(name.slice(dot)) ?? null) : null;
}

const queryFiles = ["tags.scm", "imports.scm"];

/** The queries that run over every file of a language, in a fixed order. */
export function queriesOf(language: Language): string {
  return queryFiles.map((file) => queryFile(language, file)).join("\n");
}

/** The text of one query file, with that of the language it builds on before it; "" when neither has it. */
export function queryFile(language: Language, file: string): string {
  const own = join("grammars", language.name, file);
  const base = language.queriesFrom ? queryFile(languages.get(language.queriesFrom)!, file) : "";
  return existsSync(join(packageRoot, own)) ? `${base}\n${packageFile(own)}` : base;
}

const testPatterns = [...languages.values()].flatMap((language) =>
  language.tests.map((pattern) => new RegExp(pattern)),
);

/** Whether a path looks like a test by the conventions of any language. */
export function isTest(path: string): boolean {
  return testPatterns.some((pattern) => pattern.test(path));
}
