import type { Graph } from "../../graph/graph.js";
import { packageName } from "../../project/package-name.js";
import { exportsByStatement } from "./declarations.js";

/** A package that a text names where no import statement does. */
export interface TextUse {
  name: string;
  line: number;
  why: string;
  isType: boolean;
}

interface Pattern {
  pattern: RegExp;
  why: string;
  isType?: boolean;
  /** Names made from the text; the first that is declared is meant. */
  as?: string[];
}

/** Places of JavaScript and TypeScript that name packages outside of imports. The last group is the name. */
const inCode: Pattern[] = [
  { pattern: /^\s*\/\/\/\s*<reference\s+types=(["'])([^"']+)\1/gm, why: "a reference to its types", isType: true },
  { pattern: /\b(?:require|import\.meta)\.resolve\(\s*(["'`])([^"'`\n$]+)\1/g, why: "its path is asked for" },
  {
    pattern: /\b(?:jest|vi)\.(?:mock|unmock|doMock|requireActual|importActual|setMock)\(\s*(["'`])([^"'`\n$]+)\1/g,
    why: "a test replaces it",
  },
  {
    pattern: /@(?:jest|vitest)-environment\s+(\s*)([\w@/-]+)/g,
    why: "the environment of a test",
    as: ["{}", "jest-environment-{}", "vitest-environment-{}"],
  },
  { pattern: /@jsxImportSource\s+(\s*)([\w@/-]+)/g, why: "the source of its JSX" },
];

/** Style sheets: imports, plugins of Tailwind, uses of Sass. Relative paths, URLs and what begins with a tilde for a package. */
const inStyles: Pattern[] = [
  {
    pattern:
      /@(?:import|use|forward|plugin|config|reference|require)\s+(?:\([^)]*\)\s*)?(?:url\(\s*)?(["'])~?([^"'\n]+)\1/g,
    why: "a style sheet imports it",
  },
];

const styleEnding = /\.(css|scss|sass|less|styl|stylus|pcss|postcss)$/;

/** What one text names; nothing for a file that is neither code nor style. */
export function textUses(graph: Graph, file: string, source: string): TextUse[] {
  const isCode = exportsByStatement(graph.files.get(file)!);
  const patterns = styleEnding.test(file)
    ? inStyles
    : isCode
      ? /\.(vue|svelte|astro)$/.test(file)
        ? [...inCode, ...inStyles]
        : inCode
      : [];
  const uses: TextUse[] = [];
  for (const { pattern, why, isType = false, as = ["{}"] } of patterns) {
    for (const match of source.matchAll(pattern)) {
      const line = source.slice(0, match.index).split("\n").length;
      for (const template of as) {
        const name = packageName(template.replace("{}", match[2]!.trim()));
        if (name !== null) uses.push({ name, line, why, isType });
      }
    }
  }
  return uses;
}

export const isStyle = (file: string): boolean => styleEnding.test(file);
