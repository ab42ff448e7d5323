import type { How } from "../../src/graph/graph.js";

/** What a language's tool said of one repository; oracles/README.md says what the lines look like. */
export interface Answers {
  /** `from to` -> the line; `passed` holds edges to packages that run on the way to the one that is named. */
  imports: Map<string, number>;
  passed: Set<string>;
  /** `file line` of imports to which the tool has no answer. */
  unanswered: Set<string>;
  /** Files that the tool read. */
  files: Set<string>;
  /** Site -> what it means. */
  sites: Map<string, Site>;
}

interface Site {
  kind: "reference" | "import-name" | "argument-name" | "module" | "elsewhere";
  to: Set<string>;
  member: boolean;
}

export interface OwnImport {
  from: string;
  to: string | null;
  line: number;
}
export type ImportPair = OwnImport & { to: string };

export interface OwnReference {
  from: { file: string; line: number; column: number };
  to: { file: string; line: number; symbol: string };
  how: How;
}

/** A wrong edge or a missing one, with what the tool says and what v4 says, each `file:line`. */
export interface Difference {
  from: { file: string; line: number; column?: number };
  theirs: string[];
  ours?: string;
}

export interface Score {
  right: number;
  wrong: Difference[];
  /** Edges where the tool has no answer: no part of precision. */
  unanswered: Difference[];
}

export interface ImportScore extends Score {
  wanted: number;
  found: number;
  missing: Difference[];
  /** Edges to packages that only run on the way: neither right nor wrong. */
  apart: number;
}

export interface ReferenceScore {
  all: Score;
  by: Record<How, Score>;
  wanted: number;
  found: number;
  /** Found by resolved or inferred edges. */
  foundEvidently: number;
  missing: Difference[];
}

export const emptyAnswers = (): Answers => ({
  imports: new Map(),
  passed: new Set(),
  unanswered: new Set(),
  files: new Set(),
  sites: new Map(),
});

/** Adds one line of an oracle. */
export function readAnswer(answers: Answers, text: string): void {
  if (text === "") return;
  const line = JSON.parse(text);
  if (line.kind === "import") {
    answers.files.add(line.from);
    const key = `${line.from} ${line.to}`;
    if (line.to === null) answers.unanswered.add(`${line.from} ${line.line}`);
    else if (line.passed) answers.passed.add(key);
    else if (!answers.imports.has(key)) answers.imports.set(key, line.line);
  } else if (line.kind === "elsewhere") {
    answers.files.add(line.file);
    for (const [row, column] of line.at) {
      const site = `${line.file}:${row}:${column}`;
      if (!answers.sites.has(site)) answers.sites.set(site, { kind: "elsewhere", to: new Set(), member: false });
    }
  } else {
    const site = siteOf(line.from);
    answers.files.add(line.from.file);
    let known = answers.sites.get(site);
    if (!known || known.kind === "elsewhere") {
      known = { kind: line.kind, to: new Set(), member: line.member ?? false };
      answers.sites.set(site, known);
    }
    known.to.add(`${line.to.file}:${line.to.line}`);
  }
}

/**
 * Compares pairs of files. `place` gives what stands for a file: in Go its folder, because a package is imported whole. An edge
 * to elsewhere is wrong when the tool has read the file and knows the import, unanswered otherwise.
 */
export function scoreImports(answers: Answers, edges: ImportPair[], place: (path: string) => string): ImportScore {
  const ours = new Map<string, ImportPair>();
  for (const edge of edges) ours.set(`${edge.from} ${place(edge.to)}`, edge);
  const score: ImportScore = { ...empty(), wanted: answers.imports.size, found: 0, missing: [], apart: 0 };
  for (const [key, edge] of ours) {
    const from = { file: edge.from, line: edge.line };
    if (answers.imports.has(key)) score.right++;
    else if (answers.passed.has(key)) score.apart++;
    else {
      const unknown = !answers.files.has(edge.from) || answers.unanswered.has(`${edge.from} ${edge.line}`);
      (unknown ? score.unanswered : score.wrong).push({ from, theirs: [], ours: edge.to });
    }
  }
  for (const [key, line] of answers.imports) {
    const [file, to] = key.split(" ") as [string, string];
    if (ours.has(key)) score.found++;
    else score.missing.push({ from: { file, line }, theirs: [to] });
  }
  return score;
}

/**
 * Compares references that cross files. An edge is right when any place that the tool names stands on its line. An edge between
 * files is wrong when the tool names another place, the same file or none of the repository; an edge inside a file is judged only
 * where the tool leads out of it.
 */
export function scoreReferences(answers: Answers, edges: OwnReference[]) {
  const scores = {
    names: emptyReferences(),
    members: emptyReferences(),
    importNames: empty(),
    importNamesWanted: 0,
    importNamesFound: 0,
    argumentNames: 0,
    modules: 0,
  };
  const found = new Map<string, boolean>();
  const seen = new Set<string>();
  for (const { from, to, how } of edges) {
    const site = siteOf(from);
    const target = `${to.file}:${to.line}`;
    if (seen.has(`${site} ${target}`)) continue;
    seen.add(`${site} ${target}`);
    const answer = answers.sites.get(site);
    const crosses = to.file !== from.file;
    const difference = { from, theirs: [...(answer?.to ?? [])], ours: `${target} ${to.symbol} (${how})` };
    if (answer === undefined || answer.kind === "elsewhere") {
      if (!crosses) continue;
      // The tool does not say whether a name it knows nothing of is a member; the symbol's own name does.
      const score = to.symbol.includes(".") ? scores.members : scores.names;
      const bin = answer === undefined ? "unanswered" : "wrong";
      score.all[bin].push(difference);
      score.by[how][bin].push(difference);
    } else if (answer.kind === "argument-name") {
      scores.argumentNames++;
    } else if (answer.kind === "module") {
      scores.modules++;
    } else {
      const right = answer.to.has(target);
      const score = answer.member ? scores.members : scores.names;
      const bins = answer.kind === "import-name" ? [scores.importNames] : [score.all, score.by[how]];
      for (const bin of bins) {
        if (right) bin.right++;
        else bin.wrong.push(difference);
      }
      if (right) found.set(site, found.get(site) === true || how !== "name");
    }
  }
  for (const [site, { kind, to, member }] of answers.sites) {
    if (kind === "import-name") {
      scores.importNamesWanted++;
      if (found.has(site)) scores.importNamesFound++;
    } else if (kind === "reference") {
      const score = member ? scores.members : scores.names;
      score.wanted++;
      if (found.has(site)) score.found++;
      else score.missing.push({ from: placeOf(site), theirs: [...to] });
      if (found.get(site) === true) score.foundEvidently++;
    }
  }
  return scores;
}

const siteOf = ({ file, line, column }: OwnReference["from"]): string => `${file}:${line}:${column}`;

function placeOf(site: string): Difference["from"] {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(site)!;
  return { file: file!, line: Number(line), column: Number(column) };
}

const empty = (): Score => ({ right: 0, wrong: [], unanswered: [] });

const emptyReferences = (): ReferenceScore => ({
  all: empty(),
  by: { resolved: empty(), inferred: empty(), name: empty() },
  wanted: 0,
  found: 0,
  foundEvidently: 0,
  missing: [],
});
