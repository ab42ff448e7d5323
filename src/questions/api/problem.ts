/** `certain`: every step was resolved by declarations. `likely`: a type on the way was read off a value. */
type ApiVerdict = "certain" | "likely" | "possible";

type ApiProblemKind =
  | "missing-export"
  | "too-few-arguments"
  | "too-many-arguments"
  | "missing-member"
  | "missing-property"
  | "drifted-override"
  | "unknown-member"
  | "unknown-argument";

/** A place that no longer fits what is declared elsewhere. */
export interface ApiProblem {
  kind: ApiProblemKind;
  file: string;
  line: number;
  column: number;
  /** What is imported, called or implemented: `open`, `Session.open`. */
  symbol: string;
  /** Where that is declared; the file that should export it, for an export that is missing. */
  declaration: { file: string; line: number };
  message: string;
  verdict: ApiVerdict;
}
