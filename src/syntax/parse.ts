import { definitionsOf } from "./definitions.js";
import type { Engine } from "./engine.js";
import type { FileFacts, Use } from "./facts.js";
import { importsOf } from "./imports.js";
import { type Language, languageOf } from "./languages.js";
import { type LineTable, lineAt, lineTable } from "./lines.js";
import { loadEngine } from "./load-engine.js";
import type { Match } from "./match.js";

/** A parser that is ready: grammars are loaded on first use of a language and kept. */
export interface Parser {
  engine: Engine["name"];
  /** Loads the grammars that these paths need. */
  prepare(paths: Iterable<string>): Promise<void>;
  /** The facts of one file. Never throws: what cannot be parsed has no facts and a problem. */
  facts(path: string, text: string): FileFacts;
}

export async function loadParser(): Promise<Parser> {
  const engine = await loadEngine();
  const ready = new Set<Language>();
  const broken = new Map<Language, string>();
  return {
    engine: engine.name,
    async prepare(paths) {
      for (const language of new Set([...paths].map(languageOf))) {
        if (!language || ready.has(language) || broken.has(language)) continue;
        await engine.prepare(language).then(
          () => ready.add(language),
          (error) => broken.set(language, String(error)),
        );
      }
    },
    facts(path, text) {
      const language = languageOf(path);
      if (!language) return textFacts(text);
      if (!ready.has(language)) {
        return { ...textFacts(text), problems: [{ line: 1, message: broken.get(language) ?? "grammar not loaded" }] };
      }
      return parseWith(engine, language, text);
    },
  };
}

function parseWith(engine: Engine, language: Language, text: string): FileFacts {
  const facts = textFacts(text);
  let parsed: ReturnType<Engine["run"]>;
  try {
    parsed = engine.run(language, text);
  } catch (error) {
    return { ...facts, language: language.name, problems: [{ line: 1, message: `not parsed: ${String(error)}` }] };
  }
  if (!parsed)
    return { ...facts, language: language.name, problems: [{ line: 1, message: "not parsed: over the time limit" }] };
  const table = lineTable(text);
  const matches = parsed.matches.map((match) => withText(match, text, table));
  const { imports, exports } = importsOf(matches, text);
  const definitions = definitionsOf(matches, text, table, language, exports);
  return {
    language: language.name,
    lines: facts.lines,
    definitions,
    imports,
    exports,
    uses: usesOf(matches, new Set(definitions.map((d) => `${d.line}:${d.column}`))),
    problems: parsed.hasError ? [{ line: 1, message: "syntax errors: the facts that could be read are kept" }] : [],
  };
}

/** The facts of a file that is only text. */
export function textFacts(text: string): FileFacts {
  return { language: null, lines: countLines(text), definitions: [], imports: [], exports: [], uses: [], problems: [] };
}

function countLines(text: string): number {
  if (text === "") return 0;
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return text.endsWith("\n") ? lines : lines + 1;
}

function withText(
  match: { pattern: number; captures: { name: string; startIndex: number; endIndex: number }[] },
  text: string,
  table: LineTable,
): Match {
  return {
    pattern: match.pattern,
    captures: match.captures.map(({ name, startIndex, endIndex }) => {
      const startLine = lineAt(table, startIndex);
      return {
        name,
        text: text.slice(startIndex, endIndex),
        startIndex,
        endIndex,
        startLine,
        startColumn: startIndex - table[startLine - 1]! + 1,
        endLine: lineAt(table, Math.max(startIndex, endIndex - 1)),
      };
    }),
  };
}

/** Each name once a line: enough to say where it is used, and a tenth of the size. */
function usesOf(matches: Match[], definedAt: Set<string>): Use[] {
  const seen = new Set<string>();
  const uses: Use[] = [];
  for (const match of matches) {
    for (const capture of match.captures) {
      if (!capture.name.startsWith("reference.")) continue;
      if (definedAt.has(`${capture.startLine}:${capture.startColumn}`)) continue;
      const key = `${capture.text}:${capture.startLine}`;
      if (seen.has(key)) continue;
      seen.add(key);
      uses.push({ name: capture.text, line: capture.startLine });
    }
  }
  return uses;
}
