import { linesWithDocumentation } from "./comments.js";
import type { Definition, DefinitionKind, Export } from "./facts.js";
import type { Language } from "./languages.js";
import type { LineTable } from "./lines.js";
import type { Capture, Match } from "./match.js";

interface Found {
  kind: DefinitionKind;
  whole: Capture;
  name: Capture;
  body: Capture | undefined;
  value: Capture | undefined;
  container: string | undefined;
  pattern: number;
}

const longestSignature = 200;

/** Definitions of a file from its query matches, in the order of the source, with containers, signatures and doc comments. */
export function definitionsOf(
  matches: Match[],
  text: string,
  table: LineTable,
  language: Language,
  exports: Export[],
): Definition[] {
  const byName = new Map<number, Found>();
  for (const match of matches) {
    const found = foundIn(match);
    if (!found) continue;
    // An arrow function matches both as a function and as a variable: the earlier pattern of the file is the better one.
    const known = byName.get(found.name.startIndex);
    if (!known || found.pattern < known.pattern) byName.set(found.name.startIndex, found);
  }
  const inOrder = [...byName.values()].sort(
    (a, b) => a.whole.startIndex - b.whole.startIndex || b.whole.endIndex - a.whole.endIndex,
  );
  const exported = new Set(exports.filter((e) => e.from === null).map((e) => e.local ?? e.name));
  const lineText = (line: number) => text.slice(table[line - 1], table[line] ?? text.length);
  const { visibility } = language;
  const visible = visibility.by === "exports" ? null : new RegExp(visibility.pattern, "u");
  const open: { start: number; end: number; name: string; exported: boolean; kind: DefinitionKind }[] = [];
  const definitions: Definition[] = [];
  const made = new Set<string>();
  for (const { kind, whole, name, body, value, container } of inOrder) {
    while (open.length > 0 && open[open.length - 1]!.end < whole.endIndex) open.pop();
    // `var a = 1, b = 2` is one declaration of two names, neither inside the other.
    if (open.at(-1)?.start === whole.startIndex && open.at(-1)?.end === whole.endIndex) open.pop();
    // A field that a constructor makes is the class's, not the constructor's.
    const isMade = kind === "field" && isCallable(open[open.length - 1]?.kind);
    const around = isMade ? open.slice(0, open.findLastIndex(({ kind }) => isTypeLike(kind)) + 1) : open;
    const parent = around[around.length - 1];
    // Every method may set it; the first one makes it, unless the class itself declares it.
    if (kind === "field") {
      const key = [...around.map((o) => o.name), name.text].join(".");
      if (isMade && made.has(key)) continue;
      made.add(key);
    }
    // A local of a function body that is neither a function nor a type is of no interest outside.
    const signature = signatureOf(text, table, whole, body, value);
    const isExported = visible
      ? visible.test(visibility.by === "name" ? name.text : signature.replace(/^export\s+(default\s+)?/, ""))
      : parent
        ? parent.exported && parent.kind !== "function" && parent.kind !== "method"
        : exported.has(name.text);
    // A name may be written as a text or as a symbol.
    const plainName = name.text.replace(/^["'`](.*)["'`]$/s, "$1").replace(/^:(?=\w)/, "");
    const containers = [...around.map((o) => o.name), ...(container ? [container] : [])];
    definitions.push({
      name: plainName,
      kind: kind === "function" && parent && isTypeLike(parent.kind) ? "method" : kind,
      startLine: linesWithDocumentation(lineText, whole.startLine, language.comments),
      endLine: whole.endLine,
      line: name.startLine,
      column: name.startColumn,
      signature,
      container: containers.join("."),
      exported: isExported,
    });
    if (whole.endIndex > whole.startIndex)
      open.push({
        start: whole.startIndex,
        end: whole.endIndex,
        name: [container, plainName].filter(Boolean).join("."),
        exported: isExported,
        kind,
      });
  }
  return definitions;
}

export function isTypeLike(kind: DefinitionKind): boolean {
  return kind === "class" || kind === "interface" || kind === "enum" || kind === "namespace";
}

function isCallable(kind: DefinitionKind | undefined): boolean {
  return kind === "function" || kind === "method";
}

function foundIn(match: Match): Found | null {
  let whole: Capture | undefined;
  const named = new Map<string, Capture>();
  for (const capture of match.captures) {
    if (capture.name.startsWith("definition.")) whole = capture;
    else named.set(capture.name, capture);
  }
  const name = named.get("name");
  if (!whole || !name) return null;
  return {
    kind: whole.name.slice("definition.".length) as DefinitionKind,
    whole,
    name,
    body: named.get("body"),
    value: named.get("value"),
    container: named.get("container")?.text,
    pattern: match.pattern,
  };
}

/** From the start of the line to the body, white space folded; a short one-line value stays. */
function signatureOf(
  text: string,
  table: LineTable,
  whole: Capture,
  body: Capture | undefined,
  value: Capture | undefined,
): string {
  const start = table[whole.startLine - 1]!;
  const longValue = value && (value.endIndex - value.startIndex > 60 || value.endLine !== value.startLine);
  const end = body?.startIndex ?? (longValue ? value.startIndex : whole.endIndex);
  const first = Math.min(start, whole.startIndex);
  // A value of a thousand lines is not folded for the sake of its first 200 letters.
  const beginning = withoutOpening(folded(text.slice(first, Math.min(end, first + longestRead))));
  const head =
    end <= first + longestRead || beginning.length > longestSignature
      ? beginning
      : withoutOpening(folded(text.slice(first, end)));
  return head.length > longestSignature ? `${head.slice(0, longestSignature - 1)}…` : head;
}

const longestRead = 2000;

/** White space as single spaces. The pattern leaves those alone that are: most of it. */
function folded(text: string): string {
  return text.replace(/[^\S ]\s*| \s+/g, " ").trim();
}

/** Without what begins the body or the value. A pattern for it (`\s*(…)$`) tried every space: 3 % of all indexing. */
function withoutOpening(head: string): string {
  const length = head.endsWith("=>") ? 2 : /[{=:]$/.test(head.slice(-1)) ? 1 : 0;
  return length === 0 ? head : head.slice(0, -length).trimEnd();
}
