import type { FileFacts } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import type { FileNames } from "../syntax/names.js";
import type { Evaluator } from "./evaluator.js";
import type { Graph } from "./graph.js";
import { type LinkedFile, linkedFile } from "./linked-file.js";

type Files = Pick<Evaluator, "file" | "library" | "globals">;

/** The files of a graph with their tables, made when they are first asked for. */
export function linkedFiles(
  graph: Graph,
  names: (file: string) => FileNames | null,
  library?: (language: string) => { file: string; facts: FileFacts; names: FileNames } | null,
): Files {
  const files = new Map<string, LinkedFile | null>();
  const libraries = new Map<string, LinkedFile | null>();
  const libraryFiles = new Map<string, LinkedFile>();
  const globals = new Map<string, ReturnType<Files["globals"]>>();
  let count = 0;
  const file: Files["file"] = (path) => {
    let known = files.get(path);
    if (known === undefined) {
      const facts = graph.files.get(path);
      const said = facts && facts.language !== null ? names(path) : null;
      known = facts && said ? linkedFile(count++, path, facts, said, false) : null;
      files.set(path, known);
    }
    return known;
  };
  return {
    file,
    library: libraryOf,
    globals(language) {
      let known = globals.get(language);
      if (!known) {
        known = globalsOf(language);
        globals.set(language, known);
      }
      return known;
    },
  };

  function libraryOf(language: string): LinkedFile | null {
    let known = libraries.get(language);
    if (known === undefined) {
      const found = library?.(language) ?? null;
      known = (found && libraryFiles.get(found.file)) ?? null;
      if (found && !known) {
        known = linkedFile(count++, found.file, found.facts, found.names, true);
        libraryFiles.set(found.file, known);
      }
      libraries.set(language, known);
    }
    return known;
  }

  /** Scripts, which neither import nor export, declare for all files of languages that export by statement. */
  function globalsOf(language: string): ReturnType<Files["globals"]> {
    const found: ReturnType<Files["globals"]> = new Map();
    const brought = libraryOf(language);
    for (const [path, facts] of graph.files) {
      if (facts.language !== language) continue;
      // Macros are known by what is read before, whatever file it is in.
      facts.definitions.forEach(({ name, kind, container }, number) => {
        const isOwn = kind === "macro" && container === "" && !brought?.byName.get("")?.has(name);
        const at = isOwn ? file(path) : null;
        if (at) found.set(name, found.has(name) ? { file: at, number: -1 } : { file: at, number });
      });
    }
    if (languages.get(language)?.visibility.by !== "exports") return found;
    for (const [path, facts] of graph.files) {
      if (facts.language === null || languages.get(facts.language)?.visibility.by !== "exports") continue;
      const isScript = facts.imports.length === 0 && facts.exports.length === 0;
      facts.definitions.forEach(({ name, container }, number) => {
        if (container !== (isScript ? "" : "global")) return;
        const at = file(path);
        if (at) found.set(name, found.has(name) ? { file: at, number: -1 } : { file: at, number });
      });
    }
    return found;
  }
}
