import { type ProgramLanguage, programLanguages } from "./language.js";

/** The first block between fences in a Markdown text whose tag names a language that can be run; null without one. */
export function fencedProgram(text: string): { language: ProgramLanguage; code: string } | null {
  for (const [, , tag, code] of text.matchAll(/^(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*\n([\s\S]*?)^\1[ \t]*$/gm)) {
    const name = tag!.toLowerCase();
    const language = programLanguages.find((one) => one.name === name || one.aliases.includes(name));
    if (language) return { language, code: code! };
  }
  return null;
}
