import type { Declaration } from "./declarations.js";
import { caseRule } from "./letter-case.js";
import { nameWords } from "./name-words.js";
import type { CountTable } from "./table.js";

/** A rule as people read it, with names that obey it and names that do not. */
export interface Rule {
  language: string;
  rule: string;
  confidence: number;
  /** How many of the names that are there now it speaks about. */
  names: number;
  /** Two that obey it. */
  examples: string[];
  exceptions: { name: string; file: string; line: number }[];
}

/** The rules that speak about these declarations, those about most names first. */
export function rulesOf(table: CountTable, declarations: readonly Declaration[]): Rule[] {
  const rules = new Map<string, Rule>();
  for (const declaration of declarations) {
    const { language, name, file, line } = declaration;
    const found = caseRule(table, declaration);
    if (!found) continue;
    const key = `${language} ${found.rule}`;
    let rule = rules.get(key);
    if (!rule) {
      rule = { language, rule: found.rule, confidence: found.confidence, names: 0, examples: [], exceptions: [] };
      rules.set(key, rule);
    }
    rule.names++;
    const { words, cases } = nameWords(name);
    if (!found.cases.some((wanted) => cases.includes(wanted))) rule.exceptions.push({ name, file, line });
    else if (rule.examples.length < 2 && words.length > 1 && !rule.examples.includes(name)) rule.examples.push(name);
  }
  return [...rules.values()].sort((a, b) => b.names - a.names || (a.rule < b.rule ? -1 : 1));
}
