import type { V4Error } from "../errors.js";
import type { Evidence } from "../questions/evidence.js";
import type { AskDocument } from "./contract.js";

/** What `v4 ask` tells its faces (plain text, JSON, terminal) while it works, in this order; each may be missing. */
export type AskEvent =
  /** Reading the repository: `done` of `total` changed files parsed. */
  | { type: "indexing"; done: number; total: number }
  | { type: "evidence"; question: string; root: string; evidence: Evidence[]; files: number; milliseconds: number }
  /** Something the person should know: what was left out, what a secret was withheld from, that a store was rebuilt. */
  | { type: "note"; text: string }
  | { type: "pulling"; model: string; done: number; total: number; bytesPerSecond: number }
  | { type: "loading"; model: string; fraction: number }
  /** Silent reading of candidates: no output tokens, only a probability each. */
  | { type: "judging"; done: number; total: number }
  /** The order after silent reading. */
  | { type: "judged"; evidence: Evidence[] }
  | { type: "prefill"; done: number; total: number; reused: number; tokensPerSecond: number }
  /** A piece of the answer as Markdown. Citations in it have the form `[src/a.ts:12]`; a later `done` says which were verified. */
  | { type: "text"; text: string }
  | { type: "done"; document: AskDocument; tokensPerSecond: number }
  | { type: "failed"; error: V4Error };
