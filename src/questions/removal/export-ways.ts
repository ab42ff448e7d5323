import { queryFile } from "../../syntax/languages.js";
import { compileQuery, type Query } from "../../syntax/query.js";
import { matchesOf } from "../../syntax/run-query.js";
import { itemAround, nodeAt, type Source } from "./source.js";

/** One way by which a file exports a name. */
export interface ExportWay {
  name: string;
  /** The name inside the file; null when the value has none, or comes from another file. */
  local: string | null;
  /** What goes with the name: a statement or an item of a list. Null when it cannot go alone. */
  item: number | null;
  /** The words that make a declaration an export, with the blanks behind them; none when it is a statement or item of its own. */
  words: [start: number, end: number][];
  /** It holds a value that is nowhere else. */
  holdsValue: boolean;
  /** The value, where it is only a part of the item that is evaluated anyway: `exports.a = value`. */
  value: number | null;
}

const queries = new Map<string, Query>();

/** All the ways in which a file exports names, in languages with export statements. */
export function exportWays(source: Source): ExportWay[] {
  const { language, tree, code } = source;
  const text = queryFile(language, "removal.scm");
  if (text === "") return [];
  let query = queries.get(language.name);
  if (!query) {
    query = compileQuery(text, tree.grammar);
    queries.set(language.name, query);
  }
  return matchesOf(query, tree, code).flatMap(({ captures }): ExportWay[] => {
    const one = (name: string) => captures.find((capture) => capture.name === name);
    // A name as the default is matched for itself, too.
    if (one("default") && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(one("value")?.text ?? "")) return [];
    const [item, alias, local, passed] = [one("item"), one("alias"), one("local"), one("passed")];
    const words = captures.filter(({ name }) => name === "word");
    const isDefault = one("default") !== undefined || words.some(({ text }) => text === "default");
    const name = alias?.text ?? (isDefault ? "default" : (local?.text ?? passed?.text ?? ""));
    const isDeclaration = words.length > 0;
    return [
      {
        name: name.replace(/^(["'])(.*)\1$/, "$2"),
        local: local?.text ?? null,
        item: isDeclaration
          ? itemAround(source, nodeAt(source, local!.startIndex))
          : outermost(source, item!.startIndex, item!.endIndex),
        words: words.map(({ startIndex, endIndex }) => [
          startIndex,
          endIndex + /^\s*/.exec(code.slice(endIndex))![0].length,
        ]),
        value: one("value") ? outermost(source, one("value")!.startIndex, one("value")!.endIndex) : null,
        holdsValue: isDeclaration || one("value") !== undefined || (local === undefined && passed === undefined),
      },
    ];
  });
}

/** The outermost node with a range. */
function outermost({ tree }: Source, start: number, end: number): number | null {
  for (let node = 1; node < tree.count; node++) if (tree.start[node] === start && tree.end[node] === end) return node;
  return null;
}
