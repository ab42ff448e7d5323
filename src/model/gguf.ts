import { open, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { GgufFileInfo } from "node-llama-cpp";
import { fail } from "../errors.js";
import type { MemoryFigures, ModelRow } from "./catalogue.js";

/**
 * A catalogue row made from the header of a .gguf file; `id` and `path` are the absolute path.
 * Reading the header takes about 0.2 s for every 150,000 tokens of vocabulary.
 * Throws `unknown-model` when there is no such file, `not-a-model` when it is no GGUF file or stops in the middle.
 */
export async function rowOfFile(path: string): Promise<ModelRow> {
  const absolute = resolve(path);
  const bytes = await sizeOfGguf(absolute, path);
  const info = await readHeader(absolute);
  if (info.fullTensorInfo?.some((tensor) => tensor.filePart === 1 && Number(tensor.fileOffset) >= bytes))
    throw fail("not-a-model", { path, reason: "it stops in the middle" });
  const general = info.metadata.general;
  const parameters = (info.fullTensorInfo ?? []).reduce(
    (sum, tensor) => sum + tensor.dimensions.reduce((product: number, d) => product * Number(d), 1),
    0,
  );
  const row: ModelRow = {
    id: absolute,
    name: general.name ?? basename(absolute, ".gguf"),
    parameters: parameters || 1,
    quantization: await quantizationOf(info),
    file: basename(absolute),
    bytes,
    bytesExact: true,
    sha256: null,
    contextLength: Number(info.architectureMetadata?.context_length ?? 4096),
    architecture: String(general.architecture),
    licence: general.license ?? "not stated in the file",
    memory: memoryOf(info),
    role: "file",
    ran: false,
    evidenceBlocks: parameters <= 4e9 ? 2 : parameters <= 10e9 ? 4 : parameters <= 25e9 ? 6 : 8,
    thinks: false,
    sources: [],
    path: absolute,
  };
  return row;
}

/** Size in bytes after a look at the first four: the library's own message for other files is about a "magic". */
async function sizeOfGguf(absolute: string, shown: string): Promise<number> {
  const facts = await stat(absolute).catch(() => undefined);
  if (!facts) throw fail("unknown-model", { id: shown });
  if (!facts.isFile()) throw fail("not-a-model", { path: shown, reason: "it is not a file" });
  const file = await open(absolute).catch((error) => {
    throw fail("not-a-model", { path: shown, reason: error.code ?? error.message });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead < 4 || buffer.toString("latin1") !== "GGUF")
      throw fail("not-a-model", { path: shown, reason: "it does not start with GGUF" });
  } finally {
    await file.close();
  }
  return facts.size;
}

/** The whole header, through node-llama-cpp (whose import costs 0.2 s, so it waits until here). */
export async function readHeader(path: string): Promise<GgufFileInfo> {
  const { readGgufFileInfo } = await import("node-llama-cpp");
  try {
    return await readGgufFileInfo(path, { sourceType: "filesystem", logWarnings: false });
  } catch {
    // The library's own words here are about offsets and integer ranges.
    throw fail("not-a-model", { path, reason: "its header is damaged" });
  }
}

async function quantizationOf(info: GgufFileInfo): Promise<string> {
  const { GgufFileType } = await import("node-llama-cpp");
  const type = info.metadata.general.file_type;
  const name = type === undefined ? undefined : GgufFileType[type];
  return name?.replace(/^(MOSTLY|ALL)_/, "") ?? "unknown";
}

/** llama.cpp's defaults where the header is silent: one KV head an attention head, keys of embedding / heads. */
function memoryOf(info: GgufFileInfo): MemoryFigures {
  const facts = info.architectureMetadata;
  const attention = facts?.attention;
  const most = (value: unknown) => Math.max(1, ...[value].flat().map(Number).filter(Number.isFinite));
  const embedding = most(facts?.embedding_length);
  const heads = most(attention?.head_count);
  const key = most(attention?.key_length ?? embedding / heads);
  const vocabulary = info.metadata.tokenizer?.ggml?.tokens?.length ?? facts?.vocab_size ?? 1;
  return {
    layers: most(facts?.block_count),
    kvHeads: most(attention?.head_count_kv ?? heads),
    keyLength: Math.round(key),
    valueLength: Math.round(most(attention?.value_length ?? key)),
    embedding,
    vocabulary: most(vocabulary),
  };
}
