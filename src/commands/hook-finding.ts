import type { Check } from "./hook-settings.js";

/** What a commit introduces. */
export interface HookFinding {
  check: Check;
  level: "error" | "warn";
  file: string;
  line: number;
  message: string;
  /** One command that repairs it, or shows more. */
  remedy: string;
}

/** What a check hands on: it does not know how serious its rows are taken, only which are no more than likely. */
export type Found = Omit<HookFinding, "level"> & { isDoubtful?: boolean };

/** Collects what checks find: a fault of v4 in one of them is noted, and takes nothing from the others. */
export interface Gathering {
  found: Found[];
  /** What was not looked at, and why. */
  notes: string[];
  gather(what: string, check: () => Found[] | Promise<Found[]>): Promise<void>;
}

export function gathering(): Gathering {
  const found: Found[] = [];
  const notes: string[] = [];
  return {
    found,
    notes,
    async gather(what, check) {
      try {
        found.push(...(await check()));
      } catch (error) {
        notes.push(`${what} could not be checked (${(error as Error).message})`);
      }
    },
  };
}

/** A path as a shell takes it. */
export const quoted = (path: string): string =>
  /^[\w./@+-]+$/.test(path) && !path.startsWith("-") ? path : `'${path.replace(/'/g, "'\\''")}'`;
