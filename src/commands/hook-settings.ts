import { readConfig } from "../repo/config.js";
import type { Config } from "../repo/config-schema.js";
import type { Repository } from "../repo/open.js";

type Level = "error" | "warn" | "off";
export type Check = Exclude<keyof NonNullable<Config["hook"]>, "timeLimit">;

/** How each check is taken, and the seconds the hook may take. */
export interface HookSettings {
  levels: Record<Check, Level>;
  timeLimit: number;
}

const usual: HookSettings["levels"] = {
  imports: "error",
  calls: "error",
  deadcode: "error",
  dependencies: "error",
  naming: "warn",
  markers: "error",
  secrets: "error",
};
const usualTimeLimit = 10;

export const checks = Object.keys(usual) as Check[];

/** `git config v4.hook.NAME` before `hook` of .v4/config.json. Throws bad-config; what git says wrong is left out. */
export async function hookSettings({ git, root }: Repository): Promise<HookSettings> {
  const [said, { config }] = await Promise.all([
    git.raw(["config", "--null", "--get-regexp", "^v4\\.hook\\."]).catch(() => ""),
    readConfig(root),
  ]);
  // Git writes names in small letters; the last one counts. `NAME\nVALUE\0`
  const own = new Map(
    said
      .split("\0")
      .filter(Boolean)
      .map((row) => [row.slice("v4.hook.".length, row.indexOf("\n")), row.slice(row.indexOf("\n") + 1)]),
  );
  const levels = { ...usual };
  for (const check of checks) {
    const value = own.get(check);
    levels[check] = isLevel(value) ? value : (config.hook?.[check] ?? usual[check]);
  }
  const seconds = Number(own.get("timelimit"));
  return { levels, timeLimit: seconds > 0 ? seconds : (config.hook?.timeLimit ?? usualTimeLimit) };
}

const isLevel = (value: string | undefined): value is Level => value === "error" || value === "warn" || value === "off";
