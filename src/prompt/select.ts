import picomatch from "picomatch";

export interface Selection {
  include: readonly string[];
  exclude: readonly string[];
}

/**
 * Whether a path is wanted: matched by an `include` pattern (or there is none) and by no `exclude` pattern. Patterns are globs
 * from the repository root; one without a slash matches at any depth, and a folder stands for everything in it, as in .gitignore.
 */
export function selector({ include, exclude }: Selection): (path: string) => boolean {
  const wanted = include.map(matcher);
  const unwanted = exclude.map(matcher);
  return (path) =>
    (wanted.length === 0 || wanted.some((match) => match(path))) && !unwanted.some((match) => match(path));
}

/** Whether a path is named outright, without a pattern: then it is wanted even when it is machine-written. */
export function isNamed({ include }: Selection, path: string): boolean {
  return include.some((pattern) => pattern.replace(/^\.?\//, "") === path);
}

function matcher(pattern: string): (path: string) => boolean {
  const bare = pattern.replace(/^\.?\//, "").replace(/\/$/, "");
  const anywhere = bare.includes("/") || pattern.startsWith("/") ? bare : `**/${bare}`;
  return picomatch([anywhere, `${anywhere}/**`], { dot: true });
}
