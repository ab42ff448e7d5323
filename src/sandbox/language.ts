import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { fail } from "../errors.js";
import { packageFile, packageRoot } from "../places.js";

/** How programs of a language are run: a file of `src/sandbox/languages/`. `{root}` is its toolchain, `{file}` the program. */
export interface ProgramLanguage {
  name: string;
  aliases: string[];
  extensions: string[];
  /** What a program without a file of its own is called. */
  file: string;
  /** Prints the folder of the toolchain; run outside of the box. */
  probe: string[];
  command: string[];
  environment: Record<string, string>;
  /** A folder that is filled once outside of the box and read in it. */
  cache?: { variable: string; warm: string[] };
  /** What is taken out before the program runs. */
  strip?: "types";
  advice: string;
}

const folder = "src/sandbox/languages";

export const programLanguages: readonly ProgramLanguage[] = readdirSync(join(packageRoot, folder))
  .sort()
  .map((name) => JSON.parse(packageFile(`${folder}/${name}`)));

/** By name or alias. Throws unknown-language. */
export function languageNamed(name: string): ProgramLanguage {
  const wanted = name.toLowerCase();
  const language = programLanguages.find((one) => one.name === wanted || one.aliases.includes(wanted));
  if (!language) throw fail("unknown-language", { name, known: programLanguages.map((one) => one.name).join(", ") });
  return language;
}

/** By the extension of a path. Throws unknown-language. */
export function languageOfFile(path: string): ProgramLanguage {
  const language = programLanguages.find(({ extensions }) => extensions.includes(extname(path)));
  if (!language)
    throw fail("unknown-language", { name: path, known: programLanguages.map((one) => one.name).join(", ") });
  return language;
}
