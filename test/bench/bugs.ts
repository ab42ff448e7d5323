import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexRepository } from "../../src/graph/index-repository.js";
import { suspects } from "../../src/questions/suspects.js";
import { openRepository } from "../../src/repo/open.js";

interface Bug {
  repo: string;
  parent_commit: string;
  message: string;
  changed_source_files: string[];
}

/**
 * `npm run bench -- bugs FILE MIRROR [held]`: how often the files of a fix are among the suspects that its message gives at the parent
 * commit. MIRROR holds bare clones, OWNER+NAME/repo. Half of the repositories, by a hash of the name, are held out: looked at only
 * with `held`, at the end. What has no clone is counted aside.
 */
export default async function bugs([file, mirror, held]: string[]): Promise<void> {
  if (!file || !mirror) throw new Error("usage: npm run bench -- bugs FILE MIRROR [held]");
  const rows = readFileSync(file, "utf8").trim().split("\n");
  const all = rows.map((row) => JSON.parse(row) as Bug).filter(({ repo }) => isHeld(repo) === (held === "held"));
  const sum = { bugs: 0, any1: 0, any5: 0, all10: 0, absent: 0 };
  const scratch = mkdtempSync(join(tmpdir(), "v4-bugs-"));
  try {
    for (const bug of all) {
      const bare = join(mirror, bug.repo.replace("/", "+"), "repo");
      if (!existsSync(bare)) {
        sum.absent++;
        continue;
      }
      const tree = join(scratch, bug.repo.replace("/", "+"));
      const git = (...args: string[]) => execFileSync("git", args, { stdio: "ignore" });
      if (!existsSync(tree)) git("clone", "--shared", "--no-checkout", bare, tree);
      git("-C", tree, "checkout", "--force", "--detach", bug.parent_commit);
      const index = await indexRepository(await openRepository(tree));
      try {
        const files = [...new Set((await suspects(index, bug.message, 200)).map((one) => one.file))];
        const found = (count: number) =>
          bug.changed_source_files.filter((path) => files.slice(0, count).includes(path));
        sum.bugs++;
        if (found(1).length > 0) sum.any1++;
        if (found(5).length > 0) sum.any5++;
        if (found(10).length === bug.changed_source_files.length) sum.all10++;
      } finally {
        await index.close();
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const percent = (count: number) => ((100 * count) / Math.max(1, sum.bugs)).toFixed(1);
  console.log(`${sum.bugs} bugs, ${sum.absent} without a clone`);
  console.log(`any@1 ${percent(sum.any1)}  any@5 ${percent(sum.any5)}  all@10 ${percent(sum.all10)} %`);
}

function isHeld(repo: string): boolean {
  return createHash("sha256").update(repo).digest()[0]! % 2 === 1;
}
