import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot, version } from "../src/places.js";

/**
 * Packs the package, installs the tarball into an empty folder and uses the `v4` that stands there: what a person gets who
 * installs it. It takes minutes, so it is no part of `npm test`: `npx tsx test/install.ts`.
 */
const folder = mkdtempSync(join(tmpdir(), "v4-install-"));
const npm = (args: string[], cwd: string) =>
  execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
try {
  const [packed] = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], packageRoot));
  const home = join(folder, "home");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "name": "home", "private": true }\n');
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", join(folder, packed.filename)], home);
  const work = join(home, "work");
  mkdirSync(work);
  execFileSync("git", ["init", "--quiet"], { cwd: work });
  writeFileSync(join(work, "gate.ts"), "export function openGate(): number {\n  return 1;\n}\n");
  const env = { ...process.env, V4_CACHE: join(folder, "cache"), V4_CONFIG: join(folder, "config") };
  const v4 = (...args: string[]) => {
    const run = spawnSync("npx", ["--no-install", "v4", ...args], { cwd: work, env, encoding: "utf8" });
    if (run.status !== 0) throw new Error(`v4 ${args.join(" ")} ended with status ${run.status}: ${run.stderr}`);
    return run.stdout;
  };
  expect("v4 --version", v4("--version").trim(), version);
  expect(
    "v4 ask --no-model",
    JSON.parse(v4("ask", "--no-model", "--json", "open the gate")).evidence[0].symbol,
    "openGate",
  );
  for (const command of ["ask", "pack", "model", "cache", "doctor", "completion"])
    expect(`v4 ${command} --help`, v4(command, "--help").startsWith(`Usage: `), true);
  expect(
    "a licence in the package",
    readFileSync(join(home, "node_modules/v4/LICENSE"), "utf8").startsWith("MIT"),
    true,
  );
  console.log(
    `install: ${packed.files.length} files, ${Math.round(packed.size / 1000)} kB packed; v4 works in an empty folder`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function expect(what: string, found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`${what}: expected ${String(wanted)}, found ${String(found)}`);
}
