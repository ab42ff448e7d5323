import { type FileReading, loadParser } from "../syntax/parse.js";
import type { RepositoryIndex } from "./index-repository.js";

/**
 * The index as it would be with other texts in some places: null takes a file away, a new path adds one. Nothing is written, neither to the
 * work tree nor to the store. Closing it closes the index below.
 */
export async function overlaid(
  index: RepositoryIndex,
  texts: ReadonlyMap<string, string | null>,
): Promise<RepositoryIndex> {
  if (texts.size === 0) return index;
  const parser = await loadParser();
  await parser.prepare(texts.keys());
  const readings = new Map<string, FileReading>();
  for (const [path, text] of texts) if (text !== null) readings.set(path, parser.read(path, text));
  const added = [...readings.keys()].map((path) => ({ path, blob: "" }));
  const files = [...index.files.filter(({ path }) => !texts.has(path)), ...added];
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    ...index,
    files,
    unread: index.unread.filter(({ path }) => !texts.has(path)),
    state: `${index.state} changed`,
    facts: (file) => readings.get(file.path)?.facts ?? index.facts(file),
    names(file) {
      const reading = readings.get(file.path);
      return reading ? reading.names : index.names(file);
    },
    text: (path) => (texts.has(path) ? texts.get(path)! : index.text(path)),
  };
}
