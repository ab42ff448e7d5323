import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"];

/** A copy of a folder as a git repository with one commit. */
export function repositoryOf(folder: string): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "v4-removal-"));
  cpSync(folder, root, { recursive: true });
  const git = (...args: string[]) => execFileSync("git", [...identity, ...args], { cwd: root, stdio: "pipe" });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "as it was");
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
