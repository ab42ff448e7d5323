import { readdirSync } from "node:fs";
import { join } from "node:path";
import { packageFile, packageRoot } from "../places.js";
import type { Role } from "./project.js";

/** What is known of a tool that works on a repository: a row of data, src/project/tools/NAME.json. */
export interface Tool {
  name: string;
  /** Packages that bring it, in full or as a regular expression that begins with `^`. Declared in a manifest, they switch it on there. */
  packages: string[];
  /** Files that it reads by their name: globs from the folder of the manifest. They are read for its settings. */
  configs?: string[];
  /** The key of package.json that holds its settings. */
  key?: string;
  /** What it starts or reads by itself: globs from the folder of the manifest. */
  entries?: {
    files: string[];
    role: Role;
    /** Settings that replace these globs. */
    unless?: string[];
    /** Only where a script runs the tool with this option. */
    flag?: string;
  }[];
  /** What settings mean, by their path of keys: `test.setupFiles`; `*` stands for any key or position. */
  settings?: Record<string, Setting | Setting[]>;
  /** Settings that name the folder which its globs and paths count from. */
  roots?: string[];
  /** Commands that its packages bring, when they are not named like a package. */
  binaries?: string[];
  /** Its configuration files are shell scripts. */
  isScript?: boolean;
  /** Globs of files that only it can read: where there are such, its packages are used. */
  worksOn?: string[];
  /** Names that look like packages and that it makes up, as regular expressions. */
  provides?: string[];
  /** Packages that it uses without being told, where they are declared. */
  uses?: string[];
  /** Options of its command that name what settings name: `--setup` of a flag, `""` of plain arguments. */
  options?: Record<string, Setting>;
}

/** How the text of a setting is read. Of several the first that matches holds. */
export interface Setting {
  /** `files`: paths and, when they are none, packages. `globs`: files. `packages`: names. `keys`: the keys are the names. `commands`: lines of shell.
   * `folders`: all code below. */
  is: "files" | "globs" | "packages" | "keys" | "commands" | "folders" | "nothing";
  /** A regular expression; its group, if it has one, is what counts. */
  match?: string;
  /** Names of packages made from the text, the first one that is declared: `eslint-plugin-{}`. Default: the text itself. */
  as?: string[];
  /** Texts that mean something of the tool's own. */
  but?: string[];
  role?: Role;
}

const folder = "src/project/tools";

/** Every tool, by name. */
export const tools: readonly Tool[] = readdirSync(join(packageRoot, folder))
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => ({ name: name.slice(0, -".json".length), ...JSON.parse(packageFile(`${folder}/${name}`)) }) as Tool);

/** Whether a declared package brings a tool. */
export function brings(tool: Tool, name: string): boolean {
  return tool.packages.some((known) => (known.startsWith("^") ? new RegExp(known).test(name) : known === name));
}

/** `eslint-plugin-{}` for `react`, `@a/b` and `@a`: eslint-plugin-react, @a/eslint-plugin-b, @a/eslint-plugin. */
export function filled(template: string, text: string): string {
  const [, scope, rest] = /^(@[^/]+)(?:\/(.*))?$/.exec(text) ?? [];
  if (scope === undefined || template === "{}") return template.replace("{}", text);
  const bare = template.replace(/^@[^/]+\//, "");
  return `${scope}/${rest === undefined ? bare.replace(/-?\{\}/, "") : bare.replace("{}", rest)}`;
}
