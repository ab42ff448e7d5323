import type { Cycle } from "../questions/cycles.js";
import type { Focus, Near } from "../questions/focus.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";
import { bold, dim, plain } from "./theme.js";

/** Files of a cycle that are named beside its example; `--json` has all. */
const named = 5;

/** Cycles as lines for people: each with where its imports stand. */
export function cycleLines(cycles: readonly Cycle[], { color }: { color: boolean }): string[] {
  if (cycles.length === 0) return ["no cycles"];
  const [strong, faint] = color ? [bold, dim] : [plain, plain];
  const of = (kind: Cycle["kind"]) => cycles.filter((cycle) => cycle.kind === kind).length;
  const lines = [`${cyclesOf(of("runtime"))} at run time, ${count(of("type"))} that close only through type imports`];
  for (const { kind, files, example } of cycles) {
    lines.push("", strong(`${count(files.length)} files${kind === "type" ? ", through type imports" : ""}`));
    for (const step of example) {
      const how = step.kind === "import" ? "" : ` (${step.kind})`;
      lines.push(`  ${cleanLine(step.from)}:${step.line} → ${cleanLine(step.to)}${faint(how)}`);
    }
    const inExample = new Set(example.map(({ from }) => from));
    const others = files.filter((file) => !inExample.has(file));
    if (others.length === 0) continue;
    const more = others.length > named ? ` and ${count(others.length - named)} more` : "";
    lines.push(faint(`  with ${others.slice(0, named).map(cleanLine).join(", ")}${more}`));
  }
  return lines;
}

/** What stands around a file, nearest first. */
export function focusLines(focus: Focus, { color }: { color: boolean }): string[] {
  const [strong, faint] = color ? [bold, dim] : [plain, plain];
  const rows = (near: Near[]) =>
    near.length === 0
      ? [faint("  nothing in this repository")]
      : near.map(({ file, distance }) => `  ${faint(String(distance))}  ${cleanLine(file)}`);
  const within = focus.depth === 1 ? "" : `, within ${focus.depth} imports`;
  return [
    `${strong(cleanLine(focus.file))} imports ${filesOf(focus.imports)} and is imported by ${filesOf(focus.importedBy)}${within}`,
    "",
    strong("imports"),
    ...rows(focus.imports),
    "",
    strong("imported by"),
    ...rows(focus.importedBy),
  ];
}

const filesOf = (near: Near[]) => `${count(near.length)} ${near.length === 1 ? "file" : "files"}`;
const cyclesOf = (n: number) => `${count(n)} ${n === 1 ? "cycle" : "cycles"}`;
