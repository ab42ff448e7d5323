import { z } from "zod";
import type { Ledger } from "../prompt/ledger.js";
import type { Evidence } from "../questions/evidence.js";

/**
 * The machine-readable documents that `--json` prints: the contract with programs that call v4.
 * Paths are relative to the repository root with `/`; lines start at 1. Fields may be added, none may go.
 */
const evidence = z.looseObject({
  file: z.string(),
  startLine: z.int().min(1),
  endLine: z.int().min(1),
  symbol: z.string(),
  score: z.number(),
  tokens: z.int().min(0),
});

const citation = z.looseObject({ file: z.string(), line: z.int(), verified: z.boolean() });

const ledger = z.looseObject({
  budget: z.int().min(0),
  used: z.int().min(0),
  files: z.array(z.looseObject({ file: z.string(), tokens: z.int().min(0), included: z.string() })),
});

export const askDocument = z.looseObject({
  question: z.string(),
  answer: z.string().nullable(),
  evidence: z.array(evidence),
  citations: z.array(citation),
  ledger,
  model: z.string().nullable(),
  timings: z.looseObject({
    indexMs: z.number(),
    rankMs: z.number(),
    prefillMs: z.number(),
    /** From the start of the process. 0 when no model was asked. */
    firstTokenMs: z.number(),
    totalMs: z.number(),
    prefillTokens: z.int(),
    reusedTokens: z.int(),
    outputTokens: z.int(),
  }),
});

export const packDocument = z.looseObject({
  files: z.array(
    z.looseObject({ file: z.string(), tokens: z.int().min(0), included: z.enum(["full", "skeleton", "name"]) }),
  ),
  totalTokens: z.int().min(0),
  budget: z.int().min(0),
});

const path = z.string().min(1);
const line = z.int().min(1);
const symbolPlace = z.looseObject({ file: path, symbol: z.string(), line });
const importKind = z.enum(["import", "type", "reexport", "require", "dynamic", "side-effect"]);
const how = z.enum(["resolved", "inferred", "name"]);
const reference = z.looseObject({
  from: z.looseObject({ file: path, line, column: line }),
  to: symbolPlace,
  how,
});
const typeEdge = z.looseObject({
  from: symbolPlace,
  to: symbolPlace,
  kind: z.enum(["extends", "implements", "parameter", "return", "field", "variable"]),
});

export const graphDocument = z.looseObject({
  /** `language` is null for text that v4 does not parse. */
  files: z.array(z.looseObject({ file: path, language: z.string().nullable() })),
  /** `to` is null when an import leads out of the repository, or nowhere. */
  imports: z.array(z.looseObject({ from: path, to: path.nullable(), specifier: z.string(), line, kind: importKind })),
  references: z.array(reference),
  types: z.array(typeEdge),
  problems: z.array(z.looseObject({ file: path, line, message: z.string() })),
});

/** `v4 graph --cycles --json`. The last step of an example leads back to where the first began. */
export const cyclesDocument = z.looseObject({
  cycles: z.array(
    z.looseObject({
      kind: z.enum(["runtime", "type"]),
      files: z.array(path).min(2),
      example: z.array(z.looseObject({ from: path, to: path, line, kind: importKind })).min(2),
    }),
  ),
});

export const traceDocument = z.looseObject({
  definitions: z.array(
    z.looseObject({ file: path, symbol: z.string(), line, column: line, endLine: line, kind: z.string() }),
  ),
  /** `via` are the files by which the name arrives, from the one that uses it to the one that defines it; null when no import brings it. */
  references: z.array(reference.extend({ via: z.array(path).nullable() })),
  /** The hierarchy of types: `up` are those above a definition, `down` those below; `depth` counts steps. */
  types: z.array(typeEdge.extend({ direction: z.enum(["up", "down"]), depth: z.int().min(1) })),
});

const judged = { verdict: z.enum(["certain", "likely", "possible"]), evidence: z.array(z.string()).min(1) };
const unlisted = z.looseObject({ name: z.string(), file: path, line, ...judged });

export const deadcodeDocument = z.looseObject({
  files: z.array(z.looseObject({ file: path, ...judged })),
  exports: z.array(
    z.looseObject({
      file: path,
      symbol: z.string(),
      line,
      kind: z.enum(["value", "type", "enumMember", "classMember", "namespaceMember"]),
      ...judged,
    }),
  ),
  dependencies: z.array(z.looseObject({ name: z.string(), manifest: path, section: z.string(), ...judged })),
  unlisted: z.array(unlisted),
  binaries: z.array(unlisted),
  unresolved: z.array(z.looseObject({ specifier: z.string(), file: path, line, ...judged })),
  duplicates: z.array(z.looseObject({ file: path, ...judged })),
  clusters: z.array(z.looseObject({ files: z.array(path), lines: z.int() })),
  entries: z.array(z.looseObject({ file: path, why: z.string() })),
  withheld: z.array(z.looseObject({ what: z.string(), count: z.int(), why: z.string(), advice: z.string() })),
});

const removal = { file: path, line, name: z.string().nullable() };

/** `v4 deadcode --fix --json`. `name` is null for a whole file; `diff` is there with --dry-run. */
export const fixDocument = z.looseObject({
  changed: z.array(path),
  removed: z.array(z.looseObject({ ...removal, isHidden: z.boolean(), lines: z.int().min(0) })),
  kept: z.array(z.looseObject({ ...removal, why: z.string() })),
  broke: z.array(z.looseObject({ ...removal, check: z.string(), reason: z.string() })),
  left: deadcodeDocument,
  diff: z.string().nullable(),
});

/** `v4 memory check --json`. */
export const namesDocument = z.looseObject({
  decisions: z.array(
    z.looseObject({
      file: path,
      line,
      name: z.string(),
      kind: z.string(),
      rule: z.string().nullable(),
      ok: z.boolean(),
      confidence: z.number().min(0).max(1),
      suggestion: z.string().nullable(),
    }),
  ),
});

export const apiDocument = z.looseObject({
  problems: z.array(
    z.looseObject({
      kind: z.string(),
      file: path,
      line,
      column: line,
      symbol: z.string(),
      declaration: z.looseObject({ file: path, line }),
      message: z.string(),
      verdict: z.enum(["certain", "likely", "possible"]),
    }),
  ),
});

/** `v4 api --since REF --json`. */
export const apiSinceDocument = z.looseObject({
  since: z.string(),
  verdict: z.enum(["major", "minor", "patch", "none"]),
  changes: z.array(
    z.looseObject({
      kind: z.string(),
      file: path,
      symbol: z.string(),
      line,
      breaks: z.boolean(),
      message: z.string(),
      edit: z.string().nullable(),
      sites: z.array(z.looseObject({ file: path, line, column: line, package: z.string() })),
    }),
  ),
});

/** `v4 debug --json`. `failure` is null when the text names no place of the repository. */
export const debugDocument = z.looseObject({
  suspects: z.array(
    z.looseObject({
      file: path,
      symbol: z.string(),
      startLine: line,
      endLine: line,
      score: z.number(),
      evidence: z.array(z.string()).min(1),
    }),
  ),
  failure: z.looseObject({ frames: z.array(z.looseObject({ file: path, line })) }).nullable(),
  diagnosis: z.string().nullable(),
  patch: z.string().nullable(),
  verified: z.boolean().nullable(),
});

/** `v4 run --json`. */
export const runDocument = z.looseObject({
  language: z.string(),
  stdout: z.string(),
  stderr: z.string(),
  exitCode: z.int(),
  signal: z.string().nullable(),
  limit: z.string().nullable(),
  ms: z.int().min(0),
});

/** The document as v4 makes it: more fields than the contract asks for. */
export interface AskDocument {
  question: string;
  answer: string | null;
  evidence: Evidence[];
  citations: { file: string; line: number; verified: boolean; reason?: string }[];
  ledger: Ledger;
  model: string | null;
  timings: z.infer<typeof askDocument>["timings"];
}
export type PackDocument = z.infer<typeof packDocument>;
export type GraphDocument = z.infer<typeof graphDocument>;

/** `v4 hook run --json`. */
export const hookDocument = z.looseObject({
  findings: z.array(
    z.looseObject({
      check: z.string(),
      level: z.enum(["error", "warn"]),
      file: path,
      line,
      message: z.string(),
      remedy: z.string(),
    }),
  ),
  /** What was not looked at, and why. */
  notes: z.array(z.string()),
});
