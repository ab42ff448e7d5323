import type { DefinitionKind, FileFacts } from "../syntax/facts.js";
import { languages } from "../syntax/languages.js";
import type { Graph, SymbolPlace } from "./graph.js";
import type { LinkedFile } from "./linked-file.js";

const shortest = 4;
const isMember: ReadonlySet<DefinitionKind> = new Set<DefinitionKind>(["method", "field"]);

/** Members that the objects of many libraries have: alone they say nothing. */
const common = new Set(
  (
    "apply bind call catch close code config content context count create data default delete destroy done error event execute exists " +
    "file files find first format from handle handler index init input item items join keys kind label last length list load " +
    "lower match message method mode name next open options output params parent parse path pattern payload position print " +
    "props query read remove render request reset response result resolve root send size source start state status stop " +
    "style test text then title toString type update upper url user value values version warn write"
  ).split(" "),
);

/**
 * A member of an object of which nothing is known: found by its name when a single definition of the repository has it, and it is
 * no word of the language's library either.
 */
export function uniqueMembers(
  graph: Graph,
  library: (language: string) => LinkedFile | null,
): (language: string, name: string) => SymbolPlace | null {
  const groups = new Map<string, Map<string, SymbolPlace | null>>();
  const placesOf = (language: string) => {
    const group = groupOf(language);
    const known = groups.get(group) ?? new Map<string, SymbolPlace | null>();
    groups.set(group, known);
    return known;
  };
  const present = new Set<string>();
  for (const [file, facts] of graph.files) {
    if (facts.language === null) continue;
    present.add(facts.language);
    addMembers(placesOf(facts.language), file, facts);
  }
  for (const language of present)
    for (const { name } of library(language)?.facts.definitions ?? []) placesOf(language).set(name, null);
  return (language, name) =>
    name.length < shortest || common.has(name) ? null : (groups.get(groupOf(language))?.get(name) ?? null);
}

/** Languages that import each other's files have members of each other's objects in their hands. */
const groupOf = (language: string): string => languages.get(language)?.resolution ?? language;

function addMembers(places: Map<string, SymbolPlace | null>, file: string, { definitions }: FileFacts): void {
  for (const { name, kind, container, line } of definitions) {
    if (container === "" || !isMember.has(kind)) continue;
    places.set(name, places.has(name) ? null : { file, symbol: `${container}.${name}`, line });
  }
}
