import { cleanLine } from "./clean.js";
import { bold, dim, doubt, plain } from "./theme.js";

interface Row {
  level: "error" | "warn";
  file: string;
  line: number;
  message: string;
  remedy: string;
}

/** What a commit brings in: a place, a reason and a remedy each; then how to commit all the same. */
export function* hookLines(rows: readonly Row[], { color }: { color: boolean }): Generator<string> {
  const [head, unsure, faint] = color ? [bold, doubt, dim] : [plain, plain, plain];
  for (const { level, file, line, message, remedy } of rows) {
    const mark = level === "error" ? head("error") : unsure("warn ");
    yield `${mark}  ${cleanLine(file)}:${line}  ${cleanLine(message)}  ${faint(`→ ${cleanLine(remedy)}`)}`;
  }
  const errors = rows.filter(({ level }) => level === "error").length;
  if (errors > 0)
    yield `v4 hook: ${errors} error${errors === 1 ? "" : "s"}; \`git commit --no-verify\` commits all the same`;
}
