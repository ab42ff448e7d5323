import { createHash } from "node:crypto";
import { packageFile } from "../places.js";
import { languages } from "../syntax/languages.js";
import { type FileReading, loadParser } from "../syntax/parse.js";
import type { LinkInput } from "./evaluation.js";
import type { RepositoryIndex } from "./index-repository.js";

/**
 * The declarations that languages bring along, read off for the languages of a repository. What was read is kept in the store, by the
 * text it was read from. A language without a library of its own has that of one whose files it imports: JavaScript has TypeScript's.
 */
export async function readLibraries(
  index: RepositoryIndex,
  wanted: ReadonlySet<string>,
): Promise<NonNullable<LinkInput["library"]>> {
  const readings = new Map<string, FileReading>();
  for (const path of new Set([...wanted].flatMap((language) => libraryPath(language) ?? []))) {
    const text = packageFile(path);
    const key = `library ${path} ${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
    let reading = index.store.derived.get(key) as FileReading | undefined;
    if (!reading) {
      const parser = await loadParser();
      await parser.prepare([path]);
      const read = parser.read(path, text);
      await index.store.write(() => void index.store.derived.put(key, read));
      reading = read;
    }
    readings.set(path, reading);
  }
  return (language) => {
    const path = libraryPath(language);
    const reading = path ? readings.get(path) : undefined;
    return path && reading?.names ? { file: path, facts: reading.facts, names: reading.names } : null;
  };
}

/** The file of a language's library, from the package's root. */
function libraryPath(name: string): string | null {
  const language = languages.get(name);
  if (!language) return null;
  const owner = language.library
    ? language
    : [...languages.values()].find(({ library, resolution }) => library && resolution === language.resolution);
  return owner?.library ? `grammars/${owner.name}/${owner.library.file}` : null;
}
