import type { Answer, Verdict } from "./reference-answers.js";

/** A reference as `graph --json` prints it. */
export interface Edge {
  from: { file: string; line: number; column: number };
  to: { file: string; line: number; symbol: string };
  how: "resolved" | "inferred" | "name";
}

/** A wrong edge, or an answer that no edge gives: `edge` or `answer` may be missing. */
export interface Difference {
  edge?: Edge;
  answer?: Answer;
}

export interface Score {
  right: number;
  wrong: Difference[];
  /** Edges where the oracle has no answer: no part of precision. */
  unanswered: Difference[];
}

export interface Scores {
  /** Symbols at the top level of another module, bare or behind a namespace. */
  across: { edges: Score; wanted: number; found: number; missing: Difference[] };
  members: {
    evident: Score;
    byName: Score;
    wanted: number;
    /** Found by resolved and inferred edges; found by any edge. */
    found: number;
    foundAtAll: number;
    missing: Difference[];
  };
  /** Symbols at the top level of the same file: no part of the above. */
  within: { edges: Score; wanted: number; found: number };
  patterns: { edges: Score; wanted: number; found: number };
  /** Edges at places that are neither: specifiers, declarations, files the oracle does not read, … by verdict. */
  apart: Map<string, number>;
  /** Found of wanted members by receiver, by resolved and inferred edges. */
  receivers: Map<string, { found: number; wanted: number }>;
  /** Found of wanted by verdict, by any edge. */
  verdicts: Map<Verdict, { found: number; wanted: number }>;
}

/**
 * Compares edges with the oracle's answers. An edge is right when any place of the answer stands on its line; wrong when the
 * answer is another one, a local, or outside the repository.
 */
export function scoreReferences(answers: Iterable<Answer>, edges: Iterable<Edge>): Scores {
  const bySite = new Map<string, Edge[]>();
  const filesOfOracle = new Set<string>();
  const seen = new Set<string>();
  for (const edge of edges) {
    const site = siteOf(edge.from);
    const key = `${site} ${edge.to.file}:${edge.to.line}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const known = bySite.get(site);
    if (known) known.push(edge);
    else bySite.set(site, [edge]);
  }
  const scores: Scores = {
    across: { edges: empty(), wanted: 0, found: 0, missing: [] },
    members: { evident: empty(), byName: empty(), wanted: 0, found: 0, foundAtAll: 0, missing: [] },
    within: { edges: empty(), wanted: 0, found: 0 },
    patterns: { edges: empty(), wanted: 0, found: 0 },
    apart: new Map(),
    receivers: new Map(),
    verdicts: new Map(),
  };
  for (const answer of answers) {
    filesOfOracle.add(answer.from.file);
    const site = siteOf(answer.from);
    const here = bySite.get(site) ?? [];
    bySite.delete(site);
    want(scores, answer, here);
    for (const edge of here) judge(scores, answer, edge);
  }
  for (const rest of bySite.values()) {
    for (const { from } of rest) {
      add(scores.apart, filesOfOracle.has(from.file) ? "no identifier there" : "file without answers");
    }
  }
  return scores;
}

function want(scores: Scores, answer: Answer, here: Edge[]): void {
  if (!answer.to) return;
  const right = here.filter((edge) => isRight(answer, edge));
  const found = right.length > 0;
  count(scores.verdicts, answer.verdict, found);
  switch (answer.verdict) {
    case "across":
    case "across-qualified":
      scores.across.wanted++;
      if (found) scores.across.found++;
      else scores.across.missing.push({ answer });
      break;
    case "member-across":
    case "member-within": {
      const isEvident = right.some(({ how }) => how !== "name");
      scores.members.wanted++;
      if (found) scores.members.foundAtAll++;
      if (isEvident) scores.members.found++;
      else scores.members.missing.push({ answer });
      count(scores.receivers, answer.receiver ?? "", isEvident);
      break;
    }
    case "within":
      scores.within.wanted++;
      if (found) scores.within.found++;
      break;
    case "pattern":
      scores.patterns.wanted++;
      if (found) scores.patterns.found++;
  }
}

function judge(scores: Scores, answer: Answer, edge: Edge): void {
  const across = scores.across.edges;
  const members = edge.how === "name" ? scores.members.byName : scores.members.evident;
  switch (answer.verdict) {
    case "across":
    case "across-qualified":
      mark(across, answer, edge);
      break;
    case "member-across":
    case "member-within":
      mark(members, answer, edge);
      break;
    case "within":
    case "local":
      mark(edge.to.file === edge.from.file ? scores.within.edges : across, answer, edge);
      break;
    case "pattern":
      mark(scores.patterns.edges, answer, edge);
      break;
    case "external":
      across.wrong.push({ edge, answer });
      break;
    case "external-member":
      members.wrong.push({ edge, answer });
      break;
    case "unanswered":
      across.unanswered.push({ edge, answer });
      break;
    case "unanswered-member":
      members.unanswered.push({ edge, answer });
      break;
    default:
      add(scores.apart, answer.verdict);
  }
}

function mark(score: Score, answer: Answer, edge: Edge): void {
  if (isRight(answer, edge)) score.right++;
  else score.wrong.push({ edge, answer });
}

const isRight = (answer: Answer, { to }: Edge): boolean =>
  answer.to?.some(({ file, line }) => file === to.file && line === to.line) ?? false;

const siteOf = ({ file, line, column }: Edge["from"]): string => `${file}:${line}:${column}`;
const empty = (): Score => ({ right: 0, wrong: [], unanswered: [] });

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function count<K>(counts: Map<K, { found: number; wanted: number }>, key: K, found: boolean): void {
  const known = counts.get(key) ?? { found: 0, wanted: 0 };
  known.wanted++;
  if (found) known.found++;
  counts.set(key, known);
}
