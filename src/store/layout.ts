import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, packageRoot, version } from "../places.js";

/** Counted up when packs or the values in them change their shape without the code below changing. */
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
 * Names all that stored contents depend on: v4's version, the queries and language rows, the grammars' packages, and the code that
 * reads files off and links them. Files are known by size and time: to read them took four times as long, and versions of packages are read.
 */
export function layoutKey(root: string, ofVersion: string): string {
  const hash = createHash("sha256").update(`${layout} ${ofVersion} ${process.versions.modules}`);
  const add = (folder: string, name: string) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    hash.update(`\0${name} ${size} ${mtimeMs}`);
  };
  const grammars = join(root, "grammars");
  for (const language of namesIn(grammars)) {
    const folder = join(grammars, language);
    for (const name of namesIn(folder)) if (name !== "cases") add(folder, name);
    const row = textOf(join(folder, "language.json"));
    hash.update(`\0${language} ${grammarVersion(root, row && JSON.parse(row).grammar?.package)}`);
  }
  for (const stage of ["syntax", "graph", "project", "questions"]) {
    const code = fileURLToPath(new URL(`../${stage}`, import.meta.url));
    for (const name of readdirSync(code, { recursive: true }).sort()) add(code, String(name));
  }
  return hash.digest("hex").slice(0, 12);
}

/** The version of an npm package as Node would find it from a folder; looking it up through `require` took 1 ms each. */
function grammarVersion(root: string, name: string | undefined): string {
  if (!name) return "none";
  for (let folder = root; ; folder = dirname(folder)) {
    const text = textOf(join(folder, "node_modules", name, "package.json"));
    if (text) return JSON.parse(text).version;
    if (folder === dirname(folder)) return "none";
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
