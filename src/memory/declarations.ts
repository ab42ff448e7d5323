import type { Definition, FileFacts } from "../syntax/facts.js";
import { isTest } from "../syntax/languages.js";

/** What a naming rule may look at beside the name itself. */
export interface Declaration {
  file: string;
  line: number;
  name: string;
  kind: Definition["kind"];
  language: string;
  /** What the thing is for, as far as its head says it; never read off the name. */
  role: string;
  exported: boolean;
  /** Names of the enclosing definitions, joined by dots; "" at the top level. */
  container: string;
  /** What a class or interface is derived from, its first base; "" for all else. */
  base: string;
  /** Whether it is a function whose head says that it gives true or false. */
  truth: boolean;
  /** The folder of the file, "" at the root. */
  folder: string;
}

/** The declarations of a file whose names somebody chose: what the language itself names (`__init__`, `constructor`) is left out. */
export function declarationsOf(file: string, facts: FileFacts): Declaration[] {
  const { language } = facts;
  if (language === null) return [];
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
  const test = isTest(file) ? "test " : "";
  const enums = new Set(facts.definitions.filter(isEnum).map((each) => qualified(each)));
  return facts.definitions.flatMap((definition) => {
    const { name, kind, line, exported, container } = definition;
    if (/__\w+__$|^constructor$|^[_$\d]*$|[^\p{L}\p{N}_$#]/u.test(name)) return [];
    // A constructor that is called like its class.
    if (kind === "method" && name === container.slice(container.lastIndexOf(".") + 1)) return [];
    const role = kind === "field" && enums.has(container) ? "of an enum" : roleOf(definition);
    return { file, line, name, kind, language, role: test + role, exported, container, folder, ...headOf(definition) };
  });
}

/** What the head of a definition says of its base and of what it gives. */
function headOf({ kind, name, signature }: Definition): { base: string; truth: boolean } {
  const derived = kind === "class" || kind === "interface";
  const after = derived ? signature.slice(wordAt(signature, name) + name.length) : "";
  const base = /^\((?:[\w]+\.)*(\w+)|\b(?:extends|implements)\s+(?:\w+\.)*(\w+)/.exec(after);
  const truth = /(\)\s*:|->|\))\s*(bool|boolean|\w+ is .+)\s*[{:]?\s*$/.test(signature);
  return { base: base?.[1] ?? base?.[2] ?? "", truth };
}

const qualified = ({ container, name }: Definition) => (container === "" ? name : `${container}.${name}`);

/** An enum, or a class derived from what is called one: members of `class Phase(IntEnum)` are named unlike other fields. */
function isEnum({ kind, signature }: Definition): boolean {
  return kind === "enum" || (kind === "class" && /[(\s]\w*(Enum|Flag)\b/.test(signature));
}

/**
 * The role that the head of a definition shows. Values are told apart by what they are set to, because that is how people choose
 * letter case: `LIMIT = 5` beside `logger = get_logger()`.
 */
function roleOf({ kind, signature, name, container }: Definition): string {
  if (kind !== "variable" && kind !== "constant" && kind !== "field") return container === "" ? "top" : "member";
  const at = wordAt(signature, name);
  // Behind a type, which may hold `=>`.
  const value = /^(?:=>|[^=])*=(?![=>])\s*(.*)$/s.exec(signature.slice(at + name.length))?.[1];
  const place = container === "" ? "" : "member ";
  const keyword = /\b(let|var|const|static|final)\b/.exec(signature.slice(0, at))?.[1] ?? "";
  if (value === undefined) return `${place}${keyword} declared`;
  const literal = literals.find(([, pattern]) => pattern.test(value));
  if (literal) return `${place}${keyword} ${literal[0]}`;
  // Another type under a new name, `Reader = Union[A, B]`, is named like a type.
  if (/^([\p{Ll}\p{N}_]+\.)*\p{Lu}[\p{L}\p{N}]*\p{Ll}[\p{L}\p{N}]*(\W(?!.*\()|$)/u.test(value))
    return `${place}${keyword} type`;
  if (/^[\w.]+\(|^new\b|^await\b/.test(value)) return `${place}${keyword} made`;
  return `${place}${keyword} value`;
}

const literals: [string, RegExp][] = [
  ["text", /^([rbuf]{1,2}(?=["'])|&)?["'`]/i],
  ["number", /^[-+.]?\d/],
  ["pattern", /^(\/(?![/*])|new RegExp\b|re\.compile\b|regexp\.MustCompile\b)/],
  ["truth", /^(true|false)\b/i],
  ["list", /^(\[|\(|new Set\b|frozenset\b)/],
  ["table", /^(\{|new Map\b)/],
];

/** Where a word stands that is no part of a longer one; 0 when it does not. */
function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/[\p{L}\p{N}_$]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}_$]/u.test(text.slice(at + word.length)))
      return at;
  return 0;
}
