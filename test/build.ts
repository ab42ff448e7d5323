import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/places.js";

/** Builds `dist/` where a source is newer than it: the tests from end to end run the CLI as it ships. */
export function setup(): void {
  const newest = (folder: string) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
      .map((name) => statSync(join(packageRoot, folder, name)).mtimeMs)
      .reduce((a, b) => Math.max(a, b), 0);
  const built = statSync(join(packageRoot, "dist/cli.js"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newest("src") < built) return;
  execFileSync(process.execPath, [join(packageRoot, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: packageRoot,
    stdio: "inherit",
  });
}

/** Takes away what the tests kept. The other project's teardown may have done so before. */
export function teardown(): void {
  rmSync(process.env.V4_TEST_SCRATCH!, { recursive: true, force: true });
}
