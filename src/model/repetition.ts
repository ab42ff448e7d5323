/**
 * Whether the output has run into a loop, as small models do at temperature 0: its last 64 tokens, or three times the
 * length of the repeated block where that is more, consist of one block of at most 128 tokens over and over. Tables and
 * lists repeat less than that. A loop that counts ("1. a", "2. a", …) is not found; the limit of tokens ends it.
 */
export function endsInALoop(tokens: readonly number[]): boolean {
  for (let period = 1; period <= 128; period++) {
    const span = Math.max(64, period * 3);
    if (span > tokens.length) return false;
    let index = tokens.length - 1;
    const end = tokens.length - span + period;
    while (index >= end && tokens[index] === tokens[index - period]) index--;
    if (index < end) return true;
  }
  return false;
}
