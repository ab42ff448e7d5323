import type { Graph } from "../../graph/graph.js";
import { importers } from "../../graph/link.js";
import { exportsByStatement, isDeclaration } from "./declarations.js";
import { alive } from "./exports.js";
import type { DeadFile } from "./findings.js";
import { mentions } from "./mentions.js";
import type { Reached } from "./reach.js";

/** Code files, of languages with export statements, that no entry leads to. */
export function deadFiles(input: {
  graph: Graph;
  reached: ReadonlyMap<string, Reached>;
  entryCount: number;
  /** Folders with a package.json: what lies below none may be loaded by what is no JavaScript. */
  packages: readonly string[];
  read(path: string): string | null;
}): DeadFile[] {
  const { graph, reached, packages } = input;
  const dead = [...graph.files].flatMap(([file, facts]) =>
    exportsByStatement(facts) && !isDeclaration(file) && !reached.has(file) ? [{ file, lines: facts.lines }] : [],
  );
  const stems = new Map<string, Set<string>>();
  for (const { file } of dead) {
    const files = stems.get(stemOf(file));
    if (files) files.add(file);
    else stems.set(stemOf(file), new Set([file]));
  }
  // Where dead files name each other nothing is said about whether something alive does.
  const names = mentions(stems, alive(graph, reached), input.read, "path");
  const above = importers(graph);
  return dead.map(({ file, lines }) => {
    const importedBy = above.get(file) ?? [];
    const evidence = [
      importedBy.length === 0
        ? `nothing imports it, and it is none of the ${input.entryCount} entries`
        : `only dead files import it: ${listed(importedBy)}`,
    ];
    const mention = names.get(stemOf(file));
    if (mention) evidence.push(`a string spells its name in ${mention.file}:${mention.line}`);
    const isPackaged = packages.some((folder) => folder === "" || file.startsWith(`${folder}/`));
    if (!isPackaged)
      evidence.push("no package.json says what its code is for: a page or a program may load it by its path");
    return { file, lines, verdict: mention || !isPackaged ? "likely" : "certain", evidence };
  });
}

function listed(files: string[]): string {
  return files.length <= 3 ? files.join(", ") : `${files.slice(0, 3).join(", ")} and ${files.length - 3} more`;
}

/** `old` of `src/old.spec.ts`; a name that says nothing comes with its folder, `server/index`. */
function stemOf(file: string): string {
  const [, folder, stem] = /([^/]*\/)?([^/.]*)[^/]*$/.exec(file)!;
  return stem === "index" ? `${folder ?? ""}${stem}` : stem!;
}
