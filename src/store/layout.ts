import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, packageRoot, version } from "../places.js";

/** Counted up when packs or the values in them change their shape without the code of `syntax/` changing. */
const layout = "packs 2";

/** Every repository's store, by layout: `index/LAYOUT/NAME-PLACE`. */
export const indexFolder = join(cacheFolder, "index");

/** The folder of a repository's store, by the path of its root. */
export function storeFolder(root: string): string {
  const place = createHash("sha256").update(root).digest("hex").slice(0, 12);
  key ??= layoutKey(packageRoot, version);
  return join(indexFolder, key, `${basename(root)}-${place}`);
}

let key: string | undefined;

/**
 * Names all that stored contents depend on: v4's version, the queries and language rows, the versions of the grammars, and the code
 * that reads files off (by size and time: somebody who works on v4 must not get yesterday's facts). Takes 4 ms.
 */
export function layoutKey(root: string, ofVersion: string): string {
  const hash = createHash("sha256").update(`${layout} ${ofVersion} ${process.versions.modules}`);
  const require = createRequire(join(root, "package.json"));
  const grammars = join(root, "grammars");
  for (const language of namesIn(grammars)) {
    for (const name of namesIn(join(grammars, language))) {
      if (!/\.(scm|json)$/.test(name)) continue;
      const text = readFileSync(join(grammars, language, name), "utf8");
      hash.update(`\0${language}/${name}\0${text}`);
      const { grammar } = name === "language.json" ? JSON.parse(text) : {};
      if (grammar) hash.update(grammarVersion(require, grammar.package));
    }
  }
  const code = fileURLToPath(new URL("../syntax", import.meta.url));
  for (const name of namesIn(code)) {
    const { size, mtimeMs } = statSync(join(code, name));
    hash.update(`\0${name} ${size} ${mtimeMs}`);
  }
  return hash.digest("hex").slice(0, 12);
}

function grammarVersion(require: NodeJS.Require, name: string): string {
  try {
    return JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8")).version;
  } catch {
    return "none";
  }
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
