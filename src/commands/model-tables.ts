import { catalogue, type ModelRow } from "../model/catalogue.js";
import { type Fit, type Machine, type suggest, TYPICAL_CONTEXT } from "../model/fit.js";
import { cleanLine } from "../output/clean.js";
import { bytes, count, duration } from "../output/figures.js";
import { accent, bold, dim, plain, type Style, warning } from "../output/theme.js";
import { modelFolder } from "../places.js";
import { table } from "./table.js";

export interface Listed {
  here: ModelRow[];
  others: { path: string; bytes: number }[];
  inUse: string;
  /** Bytes an interrupted fetch left, by id. */
  partial: Map<string, number>;
}

export function listDocument({ here, others, inUse, partial }: Listed) {
  const models = catalogue().map((row) => ({
    ...row,
    installed: here.includes(row),
    inUse: row.id === inUse,
    partialBytes: partial.get(row.id) ?? 0,
  }));
  return { folder: modelFolder, inUse, models, others };
}

export function listLines({ here, others, inUse, partial }: Listed, color: boolean): string[] {
  const paint = painter(color);
  const state = (row: ModelRow) => {
    if (here.includes(row)) return paint(accent, "here");
    const part = partial.get(row.id) ?? 0;
    return part > 0 ? `${bytes(part)} fetched so far` : "";
  };
  const rows = catalogue().map((row) => [
    row.id === inUse ? "*" : " ",
    row.id === inUse ? paint(bold, row.id) : row.id,
    parameters(row),
    row.quantization,
    (row.bytesExact ? "" : "~") + bytes(row.bytes),
    tokens(row.contextLength),
    row.licence,
    [
      state(row),
      row.role === "default" ? "default" : "",
      row.role === "test" ? "for tests" : "",
      row.ran ? "" : paint(dim, "not run by us"),
    ]
      .filter((text) => text !== "")
      .join(", "),
  ]);
  const head = ["", "MODEL", "PARAMETERS", "QUANT", "SIZE", "CONTEXT", "LICENCE", ""].map((text) => paint(dim, text));
  const lines = table([head, ...rows], [2, 4, 5]);
  if (others.length > 0) {
    lines.push("", "Other files in the model folder (use them by path):");
    for (const other of others)
      lines.push(`${other.path === inUse ? "*" : " "} ${cleanLine(other.path)}  ${bytes(other.bytes)}`);
  }
  if (!catalogue().some((row) => row.id === inUse) && !others.some((other) => other.path === inUse))
    lines.push("", `* in use: ${cleanLine(inUse)}`);
  return [...lines, "", paint(dim, `* in use   files: ${modelFolder}   what fits here: v4 model fit`)];
}

interface State {
  installed: boolean;
  path: string;
  inUse: boolean;
}

export function infoDocument(row: ModelRow, state: State) {
  return { ...row, ...state, path: state.path };
}

export function infoLines(row: ModelRow, state: State, color: boolean): string[] {
  const paint = painter(color);
  const rows: [string, string][] = [
    ["id", cleanLine(row.id)],
    ["parameters", parameters(row)],
    ["quantization", row.quantization],
    ["architecture", cleanLine(row.architecture)],
    ["context", `${count(row.contextLength)} tokens`],
    ["size", row.bytesExact ? `${bytes(row.bytes)} (${count(row.bytes)} bytes)` : `about ${bytes(row.bytes)}`],
    ["SHA-256", row.sha256 ?? "not known"],
    ["licence", cleanLine(row.licence)],
    ["file", `${cleanLine(state.path)}${state.installed ? "" : " (not here)"}`],
    ["in use", state.inUse ? "yes" : "no"],
    ["run by us", row.ran ? "yes" : row.role === "file" ? "a file of yours" : "no: the figures are its publisher's"],
  ];
  if (row.thinks) rows.push(["thinks", "it writes its reasoning before it answers"]);
  if (row.note) rows.push(["note", row.note]);
  for (const source of row.sources) {
    const { kind } = source;
    if (kind === "huggingface") rows.push(["source", source.uri]);
    else {
      const [first, last] = [source.packages[0]!, source.packages.at(-1)!];
      const range = first === last ? first.name : `${first.name} to ${last.name}`;
      rows.push(["source", `pip: ${range}, version ${first.version}`]);
    }
  }
  const lines = table(rows.map(([name, text]) => [paint(dim, name), text]));
  return [paint(bold, cleanLine(row.name)), ...lines];
}

type Advice = ReturnType<typeof suggest>;

export function fitDocument(machine: Machine, fits: Fit[], advice: Advice) {
  const models = fits.map(({ row, ...fit }) => ({
    id: row.id,
    ran: row.ran,
    contextLength: row.contextLength,
    ...fit,
  }));
  return { machine, typicalContext: TYPICAL_CONTEXT, models, suggestion: advice };
}

export function fitLines(machine: Machine, fits: Fit[], advice: Advice, color: boolean): string[] {
  const paint = painter(color);
  const gpu = machine.gpu && machine.vram;
  const head = [
    "MODEL",
    `MEMORY AT ${tokens(TYPICAL_CONTEXT)}`,
    ...(gpu ? ["ON THE GPU", "GPU LAYERS"] : []),
    "CONTEXT THAT FITS",
    "1,000 TOKENS READ IN",
    "VERDICT",
  ].map((text) => paint(dim, text));
  const rows = fits.map((fit) => [
    fit.row.id + (fit.installed ? paint(accent, " (here)") : ""),
    bytes(fit.ram + fit.vram),
    ...(gpu ? [bytes(fit.vram), `${fit.gpuLayers}/${fit.layers}`] : []),
    fit.context === 0
      ? "-"
      : fit.context >= fit.row.contextLength
        ? `${tokens(fit.context)} (all)`
        : tokens(fit.context),
    fit.verdict === "too-large" || fit.verdict === "busy" ? "-" : seconds(fit),
    verdict(fit, paint),
  ]);
  const names = machine.gpu?.names.map(cleanLine).join(", ");
  const memory = `Memory: ${bytes(machine.ram.free)} free of ${bytes(machine.ram.total)}`;
  const card = gpu
    ? `GPU: ${names} (${machine.gpu!.backend}), ${bytes(machine.vram!.free)} free of ${bytes(machine.vram!.total)}`
    : "GPU: none that the model library can use";
  return [
    `${memory}   Cores: ${machine.cores}   ${card}`,
    "",
    ...table([head, ...rows], gpu ? [1, 2, 3, 4, 5] : [1, 2, 3]),
    "",
    ...adviceLines(fits, advice),
    paint(
      dim,
      "Memory of models that are here is the library's estimate, of the others a formula's. Times are extrapolated from one",
    ),
    paint(dim, "measured processor and can be off by a factor of three; for a GPU none are given."),
  ];
}

function adviceLines(fits: Fit[], { model, stronger }: Advice): string[] {
  if (fits.length < 2) return [];
  const lines: string[] = [];
  if (model) lines.push(`Take here: ${model}`);
  else if (!fits.some((fit) => fit.context > 0))
    lines.push("None of these fits here now: close programs, or use `v4 ask --no-model` (evidence without an answer).");
  const larger = fits.find((fit) => fit.row.id === stronger);
  if (larger)
    lines.push(`The largest that fits well: ${larger.row.id}${larger.row.ran ? "" : " (v4 was never run with it)"}`);
  return [...lines, ""];
}

function verdict(fit: Fit, paint: (style: Style, text: string) => string): string {
  if (fit.verdict === "fits") return paint(accent, "fits");
  if (fit.verdict === "slow") return paint(warning, "fits, but slow");
  if (fit.verdict === "busy") return paint(warning, "fits when other programs are closed");
  return "too large";
}

function seconds({ secondsPerThousand }: Fit): string {
  return secondsPerThousand === null ? "GPU" : `~${duration(secondsPerThousand * 1000).replace(".0 s", " s")}`;
}

/** `1.5B`, `30B, 3.3B active`. */
function parameters(row: ModelRow): string {
  const words = (value: number) =>
    value < 0.3e9 ? `${Math.round(value / 1e6)}M` : `${(value / 1e9).toFixed(value < 9.95e9 ? 1 : 0)}B`;
  return words(row.parameters) + (row.activeParameters ? `, ${words(row.activeParameters)} active` : "");
}

/** `32K`, `1M`. */
function tokens(value: number): string {
  if (value >= 1 << 20) return `${+(value / (1 << 20)).toFixed(1)}M`;
  return value >= 1024 ? `${Math.floor(value / 1024)}K` : String(value);
}

function painter(color: boolean): (style: Style, text: string) => string {
  return (style, text) => (color ? style : plain)(text);
}
