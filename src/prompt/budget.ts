/**
 * Turns the seconds a person will wait for the first token into the tokens a prompt may have. Everything is known before the model is
 * loaded, so the same machine, question and repository give the same prompt.
 */
export interface BudgetInput {
  /** Seconds until the first token, cold. */
  maxWait: number;
  /** Seconds that pass before the model reads anything: process start, index, loading. */
  startSeconds: number;
  /** Most candidates worth judging; 0 when nothing is to be judged. */
  candidates: number;
  /** Tokens read to judge one candidate. */
  judgeTokens: number;
  millisecondsFor: (tokens: number, position: number) => number;
  tokensWithin: (seconds: number) => number;
  /** Tokens that the context may hold, by the model's training and by memory. */
  contextLimit: number;
  /** Tokens kept free for the answer. */
  answerTokens: number;
}

export interface Budget {
  /** Candidates that are judged; the rest keep the order of the words. */
  judged: number;
  promptTokens: number;
  /** What set `promptTokens`. */
  limit: "wait" | "context";
}

/** Judging may take this share of the wait: the answer needs the rest to read what was chosen. */
const judgingShare = 0.4;

/** A prompt smaller than this answers nothing; the wait is overrun rather than that. */
const leastPrompt = 512;

export function budgetFor(input: BudgetInput): Budget {
  const seconds = Math.max(0, input.maxWait - input.startSeconds);
  const perCandidate = input.millisecondsFor(input.judgeTokens, 0) / 1000;
  const affordable = Math.floor((seconds * judgingShare) / perCandidate);
  // One judged candidate says nothing about the others.
  const judged = affordable < 2 ? 0 : Math.min(input.candidates, affordable);
  const byWait = Math.max(leastPrompt, input.tokensWithin(seconds - judged * perCandidate));
  const byContext = Math.max(0, input.contextLimit - input.answerTokens);
  return { judged, promptTokens: Math.min(byWait, byContext), limit: byWait <= byContext ? "wait" : "context" };
}
