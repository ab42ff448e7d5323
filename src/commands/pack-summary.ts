import { cleanLine } from "../output/clean.js";
import type { PackDocument } from "../output/contract.js";
import { count } from "../output/figures.js";
import { dim, plain } from "../output/theme.js";
import type { Packed, PackedRow } from "../prompt/pack.js";
import { tokenTree } from "../prompt/token-tree.js";
import { table } from "./table.js";

/** How the tokens of a prompt were counted: by the tokenizer of a model, or estimated when `model` is null. */
export interface Counted {
  model: string | null;
}

/** The document of `v4 pack --json`. A withheld file counts as a name: that is all the prompt has of it. */
export function packDocumentOf(packed: Packed, { model }: Counted): PackDocument {
  return {
    files: packed.ledger.files.map(({ file, tokens, included, why, fullTokens }) => ({
      file,
      tokens,
      included: included === "full" || included === "skeleton" ? included : ("name" as const),
      why,
      fullTokens,
    })),
    totalTokens: packed.ledger.used,
    budget: packed.ledger.budget,
    budgetForAll: packed.budgetForAll,
    estimated: model === null,
    model,
    withheld: packed.withheld,
  };
}

/** What went in, what was left out, and what would change that: a line each, for standard error. */
export function packSummary(packed: Packed, { model }: Counted): string[] {
  const { used, budget, files } = packed.ledger;
  const how = model === null ? "estimated; no model is installed to count with" : `counted with ${model}`;
  const of = (included: PackedRow["included"]) => files.filter((row) => row.included === included);
  const named = of("name");
  const cut = [...of("skeleton"), ...named.filter((row) => row.fullTokens !== null)];
  const lines = [
    `${model === null ? "about " : ""}${count(used)} of ${count(budget)} tokens (${how}) · ${filesOf(of("full").length)} in full` +
      `${of("skeleton").length > 0 ? `, ${count(of("skeleton").length)} by signatures` : ""}, ${count(named.length)} by name`,
  ];
  const reasons = new Map<string, number>();
  for (const row of named) if (row.fullTokens === null) reasons.set(row.why, (reasons.get(row.why) ?? 0) + 1);
  if (reasons.size > 0) lines.push(`by name: ${[...reasons].map(([why, n]) => `${count(n)} ${why}`).join(", ")}`);
  if (cut.length > 0) {
    const largest = [...cut].sort((a, b) => b.fullTokens! - a.fullTokens!).slice(0, 3);
    lines.push(
      `over the budget: ${filesOf(cut.length)} (${largest.map((row) => cleanLine(row.file)).join(", ")}${cut.length > 3 ? ", …" : ""}); ` +
        `--budget ${roundedUp(packed.budgetForAll)} would hold all in full, --exclude leaves more room`,
    );
  }
  const kinds = packed.withheld.map(
    ({ file, line, kind }) => `left out a secret: ${cleanLine(file)}:${line} (${kind})`,
  );
  lines.push(...kinds.slice(0, 10));
  if (kinds.length > 10) lines.push(`left out ${kinds.length - 10} more secrets: \`v4 pack --json\` lists all`);
  return lines;
}

/** The token tree as lines: tokens, share, name, largest first. */
export function printedTree(packed: Packed, color: boolean): string[] {
  const { used, files } = packed.ledger;
  const faint = color ? dim : plain;
  const rows = new Map(files.map((row) => [row.file, row]));
  const shown = tokenTree(files);
  const inFiles = files.reduce((sum, row) => sum + row.tokens, 0);
  const share = (tokens: number) => `${((100 * tokens) / Math.max(1, used)).toFixed(1)} %`;
  const cells = shown.map(({ depth, label, tokens, file, kind }) => {
    const row = rows.get(file);
    const remark = row && row.included !== "full" ? `  ${remarkOf(row)}` : "";
    const name = cleanLine(label);
    return [
      count(tokens),
      share(tokens),
      `${"  ".repeat(depth)}${kind === "rest" ? faint(name) : name}${faint(remark)}`,
    ];
  });
  // The tree of names is paid once for all, so rows of files need not add up to the total exactly.
  const around = Math.max(0, used - inFiles);
  cells.push([count(around), share(around), faint("introduction, tree and headings")]);
  return table([[count(used), share(used), "in all"], ...cells], [0, 1]);
}

function remarkOf(row: PackedRow): string {
  const full = row.fullTokens === null ? row.why : `${count(row.fullTokens)} in full`;
  return row.included === "skeleton" ? `(signatures; ${full})` : `(name only; ${full})`;
}

function filesOf(n: number): string {
  return `${count(n)} ${n === 1 ? "file" : "files"}`;
}

/** To two significant digits, so that the advice still holds when a file grows a little. */
function roundedUp(tokens: number): string {
  const unit = 10 ** Math.max(3, Math.floor(Math.log10(tokens)) - 1);
  const rounded = Math.ceil(tokens / unit) * unit;
  return rounded >= 1_000_000 ? `${rounded / 1_000_000}M` : `${rounded / 1000}k`;
}
