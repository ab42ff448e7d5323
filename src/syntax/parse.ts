import { type BindOptions, bindNames } from "./bind.js";
import { definitionsOf } from "./definitions.js";
import { type EmbeddedCode, embeddedCode } from "./embedded.js";
import type { Engine } from "./engine.js";
import type { FileFacts } from "./facts.js";
import { importsOf } from "./imports.js";
import { type Language, languageOf, languages, queriesOf, queryFile } from "./languages.js";
import { lineTable } from "./lines.js";
import { loadEngine } from "./load-engine.js";
import type { FileNames } from "./names.js";
import { compileQuery, type Query } from "./query.js";
import { parseRepaired } from "./repair.js";
import { matchesOf } from "./run-query.js";
import type { Grammar } from "./tree.js";

/** What one file says: its facts, and the names that link it to others; null where the language has no names.scm. */
export interface FileReading {
  facts: FileFacts;
  names: FileNames | null;
}

/** A parser that is ready: grammars are loaded on first use of a language and kept. */
export interface Parser {
  engine: Engine["name"];
  /** As Engine.proofs. */
  proofs(): string[];
  /** Loads the grammars that these paths need. */
  prepare(paths: Iterable<string>): Promise<void>;
  /** The facts of one file. Never throws: what cannot be parsed has no facts and a problem. */
  facts(path: string, text: string): FileFacts;
  /** The same with the file's names. */
  read(path: string, text: string): FileReading;
}

interface Ready {
  language: Language;
  query: Query;
  names: Query | null;
  rare: { contains: string; query: () => Query }[];
}

/** `proved`: what Engine.proofs gave in an earlier process. */
export async function loadParser(proved?: ReadonlySet<string>): Promise<Parser> {
  const engine = await loadEngine(undefined, proved);
  const ready = new Map<Language, Ready>();
  const broken = new Map<Language, string>();
  const read = (path: string, text: string, wantsNames: boolean): FileReading => {
    const language = languageOf(path);
    if (!language) return { facts: textFacts(text), names: null };
    let within: EmbeddedCode | null;
    try {
      within = language.embedded ? embeddedCode(language.embedded, text) : null;
    } catch (error) {
      return { facts: unparsed(path, text, `not parsed: ${String(error)}`), names: null };
    }
    const spoken = within ? languages.get(within.language)! : language;
    const queries = ready.get(spoken);
    if (!queries) {
      const problems = [{ line: 1, message: broken.get(spoken) ?? "grammar not loaded" }];
      return { facts: { ...textFacts(text), problems }, names: null };
    }
    const reading = parseWith(engine, queries, within?.text ?? text, wantsNames, within?.uses);
    return within ? asHeldBy(language, reading) : reading;
  };
  return {
    engine: engine.name,
    proofs: engine.proofs,
    async prepare(paths) {
      for (const language of new Set([...paths].flatMap(spokenIn))) {
        if (ready.has(language) || broken.has(language)) continue;
        await engine.prepare(language).then(
          (grammar) => ready.set(language, compileQueries(language, grammar)),
          (error) => broken.set(language, String(error)),
        );
      }
    },
    facts: (path, text) => read(path, text, false).facts,
    read: (path, text) => read(path, text, true),
  };
}

/** The languages that the code of a file may be in. */
function spokenIn(path: string): Language[] {
  const language = languageOf(path);
  if (!language?.embedded) return language ? [language] : [];
  return [...new Set(Object.values(language.embedded.languages))].map((name) => languages.get(name)!);
}

/** What the code in a file says is said by the file, in its own language. */
function asHeldBy({ name, embedded }: Language, { facts, names }: FileReading): FileReading {
  const exports =
    embedded?.isDefaultExport && !facts.exports.some((row) => row.name === "default")
      ? [...facts.exports, { name: "default", local: null, from: null, line: 1, isType: false }]
      : facts.exports;
  return { facts: { ...facts, language: name, exports }, names };
}

function compileQueries(language: Language, grammar: Grammar): Ready {
  const names = queryFile(language, "names.scm");
  return {
    language,
    query: compileQuery(queriesOf(language), grammar),
    names: names === "" ? null : compileQuery(names, grammar),
    rare: (language.rareQueries ?? []).map(({ file, contains }) => ({
      contains,
      query: once(() => compileQuery(queryFile(language, file), grammar)),
    })),
  };
}

/** Makes a value at its first use and keeps it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function parseWith(
  engine: Engine,
  { language, query, names, rare }: Ready,
  text: string,
  wantsNames: boolean,
  uses?: EmbeddedCode["uses"],
): FileReading {
  const facts = textFacts(text);
  const failed = (message: string): FileReading => ({
    facts: { ...facts, language: language.name, problems: [{ line: 1, message }] },
    names: null,
  });
  try {
    const tree = parseRepaired((source) => engine.parse(language, source), language, text);
    if (!tree) return failed("not parsed: over the time limit");
    const matches = matchesOf(query, tree, text);
    for (const { contains, query: rarely } of rare) {
      if (!text.includes(contains)) continue;
      for (const match of matchesOf(rarely(), tree, text))
        matches.push({ ...match, pattern: match.pattern + firstRarePattern });
    }
    const { imports, exports } = importsOf(matches, text);
    const definitions = definitionsOf(matches, text, lineTable(text), language, exports);
    return {
      facts: {
        language: language.name,
        lines: facts.lines,
        definitions,
        imports,
        exports,
        problems: tree.hasError ? [{ line: 1, message: "syntax errors: the facts that could be read are kept" }] : [],
      },
      names:
        wantsNames && names
          ? bindNames(names, tree, text, { definitions, imports, uses }, bindOptions(language))
          : null,
    };
  } catch (error) {
    return failed(`not parsed: ${String(error)}`);
  }
}

function bindOptions({ scoping, oneSpace, library, constants, openBlock }: Language): BindOptions {
  return {
    sequential: scoping === "sequential",
    assigned: scoping === "assigned",
    oneSpace: oneSpace === true,
    ...(constants ? { constants: new RegExp(constants) } : {}),
    ...(openBlock ? { openBlock: new RegExp(openBlock) } : {}),
    ...(library?.list ? { list: library.list } : {}),
  };
}

/** Patterns of rare queries are numbered behind all others. */
const firstRarePattern = 10_000;

/** The facts of a file that was not parsed, and why. */
export function unparsed(path: string, text: string, message: string): FileFacts {
  return { ...textFacts(text), language: languageOf(path)?.name ?? null, problems: [{ line: 1, message }] };
}

/** The facts of a file that is only text. */
export function textFacts(text: string): FileFacts {
  return { language: null, lines: countLines(text), definitions: [], imports: [], exports: [], problems: [] };
}

function countLines(text: string): number {
  if (text === "") return 0;
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return text.endsWith("\n") ? lines : lines + 1;
}
