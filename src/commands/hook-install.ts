import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fail } from "../errors.js";
import { packageRoot } from "../places.js";
import type { Repository } from "../repo/open.js";
import { writeWhole } from "../write-whole.js";
import { checks, hookSettings } from "./hook-settings.js";

const mark = "# v4 hook";
const markEnd = "# v4 hook end";
const keptName = "pre-commit.before-v4";

interface HookPlace {
  /** The file that v4's lines are in, or would be. */
  path: string;
  /** Where the hook that was there is kept. */
  kept: string;
  /** Husky writes its own hook anew at each install and calls this file, which people keep under version control. */
  isHusky: boolean;
}

/** Where git looks for the hook: core.hooksPath, the folder that all work trees share, or .git/hooks. */
async function hookPlace({ root, git }: Repository): Promise<HookPlace> {
  const folder = resolve(root, (await git.raw(["rev-parse", "--git-path", "hooks"])).replace(/\r?\n$/, ""));
  const husky = join(root, ".husky");
  const isHusky = folder === husky || folder === join(husky, "_");
  const home = isHusky ? husky : folder;
  return { path: join(home, "pre-commit"), kept: join(home, keptName), isHusky };
}

/** Puts the hook in place; twice is the same as once. Gives lines for people. Throws cannot-write. */
export async function installHook(repository: Repository): Promise<string[]> {
  const place = await hookPlace(repository);
  const shown = shownPath(repository.root, place.path);
  const old = textOf(place.path);
  const lines: string[] = [];
  if (place.isHusky) {
    const rest = withoutPart(old ?? "");
    const text = rest === "" || rest.endsWith("\n") ? rest : `${rest}\n`;
    write(place.path, `${text}${part()}`);
    lines.push(`installed: ${shown}, which husky calls`);
  } else {
    const isKept = old !== null && !old.includes(mark);
    if (isKept) keep(place);
    mkdirSync(resolve(place.path, ".."), { recursive: true });
    write(place.path, whole());
    lines.push(`installed: ${shown}`);
    if (isKept) lines.push(`kept and called first: ${shownPath(repository.root, place.kept)}`);
  }
  return [...lines, ...advice(repository.root, place)];
}

/** Takes v4's lines away and puts back what was there. Throws hook-not-ours and cannot-write. */
export async function uninstallHook(repository: Repository): Promise<string[]> {
  const place = await hookPlace(repository);
  const shown = shownPath(repository.root, place.path);
  const text = textOf(place.path);
  if (text === null || !text.includes(mark)) return ["not installed"];
  if (place.isHusky) {
    const rest = withoutPart(text);
    if (rest === text) throw fail("hook-not-ours", { path: shown });
    if (rest.trim() === "") rmSync(place.path);
    else write(place.path, rest);
    return [`taken out of ${shown}`];
  }
  if (withoutPart(text).trim() !== shebang) throw fail("hook-not-ours", { path: shown });
  if (existsSync(place.kept)) {
    renameSync(place.kept, place.path);
    return [`taken away; ${shown} is again what it was`];
  }
  rmSync(place.path);
  return [`taken away: ${shown}`];
}

/** Where the hook is and what it does, in lines for people. */
export async function hookStatus(repository: Repository): Promise<string[]> {
  const place = await hookPlace(repository);
  const isInstalled = textOf(place.path)?.includes(mark) === true;
  const { levels, timeLimit } = await hookSettings(repository);
  return [
    `${isInstalled ? "installed" : "not installed"}: ${shownPath(repository.root, place.path)}`,
    ...(existsSync(place.kept) ? [`calls first: ${shownPath(repository.root, place.kept)}`] : []),
    ...checks.map((check) => `${check.padEnd(14)}${levels[check]}`),
    `${"time limit".padEnd(14)}${timeLimit} s`,
    ...advice(repository.root, place),
  ];
}

/** What the tools that manage hooks here need to be told. */
function advice(root: string, place: HookPlace): string[] {
  const has = (...names: string[]) => names.some((name) => existsSync(join(root, name)));
  const lines: string[] = [];
  if (has("lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", "lefthook.toml"))
    lines.push("lefthook writes its hooks anew: add `v4: { run: v4 hook run }` under pre-commit, commands");
  if (has(".pre-commit-config.yaml"))
    lines.push("pre-commit: `pre-commit install` keeps this hook; its id for .pre-commit-config.yaml is v4");
  if (!place.isHusky && relative(root, place.path).startsWith(`..${sep}`) && !place.path.includes(`${sep}.git${sep}`))
    lines.push("this folder of hooks is outside the repository: other repositories may share it");
  return lines;
}

const shebang = "#!/bin/sh";

function whole(): string {
  return `${shebang}
${part()}`;
}

/**
 * v4's lines in a hook, for any POSIX shell. Only the status that v4 alone ends with blocks: node that is gone, a package half installed or
 * a crash do not.
 */
function part(): string {
  const program = join(packageRoot, "bin", "v4.js");
  const word = (text: string) => `'${text.replace(/'/g, "'\\''")}'`;
  return `${mark}: \`v4 hook install\` wrote this part, \`v4 hook uninstall\` takes it away
v4_kept="$(dirname "$0")/${keptName}"
if [ -x "$v4_kept" ]; then "$v4_kept" "$@" || exit $?; fi
v4_status=0
if [ -x ${word(process.execPath)} ] && [ -f ${word(program)} ]; then
  V4_HOOK_BLOCKS=91 ${word(process.execPath)} ${word(program)} hook run || v4_status=$?
elif command -v v4 >/dev/null 2>&1; then V4_HOOK_BLOCKS=91 v4 hook run || v4_status=$?
else echo "v4 hook: v4 is not where it was; this commit is not checked. Run v4 hook install again" >&2
fi
if [ "$v4_status" -eq 91 ]; then exit 1; fi
${markEnd}
`;
}

/** A hook without v4's lines. */
function withoutPart(text: string): string {
  const start = text.indexOf(`${mark}:`);
  const end = text.indexOf(`${markEnd}\n`, start);
  return start < 0 || end < 0 ? text : text.slice(0, start) + text.slice(end + markEnd.length + 1);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function keep({ path, kept }: HookPlace): void {
  if (existsSync(kept)) throw fail("cannot-write", { path: kept, reason: "there is a file of that name" });
  renameSync(path, kept);
}

function write(path: string, text: string): void {
  writeWhole(path, text);
  chmodSync(path, 0o755);
}

function shownPath(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith("..") ? path : inside;
}
