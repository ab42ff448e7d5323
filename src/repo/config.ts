import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../errors.js";
import type { Config } from "./config-schema.js";

/** Where a repository says what v4 should know of it. */
const configPath = ".v4/config.json";

/**
 * The configuration of a repository and its text, both empty where there is none. Throws bad-config, with the place, when it is not what
 * the schema says. The schema is loaded only when there is something to check: it takes as long as the rest of a warm run.
 */
export async function readConfig(root: string): Promise<{ config: Config; text: string }> {
  let text: string;
  try {
    text = readFileSync(join(root, configPath), "utf8");
  } catch {
    return { config: {}, text: "" };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail("bad-config", { path: configPath, reason: (error as Error).message });
  }
  const { configSchema } = await import("./config-schema.js");
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue!.path.length > 0 ? `${issue!.path.join(".")}: ` : "";
    throw fail("bad-config", { path: configPath, reason: `${place}${issue!.message}` });
  }
  return { config: parsed.data, text };
}
