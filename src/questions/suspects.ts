import type { RepositoryIndex } from "../graph/index-repository.js";
import type { RepoFile } from "../repo/list.js";
import { isTest } from "../syntax/languages.js";
import { rank } from "./rank.js";

/** A place that may cause a failure. */
export interface Suspect {
  file: string;
  /** Dotted name of the definition, or "" where none encloses the place. */
  symbol: string;
  startLine: number;
  endLine: number;
  score: number;
  /** Why it is suspected, for people. At least one. */
  evidence: string[];
}

/** A line of the repository that a failure names, in the order of the text. */
export interface Frame {
  file: string;
  line: number;
}

/** `src/a.ts:12`, `src/a.ts(12,3)`, `File "src/a.py", line 12`. */
const places = /File "([^"\n]+)", line (\d+)|((?:[\w@.+~-]*[\\/])*[\w@.+~-]+\.\w+)(?::|\()(\d+)/g;
/** Frames beyond this many are far from the failure, or repeat. */
const mostFrames = 20;

/** The places of a text that are in the repository: the longest path that ends alike and is alone, so that frames of others are left out. */
export function framesOf(files: readonly RepoFile[], text: string): Frame[] {
  const byName = new Map<string, string[]>();
  for (const { path } of files) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const frames = new Map<string, Frame>();
  for (const match of text.matchAll(places)) {
    const said = (match[1] ?? match[3]!).replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
    const line = Number(match[2] ?? match[4]);
    if (/(?:^|\/)(?:node_modules|site-packages)\//.test(said) || line < 1) continue;
    const fits = (byName.get(said.slice(said.lastIndexOf("/") + 1)) ?? []).filter(
      (path) => `/${path}`.endsWith(`/${said}`) || said.endsWith(`/${path}`),
    );
    // A path from elsewhere can end like a file of the top folder; the longest that fits is meant.
    fits.sort((a, b) => b.length - a.length);
    if (fits.length === 0 || fits[1]?.length === fits[0]!.length) continue;
    const frame = { file: fits[0]!, line };
    frames.set(`${frame.file}:${line}`, frame);
    if (frames.size === mostFrames) break;
  }
  return [...frames.values()];
}

/**
 * The places that may cause what a text tells (an issue, the output of a failed test), best first: by its words, as `ask` ranks, and
 * by the lines of the repository that it names. Tests are left out: they show a failure, they seldom cause it.
 * Empty when nothing in the repository shares a word or a place with the text.
 */
export async function suspects(index: RepositoryIndex, text: string, limit = 20): Promise<Suspect[]> {
  const ranked = (await rank(index, tellingFirst(text), { limit: 200 })).filter(
    ({ file, symbol }) => symbol !== "" && !isTest(file),
  );
  const best = ranked[0]?.score ?? 1;
  const found = new Map<string, Suspect>();
  for (const { file, symbol, startLine, endLine, score, why } of ranked) {
    const evidence = why.length > 0 ? [...why] : ["shares words with the failure"];
    found.set(`${file}:${startLine}`, { file, symbol, startLine, endLine, score: score / best, evidence });
  }
  const byPath = new Map(index.files.map((file) => [file.path, file]));
  for (const [depth, frame] of framesOf(index.files, text)
    .filter(({ file }) => !isTest(file))
    .entries()) {
    const suspect = enclosing(index, byPath.get(frame.file)!, frame.line);
    const key = `${suspect.file}:${suspect.startLine}`;
    const known = found.get(key) ?? suspect;
    known.score += 1 / (1 + depth);
    known.evidence.unshift(`named at ${frame.file}:${frame.line}`);
    found.set(key, known);
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((suspect) => ({ ...suspect, score: Math.round(suspect.score * 1000) / 1000 }));
}

/** Ranking reads so many terms only: of a long output the lines that tell of a failure go first. */
function tellingFirst(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= 12) return text;
  const tells = (line: string) => /error|fail|expect|exception|panic|assert/i.test(line);
  return [...lines.filter(tells), ...lines.filter((line) => !tells(line))].join("\n");
}

/** The innermost definition around a line. */
function enclosing(index: RepositoryIndex, file: RepoFile, line: number): Suspect {
  const around = index
    .facts(file)
    .definitions.filter(({ startLine, endLine }) => startLine <= line && line <= endLine)
    .sort((a, b) => a.endLine - a.startLine - (b.endLine - b.startLine))[0];
  return {
    file: file.path,
    symbol: around ? [around.container, around.name].filter(Boolean).join(".") : "",
    startLine: around?.startLine ?? line,
    endLine: around?.endLine ?? line,
    score: 0,
    evidence: [],
  };
}
