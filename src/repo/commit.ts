import { fail } from "../errors.js";
import type { Repository } from "./open.js";

/** The id of the commit that a name stands for. Throws unknown-reference. */
export async function commitNamed({ git }: Repository, name: string): Promise<string> {
  try {
    return (await git.raw(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`])).trim();
  } catch {
    throw fail("unknown-reference", { name });
  }
}
