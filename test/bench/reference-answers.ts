/** What a language's own tool says an identifier means. Lines and columns start at 1; columns count UTF-16 units. */
export interface Answer {
  verdict: Verdict;
  from: { file: string; line: number; column: number };
  name: string;
  /** Every place whose name counts as right: overloads, merged interfaces, members of a union. */
  to?: Place[];
  /** What stands before the dot of a member, in the words of receivers.ts. */
  receiver?: string;
}

export interface Place {
  file: string;
  line: number;
  symbol: string;
}

/**
 * `across`: a symbol at the top level of another module, by its bare name; `across-qualified`: the same behind a namespace.
 * `member-across`, `member-within`: a member of something, declared in another or the same file.
 * `within`: a symbol at the top level of the same file; `local`: one deeper inside it. `ambient`: a global of the repository.
 * `pattern`: a property taken out by destructuring. `external`: a library's; `unanswered`: the tool does not know, both with
 * `-member` behind a dot. `module`: a whole file. `specifier`, `declaration`, `comment`: where no use is expected.
 */
export type Verdict = Placed | Bare;
type Placed = "across" | "across-qualified" | "member-across" | "member-within" | "within" | "ambient" | "pattern";
type Bare =
  | "local"
  | "external"
  | "external-member"
  | "unanswered"
  | "unanswered-member"
  | "module"
  | "specifier"
  | "declaration"
  | "comment";

const placed: ReadonlySet<string> = new Set<Placed>([
  "across",
  "across-qualified",
  "member-across",
  "member-within",
  "within",
  "ambient",
  "pattern",
]);

/** [line, column, line of the declaration or 0] one after the other: most identifiers are locals, and nobody reads those. */
interface Bundle {
  verdict: Bare;
  file: string;
  at: number[];
}

/** JSON lines: an answer with places is a line of its own, the others of a file are bundled by verdict. */
export function* answerLines(answers: Iterable<Answer>): Generator<string> {
  let file = "";
  let bundles = new Map<Verdict, Bundle>();
  for (const answer of answers) {
    if (answer.from.file !== file) {
      for (const bundle of bundles.values()) yield JSON.stringify(bundle);
      bundles = new Map();
      file = answer.from.file;
    }
    if (placed.has(answer.verdict)) yield JSON.stringify(answer);
    else {
      const bundle = bundles.get(answer.verdict) ?? { verdict: answer.verdict as Bare, file, at: [] };
      bundles.set(answer.verdict, bundle);
      bundle.at.push(answer.from.line, answer.from.column, answer.to?.[0]?.line ?? 0);
    }
  }
  for (const bundle of bundles.values()) yield JSON.stringify(bundle);
}

/** The way back from `answerLines`; names of bundled identifiers are not kept. */
export function* answersOf(lines: Iterable<string>): Generator<Answer> {
  for (const line of lines) {
    if (line === "") continue;
    const read = JSON.parse(line) as Answer | Bundle;
    if ("from" in read) {
      yield read;
      continue;
    }
    const { verdict, file, at } = read;
    for (let i = 0; i < at.length; i += 3) {
      const to = at[i + 2]! > 0 ? { to: [{ file, line: at[i + 2]!, symbol: "" }] } : {};
      yield { verdict, from: { file, line: at[i]!, column: at[i + 1]! }, name: "", ...to };
    }
  }
}
