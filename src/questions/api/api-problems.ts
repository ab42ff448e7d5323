import { evaluatorOf, type LinkInput } from "../../graph/evaluation.js";
import { languages } from "../../syntax/languages.js";
import { missingAbstractMembers } from "./abstract-members.js";
import { textsOf } from "./argument-list.js";
import { wrongArity } from "./arity.js";
import { wrongCounts } from "./counted-arguments.js";
import { missingMembers } from "./members.js";
import { missingExports } from "./missing-exports.js";
import { missingNames } from "./missing-names.js";
import { wrongNamedArguments } from "./named-arguments.js";
import { missingProperties } from "./object-literals.js";
import { driftedOverrides } from "./overrides.js";
import type { ApiProblem } from "./problem.js";
import { wrongStructLiterals } from "./struct-literals.js";
import { unknownMembers } from "./unknown-members.js";

/** Every place of some files (of all, unless they are named) that does not fit what is declared elsewhere, by file and line. */
export function apiProblems(
  input: LinkInput,
  read: (path: string) => string | null,
  files: readonly string[] = [...input.graph.files.keys()],
): ApiProblem[] {
  const evaluator = evaluatorOf(input);
  const problems = missingExports(input.graph, read, files);
  const texts = textsOf(read, (path) => evaluator.file(path)?.language ?? "");
  for (const path of files) {
    const file = evaluator.file(path);
    if (!file || file.facts.problems.length > 0) continue;
    problems.push(
      ...missingNames(evaluator, file, texts),
      ...wrongNamedArguments(evaluator, file, texts),
      ...missingAbstractMembers(evaluator, file, texts),
      ...driftedOverrides(evaluator, file, texts),
      ...wrongStructLiterals(evaluator, file, texts),
      ...wrongCounts(evaluator, file, texts),
    );
    if (!checked.has(file.language)) continue;
    problems.push(
      ...wrongArity(evaluator, file, read),
      ...missingMembers(evaluator, file),
      ...missingProperties(evaluator, file, read),
      ...(typed.has(file.language) ? unknownMembers(evaluator, file) : []),
    );
  }
  const isSilenced = silencer(read, (path) => languages.get(evaluator.file(path)?.language ?? "")?.arguments?.silenced);
  // A class that several files make instances of is one problem.
  const found = new Map(
    problems.map((one) => [
      `${one.file} ${one.line} ${one.column} ${one.kind} ${one.declaration.line} ${one.declaration.file}`,
      one,
    ]),
  );
  return [...found.values()]
    .filter(
      ({ file, line, kind }) =>
        !testData.test(file) && !isSilenced(file, line, kind === "missing-property" ? linesOfObject : 0),
    )
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

/** What tools are tried on: it belongs to other projects, or to none. */
const testData = /(^|\/)(__fixtures__|__testfixtures__)\//;

/** The compiler tells of one error in an argument: one that is expected in a property stands for the whole object. */
const linesOfObject = 5;

/** Lines that a comment tells the compiler to leave alone, and files of which it says so. */
function silencer(
  read: (path: string) => string | null,
  markOf: (path: string) => string | undefined,
): (file: string, line: number, below: number) => boolean {
  const lines = new Map<string, string[]>();
  return (file, line, below) => {
    let known = lines.get(file);
    if (!known) {
      known = (read(file) ?? "").split("\n");
      lines.set(file, known);
    }
    const mark = markOf(file);
    if (mark !== undefined) return new RegExp(mark).test(known[line - 1] ?? "");
    if (known.slice(0, 5).some((text) => /^\s*\/\/\s*@ts-nocheck/.test(text))) return true;
    return known.slice(Math.max(0, line - 2), line - 1 + below).some((text) => /@ts-(ignore|expect-error)/.test(text));
  };
}

const typed = new Set(["typescript", "tsx"]);
const checked = new Set(["typescript", "tsx", "javascript", "vue", "svelte"]);
