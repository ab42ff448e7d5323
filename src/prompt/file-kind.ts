import { isTest, languageOf, languages } from "../syntax/languages.js";

/** What a file is for, by its path alone, most telling first. */
export type FileKind = "front" | "source" | "test" | "docs" | "data";

export const kindsByImportance: readonly FileKind[] = ["front", "source", "test", "docs", "data"];

const manifests = new Set([...languages.values()].flatMap((language) => language.manifests));

/**
 * front: the README and the manifests at the root, which say what the whole is; source: a known language, a script, a style
 * sheet, a page or a query; test; docs: prose; data: everything else (settings, tables, messages).
 */
export function fileKind(path: string): FileKind {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === path && (/^readme(\.\w+)?$/i.test(name) || manifests.has(name))) return "front";
  if (isTest(path) || /(^|\/)(tests?|testing|__tests__|spec|fixtures?|e2e|benchmarks?)\//i.test(path)) return "test";
  if (/\.(md|mdx|markdown|rst|txt|adoc|asciidoc|org|tex|po)$/i.test(name)) return "docs";
  if (/^(licen[cs]e|notice|authors|contributors|copying|changelog|changes)\b/i.test(name)) return "docs";
  if (languageOf(path)) return /(^|\/)(docs?|examples?|samples?|demos?)\//i.test(path) ? "docs" : "source";
  return otherSource.test(name) ? "source" : "data";
}

const otherSource =
  /^(dockerfile|makefile|justfile|rakefile)$|\.(c|h|cc|cpp|cxx|hpp|hh|cs|m|mm|swift|kt|kts|scala|rb|php|pl|pm|lua|r|jl|ex|exs|erl|hs|ml|mli|fs|clj|cljs|dart|zig|nim|v|sv|vhd|sh|bash|zsh|fish|ps1|bat|sql|graphql|gql|proto|thrift|vue|svelte|astro|html?|css|scss|sass|less|tf|nix|cmake|gradle|groovy|cu|glsl|wgsl|asm|s)$/i;
