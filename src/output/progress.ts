import stringWidth from "string-width";
import { bytes, count, duration } from "./figures.js";
import { fitEnd } from "./fit.js";

export interface Progress {
  label: string;
  done: number;
  /** 0 when it is not known: then there is no bar, only what is done. */
  total: number;
  /** "parts" are not worth counting out: only the bar shows them. */
  unit: "bytes" | "tokens" | "files" | "places" | "parts";
  /** 0 when it is not known yet: then there is no speed and no remaining time. */
  perSecond: number;
  /** Columns of the terminal; the line is never wider. */
  width: number;
}

/**
 * One line that tells how far something is: `Reading ━━━━━━╸───── 1,204 / 2,010 tokens · 145 tok/s · 6 s left`.
 * Where room is scarce the bar goes first, then the speed, then the amount; what remains is cut.
 */
export function progressLine({ label, done, total, unit, perSecond, width }: Progress): string {
  const known = total > 0;
  const fraction = known ? Math.min(1, Math.max(0, done / total)) : 0;
  const speed = perSecond > 0 ? speedOf(unit, perSecond) : "";
  const left = known && perSecond > 0 && done < total ? `${etaOf((total - done) / perSecond)} left` : "";
  const amount = amountOf(unit, done, known ? total : null);
  const choices = [[amount, speed, left], [amount, left], [left || amount], []].map((parts) =>
    parts.filter((part) => part !== "").join(" · "),
  );
  for (const figures of choices) {
    const text = figures === "" ? label : `${label}  ${figures}`;
    const room = width - stringWidth(text) - 1;
    if (known && room >= 10) return `${label} ${bar(fraction, Math.min(30, room - 1))}  ${figures}`.trimEnd();
    if (room >= 0) return text;
  }
  const figures = left || amount;
  const room = width - stringWidth(figures) - 3;
  return room >= 8 && figures !== "" ? `${fitEnd(label, room)}  ${figures}` : fitEnd(label, Math.max(0, width - 1));
}

/** `━━━━╸─────`: heavy as far as it is done, light for the rest; readable without colour. */
export function bar(fraction: number, width: number): string {
  const halves = Math.round(fraction * width * 2);
  const heavy = "━".repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? "╸" : "");
  return heavy + "─".repeat(width - heavy.length);
}

function amountOf(unit: Progress["unit"], done: number, total: number | null): string {
  if (unit === "parts") return "";
  if (unit === "bytes") return total === null ? bytes(done) : `${bytes(done)} / ${bytes(total)}`;
  return total === null ? `${count(done)} ${unit}` : `${count(done)} / ${count(total)} ${unit}`;
}

function speedOf(unit: Progress["unit"], perSecond: number): string {
  if (unit === "bytes") return `${bytes(perSecond)}/s`;
  return unit === "tokens" ? `${count(perSecond)} tok/s` : `${count(perSecond)} ${unit}/s`;
}

/** Whole seconds only: tenths would flicker. */
function etaOf(seconds: number): string {
  return duration(Math.max(1, Math.ceil(seconds)) * 1000).replace(/\.0 s$/, " s");
}
