import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../errors.js";
import { configFolder, modelFolder } from "../places.js";
import { catalogue, defaultRow, type ModelRow, modelRow } from "./catalogue.js";

/** Where the file of a model is or would be. */
export function modelPath(row: ModelRow): string {
  return row.path ?? join(modelFolder, row.file);
}

/** Whether the file is there whole, by its size; the content is proved when it is fetched and by `v4 doctor`. */
export async function isInstalled(row: ModelRow): Promise<boolean> {
  const facts = await stat(modelPath(row)).catch(() => undefined);
  return facts?.isFile() === true && (!row.bytesExact || facts.size === row.bytes);
}

/** The path of a model that can be loaded now. Throws `model-not-pulled`, or `model-damaged` when its size is wrong. */
export async function installedPath(row: ModelRow): Promise<string> {
  if (await isInstalled(row)) return modelPath(row);
  const facts = await stat(modelPath(row)).catch(() => undefined);
  if (!facts) throw fail("model-not-pulled", { id: row.id });
  throw fail("model-damaged", {
    path: modelPath(row),
    id: row.id,
    reason: `it has ${facts.size} bytes, not ${row.bytes}`,
  });
}

/** Catalogue rows whose file is here, then other .gguf files in the model folder by name. */
export async function installedModels(): Promise<{ rows: ModelRow[]; others: { path: string; bytes: number }[] }> {
  const rows: ModelRow[] = [];
  for (const row of catalogue()) if (await isInstalled(row)) rows.push(row);
  const known = new Set(catalogue().map((row) => row.file));
  const others: { path: string; bytes: number }[] = [];
  for (const name of (await readdir(modelFolder).catch(() => [])).sort()) {
    if (!name.toLowerCase().endsWith(".gguf") || known.has(name)) continue;
    const path = join(modelFolder, name);
    others.push({ path, bytes: (await stat(path)).size });
  }
  return { rows, others };
}

/** Deletes the file of a catalogue model and what an interrupted fetch left. Returns the bytes that became free. */
export async function removeModel(row: ModelRow): Promise<number> {
  if (row.path) throw fail("unknown-model", { id: row.id });
  let freed = 0;
  for (const path of [modelPath(row), partialFolder(row)]) {
    freed += await bytesBelow(path);
    await rm(path, { recursive: true, force: true });
  }
  return freed;
}

/** Where a fetch keeps what it has so far: beside the models, so that the last step is a rename on one disk. */
export function partialFolder(row: ModelRow): string {
  return join(modelFolder, ".partial", row.file);
}

/** Bytes of an interrupted fetch that the next one continues from. */
export async function partialBytes(row: ModelRow): Promise<number> {
  return bytesBelow(partialFolder(row));
}

/** The model of the user's choice: id or absolute path; the catalogue's default without one. */
export async function chosenModel(): Promise<string> {
  try {
    const config = JSON.parse(await readFile(configPath(), "utf8"));
    if (typeof config.model === "string") return config.model;
  } catch {
    // No file yet, or one that a person broke: the default is better than a refusal to start.
  }
  return defaultRow().id;
}

/** Makes a model the one that is used without `--model`. Throws what `modelRow` throws. Other settings are kept. */
export async function chooseModel(idOrPath: string): Promise<ModelRow> {
  const row = await modelRow(idOrPath);
  const config = await readFile(configPath(), "utf8")
    .then((text) => JSON.parse(text) as Record<string, unknown>)
    .catch(() => ({}));
  const temporary = `${configPath()}.${process.pid}`;
  try {
    await mkdir(configFolder, { recursive: true });
    await writeFile(temporary, `${JSON.stringify({ ...config, model: row.id }, null, 2)}\n`);
    await rename(temporary, configPath());
  } catch (error) {
    throw fail("cannot-write", { path: configPath(), reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
  return row;
}

function configPath(): string {
  return join(configFolder, "config.json");
}

async function bytesBelow(path: string): Promise<number> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) return 0;
  if (!facts.isDirectory()) return facts.size;
  let sum = 0;
  for (const name of await readdir(path).catch(() => [])) sum += await bytesBelow(join(path, name));
  return sum;
}
