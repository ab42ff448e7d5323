import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { accent, bold, dim, doubt, plain } from "./theme.js";

interface Shown {
  since: string;
  verdict: string;
  changes: readonly {
    file: string;
    line: number;
    message: string;
    breaks: boolean;
    isPublic: boolean;
    edit: string | null;
    sites: readonly { file: string; line: number; column: number; package: string }[];
  }[];
}

/** Each change with the places to update, grouped by package; the verdict last. */
export function* sinceLines({ since, changes, verdict }: Shown, { color }: { color: boolean }): Generator<string> {
  const [head, number, faint, unsure] = color ? [bold, accent, dim, doubt] : [plain, plain, plain, plain];
  for (const { file, line, message, breaks, isPublic, edit, sites } of changes) {
    const mark = breaks ? `  ${unsure("breaks")}` : "";
    yield `${head(`${cleanLine(file)}:${line}`)}  ${cleanLine(message)}${mark}${isPublic ? "" : `  ${faint("not public")}`}`;
    const packages = new Map<string, string[]>();
    for (const site of sites) {
      const places = packages.get(site.package);
      const place = `${cleanLine(site.file)}:${number(String(site.line))}`;
      if (places) places.push(place);
      else packages.set(site.package, [place]);
    }
    for (const [name, places] of packages) {
      if (packages.size > 1) yield `  ${faint(name === "" ? "the root" : cleanLine(name))}`;
      for (const place of places) yield `  ${place}${edit && breaks ? `  ${faint(cleanLine(edit))}` : ""}`;
    }
  }
  if (changes.length > 0) yield "";
  const words: Record<string, string> = {
    major: "a major version: callers break",
    minor: "a minor version: something is new, nothing breaks",
    patch: "a patch: no signature that others see changed",
    none: "nothing changed",
  };
  yield `${count(changes.length)} change${changes.length === 1 ? "" : "s"} of signatures since ${cleanLine(since)}; ${words[verdict]}`;
}
