import { createHash } from "node:crypto";
import type { RepoFile } from "../repo/list.js";
import { languageOf } from "../syntax/languages.js";

/** What a file's facts are stored under: its content, and the language that its path makes it. */
export function factsKey({ path, blob }: RepoFile): string {
  return `${blob} ${languageOf(path)?.name ?? "text"}`;
}

/** Names a state of a repository: every path with its content, and what is there and not read. The same files give the same name. */
export function stateKey(files: readonly RepoFile[], unread: readonly { path: string }[]): string {
  const hash = createHash("sha256");
  for (const { path, blob } of files) hash.update(`${path}\0${blob}\n`);
  for (const path of unread.map((file) => file.path).sort()) hash.update(`${path}\n`);
  return hash.digest("hex").slice(0, 24);
}
