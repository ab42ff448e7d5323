import { readdirSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { packageFile, packageRoot } from "../places.js";
import type { Sources } from "./ecosystem.js";
import type { Entry, Role } from "./project.js";

/** What a tool or framework starts or reads by its own conventions: a row of data, src/project/conventions/LANGUAGE/NAME.json. */
interface Convention {
  name: string;
  /** It counts where one of these packages is declared or imported; without any it always counts. */
  packages?: string[];
  entries: {
    /** Globs from the root of the repository; one with `!` takes files out. */
    files: string[];
    /** Only files whose text this regular expression finds. */
    text?: string;
    role: Role;
    /** Only top-level names that this regular expression matches are used; `^$` for none, so that the file is run and no more. */
    symbols?: string;
    /** Base classes whose subclasses it finds, as a regular expression over the head. */
    heads?: string;
  }[];
}

/** Every convention of a language, by name. */
function conventionsOf(language: string): Convention[] {
  const folder = `src/project/conventions/${language}`;
  return readdirSync(join(packageRoot, folder))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map(
      (name) =>
        ({ name: name.slice(0, -".json".length), ...JSON.parse(packageFile(`${folder}/${name}`)) }) as Convention,
    );
}

/** The entries that the conventions of a language make of its files. `used` are the packages that are declared or imported anywhere. */
export function conventionalEntries(language: string, used: ReadonlySet<string>, { graph, read }: Sources): Entry[] {
  const files = [...graph.files].filter(([, facts]) => facts.language === language);
  const entries: Entry[] = [];
  for (const { name, packages, entries: rows } of conventionsOf(language)) {
    if (packages && !packages.some((one) => used.has(one))) continue;
    for (const { files: globs, text, role, symbols, heads } of rows) {
      const ignore = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
      const isMatch = picomatch(
        globs.filter((glob) => !glob.startsWith("!")),
        { ignore, dot: true },
      );
      const wanted = symbols === undefined ? null : new RegExp(symbols);
      const headed = heads === undefined ? null : new RegExp(heads);
      const holds = text === undefined ? null : new RegExp(text, "m");
      for (const [file, { definitions }] of files) {
        if (!isMatch(file) || (holds && !holds.test(read(file) ?? ""))) continue;
        const why = `${name} ${role === "test" ? "runs" : "finds"} it`;
        const entry: Entry = { file, why, role };
        if (wanted || headed)
          entry.symbols = definitions.flatMap(({ container, name: own, signature }) =>
            container === "" && (wanted?.test(own) || headed?.test(signature)) ? [own] : [],
          );
        entries.push(entry);
      }
    }
  }
  return entries;
}
