/** What one rule says of one name. */
export interface Verdict {
  /** In words, with its evidence. */
  rule: string;
  ok: boolean;
  /** Share of names that obey it, as a lower bound. */
  confidence: number;
  /** What the name might be instead; null when it is right. */
  suggestion: string | null;
}
