/**
 * One file of a prompt: a heading with its path, and its text between fences.
 *
 *     ### src/a.ts
 *     ```ts
 *     the text, byte for byte (a line end is added when the last line has none)
 *     ```
 *
 * The fence is longer than any run of backticks in the text, so nothing inside can close it: a file that imitates headings
 * and fences stays inside its own. The block begins and ends with a character that is no white space (before the last line end),
 * because tokenizers split there: the tokens of blocks add up to the tokens of the prompt.
 */
export function fileBlock(path: string, text: string, remark = ""): string {
  return `### ${quotedPath(path)}${remark}\n${fenced(text, tagOf(path))}`;
}

/** A text between fences that nothing inside it can close. */
export function fenced(text: string, tag = ""): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const closed = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${fence}${tag}\n${closed}${fence}\n`;
}

/** A path as it is printed: as it stands, or as a JSON string when a character could be taken for the format. */
export function quotedPath(path: string): string {
  return /[\u0000-\u001f\u007f\u0085\u2028\u2029`"]|^\s|\s$/.test(path) ? JSON.stringify(path) : path;
}

function longestRun(text: string): number {
  let longest = 0;
  for (let at = text.indexOf("```"); at >= 0; at = text.indexOf("```", at)) {
    const start = at;
    while (text.charCodeAt(at) === 96) at++;
    longest = Math.max(longest, at - start);
  }
  return longest;
}

function tagOf(path: string): string {
  return /\.([a-z0-9]{1,10})$/i.exec(path)?.[1]?.toLowerCase() ?? "";
}
