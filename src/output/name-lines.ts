import type { Decision } from "../memory/check.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { accent, bold, dim, plain } from "./theme.js";

/** Names that break a rule, grouped by file, each with what it might be called and the rule; the total of the names judged last. */
export function* decisionLines(
  broken: readonly Decision[],
  judged: number,
  { color }: { color: boolean },
): Generator<string> {
  const [head, number, faint] = color ? [bold, accent, dim] : [plain, plain, plain];
  let last = "";
  for (const { file, line, name, suggestion, rule } of broken) {
    if (file !== last) {
      if (last !== "") yield "";
      yield head(cleanLine(file));
      last = file;
    }
    const better = suggestion === null ? "" : ` -> ${cleanLine(suggestion)}`;
    yield `${number(String(line).padStart(6))}  ${cleanLine(name)}${better}  ${faint(cleanLine(rule ?? ""))}`;
  }
  if (broken.length > 0) yield "";
  const names = `${count(judged)} name${judged === 1 ? "" : "s"}`;
  yield broken.length === 0 ? `${names}: all fit` : `${count(broken.length)} of ${names} do not fit`;
}
