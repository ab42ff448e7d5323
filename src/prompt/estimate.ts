/**
 * Tokens of a text when no tokenizer is at hand: an estimate, and to be called one wherever it is shown.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

const bytesPerToken = 3.3;
