import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

const mostFiles = 500;
const mostBytes = 16 * 1024 ** 2;

/** Whether a folder can be copied for each run: few files, and no place where a person or the system keeps more than one thing. */
export function smallFolder(folder: string): boolean {
  let files = 0;
  let bytes = 0;
  const fits = (path: string): boolean => {
    for (const name of readdirSync(path)) {
      const stat = lstatSync(join(path, name));
      files++;
      bytes += stat.isFile() ? stat.size : 0;
      if (files > mostFiles || bytes > mostBytes) return false;
      if (stat.isDirectory() && !fits(join(path, name))) return false;
    }
    return true;
  };
  try {
    return fits(folder);
  } catch {
    return false;
  }
}
