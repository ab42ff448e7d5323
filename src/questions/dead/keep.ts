import picomatch from "picomatch";
import type { Graph } from "../../graph/graph.js";
import type { DeadCode, DeadExport } from "./findings.js";

/** What a repository says of its findings; see src/repo/config.ts. */
export interface Kept {
  ignore?: string[] | undefined;
  ignoreDependencies?: string[] | undefined;
  ignoreExports?: string[] | undefined;
  tags?: string[] | undefined;
}

/** Tags that say of a symbol that others use it, in the doc comments of every language. */
const usualTags = ["@public", "@api", "@keep", "@lintignore"];

/** Takes out what the repository says is to be kept: by path, by name, by a tag in the comment above a definition. */
export function withoutKept(
  found: DeadCode,
  { ignore = [], ignoreDependencies = [], ignoreExports = [], tags = [] }: Kept,
  graph: Graph,
  read: (path: string) => string | null,
): DeadCode {
  const isIgnored = ignore.length > 0 ? picomatch(ignore, { dot: true }) : () => false;
  const isDependency = matcher(ignoreDependencies);
  const isExport = matcher(ignoreExports);
  const isTagged = tagReader([...usualTags, ...tags], graph, read);
  const inSight = ({ file }: { file: string }) => !isIgnored(file);
  return {
    ...found,
    files: found.files.filter(inSight),
    exports: found.exports.filter((row) => inSight(row) && !isExport(row.symbol) && !isTagged(row)),
    dependencies: found.dependencies.filter((row) => !isIgnored(row.manifest) && !isDependency(row.name)),
    unlisted: found.unlisted.filter((row) => inSight(row) && !isDependency(row.name)),
    binaries: found.binaries.filter((row) => inSight(row) && !isDependency(row.name)),
    unresolved: found.unresolved.filter(inSight),
    duplicates: found.duplicates.filter(inSight),
    clusters: found.clusters.filter(
      ({ files, symbols }) => ![...files, ...symbols.map(({ file }) => file)].some((file) => isIgnored(file)),
    ),
  };
}

/** A name as it is, or `/a regular expression/`. One that is none matches nothing. */
function matcher(names: readonly string[]): (name: string) => boolean {
  const patterns = names.flatMap((name) => {
    const body = /^\/(.+)\/$/.exec(name)?.[1];
    if (body === undefined) return [];
    try {
      return [new RegExp(body)];
    } catch {
      return [];
    }
  });
  const plain = new Set(names);
  return (name) => plain.has(name) || patterns.some((pattern) => pattern.test(name));
}

function tagReader(
  tags: readonly string[],
  graph: Graph,
  read: (path: string) => string | null,
): (row: DeadExport) => boolean {
  const words = tags.map((tag) => (tag.startsWith("@") ? tag : `@${tag}`).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const tag = new RegExp(`(${words.join("|")})(?![\\w-])`);
  return ({ file, symbol, line }) => {
    const lines = read(file)?.split("\n") ?? [];
    const name = symbol.slice(symbol.lastIndexOf(".") + 1);
    const starts = (graph.files.get(file)?.definitions ?? []).flatMap((one) =>
      one.line === line || one.name === name ? [[one.startLine, one.line] as const] : [],
    );
    return starts.concat([[commentStart(lines, line), line]]).some(([from, to]) => {
      const above = lines.slice(from - 1, to).join("\n");
      return tag.test(above);
    });
  };
}

/** The first line of the comment that stands directly above a line. */
function commentStart(lines: readonly string[], line: number): number {
  let at = line;
  while (at > 1 && /^\s*(\*|\/\*|\/\/|#)/.test(lines[at - 2] ?? "")) at--;
  return at;
}
