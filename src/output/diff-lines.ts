import { clean } from "./clean.js";
import { accent, bold, code, doubt } from "./theme.js";

/** A unified diff for a terminal; as it is where there is none, so that `git apply` takes it. */
export function* diffLines(diff: string, { color }: { color: boolean }): Generator<string> {
  if (diff === "") return;
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    if (!color) yield line;
    else if (/^(diff|index|---|\+\+\+|new file|deleted file)/.test(line)) yield bold(clean(line));
    else if (line.startsWith("@@")) yield code(clean(line));
    else if (line.startsWith("+")) yield accent(clean(line));
    else if (line.startsWith("-")) yield doubt(clean(line));
    else yield clean(line);
  }
}
