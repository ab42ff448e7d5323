import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** `text` as a link that a terminal opens on a click (OSC 8); terminals without links show the text alone. */
export function hyperlink(text: string, url: string): string {
  // The URL may hold only printable ASCII, or it could end the sequence and begin another.
  const safe = url.replace(/[^\x21-\x7e]/g, (char) => encodeURIComponent(char));
  return `\x1b]8;;${safe}\x07${text}\x1b]8;;\x07`;
}

/**
 * The `file://` URL of a file of the repository. The line goes into the fragment only where the terminal is known to
 * pass it on; elsewhere a fragment makes desktop openers look for a file with `#` in its name.
 */
export function fileUrl(root: string, file: string, line: number, env: NodeJS.ProcessEnv = process.env): string {
  const url = pathToFileURL(resolve(root, file)).href;
  const takesLines = env.KITTY_WINDOW_ID !== undefined || env.TERM_PROGRAM === "iTerm.app";
  return takesLines ? `${url}#${line}` : url;
}
