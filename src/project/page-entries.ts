import { folderOf, join } from "../graph/resolve-tree.js";
import { lineOf, type Sources } from "./ecosystem.js";
import type { SourceFinder } from "./npm-entries.js";
import type { Entry } from "./project.js";

const script = /<script\b[^>]*\bsrc\s*=\s*(["'])([^"']+)\1/gi;
const inline = /<script\b[^>]*>([\s\S]*?)<\/script>/gi;
const imported = /\bimport\s*(?:[\w*{}\s,$]+\bfrom\s*)?\(?\s*(["'])([^"']+)\1/g;

/** The scripts of HTML pages: by `src`, counted from the page or from the package, and what inline modules import. */
export function pageEntries(files: readonly string[], home: string, { read }: Sources, find: SourceFinder): Entry[] {
  const entries: Entry[] = [];
  for (const page of files) {
    if (!/\.html?$/.test(page)) continue;
    const text = read(page);
    if (text === null) continue;
    const add = (source: string) => {
      if (/^([a-z]+:)?\/\//i.test(source)) return;
      for (const from of source.startsWith("/") ? [home, folderOf(page)] : [folderOf(page), home]) {
        const path = join(from, source.replace(/^\//, "").replace(/[?#].*$/, ""));
        const file = path === null ? null : find(path, home);
        if (file === null || !/\.([cm]?[jt]sx?|vue|svelte|astro)$/.test(file)) continue;
        entries.push({ file, why: `${page}:${lineOf(text, source)} runs it`, role: "production" });
        return;
      }
    };
    for (const match of text.matchAll(script)) add(match[2]!);
    for (const [, code] of text.matchAll(inline))
      for (const match of code!.matchAll(imported)) if (/^[./]/.test(match[2]!)) add(match[2]!);
  }
  return entries;
}
