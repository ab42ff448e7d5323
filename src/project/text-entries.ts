import { folderOf, join } from "../graph/resolve-tree.js";
import type { Sources } from "./ecosystem.js";
import type { Entry } from "./project.js";

/** How texts that are no code name programs: by the path of a file, or as a module; group 1 of each. */
interface Naming {
  file: RegExp;
  module?: RegExp;
  fileOf(module: string, folder: string): string | null;
}

/** Texts for people name files without running them. */
const forPeople =
  /\.(md|mdx|rst|txt|adoc|html?|lock|svg|csv)$|(^|\/)(CHANGE(S|LOG)|HISTORY|NEWS|README|LICENSE|AUTHORS)[^/]*$|(^|\/)(pyproject\.toml|\.gitignore|CODEOWNERS)$/i;

/** Programs that Dockerfiles, Makefiles, workflows, scripts and settings start: their code is run, and no more is asked of them. */
export function commandEntries({ graph, read }: Sources, { file: files, module, fileOf }: Naming): Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const [path, { language }] of graph.files) {
    if (language !== null || forPeople.test(path)) continue;
    const text = read(path);
    if (text === null) continue;
    const add = (file: string | null) => {
      if (file === null || !graph.files.has(file) || seen.has(file)) return;
      seen.add(file);
      entries.push({ file, why: `${path} starts it`, role: /test/i.test(path) ? "test" : "tooling", symbols: [] });
    };
    const folder = folderOf(path);
    for (const match of text.matchAll(files))
      for (const root of [folder, ""]) {
        const file = join(root, match[1]!);
        if (file !== null && graph.files.has(file)) {
          add(file);
          break;
        }
      }
    if (module) for (const match of text.matchAll(module)) add(fileOf(match[1]!, folder));
  }
  return entries;
}
