import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import envPaths from "env-paths";

/** The folder of v4's own package: data files (grammars, catalogue, templates) are read from here, built or not. */
export const packageRoot = fileURLToPath(new URL("..", import.meta.url));

/** The text of a data file that ships in the package, by its path from the package root. */
export function packageFile(path: string): string {
  return readFileSync(join(packageRoot, path), "utf8");
}

/** v4's version, from package.json. */
export const version: string = JSON.parse(packageFile("package.json")).version;

const paths = envPaths("v4", { suffix: "" });

/** Everything here can be deleted at any time and only costs time: the index, KV prefixes, measured speeds. */
export const cacheFolder = process.env.V4_CACHE ?? paths.cache;

/** Model files: large, fetched once, kept until `v4 model rm`. */
export const modelFolder = process.env.V4_MODELS ?? join(paths.data, "models");

/** What the user chose (default model). */
export const configFolder = process.env.V4_CONFIG ?? paths.config;
