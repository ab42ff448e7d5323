import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import type { Tree } from "../graph/resolve-tree.js";
import { languageOf } from "../syntax/languages.js";
import { loadEngine } from "../syntax/load-engine.js";
import { exportedValue } from "../syntax/static-value.js";

/** Tags of other programs (`!Sub`) are no reason to warn. */
const quiet = { logLevel: "silent" } as const;

/** Reads configuration files without running them; each is read once. */
export async function configReader(tree: Tree): Promise<(path: string) => unknown> {
  const engine = await loadEngine();
  const wanted = new Set(["javascript", "typescript", "tsx"]);
  const ready = new Set<string>();
  for (const name of wanted) {
    const language = languageOf(`a.${{ javascript: "js", typescript: "ts", tsx: "tsx" }[name]}`);
    if (!language) continue;
    await engine.prepare(language).then(
      () => ready.add(language.name),
      () => {},
    );
  }
  const known = new Map<string, unknown>();
  const read = (path: string): unknown => {
    const text = tree.read(path);
    if (text === null) return null;
    const language = languageOf(path);
    try {
      if (language && ready.has(language.name)) {
        const parsed = engine.parse(language, text);
        return parsed ? (exportedValue(parsed, text) ?? null) : null;
      }
      if (/\.ya?ml$/.test(path)) return parseYaml(text, quiet);
      if (/\.toml$/.test(path)) return parseToml(text);
      if (/\.(json[c5]?|code-workspace)$/.test(path)) return tree.json(path);
      // `.babelrc`, `.eslintrc`: JSON, or YAML, which JSON is too.
      if (/(^|\/)\.[\w-]+rc$/.test(path)) return tree.json(path) ?? parseYaml(text, quiet);
    } catch {
      return null;
    }
    return null;
  };
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
}
