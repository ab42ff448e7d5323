import { spawnSync } from "node:child_process";

export interface Place {
  file: string;
  line: number;
  text: string;
}

/**
 * Where a repository spells the name of a symbol outside of its definition, in any tracked text, comments included. Stricter than a search
 * for references, which no language server of Python, Go and Rust gave without building the repository: a name that stands nowhere else has
 * no user, while one that does has to be read.
 */
export function namedElsewhere(
  root: string,
  row: { file: string; symbol: string; line: number; endLine?: number },
): Place[] {
  const name = row.symbol.slice(row.symbol.lastIndexOf(".") + 1);
  const { stdout } = spawnSync("git", ["grep", "-nwIF", "-e", name], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return stdout.split("\n").flatMap((found) => {
    const [, file, line, text] = /^(.*?):(\d+):(.*)$/.exec(found) ?? [];
    if (file === undefined) return [];
    const at = Number(line);
    const isOwn = file === row.file && at >= row.line && at <= (row.endLine ?? row.line);
    return isOwn ? [] : [{ file, line: at, text: text!.trim() }];
  });
}
