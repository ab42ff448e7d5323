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

/** A path as a shell takes it. */
export const quoted = (path: string): string =>
  /^[\w./@+-]+$/.test(path) && !path.startsWith("-") ? path : `'${path.replace(/'/g, "'\\''")}'`;
