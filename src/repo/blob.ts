import { createHash } from "node:crypto";

/** Git's id of bytes: a hash over `blob LENGTH\0BYTES`, SHA-1 unless the repository was made with SHA-256. */
export function blobId(bytes: Uint8Array, algorithm = "sha1"): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
