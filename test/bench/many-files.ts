import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/places.js";

/**
 * How v4 keeps pace with git in a repository of many small files (100,000, or the number given): `v4 index` cold and warm, whole
 * processes of the built program, in times of `git status` on the same tree.
 */
export default function manyFiles([number = "100000"]: string[]): void {
  const count = Number(number);
  const folder = mkdtempSync(join(tmpdir(), "v4-many-"));
  const root = join(folder, "work");
  try {
    execFileSync("git", ["init", "--quiet", root]);
    execFileSync("git", ["fast-import", "--quiet"], { cwd: root, input: history(count) });
    execFileSync("git", ["checkout", "--quiet", "main"], { cwd: root });
    const run = (command: string, args: string[]): number => {
      const began = performance.now();
      const env = { ...process.env, V4_CACHE: join(folder, "cache") };
      const { status, stderr } = spawnSync(command, args, { cwd: root, env, encoding: "utf8", maxBuffer: 1e9 });
      if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
      return performance.now() - began;
    };
    const v4 = () => run(process.execPath, [join(packageRoot, "bin/v4.js"), "index", "--json"]);
    const fastest = (work: () => number) => Math.min(...[1, 2, 3, 4, 5].map(work));
    const status = fastest(() => run("git", ["status"]));
    const cold = v4();
    const warm = fastest(v4);
    const told = (name: string, ms: number) =>
      console.log(
        `${name.padEnd(16)} ${(ms / 1000).toFixed(2).padStart(7)} s  ${(ms / status).toFixed(1)} times git status`,
      );
    console.log(`${count.toLocaleString("en")} files of 1,000 contents`);
    told("git status", status);
    told("v4 index, cold", cold);
    told("v4 index, warm", warm);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function history(count: number): string {
  const lines: string[] = [];
  for (let i = 0; i < 1000; i++) {
    const text = `export const n${i} = ${i};\n`;
    lines.push("blob", `mark :${i + 1}`, `data ${text.length}`, text);
  }
  lines.push("commit refs/heads/main", "committer a <a@b> 0 +0000", "data 3", "all");
  for (let i = 0; i < count; i++) lines.push(`M 100644 :${(i % 1000) + 1} folder${Math.floor(i / 200)}/file${i}.ts`);
  return `${lines.join("\n")}\n`;
}
