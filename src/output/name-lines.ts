import type { Decision } from "../memory/check.js";
import type { Rule } from "../memory/rules.js";
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

/** So many exceptions are named; the rest are counted. */
const mostExceptions = 3;

/** Rules by language, each with two names that obey it and the first that do not. */
export function* ruleLines(rules: readonly Rule[], { color }: { color: boolean }): Generator<string> {
  const [head, faint] = color ? [bold, dim] : [plain, plain];
  for (const language of new Set(rules.map((rule) => rule.language))) {
    yield head(language);
    for (const { rule, examples, exceptions } of rules.filter((each) => each.language === language)) {
      const like = examples.length > 0 ? `  ${faint(`like ${examples.map(cleanLine).join(", ")}`)}` : "";
      yield `  ${cleanLine(rule)}${like}`;
      for (const { name, file, line } of exceptions.slice(0, mostExceptions))
        yield faint(`    but ${cleanLine(name)} at ${cleanLine(file)}:${line}`);
      if (exceptions.length > mostExceptions) yield faint(`    and ${count(exceptions.length - mostExceptions)} more`);
    }
  }
  if (rules.length === 0) yield "no rule: too few names, or they do not agree";
}
