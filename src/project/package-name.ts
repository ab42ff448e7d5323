import { isBuiltin } from "node:module";

/** The package of a specifier (`@a/b` of `@a/b/c.js`), or null when it names none: a path, a URL, a builtin, something virtual. */
export function packageName(specifier: string): string | null {
  const bare = specifier.replace(/^.*!/, "").replace(/[?#].*$/, "");
  if (/^[./~#$\\]/.test(bare) || bare === "" || /^[a-zA-Z][\w+.-]*:/.test(bare) || isBuiltin(bare)) return null;
  const name = /^(@[^/\s]+\/[^/\s]+|[^/\s@][^/\s]*)/.exec(bare)?.[0];
  return name !== undefined && /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~_][\w.~-]*$/i.test(name) ? name : null;
}
