import type { ApiProblem } from "../questions/api/problem.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { accent, bold, dim, doubt, plain } from "./theme.js";

/** Problems grouped by file, each with the place of the declaration it does not fit; the total last. */
export function* problemLines(problems: readonly ApiProblem[], { color }: { color: boolean }): Generator<string> {
  const [head, number, faint, unsure] = color ? [bold, accent, dim, doubt] : [plain, plain, plain, plain];
  let last = "";
  for (const { file, line, column, message, declaration, verdict } of problems) {
    if (file !== last) {
      if (last !== "") yield "";
      yield head(cleanLine(file));
      last = file;
    }
    const mark = verdict === "certain" ? "" : `  ${unsure(verdict)}`;
    yield `${number(`${line}:${column}`.padStart(8))}  ${cleanLine(message)}  ${faint(`${cleanLine(declaration.file)}:${declaration.line}`)}${mark}`;
  }
  if (problems.length > 0) yield "";
  const files = new Set(problems.map(({ file }) => file)).size;
  yield problems.length === 0
    ? "everything fits"
    : `${count(problems.length)} problem${problems.length === 1 ? "" : "s"} in ${count(files)} file${files === 1 ? "" : "s"}`;
}
