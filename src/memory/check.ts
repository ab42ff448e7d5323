import { affixRules } from "./affixes.js";
import type { Declaration } from "./declarations.js";
import { initialismRules } from "./initialisms.js";
import { joinedRule } from "./joined.js";
import { keys } from "./keys.js";
import { compoundHead } from "./learn.js";
import { caseRule } from "./letter-case.js";
import { inCase, type NameWords, nameWords } from "./name-words.js";
import { type CountTable, countOf } from "./table.js";
import type { Verdict } from "./verdict.js";
import { wordingRules } from "./wordings.js";

/** What the memory says of one name. */
export interface Decision {
  file: string;
  line: number;
  name: string;
  kind: string;
  /** The rule it breaks, or all rules it obeys, in words, with their evidence; null when none passed the gate. */
  rule: string | null;
  ok: boolean;
  /** Share of names that obey the rule where it was learned, as it can be relied on (lower bound); 0 without a rule. */
  confidence: number;
  suggestion: string | null;
}

/**
 * Judges a name by every rule that speaks about it. What it breaks comes first, letter case before all others; a name that breaks
 * none obeys all that are named.
 */
export function checkName(table: CountTable, declaration: Declaration): Decision {
  const { file, line, name, kind, language } = declaration;
  const place = { file, line, name, kind };
  const spelled = nameWords(name);
  const silent: Decision = { ...place, rule: null, ok: true, confidence: 0, suggestion: null };
  const head = compoundHead(name);
  // `visit_ClassDef` beside other `visit_`: the part behind the underscore is a name of something else.
  if (head !== null && countOf(table, keys.compound(language, head)) >= leastCompound) return silent;
  const verdicts = verdictsOn(table, declaration, spelled);
  const broken = verdicts.find(({ ok }) => !ok);
  if (broken) return { ...place, ...broken };
  if (verdicts.length === 0) return silent;
  const rule = [...new Set(verdicts.map((each) => each.rule))].join("; ");
  return {
    ...place,
    rule,
    ok: true,
    confidence: Math.min(...verdicts.map((each) => each.confidence)),
    suggestion: null,
  };
}

const leastCompound = 3;

function verdictsOn(table: CountTable, declaration: Declaration, spelled: NameWords): Verdict[] {
  const { language } = declaration;
  const letterCase = caseRule(table, declaration);
  // A field is often named by the data that it is read from.
  const joined = declaration.kind === "field" ? null : joinedRule(table, language, spelled);
  const verdicts: Verdict[] = [];
  if (letterCase) {
    const { cases, rule, confidence } = letterCase;
    const ok = cases.some((wanted) => spelled.cases.includes(wanted));
    const suggestion = !ok && spelled.words.length > 0 ? inCase(spelled, cases[0]!) : null;
    verdicts.push({ rule, ok, confidence, suggestion });
  }
  verdicts.push(...initialismRules(table, language, spelled));
  if (joined) verdicts.push(joined);
  verdicts.push(...affixRules(table, declaration, spelled));
  return [...verdicts, ...wordingRules(table, declaration, spelled)];
}
