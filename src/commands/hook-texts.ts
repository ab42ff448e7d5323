import { findSecrets } from "../repo/secrets.js";
import { type Found, quoted } from "./hook-finding.js";

/** A changed file with its text before (null when it is new) and after. */
export interface ChangedText {
  path: string;
  before: string | null;
  after: string;
}

/** Conflict markers that come with a change: all three in their order, as git writes them. */
export function newMarkers({ path, before, after }: ChangedText): Found[] {
  const [line] = conflicts(after);
  if (line === undefined || conflicts(after).length <= conflicts(before ?? "").length) return [];
  const message = "a conflict is not resolved";
  return [{ check: "markers", file: path, line, message, remedy: `git checkout --merge -- ${quoted(path)}` }];
}

/** The lines where conflicts begin. */
function conflicts(text: string): number[] {
  if (!text.includes("<<<<<<< ")) return [];
  const found: number[] = [];
  let began = 0;
  let isHalf = false;
  for (const [i, line] of text.split("\n").entries()) {
    if (line.startsWith("<<<<<<< ")) {
      began = i + 1;
      isHalf = false;
    } else if (began > 0 && /^={7}\r?$/.test(line)) isHalf = true;
    else if (isHalf && line.startsWith(">>>>>>> ")) {
      found.push(began);
      began = 0;
      isHalf = false;
    }
  }
  return found;
}

/** Secrets that no changed file held before: one that only moves is known already. */
export function newSecrets(files: readonly ChangedText[]): Found[] {
  const found = files.flatMap(({ path, before, after }) =>
    findSecrets(after, path).map((secret) => ({ ...secret, path, after, isNew: before === null })),
  );
  if (found.length === 0) return [];
  const old = files.flatMap(({ before }) => before ?? []);
  return found.flatMap(({ kind, line, path, after, start, end, isNew }) => {
    const value = after.slice(start, end);
    if (old.some((text) => text.includes(value))) return [];
    // Of a file that was committed before, only what is staged is taken back; its removal would be staged otherwise.
    const remedy = isNew ? `git rm --cached --quiet -- ${quoted(path)}` : `git restore --staged -- ${quoted(path)}`;
    return [{ check: "secrets" as const, file: path, line, message: `this looks like a secret: ${kind}`, remedy }];
  });
}
