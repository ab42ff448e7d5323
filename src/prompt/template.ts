import { packageFile } from "../places.js";

/**
 * The parts of a template file, by name. A part begins after a line `<!-- name -->` and ends before the next such line;
 * white space around it is dropped. What stands before the first part is a note to people and belongs to no part.
 */
export function readTemplate(name: string): Map<string, string> {
  const pieces = packageFile(`src/prompt/templates/${name}.md`).split(/^<!-- ([\w-]+) -->$/m);
  const parts = new Map<string, string>();
  for (let at = 1; at < pieces.length; at += 2) parts.set(pieces[at]!, pieces[at + 1]!.trim());
  return parts;
}

/**
 * Puts values into the `{{name}}` places of a part, in one pass: braces inside a value are never looked at, so that no file
 * of a repository can reach another value. Throws on a place without a value, which is a mistake in the template.
 */
export function fillTemplate(part: string, values: Record<string, string | number>): string {
  return part.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template has no value for {{${name}}}`);
    return String(value);
  });
}
