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

export const citation = z.looseObject({ file: z.string(), line: z.int(), verified: z.boolean() });

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
