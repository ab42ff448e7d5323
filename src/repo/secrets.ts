import { packageFile } from "../places.js";

/** A secret in a text: offsets in UTF-16 code units, end exclusive; the line (from 1) is that of its start. */
export interface Secret {
  /** What it is, for people: `private key`, `GitHub token`. */
  kind: string;
  start: number;
  end: number;
  line: number;
}

/**
 * The private keys, tokens and passwords in a file, in order, not overlapping. What counts is data, secrets.json: a fixed form
 * that nothing else has (most kinds), or a value that somebody chose in a file that is made for secrets. The path matters:
 * the same assignment is a secret in `.env` and an illustration in `.env.example` or in a test.
 */
export function findSecrets(text: string, path: string): Secret[] {
  const found: Omit<Secret, "line">[] = [];
  for (const kind of kinds) {
    if (kind.hint && !text.includes(kind.hint)) continue;
    if ((kind.paths && !kind.paths.test(path)) || kind.notPaths?.test(path)) continue;
    for (const match of text.matchAll(kind.pattern)) {
      const secret = secretIn(match);
      if (isSecret(kind, text.slice(secret.start, secret.end))) found.push({ kind: kind.kind, ...secret });
    }
  }
  if (found.length === 0) return [];
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const apart: Secret[] = [];
  let line = 1;
  let at = 0;
  for (const secret of found) {
    const last = apart[apart.length - 1];
    if (last && secret.start < last.end) continue;
    for (; at < secret.start; at++) if (text.charCodeAt(at) === 10) line++;
    apart.push({ ...secret, line });
  }
  return apart;
}

/**
 * The text with every secret replaced by `[v4 left out a private key here]`, and what was replaced. The number of lines stays,
 * so that citations of the rest still point to the right lines.
 */
export function withholdSecrets(text: string, path: string): { text: string; secrets: Secret[] } {
  const secrets = findSecrets(text, path);
  if (secrets.length === 0) return { text, secrets };
  const pieces: string[] = [];
  let at = 0;
  for (const { kind, start, end } of secrets) {
    const lineEnds = text.slice(start, end).match(/\r?\n/g) ?? [];
    const article = /^([aeio]|npm)/i.test(kind) ? "an" : "a";
    pieces.push(text.slice(at, start), `[v4 left out ${article} ${kind} here]`, ...lineEnds);
    at = end;
  }
  pieces.push(text.slice(at));
  return { text: pieces.join(""), secrets };
}

interface KindRow {
  kind: string;
  hint?: string;
  pattern: string;
  flags?: string;
  paths?: string;
  notPaths?: string;
  value?: "chosen";
  entropy?: number;
  mixed?: boolean;
  /** Values that a vendor published for everybody (emulators): no secrets. */
  known?: string[];
}

const rows: { placeholders: string[]; kinds: KindRow[] } = JSON.parse(packageFile("src/repo/secrets.json"));

const placeholders = rows.placeholders.map((pattern) => new RegExp(pattern, "i"));

const kinds = rows.kinds.map((row) => ({
  ...row,
  pattern: new RegExp(row.pattern, `dg${row.flags ?? ""}`),
  paths: row.paths ? new RegExp(row.paths, "i") : undefined,
  notPaths: row.notPaths ? new RegExp(row.notPaths, "i") : undefined,
}));

function secretIn(match: RegExpMatchArray): { start: number; end: number } {
  const groups: [number, number][] = Object.values(match.indices?.groups ?? {});
  const [start, end] = groups.find((range) => range !== undefined) ?? match.indices![0]!;
  return { start, end };
}

function isSecret(kind: (typeof kinds)[number], value: string): boolean {
  if (kind.known?.includes(value)) return false;
  if (kind.value === "chosen" && placeholders.some((pattern) => pattern.test(value))) return false;
  if (kind.entropy && entropyOf(value) < kind.entropy) return false;
  return !kind.mixed || (/\d/.test(value) && /[a-z]/i.test(value));
}

/** Shannon entropy in bits a character: random base64 of 40 characters has about 4.7, words about 3, `aaaa` 0. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
