import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { fail } from "../errors.js";
import { cacheFolder } from "../places.js";
import { writeWhole } from "../write-whole.js";
import type { ProgramLanguage } from "./language.js";

const run = promisify(execFile);

export interface Toolchain {
  /** Its folder, links resolved. */
  root: string;
  /** A filled cache to be read, and the variable that names it. */
  cache: { variable: string; folder: string } | null;
}

/**
 * Where the language's tools are. The probe runs outside of the box, in `/` so that no file of a repository chooses the tools, and is
 * remembered until the command on the PATH changes: a version manager's shim takes longer than the program.
 * Throws no-toolchain.
 */
export async function findToolchain(language: ProgramLanguage): Promise<Toolchain> {
  const missing = (reason: string) =>
    fail("no-toolchain", { language: language.name, reason, advice: language.advice });
  const command = onPath(language.probe[0]!);
  if (!command) throw missing(`${language.probe[0]} is not on the PATH`);
  const key = `${language.name} ${command} ${statSync(command).mtimeMs}`;
  const notes = join(cacheFolder, "toolchains.json");
  const known = readNotes(notes);
  let root = known[key];
  if (!root || !existsSync(root)) {
    try {
      const { stdout } = await run(command, language.probe.slice(1), { cwd: "/", timeout: 20_000 });
      root = realpathSync(stdout.trim());
    } catch (error) {
      throw missing((error instanceof Error ? error.message : String(error)).split("\n")[0]!);
    }
    mkdirSync(cacheFolder, { recursive: true });
    writeWhole(notes, JSON.stringify({ ...known, [key]: root }));
  }
  // The folder is shown to the program as a whole: never a home folder.
  if (root === "/" || `${homedir()}/`.startsWith(`${root}/`))
    throw missing(`its folder is ${root}, which holds more than it`);
  return { root, cache: language.cache ? await warm(language, root, missing) : null };
}

async function warm(
  language: ProgramLanguage,
  root: string,
  missing: (reason: string) => Error,
): Promise<Toolchain["cache"]> {
  const { variable, warm: steps } = language.cache!;
  const folder = join(cacheFolder, `sandbox-${language.name}`);
  const mark = join(folder, "v4-warmed");
  const [command, ...args] = steps.map((word) => word.replace("{root}", root));
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== root) {
    mkdirSync(folder, { recursive: true });
    const env = { PATH: "/usr/bin:/bin", HOME: folder, ...language.environment, [variable]: folder };
    try {
      await run(command!, args, { cwd: "/", env, timeout: 300_000, maxBuffer: 1 << 24 });
    } catch (error) {
      throw missing((error instanceof Error ? error.message : String(error)).split("\n")[0]!);
    }
    writeWhole(mark, root);
  }
  return { variable, folder };
}

/** The path of a command; undefined when there is none. Relative entries of the PATH are passed over. */
export function onPath(command: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, command))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function readNotes(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}
